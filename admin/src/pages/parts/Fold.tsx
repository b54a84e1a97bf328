import { useId, useState, type ReactNode } from 'react';

import { Box, Button } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';

interface FoldState {
  open: boolean;
  /** The ID of the content. */
  id: string;
  toggle(): void;
}

/** The state of a fold whose button and content are in different places. */
export const useFold = (initially = false): FoldState => {
  const id = useId();
  const [open, setOpen] = useState(initially);
  return { open, id, toggle: () => setOpen((before) => !before) };
};

export const FoldButton = ({ fold, children }: { fold: FoldState; children: string }) => (
  <Button
    type="button"
    variant="ghost"
    size="S"
    endIcon={fold.open ? <CaretUp /> : <CaretDown />}
    aria-expanded={fold.open}
    aria-controls={fold.id}
    onClick={fold.toggle}
  >
    {children}
  </Button>
);

/** Something that most visits don't need, behind a button. */
export const Fold = ({ label, children }: { label: string; children: ReactNode }) => {
  const fold = useFold();
  return (
    <div>
      <FoldButton fold={fold}>{label}</FoldButton>
      <Box id={fold.id} hidden={!fold.open} paddingTop={2}>
        {fold.open ? children : null}
      </Box>
    </div>
  );
};
