import { Box, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { type Requirement } from '../../../../shared/contracts/types';
import { useGetPanelRolesQuery, type PanelRole } from '../../api';
import { useWords } from '../../i18n';
import { Rows } from '../parts';
import { useLock } from './fields';
import { usePolicyForm } from './use-policy-form';

const SAME = 'same';

/** Roles of the host, and those the policy names although they are gone or may not be read. */
const rolesOf = (listed: PanelRole[] | undefined, named: string[]): PanelRole[] => {
  const known = listed ?? [];
  const missing = named.filter((code) => !known.some((role) => role.code === code));
  return [...known, ...missing.map((code) => ({ code, name: code }))];
};

interface RowProps {
  role: PanelRole;
  level: Requirement | undefined;
  disabled: boolean;
  onLevel(level: Requirement | undefined): void;
}

const Row = ({ role, level, disabled, onLevel }: RowProps) => {
  const t = useWords('policy');
  return (
    <Flex tag="li" gap={4} justifyContent="space-between" wrap="wrap">
      <Flex direction="column" alignItems="flex-start" flex="1 1 16rem" minWidth={0}>
        <Typography textColor="neutral800">{role.name}</Typography>
        {role.usersCount === undefined ? null : (
          <Typography variant="pi" textColor="neutral600">
            {t('preview.total', { count: role.usersCount })}
          </Typography>
        )}
      </Flex>
      <Box width={{ initial: '100%', medium: '26rem' }}>
        <SingleSelect
          size="S"
          aria-label={t('roles.level', { role: role.name })}
          value={level ?? SAME}
          disabled={disabled}
          onChange={(value) => onLevel(REQUIREMENTS.find((known) => known === value))}
        >
          <SingleSelectOption value={SAME}>{t('roles.same')}</SingleSelectOption>
          {REQUIREMENTS.map((known) => (
            <SingleSelectOption key={known} value={known}>
              {t(`requirement.${known}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Box>
    </Flex>
  );
};

/** One level a role. Not a data table: its rows are fields. */
export const RolesTable = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { data, isError } = useGetPanelRolesQuery();
  const { disabled, hint } = useLock({ locked })('roles', t('roles.hint'));
  const roles = rolesOf(data, Object.keys(values.roles));

  const choose = (code: string, level: Requirement | undefined) => {
    const { [code]: _before, ...others } = values.roles;
    set('roles', level === undefined ? others : { ...others, [code]: level });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} role="group" aria-labelledby="mfa-roles">
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography variant="pi" fontWeight="bold" textColor="neutral800" id="mfa-roles">
          {t('roles.label')}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {hint}
        </Typography>
      </Flex>
      {isError ? (
        <Typography variant="pi" textColor="neutral600">
          {t('roles.unknown')}
        </Typography>
      ) : null}
      <Rows>
        {roles.map((role) => (
          <Row
            key={role.code}
            role={role}
            level={values.roles[role.code]}
            disabled={disabled}
            onLevel={(level) => choose(role.code, level)}
          />
        ))}
      </Rows>
    </Flex>
  );
};
