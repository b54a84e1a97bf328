import { Box, Flex } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { useWords } from '../../i18n';
import { Section } from '../parts';
import { ChoiceField, SwitchLine } from './choices';
import { NumberField, useLock } from './fields';
import { RolesTable } from './RolesTable';
import { StartField } from './StartField';
import { useLevels } from './use-levels';
import { usePolicyForm } from './use-policy-form';

const EnabledField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint = '' } = useLock({ locked })('enabled', t('enabled.hint'));
  return (
    <SwitchLine
      id="enabled"
      title={t('enabled.label')}
      line={hint}
      checked={values.enabled}
      disabled={disabled}
      onChange={(checked) => set('enabled', checked)}
    />
  );
};

const RequirementField = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { requirement, setRequirement } = useLevels();
  const { disabled, hint } = useLock({ locked })('requirement');
  return (
    <ChoiceField
      name="requirement"
      label={t('requirement.label')}
      hint={hint}
      value={requirement}
      choices={REQUIREMENTS.map((value) => ({
        value,
        title: t(`requirement.${value}`),
        line: t(`requirement.${value}.line`),
      }))}
      disabled={disabled}
      onChoose={setRequirement}
    />
  );
};

/** The switch, the requirement for everyone, exceptions by role, when they apply, and the grace period. */
export const WhoBox = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  return (
    <Section title={t('who.title')}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <EnabledField locked={locked} />
        <RequirementField locked={locked} />
        <RolesTable locked={locked} />
        <StartField locked={locked} />
        <Box width={{ initial: '100%', medium: '36rem' }}>
          <NumberField name="gracePeriodDays" locked={locked} />
        </Box>
      </Flex>
    </Section>
  );
};
