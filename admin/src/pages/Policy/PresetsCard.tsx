import { Badge, Button, Flex, Grid, Typography } from '@strapi/design-system';

import { type PolicyFields } from '../../api';
import { useWords } from '../../i18n';
import { Section, useReport } from '../parts';
import { fieldsOfPreset, presetIn, PRESETS, type Preset } from './presets';
import { usePolicyForm } from './use-policy-form';

interface OneProps {
  preset: Preset;
  matches: boolean;
  disabled: boolean;
  onUse(): void;
}

const One = ({ preset, matches, disabled, onUse }: OneProps) => {
  const t = useWords('policy');
  const name = t(`presets.${preset}`);
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
        <Typography fontWeight="bold" textColor="neutral800">
          {name}
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
          type="button"
          size="S"
          variant="tertiary"
          disabled={disabled}
          aria-label={t('presets.useName', { preset: name })}
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
      <Grid.Root tag="ul" gap={4}>
        {PRESETS.map((preset) => (
          <Grid.Item key={preset} col={4} s={12} xs={12} alignItems="stretch">
            <One preset={preset} matches={preset === current} disabled={disabled} onUse={() => use(preset)} />
          </Grid.Item>
        ))}
      </Grid.Root>
    </Section>
  );
};
