/**
 * What counts for one person, decided once before any rule: the methods that the policy and all of their roles allow,
 * and the security keys that the policy accepts. Pure.
 */
import type { AuthenticatorType } from '../../../../shared/contracts/types';
import type { KeyFacts } from '../../factors';
import type { PolicyFields } from '../../platform';
import type { PolicyFacts } from './facts';

type Allowing = Pick<PolicyFields, 'allowedMethods' | 'roleMethods'>;

/** In the policy's order. A role that the policy doesn't name restricts nothing. */
export const methodsFor = (policy: Allowing, roleCodes: readonly string[]): AuthenticatorType[] => {
  const narrowed = roleCodes.flatMap((code) =>
    Object.hasOwn(policy.roleMethods, code) ? [policy.roleMethods[code] ?? []] : []
  );
  return policy.allowedMethods.filter((type) => narrowed.every((methods) => methods.includes(type)));
};

/** Whether a key counts. An authenticator that isn't a key (`undefined`) always does. */
export const keyCounts = (rules: PolicyFields['authenticators'], key: KeyFacts | undefined): boolean => {
  if (!key) return true;
  if (rules.userVerification === 'required' && key.verifiesUser === false) return false;
  if (rules.attestation === 'required' && !key.attested) return false;
  if (rules.deviceBound && key.synced) return false;
  return rules.allowedAaguids.length === 0 || rules.allowedAaguids.includes(key.aaguid);
};

type Held = PolicyFacts['authenticators'][number];

/** Whether an authenticator of this person counts: its method, and its key. */
export const countsFor = (
  policy: Allowing & Pick<PolicyFields, 'authenticators'>,
  roleCodes: readonly string[]
): ((one: Pick<Held, 'type' | 'key'>) => boolean) => {
  const methods = methodsFor(policy, roleCodes);
  return ({ type, key }) => methods.includes(type) && keyCounts(policy.authenticators, key);
};
