import { useId, useRef } from 'react';

import { Button, Flex, Textarea } from '@strapi/design-system';

import { describedBy, FieldFrame } from '../../components';
import { useWords } from '../../i18n';

export type ReasonKey =
  'lost_phone' | 'new_phone' | 'left_company' | 'mistyped' | 'new_colleague' | 'no_device' | 'other';

const REASON_LENGTH = 500;

interface ReasonsProps {
  /** The usual ones for this action. */
  choices: readonly ReasonKey[];
  value: string;
  missing: boolean;
  onChange(value: string): void;
}

/** One click for the usual reasons, and a field for any other. The reason goes to the activity log. */
export const Reasons = ({ choices, value, missing, onChange }: ReasonsProps) => {
  const t = useWords('people');
  const words = useWords('person');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const error = missing ? t('reason.missing') : null;
  const choose = (key: ReasonKey) => {
    onChange(key === 'other' ? '' : words(`reasons.${key}`));
    if (key === 'other') field.current?.focus();
  };
  return (
    <FieldFrame id={id} label={t('reason.label')} hint={t('reason.hint')} error={error}>
      {choices.length === 0 ? null : (
        <Flex role="group" aria-label={words('reasons.label')} gap={2} wrap="wrap" paddingBottom={1}>
          {choices.map((key) => {
            const pressed = key !== 'other' && value === words(`reasons.${key}`);
            return (
              <Button
                key={key}
                type="button"
                size="S"
                variant={pressed ? 'secondary' : 'tertiary'}
                aria-pressed={key === 'other' ? undefined : pressed}
                onClick={() => choose(key)}
              >
                {words(`reasons.${key}`)}
              </Button>
            );
          })}
        </Flex>
      )}
      <Textarea
        ref={field}
        value={value}
        maxLength={REASON_LENGTH}
        aria-describedby={describedBy(id, true, error)}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldFrame>
  );
};
