import { useId } from 'react';

import { Badge, Box, Button, Flex, Typography } from '@strapi/design-system';

import { type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { Section, useReport } from '../parts';
import { fieldsOfPreset, presetIn, PRESETS, type Preset } from './presets';
import { usePolicyForm } from './use-policy-form';

/** A list whose items are its own children, as screen readers expect. As many columns as fit. */
const COLUMNS = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 16rem), 1fr))',
  gap: '1.6rem',
  listStyle: 'none',
} as const;

interface OneProps {
  preset: Preset;
  matches: boolean;
  disabled: boolean;
  onUse(): void;
}

const One = ({ preset, matches, disabled, onUse }: OneProps) => {
  const t = useWords('policy');
  const id = useId();
  return (
    <Flex
      tag="li"
      direction="column"
      alignItems="flex-start"
      justifyContent="space-between"
      gap={3}
      padding={4}
      height="100%"
      width="100%"
      hasRadius
      borderColor={matches ? 'primary600' : 'neutral200'}
      data-preset={preset}
    >
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography id={`${id}-name`} fontWeight="bold" textColor="neutral800">
          {t(`presets.${preset}`)}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {t(`presets.${preset}.line`)}
        </Typography>
      </Flex>
      {matches ? (
        <Badge backgroundColor="primary100" textColor="primary700">
          {t('presets.matches')}
        </Badge>
      ) : (
        <Button
          id={`${id}-use`}
          type="button"
          size="S"
          variant="tertiary"
          disabled={disabled}
          aria-labelledby={`${id}-use ${id}-name`}
          onClick={onUse}
        >
          {t('presets.use')}
        </Button>
      )}
    </Flex>
  );
};

/** Usual policies at the top of the page. Using one fills in the form; saving stays a step of its own. */
export const PresetsCard = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const report = useReport();
  const { values, disabled, set } = usePolicyForm();
  const current = presetIn(values, locked);

  const use = (preset: Preset): void => {
    const fields = fieldsOfPreset(preset, locked);
    for (const key of Object.keys(fields) as (keyof typeof fields)[]) {
      set(key, fields[key] as PolicyFields[typeof key]);
    }
    report.done(t('presets.filled', { preset: t(`presets.${preset}`) }));
  };

  return (
    <Section title={t('presets.title')} hint={t('presets.hint')}>
      <Box tag="ul" style={COLUMNS}>
        {PRESETS.map((preset) => (
          <One
            key={preset}
            preset={preset}
            matches={preset === current}
            disabled={disabled}
            onUse={() => use(preset)}
          />
        ))}
      </Box>
    </Section>
  );
};
