import { useId } from 'react';

import { Field } from '@strapi/design-system';

import { LIMITS } from '../../../shared/contracts/constants';
import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';

interface NameFieldProps {
  value: string;
  onChange(value: string): void;
  readOnly?: boolean;
  autoFocus?: boolean;
}

/** The name of an authenticator. It may be empty. The server then suggests one. */
export const NameField = ({ value, onChange, readOnly = false, autoFocus = false }: NameFieldProps) => {
  const t = useWords('shared');
  const id = useId();
  return (
    <FieldFrame id={id} label={t('name.label')} hint={t('name.hint')}>
      <Field.Input
        type="text"
        autoComplete="off"
        autoFocus={autoFocus}
        maxLength={LIMITS.nameLength}
        value={value}
        readOnly={readOnly}
        aria-describedby={describedBy(id, true, null)}
        onChange={(event) => onChange(event.target.value)}
      />
    </FieldFrame>
  );
};
