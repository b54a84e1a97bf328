/** What differs between two policies, and in which direction. Pure. */
import { isDeepStrictEqual } from 'node:util';

import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import type { Requirement } from '../../../../shared/contracts/types';
import { type PolicyFields, sha256Hex } from '../../platform';
import { DEFAULT_SOURCE, POLICY_KEYS } from '../../policy';

export interface Change {
  key: keyof PolicyFields;
  from: unknown;
  to: unknown;
}

/** Old → new, key by key, in the order of the contract. Order inside lists of methods and handlers says nothing. */
export const changesBetween = (from: PolicyFields, to: PolicyFields): Change[] =>
  POLICY_KEYS.filter((key) => !isDeepStrictEqual(comparable(from[key]), comparable(to[key]))).map((key) => ({
    key,
    from: from[key],
    to: to[key],
  }));

const comparable = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);

const RECORDED_LENGTH = 1500;

const short = (value: unknown): unknown => {
  const text = JSON.stringify(value);
  return text.length > RECORDED_LENGTH ? { length: text.length, sha256: sha256Hex(text) } : value;
};

/** A change as the trail keeps it. One very long value must not push the others out of the row. */
export const recorded = ({ key, from, to }: Change): Change => ({ key, from: short(from), to: short(to) });

type Levels = Pick<PolicyFields, 'enabled' | 'requirement' | 'roles'>;

const rank = (level: Requirement | undefined): number => REQUIREMENTS.indexOf(level ?? REQUIREMENTS[0]);

/**
 * Sources whose level falls: `default`, or a role's code. Switching the policy off lowers the default, whatever its
 * level: under *optional*, too, people who enrolled would no longer be asked.
 */
export const loweredSources = (from: Levels, to: Levels): string[] => {
  if (!from.enabled) return [];
  const roles = Object.keys(from.roles).filter(
    (code) => rank(to.enabled ? to.roles[code] : undefined) < rank(from.roles[code])
  );
  const fell = !to.enabled || rank(to.requirement) < rank(from.requirement);
  return fell ? [DEFAULT_SOURCE, ...roles] : roles;
};

const GROWS_LAXER = [
  'gracePeriodDays',
  'trustedBrowserDays',
  'verificationMaxAgeHours',
  'stepUpMaxAgeMinutes',
  'maxFailures',
] as const;

/** From strict to lax. */
const STRICT_TO_LAX = {
  passwordless: ['off', 'allowed'],
  firstFactorProof: ['pass', 'email', 'password'],
} as const;

const loosensAuthenticators = (from: PolicyFields['authenticators'], to: PolicyFields['authenticators']): boolean => {
  const models = { from: new Set(from.allowedAaguids), to: to.allowedAaguids };
  const admitsMore = models.from.size > 0 && (models.to.length === 0 || models.to.some((id) => !models.from.has(id)));
  return (
    (from.userVerification === 'required' && to.userVerification !== 'required') ||
    (from.attestation === 'required' && to.attestation !== 'required') ||
    (from.deviceBound && !to.deviceBound) ||
    admitsMore
  );
};

/** Roles whose own list of methods grows, or goes away. */
export const loosenedRoles = (from: PolicyFields['roleMethods'], to: PolicyFields['roleMethods']): string[] =>
  Object.keys(from).filter((code) => {
    const methods = Object.hasOwn(to, code) ? to[code] : undefined;
    return !methods || methods.some((type) => !from[code]?.includes(type));
  });

/** Keys about passkeys and the first method that became easier: which passkeys count, for whom, and what they open. */
export const loosenedKeys = (from: PolicyFields, to: PolicyFields): (keyof PolicyFields)[] => {
  const keys: (keyof PolicyFields)[] = (['passwordless', 'firstFactorProof'] as const).filter((key) => {
    const order: readonly string[] = STRICT_TO_LAX[key];
    return order.indexOf(to[key]) > order.indexOf(from[key]);
  });
  if (loosensAuthenticators(from.authenticators, to.authenticators)) keys.push('authenticators');
  if (loosenedRoles(from.roleMethods, to.roleMethods).length > 0) keys.push('roleMethods');
  return keys;
};

/** Whether anything about the policy became easier, or quieter; super admins are told. */
export const relaxes = (from: PolicyFields, to: PolicyFields): boolean =>
  loweredSources(from, to).length > 0 ||
  loosenedKeys(from, to).length > 0 ||
  (from.sso === 'require' && to.sso === 'exempt') ||
  GROWS_LAXER.some((key) => to[key] > from[key]) ||
  to.lockoutMinutes < from.lockoutMinutes ||
  to.allowedMethods.some((type) => !from.allowedMethods.includes(type)) ||
  from.stepUpActions.some((handler) => !to.stepUpActions.includes(handler)) ||
  Object.keys(from.notices).some((event) => from.notices[event] !== false && to.notices[event] === false);
