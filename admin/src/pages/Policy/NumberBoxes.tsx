import { Field, Flex, Grid, Textarea, Toggle } from '@strapi/design-system';

import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { Section } from '../parts';
import { Labeled, NumberField, useLock } from './fields';
import { usePolicyForm } from './use-policy-form';
import { type NumberKey } from './validate';

interface BoxProps {
  locked: readonly string[];
}

const DEFAULT_TRUST_DAYS = 14;

/** Zero days means off. The number only appears if it's on. */
export const TrustedBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('trustedBrowserDays');
  const on = values.trustedBrowserDays !== 0;
  return (
    <Section title={t('trusted.title')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root name="trustedBrowserAllow" hint={hint}>
            <FieldLabel>{t('trustedBrowserDays.allow')}</FieldLabel>
            <Toggle
              onLabel={t('enabled.on')}
              offLabel={t('enabled.off')}
              checked={on}
              disabled={disabled}
              onChange={(event) => set('trustedBrowserDays', event.target.checked ? DEFAULT_TRUST_DAYS : 0)}
            />
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        {on ? (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <NumberField name="trustedBrowserDays" locked={locked} />
          </Grid.Item>
        ) : null}
      </Grid.Root>
    </Section>
  );
};

const Pair = ({ names, locked }: BoxProps & { names: readonly NumberKey[] }) => (
  <Grid.Root gap={5}>
    {names.map((name) => (
      <Grid.Item key={name} col={6} s={12} xs={12} direction="column" alignItems="stretch">
        <NumberField name={name} locked={locked} />
      </Grid.Item>
    ))}
  </Grid.Root>
);

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

/** The maximum age of a proof, in general and for actions that can't be undone. */
export const AgainBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  const { values, errors, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('stepUpActions', t('stepUpActions.hint'));
  return (
    <Section title={t('again.title')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Pair names={['verificationMaxAgeHours', 'stepUpMaxAgeMinutes']} locked={locked} />
        <Labeled name="stepUpActions" label={t('stepUpActions.label')} hint={hint} error={errors.stepUpActions}>
          <Textarea
            value={values.stepUpActions.join('\n')}
            disabled={disabled}
            spellCheck={false}
            onChange={(event) => set('stepUpActions', linesOf(event.target.value))}
          />
        </Labeled>
      </Flex>
    </Section>
  );
};

export const AttemptsBox = ({ locked }: BoxProps) => {
  const t = useWords('policy');
  return (
    <Section title={t('attempts.title')}>
      <Pair names={['maxFailures', 'lockoutMinutes']} locked={locked} />
    </Section>
  );
};
