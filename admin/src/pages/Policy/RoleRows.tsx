import { type ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

import { useGetPanelRolesQuery, type PanelRole } from '../../api';
import { useWords } from '../../i18n';
import { Rows } from '../parts';

/** This project's roles, plus roles in the policy that were deleted or that the author can't read. */
const rolesOf = (listed: PanelRole[] | undefined, named: readonly string[]): PanelRole[] => {
  const known = listed ?? [];
  const missing = named.filter((code) => !known.some((role) => role.code === code));
  return [...known, ...missing.map((code) => ({ code, name: code }))];
};

interface RoleRowsProps {
  /** The prefix of the IDs of the label and the hint. */
  id: string;
  label: string;
  hint?: string;
  /** Codes of the roles in the policy. */
  named: readonly string[];
  /** The field of one role. */
  children(role: PanelRole): ReactNode;
}

/** Shows one field per role. This isn't a data table, because its rows are fields. */
export const RoleRows = ({ id, label, hint, named, children }: RoleRowsProps) => {
  const t = useWords('policy');
  const { data, isError } = useGetPanelRolesQuery();
  return (
    <Flex
      direction="column"
      alignItems="stretch"
      gap={2}
      role="group"
      aria-labelledby={id}
      aria-describedby={hint ? `${id}-hint` : undefined}
    >
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography variant="pi" fontWeight="bold" textColor="neutral800" id={id}>
          {label}
        </Typography>
        {hint ? (
          <Typography variant="pi" textColor="neutral600" id={`${id}-hint`}>
            {hint}
          </Typography>
        ) : null}
      </Flex>
      {isError ? (
        <Typography variant="pi" textColor="neutral600">
          {t('roles.unknown')}
        </Typography>
      ) : null}
      <Rows>
        {rolesOf(data, named).map((role) => (
          <Flex tag="li" key={role.code} gap={4} justifyContent="space-between" wrap="wrap">
            <Flex direction="column" alignItems="flex-start" flex="1 1 16rem" minWidth={0}>
              <Typography textColor="neutral800">{role.name}</Typography>
              {role.usersCount === undefined ? null : (
                <Typography variant="pi" textColor="neutral600">
                  {t('preview.total', { count: role.usersCount })}
                </Typography>
              )}
            </Flex>
            <Box width={{ initial: '100%', medium: '26rem' }}>{children(role)}</Box>
          </Flex>
        ))}
      </Rows>
    </Flex>
  );
};
