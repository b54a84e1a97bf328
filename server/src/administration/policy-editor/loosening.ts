/** Which change of the policy lets somebody off, key by key, and whom. Pure. */
import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import type { Requirement } from '../../../../shared/contracts/types';
import type { PolicyFields } from '../../platform';
import { DEFAULT_SOURCE } from '../../policy';
import { SUPER_ADMIN_CODE } from '../people';

type Key = keyof PolicyFields;

/** Sources of what binds people: `default` binds everybody, a role's code its holders. */
type Sources = readonly string[];

const NOBODY: Sources = [];
const everybody = (loosens: boolean): Sources => (loosens ? [DEFAULT_SOURCE] : NOBODY);

type Levels = Pick<PolicyFields, 'enabled' | 'requirement' | 'roles'>;

const rank = (level: Requirement | undefined): number => REQUIREMENTS.indexOf(level ?? REQUIREMENTS[0]);

const loweredRoles = (from: Levels, to: Levels): Sources =>
  from.enabled
    ? Object.keys(from.roles).filter((code) => rank(to.enabled ? to.roles[code] : undefined) < rank(from.roles[code]))
    : NOBODY;

/**
 * Sources whose level falls: `default`, or a role's code. Switching the policy off lowers the default, whatever its
 * level: under *optional*, too, people who enrolled would no longer be asked.
 */
export const loweredSources = (from: Levels, to: Levels): string[] => {
  const fell = from.enabled && (!to.enabled || rank(to.requirement) < rank(from.requirement));
  return [...everybody(fell), ...loweredRoles(from, to)];
};

/** Roles whose own list of methods grows, or goes away. */
export const loosenedRoles = (from: PolicyFields['roleMethods'], to: PolicyFields['roleMethods']): string[] =>
  Object.keys(from).filter((code) => {
    const methods = Object.hasOwn(to, code) ? to[code] : undefined;
    return !methods || methods.some((type) => !from[code]?.includes(type));
  });

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

const grows =
  (key: 'gracePeriodDays' | 'trustedBrowserDays' | 'verificationMaxAgeHours' | 'stepUpMaxAgeMinutes' | 'maxFailures') =>
  (from: PolicyFields, to: PolicyFields): Sources =>
    everybody(to[key] > from[key]);

/** `order`: from strict to lax. */
const towards =
  <K extends 'passwordless' | 'firstFactorProof' | 'sso'>(key: K, order: readonly PolicyFields[K][]) =>
  (from: PolicyFields, to: PolicyFields): Sources =>
    everybody(order.indexOf(to[key]) > order.indexOf(from[key]));

const silenced = (from: PolicyFields, to: PolicyFields): string[] =>
  Object.keys(from.notices).filter((event) => from.notices[event] !== false && to.notices[event] === false);

/** What super admins hear of those below them, and what whoever loses an address hears: not for those to switch off. */
const KEPT_FROM_BELOW = ['reset_with_password', 'policy_relaxed', 'support_changed', 'email_changed'];

const indifferent = (): Sources => NOBODY;

/** Every key is judged: one that is added must be judged here, or this does not compile. */
const LOOSENS: { readonly [K in Key]: (from: PolicyFields, to: PolicyFields) => Sources } = {
  enabled: (from, to) => everybody(from.enabled && !to.enabled),
  requirement: (from, to) => everybody(from.enabled && rank(to.requirement) < rank(from.requirement)),
  roles: loweredRoles,
  allowedMethods: (from, to) => everybody(to.allowedMethods.some((type) => !from.allowedMethods.includes(type))),
  preferredMethod: indifferent,
  gracePeriodDays: grows('gracePeriodDays'),
  sso: towards('sso', ['require', 'exempt']),
  trustedBrowserDays: grows('trustedBrowserDays'),
  verificationMaxAgeHours: grows('verificationMaxAgeHours'),
  stepUpMaxAgeMinutes: grows('stepUpMaxAgeMinutes'),
  stepUpActions: (from, to) => everybody(from.stepUpActions.some((handler) => !to.stepUpActions.includes(handler))),
  maxFailures: grows('maxFailures'),
  lockoutMinutes: (from, to) => everybody(to.lockoutMinutes < from.lockoutMinutes),
  // Words on everybody's question bind nobody; super admins are told of them.
  helpText: indifferent,
  supportUrl: indifferent,
  notices: (from, to) =>
    silenced(from, to).some((event) => KEPT_FROM_BELOW.includes(event)) ? [SUPER_ADMIN_CODE] : [],
  passwordless: towards('passwordless', ['off', 'allowed']),
  // Decides what is offered, not what is asked.
  passkeyUpgrade: indifferent,
  authenticators: (from, to) => everybody(loosensAuthenticators(from.authenticators, to.authenticators)),
  roleMethods: (from, to) => loosenedRoles(from.roleMethods, to.roleMethods),
  firstFactorProof: towards('firstFactorProof', ['pass', 'email', 'password']),
};

const KEYS = Object.keys(LOOSENS) as Key[];

/** Keys by which anything becomes easier for anybody. */
export const loosenedKeys = (from: PolicyFields, to: PolicyFields): Key[] =>
  KEYS.filter((key) => LOOSENS[key](from, to).length > 0);

/** Whom the change lets off, of whatever key: `default`, or roles' codes. */
export const loosenedSources = (from: PolicyFields, to: PolicyFields): Set<string> =>
  new Set(KEYS.flatMap((key) => LOOSENS[key](from, to)));

/** Whether anything about the policy became easier, or quieter; super admins are told. */
export const relaxes = (from: PolicyFields, to: PolicyFields): boolean =>
  loosenedKeys(from, to).length > 0 || silenced(from, to).length > 0;

/** What people who are locked out are told to do: a good place to send them somewhere else. */
export const changesSupport = (from: PolicyFields, to: PolicyFields): boolean =>
  from.helpText !== to.helpText || from.supportUrl !== to.supportUrl;
