/**
 * What counts for one person, decided once before any rule: the methods that the policy and all of their roles allow,
 * and the security keys that the policy accepts. Pure.
 */
import type { AuthenticatorType, KeyShortfall, Method } from '../../../../shared/contracts/types';
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

/**
 * Why a key doesn't count. Null if it does. An authenticator that isn't a key (`undefined`) always counts. A withdrawn
 * model matters only if keys have to prove their model. Otherwise, its owners are only told.
 */
export const keyShortfall = (rules: PolicyFields['authenticators'], key: KeyFacts | undefined): KeyShortfall | null => {
  if (!key) return null;
  if (rules.userVerification === 'required' && key.verifiesUser === false) return 'user_verification';
  if (rules.attestation === 'required' && !key.attested) return 'attestation';
  if (rules.attestation === 'required' && key.withdrawn) return 'withdrawn';
  if (rules.deviceBound && key.synced) return 'synced';
  return rules.allowedAaguids.length === 0 || rules.allowedAaguids.includes(key.aaguid) ? null : 'model';
};

export const keyCounts = (rules: PolicyFields['authenticators'], key: KeyFacts | undefined): boolean =>
  keyShortfall(rules, key) === null;

type Held = PolicyFacts['authenticators'][number];

/** Whether an authenticator of this person counts: its method, and its key. */
export const countsFor = (
  policy: Allowing & Pick<PolicyFields, 'authenticators'>,
  roleCodes: readonly string[]
): ((one: Pick<Held, 'type' | 'key'>) => boolean) => {
  const methods = methodsFor(policy, roleCodes);
  return ({ type, key }) => methods.includes(type) && keyCounts(policy.authenticators, key);
};

/** What may be set up here and now. */
export const enrollableIn = (
  { policy, person, available, unattestable }: Pick<PolicyFacts, 'policy' | 'person' | 'available' | 'unattestable'>,
  withheld: readonly Method[]
): AuthenticatorType[] => {
  const unproved = policy.authenticators.attestation === 'required' ? (unattestable ?? []) : [];
  return methodsFor(policy, person.roleCodes).filter(
    (type) => available.includes(type) && !withheld.includes(type) && !unproved.includes(type)
  );
};
