import { SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';

import { type AuthenticatorType } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useLock } from './fields';
import { RoleExceptions } from './RoleExceptions';
import { usePolicyForm } from './use-policy-form';

const RESISTANT = 'resistant';
const OWN = 'own';

type Listed = readonly AuthenticatorType[];

const choiceOf = (methods: Listed): typeof RESISTANT | typeof OWN =>
  methods.length === 1 && methods[0] === 'webauthn' ? RESISTANT : OWN;

/**
 * Restricts roles to phishing-resistant methods. The configuration or the API can set other lists. They're shown and
 * kept until you choose something else.
 */
export const RoleMethods = ({ locked, before }: { locked: readonly string[]; before: Record<string, Listed> }) => {
  const t = useWords('policy');
  const shared = useWords('shared');
  const { values, set } = usePolicyForm();
  const { disabled, hint } = useLock({ locked })('roleMethods', t('roleMethods.hint'));
  const nothingLeft =
    !values.allowedMethods.includes('webauthn') &&
    Object.values(values.roleMethods).some((methods) => choiceOf(methods) === RESISTANT);

  const choose = (code: string, methods: Listed) => set('roleMethods', { ...values.roleMethods, [code]: [...methods] });

  const remove = (code: string) => {
    const { [code]: _before, ...others } = values.roleMethods;
    set('roleMethods', others);
  };

  return (
    <>
      <RoleExceptions
        id="mfa-role-methods"
        label={t('roleMethods.label')}
        hint={hint}
        named={Object.keys(values.roleMethods)}
        disabled={disabled}
        words={{
          none: t('roleMethods.none'),
          add: t('roleMethods.add'),
          remove: (role) => t('roleMethods.remove', { role }),
        }}
        onAdd={(code) => choose(code, ['webauthn'])}
        onRemove={remove}
      >
        {({ code, name }) => {
          const listed = values.roleMethods[code] ?? [];
          const own = [listed, before[code] ?? []].find((methods) => methods.length > 0 && choiceOf(methods) === OWN);
          if (!own) return <Typography textColor="neutral800">{t('roleMethods.resistant')}</Typography>;
          return (
            <SingleSelect
              size="S"
              aria-label={t('roleMethods.of', { role: name })}
              value={choiceOf(listed)}
              disabled={disabled}
              onChange={(value) => choose(code, value === RESISTANT ? ['webauthn'] : own)}
            >
              <SingleSelectOption value={RESISTANT}>{t('roleMethods.resistant')}</SingleSelectOption>
              <SingleSelectOption value={OWN}>
                {t('roleMethods.own', { methods: own.map((method) => shared(`method.${method}.name`)).join(', ') })}
              </SingleSelectOption>
            </SingleSelect>
          );
        }}
      </RoleExceptions>
      <div role="alert">
        {nothingLeft ? <Typography textColor="danger600">{t('roleMethods.nothingLeft')}</Typography> : null}
      </div>
    </>
  );
};
