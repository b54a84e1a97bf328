import { type ReactNode } from 'react';

import { Field, NumberInput } from '@strapi/design-system';

import { type PolicyFields } from '../../api';
import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { usePolicyForm } from './use-policy-form';
import { type NumberKey } from './validate';

interface Locked {
  locked: readonly string[];
}

/** Whether a field can be changed here, and a hint that explains why not. */
export const useLock = ({ locked }: Locked) => {
  const t = useWords('policy');
  const { disabled } = usePolicyForm();
  return (key: keyof PolicyFields, hint?: string): { disabled: boolean; hint: string | undefined } => {
    const fixed = locked.includes(key);
    const words = fixed ? [hint, t('field.locked')].filter(Boolean).join(' ') : hint;
    return { disabled: disabled || fixed, hint: words };
  };
};

/** A label, a control, and the error or the hint. Screen readers can read both. */
export const Labeled = (props: { name: string; label: string; hint?: string; error?: string; children: ReactNode }) => (
  <Field.Root name={props.name} hint={props.hint} error={props.error} width="100%">
    <FieldLabel>{props.label}</FieldLabel>
    {props.children}
    <Field.Error />
    <Field.Hint />
  </Field.Root>
);

/** A whole number of the policy. An empty field is an error when saving, not a zero. */
export const NumberField = ({ name, locked }: Locked & { name: NumberKey }) => {
  const t = useWords('policy');
  const { values, errors, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })(name, t(`${name}.hint`));
  return (
    <Labeled name={name} label={t(`${name}.label`)} hint={hint} error={errors[name]}>
      <NumberInput
        value={Number.isFinite(values[name]) ? values[name] : undefined}
        disabled={disabled}
        onValueChange={(value) => set(name, value ?? Number.NaN)}
      />
    </Labeled>
  );
};
