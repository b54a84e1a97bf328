import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { type Requirement } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useLock } from './fields';
import { RoleExceptions } from './RoleExceptions';
import { useLevels } from './use-levels';

/** An exception is added because something stricter should apply. */
const stricterThan = (level: Requirement): Requirement =>
  REQUIREMENTS[REQUIREMENTS.indexOf(level) + 1] ?? 'always_required';

/** The requirements of roles that differ from the default. */
export const RolesTable = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { requirement, roles, setRoles } = useLevels();
  const { disabled, hint } = useLock({ locked })('roles', t('roles.hint'));

  const remove = (code: string) => {
    const { [code]: _before, ...others } = roles;
    setRoles(others);
  };

  return (
    <RoleExceptions
      id="mfa-roles"
      label={t('roles.label')}
      hint={hint}
      named={Object.keys(roles)}
      disabled={disabled}
      words={{ none: t('roles.none'), add: t('roles.add'), remove: (role) => t('roles.remove', { role }) }}
      onAdd={(code) => setRoles({ ...roles, [code]: stricterThan(requirement) })}
      onRemove={remove}
    >
      {({ code, name }) => (
        <SingleSelect
          size="S"
          aria-label={t('roles.level', { role: name })}
          value={roles[code]}
          disabled={disabled}
          onChange={(value) => {
            const level = REQUIREMENTS.find((known) => known === value);
            if (level) setRoles({ ...roles, [code]: level });
          }}
        >
          {REQUIREMENTS.map((known) => (
            <SingleSelectOption key={known} value={known}>
              {t(`requirement.${known}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      )}
    </RoleExceptions>
  );
};
