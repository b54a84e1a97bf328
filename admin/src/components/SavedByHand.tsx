import { useId, useState } from 'react';

import { Button, Checkbox, Typography } from '@strapi/design-system';

import { useWords } from '../i18n';

interface SavedByHandProps {
  ticked: boolean;
  setTicked(ticked: boolean): void;
  onContinue(): void;
}

/** For people who wrote the codes down, or saved them in a way that this page can't see. */
export const SavedByHand = ({ ticked, setTicked, onContinue }: SavedByHandProps) => {
  const t = useWords('shared');
  const id = useId();
  const [missing, setMissing] = useState(false);

  const next = () => {
    setMissing(!ticked);
    if (ticked) onContinue();
  };

  return (
    <>
      <div>
        <Checkbox
          checked={ticked}
          aria-describedby={missing ? `${id}-missing` : undefined}
          onCheckedChange={(value) => {
            setTicked(value === true);
            setMissing(false);
          }}
        >
          {t('recovery.saved')}
        </Checkbox>
        <div role="alert">
          {missing ? (
            <Typography id={`${id}-missing`} variant="pi" textColor="danger600" tag="p">
              {t('recovery.savedMissing')}
            </Typography>
          ) : null}
        </div>
      </div>
      <Button type="button" size="L" fullWidth onClick={next}>
        {t('action.continue')}
      </Button>
    </>
  );
};
