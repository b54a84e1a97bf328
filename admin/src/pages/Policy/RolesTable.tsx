import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import { type Requirement } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useLock } from './fields';
import { RoleRows } from './RoleRows';
import { usePolicyForm } from './use-policy-form';

const SAME = 'same';

/** One requirement per role. */
export const RolesTable = ({ locked }: { locked: readonly string[] }) => {
  const t = useWords('policy');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('roles', t('roles.hint'));

  const choose = (code: string, level: Requirement | undefined) => {
    const { [code]: _before, ...others } = values.roles;
    set('roles', level === undefined ? others : { ...others, [code]: level });
  };

  return (
    <RoleRows id="mfa-roles" label={t('roles.label')} hint={hint} named={Object.keys(values.roles)}>
      {({ code, name }) => (
        <SingleSelect
          size="S"
          aria-label={t('roles.level', { role: name })}
          value={values.roles[code] ?? SAME}
          disabled={disabled}
          onChange={(value) =>
            choose(
              code,
              REQUIREMENTS.find((known) => known === value)
            )
          }
        >
          <SingleSelectOption value={SAME}>{t('roles.same')}</SingleSelectOption>
          {REQUIREMENTS.map((known) => (
            <SingleSelectOption key={known} value={known}>
              {t(`requirement.${known}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      )}
    </RoleRows>
  );
};
