import { Box, Field, Flex, Radio, Toggle, Typography } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { type Requirement } from '../../../../shared/contracts/types';
import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { Section } from '../parts';
import { Choices, NumberField, useLock } from './fields';
import { RolesTable } from './RolesTable';
import { usePolicyForm } from './use-policy-form';

const isRequirement = (value: string): value is Requirement => REQUIREMENTS.some((level) => level === value);

const EnabledField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('enabled', t('enabled.hint'));
  return (
    <Field.Root name="enabled" hint={hint}>
      <FieldLabel>{t('enabled.label')}</FieldLabel>
      <Toggle
        onLabel={t('enabled.on')}
        offLabel={t('enabled.off')}
        checked={values.enabled}
        disabled={disabled}
        onChange={(event) => set('enabled', event.target.checked)}
      />
      <Field.Hint />
    </Field.Root>
  );
};

const RequirementField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('requirement');
  return (
    <Field.Root name="requirement" hint={hint}>
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" id="mfa-requirement">
        {t('requirement.label')}
      </Typography>
      <Choices
        aria-labelledby="mfa-requirement"
        value={values.requirement}
        disabled={disabled}
        onValueChange={(value: string) => (isRequirement(value) ? set('requirement', value) : undefined)}
      >
        {REQUIREMENTS.map((level) => (
          <Radio.Item key={level} value={level} aria-describedby={`mfa-requirement-${level}`}>
            <Flex direction="column" alignItems="flex-start" gap={1} paddingBottom={2}>
              <Typography textColor="neutral800" fontWeight="bold">
                {t(`requirement.${level}`)}
              </Typography>
              <Typography variant="pi" textColor="neutral600" id={`mfa-requirement-${level}`}>
                {t(`requirement.${level}.line`)}
              </Typography>
            </Flex>
          </Radio.Item>
        ))}
      </Choices>
      <Field.Hint />
    </Field.Root>
  );
};

/** The switch, the level for everyone, stricter levels by role, and the time to get ready. */
export const WhoBox = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  return (
    <Section title={t('who.title')}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Box width={{ initial: '100%', medium: '36rem' }}>
          <EnabledField locked={locked} />
        </Box>
        <RequirementField locked={locked} />
        <RolesTable locked={locked} />
        <Box width={{ initial: '100%', medium: '36rem' }}>
          <NumberField name="gracePeriodDays" locked={locked} />
        </Box>
      </Flex>
    </Section>
  );
};
