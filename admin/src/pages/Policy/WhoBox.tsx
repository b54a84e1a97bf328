import { Box, Field, Flex, Toggle } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { FieldLabel } from '../../components';
import { useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField } from './choices';
import { NumberField, useLock } from './fields';
import { RolesTable } from './RolesTable';
import { usePolicyForm } from './use-policy-form';

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
    <ChoiceField
      name="requirement"
      label={t('requirement.label')}
      hint={hint}
      value={values.requirement}
      choices={REQUIREMENTS.map((value) => ({
        value,
        title: t(`requirement.${value}`),
        line: t(`requirement.${value}.line`),
      }))}
      disabled={disabled}
      onChoose={(level) => set('requirement', level)}
    />
  );
};

/** The switch, the requirement for everyone, stricter requirements by role, and the grace period. */
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
