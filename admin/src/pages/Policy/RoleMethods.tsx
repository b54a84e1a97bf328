import { SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';

import { type AuthenticatorType } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useLock } from './fields';
import { RoleRows } from './RoleRows';
import { usePolicyForm } from './use-policy-form';

const ALL = 'all';
const RESISTANT = 'resistant';
const OWN = 'own';

type Listed = readonly AuthenticatorType[] | undefined;

const choiceOf = (methods: Listed): typeof ALL | typeof RESISTANT | typeof OWN => {
  if (!methods) return ALL;
  return methods.length === 1 && methods[0] === 'webauthn' ? RESISTANT : OWN;
};

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

  const choose = (code: string, methods: Listed) => {
    const { [code]: _before, ...others } = values.roleMethods;
    set('roleMethods', methods ? { ...others, [code]: [...methods] } : others);
  };

  return (
    <>
      <RoleRows
        id="mfa-role-methods"
        label={t('roleMethods.label')}
        hint={hint}
        named={Object.keys(values.roleMethods)}
      >
        {({ code, name }) => {
          const own = [values.roleMethods[code], before[code]].find((methods) => choiceOf(methods) === OWN) ?? [];
          const choices: Record<string, Listed> = { [RESISTANT]: ['webauthn'], [OWN]: own };
          return (
            <SingleSelect
              size="S"
              aria-label={t('roleMethods.of', { role: name })}
              value={choiceOf(values.roleMethods[code])}
              disabled={disabled}
              onChange={(value) => choose(code, choices[String(value)])}
            >
              <SingleSelectOption value={ALL}>{t('roleMethods.all')}</SingleSelectOption>
              <SingleSelectOption value={RESISTANT}>{t('roleMethods.resistant')}</SingleSelectOption>
              {own.length > 0 ? (
                <SingleSelectOption value={OWN}>
                  {t('roleMethods.own', {
                    methods: own.map((method) => shared(`method.${method}.name`)).join(', '),
                  })}
                </SingleSelectOption>
              ) : null}
            </SingleSelect>
          );
        }}
      </RoleRows>
      <div role="alert">
        {nothingLeft ? <Typography textColor="danger600">{t('roleMethods.nothingLeft')}</Typography> : null}
      </div>
    </>
  );
};
