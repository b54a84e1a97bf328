import { forwardRef, useId, useState, type ReactNode } from 'react';

import { Field } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';
import { styled } from 'styled-components';

import { useWords } from '../i18n';
import { describedBy, FieldFrame } from './FieldFrame';

/** The icon alone is too small a target for a finger. WCAG 2.2, 2.5.8 requires 24 pixels. */
const Reveal = styled(Field.Action)`
  margin-inline: -0.4rem;
  padding: 0.4rem;
`;

interface PasswordFieldProps {
  value: string;
  onChange(value: string): void;
  error: ReactNode;
  readOnly?: boolean;
}

/** The account's password, where it stands in for a second factor. Password managers may fill it in. */
export const PasswordField = forwardRef<HTMLInputElement, PasswordFieldProps>(
  ({ value, onChange, error, readOnly = false }, ref) => {
    const t = useWords('shared');
    const id = useId();
    const [shown, setShown] = useState(false);
    return (
      <FieldFrame id={id} label={t('password.label')} error={error}>
        <Field.Input
          ref={ref}
          type={shown ? 'text' : 'password'}
          name="password"
          autoComplete="current-password"
          autoFocus
          maxLength={200}
          value={value}
          readOnly={readOnly}
          hasError={Boolean(error)}
          aria-invalid={Boolean(error)}
          aria-describedby={describedBy(id, null, error)}
          onChange={(event) => onChange(event.target.value)}
          endAction={
            <Reveal
              label={shown ? t('password.hide') : t('password.show')}
              onClick={() => setShown((current) => !current)}
            >
              {shown ? <EyeStriked fill="neutral500" /> : <Eye fill="neutral500" />}
            </Reveal>
          }
        />
      </FieldFrame>
    );
  }
);
PasswordField.displayName = 'PasswordField';
