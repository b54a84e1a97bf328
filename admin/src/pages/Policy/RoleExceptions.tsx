import { useRef, type ReactNode } from 'react';

import { Box, Flex, IconButton, MenuItem, SimpleMenu, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';

import { useGetPanelRolesQuery, type PanelRole } from '../../api';
import { useWords } from '../../i18n';
import { Rows } from '../parts';

interface RoleExceptionsProps {
  /** The prefix of the IDs of the label and the hint. */
  id: string;
  label: string;
  hint?: string;
  /** Codes of the roles with an exception. */
  named: readonly string[];
  disabled: boolean;
  words: { none: string; add: string; remove(role: string): string };
  onAdd(code: string): void;
  onRemove(code: string): void;
  /** What applies to the role: a field, or a line. */
  children(role: PanelRole): ReactNode;
}

interface RowProps extends Pick<RoleExceptionsProps, 'disabled' | 'words' | 'children'> {
  role: PanelRole;
  onRemove(): void;
}

const Row = ({ role, disabled, words, children, onRemove }: RowProps) => {
  const t = useWords('policy');
  return (
    <Flex tag="li" data-role={role.code} gap={4} justifyContent="space-between" wrap="wrap">
      <Flex direction="column" alignItems="flex-start" flex="1 1 16rem" minWidth={0}>
        <Typography textColor="neutral800">{role.name}</Typography>
        {role.usersCount === undefined ? null : (
          <Typography variant="pi" textColor="neutral600">
            {t('preview.total', { count: role.usersCount })}
          </Typography>
        )}
      </Flex>
      <Flex gap={2} width={{ initial: '100%', medium: '30rem' }}>
        <Box flex="1" minWidth={0}>
          {children(role)}
        </Box>
        <IconButton
          type="button"
          variant="ghost"
          size="S"
          label={words.remove(role.name)}
          disabled={disabled}
          onClick={onRemove}
        >
          <Trash />
        </IconButton>
      </Flex>
    </Flex>
  );
};

/** After the menu, which gives the focus back to its button when it closes. */
const afterMenu = (work: () => void): void => void setTimeout(work, 60);

/** The roles to which something else applies: only those, and a menu of the others to add one. */
export const RoleExceptions = (props: RoleExceptionsProps) => {
  const { id, label, hint, named, disabled, words, onAdd, onRemove, children } = props;
  const t = useWords('policy');
  const { data = [], isError } = useGetPanelRolesQuery();
  const box = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  // Roles in the policy may be deleted, or hidden from the author.
  const roles = named.map((code) => data.find((role) => role.code === code) ?? { code, name: code });
  const others = data.filter(({ code }) => !named.includes(code));

  const add = (code: string): void => {
    onAdd(code);
    afterMenu(() => {
      const row = box.current?.querySelector(`[data-role="${CSS.escape(code)}"]`);
      row?.querySelector<HTMLElement>('[role="combobox"], button')?.focus();
    });
  };

  const remove = (code: string): void => {
    onRemove(code);
    afterMenu(() => adding.current?.focus());
  };

  return (
    <Flex
      ref={box}
      direction="column"
      alignItems="stretch"
      gap={3}
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
      {roles.length === 0 ? (
        <Typography textColor="neutral800">{words.none}</Typography>
      ) : (
        <Rows>
          {roles.map((role) => (
            <Row key={role.code} role={role} disabled={disabled} words={words} onRemove={() => remove(role.code)}>
              {children}
            </Row>
          ))}
        </Rows>
      )}
      {disabled || others.length === 0 ? null : (
        <Box>
          <SimpleMenu ref={adding} label={words.add} startIcon={<Plus />} endIcon={null} variant="tertiary" size="S">
            {others.map(({ code, name }) => (
              <MenuItem key={code} onSelect={() => add(code)}>
                {name}
              </MenuItem>
            ))}
          </SimpleMenu>
        </Box>
      )}
    </Flex>
  );
};
