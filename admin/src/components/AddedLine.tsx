import { useEffect, useRef, useState } from 'react';

import { Flex, TextButton, Typography } from '@strapi/design-system';
import { CheckCircle, Pencil } from '@strapi/icons';

import type { Answer } from '../factors/factor-ui';
import { useWords } from '../i18n';
import { RenameForm } from './RenameForm';

interface AddedLineProps {
  name: string;
  takenNames?: readonly string[];
  /** Null where it can't be renamed yet. */
  rename: ((name: string) => Promise<Answer<unknown>>) | null;
  onRenamed(name: string): void;
}

/** A method was added. Its name was suggested, and can be changed right here. */
export const AddedLine = ({ name, takenNames = [], rename, onRenamed }: AddedLineProps) => {
  const t = useWords('shared');
  const opener = useRef<HTMLButtonElement>(null);
  const [renaming, setRenaming] = useState(false);
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !renaming) opener.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);

  if (renaming && rename) {
    return (
      <RenameForm
        name={name}
        takenNames={takenNames}
        save={rename}
        onClosed={(renamed) => {
          setRenaming(false);
          if (renamed !== null) onRenamed(renamed);
        }}
      />
    );
  }
  return (
    <Flex gap={3} alignItems="center" wrap="wrap">
      <Flex gap={3} alignItems="center" role="status" minWidth={0}>
        <CheckCircle aria-hidden fill="success600" width="2.4rem" height="2.4rem" style={{ flexShrink: 0 }} />
        <Typography variant="delta" tag="p" style={{ overflowWrap: 'anywhere' }}>
          {t('ready.line', { name })}
        </Typography>
      </Flex>
      {rename ? (
        <TextButton ref={opener} type="button" startIcon={<Pencil />} onClick={() => setRenaming(true)}>
          {t('ready.rename')}
        </TextButton>
      ) : null}
    </Flex>
  );
};
