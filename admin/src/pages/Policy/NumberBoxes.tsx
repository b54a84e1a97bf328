import { useState } from 'react';

import { Box, Flex, Grid, Textarea } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { Disclosure, Section } from '../parts';
import { SwitchLine } from './choices';
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
  const { disabled, hint } = useLock({ locked })('trustedBrowserDays', t('trustedBrowserDays.allow.line'));
  const on = values.trustedBrowserDays !== 0;
  return (
    <Section title={t('trusted.title')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <SwitchLine
          id="trusted-browsers"
          title={t('trustedBrowserDays.allow')}
          line={hint ?? ''}
          checked={on}
          disabled={disabled}
          onChange={(checked) => set('trustedBrowserDays', checked ? DEFAULT_TRUST_DAYS : 0)}
        />
        {on ? (
          <Box width={{ initial: '100%', medium: '36rem' }}>
            <NumberField name="trustedBrowserDays" locked={locked} />
          </Box>
        ) : null}
      </Flex>
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
  // Open if it's in use. After that, the reader opens and closes it.
  const [open] = useState(values.stepUpActions.length > 0);
  return (
    <Section title={t('again.title')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Pair names={['verificationMaxAgeHours', 'stepUpMaxAgeMinutes']} locked={locked} />
        <Disclosure open={open}>
          <summary>{t('again.advanced')}</summary>
          <Box paddingTop={3}>
            <Labeled name="stepUpActions" label={t('stepUpActions.label')} hint={hint} error={errors.stepUpActions}>
              <Textarea
                value={values.stepUpActions.join('\n')}
                disabled={disabled}
                spellCheck={false}
                onChange={(event) => set('stepUpActions', linesOf(event.target.value))}
              />
            </Labeled>
          </Box>
        </Disclosure>
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
