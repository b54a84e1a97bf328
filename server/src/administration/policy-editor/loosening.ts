/** Which changes of the policy relax something, field by field, and for whom. Pure. */
import { LANGUAGES, REQUIREMENTS } from '../../../../shared/contracts/constants';
import type { Requirement } from '../../../../shared/contracts/types';
import type { PolicyFields } from '../../platform';
import { DEFAULT_SOURCE, startOf } from '../../policy';
import { SUPER_ADMIN_CODE } from '../people';

type Key = keyof PolicyFields;

/** The sources of requirements: `default` applies to everybody, a role's code to its holders. */
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
 * Sources whose requirement is lowered: `default`, or a role's code. Turning the policy off lowers the default whatever
 * it is: even with *optional*, people who set up MFA are no longer asked.
 */
export const loweredSources = (from: Levels, to: Levels): string[] => {
  const fell = from.enabled && (!to.enabled || rank(to.requirement) < rank(from.requirement));
  return [...everybody(fell), ...loweredRoles(from, to)];
};

/** The levels at a time (UTC ms), with the plan in force if it has begun by then. */
const levelsAt = (fields: PolicyFields, at: number): Levels => {
  const start = startOf(fields.planned);
  return fields.planned && start !== null && start <= at ? { ...fields.planned, enabled: fields.enabled } : fields;
};

/**
 * Sources that would be lower at either start than they would have been: by a plan that lowers, or by one that is
 * weakened, postponed, or removed. A plan that never begins lowers nothing.
 */
const loweredByPlan = (from: PolicyFields, to: PolicyFields): Sources => {
  const starts = [startOf(from.planned), startOf(to.planned)].filter((start) => start !== null);
  return starts.flatMap((at) => loweredSources(levelsAt(from, at), levelsAt(to, at)));
};

/** Roles whose own list of methods grows or is removed. */
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

/** Emails to Super Admins and to previous addresses. Other administrators can't turn them off. */
const KEPT_FROM_BELOW = ['reset_with_password', 'policy_relaxed', 'support_changed', 'email_changed'];

const indifferent = (): Sources => NOBODY;

/** Every field has to be judged. If you add one, judge it here, or this doesn't compile. */
const LOOSENS: { readonly [K in Key]: (from: PolicyFields, to: PolicyFields) => Sources } = {
  enabled: (from, to) => everybody(from.enabled && !to.enabled),
  requirement: (from, to) => everybody(from.enabled && rank(to.requirement) < rank(from.requirement)),
  roles: loweredRoles,
  planned: loweredByPlan,
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
  // Help texts relax no requirement, but Super Admins are told about them.
  helpText: indifferent,
  helpTexts: indifferent,
  supportUrl: indifferent,
  notices: (from, to) =>
    silenced(from, to).some((event) => KEPT_FROM_BELOW.includes(event)) ? [SUPER_ADMIN_CODE] : [],
  passwordless: towards('passwordless', ['off', 'allowed']),
  // Decides what is offered, not what is required.
  passkeyUpgrade: indifferent,
  authenticators: (from, to) => everybody(loosensAuthenticators(from.authenticators, to.authenticators)),
  roleMethods: (from, to) => loosenedRoles(from.roleMethods, to.roleMethods),
  firstFactorProof: towards('firstFactorProof', ['pass', 'email', 'password']),
};

const KEYS = Object.keys(LOOSENS) as Key[];

/** Fields that relax anything for anybody. */
export const loosenedKeys = (from: PolicyFields, to: PolicyFields): Key[] =>
  KEYS.filter((key) => LOOSENS[key](from, to).length > 0);

/** The sources that a change relaxes, in any field: `default`, or role codes. */
export const loosenedSources = (from: PolicyFields, to: PolicyFields): Set<string> =>
  new Set(KEYS.flatMap((key) => LOOSENS[key](from, to)));

/** Whether anything was relaxed or silenced. Super Admins are told. */
export const relaxes = (from: PolicyFields, to: PolicyFields): boolean =>
  loosenedKeys(from, to).length > 0 || silenced(from, to).length > 0;

/** What people who are locked out are told to do. An attacker could send them to a site of their own. */
export const changesSupport = (from: PolicyFields, to: PolicyFields): boolean =>
  from.helpText !== to.helpText ||
  from.supportUrl !== to.supportUrl ||
  LANGUAGES.some((language) => (from.helpTexts[language] ?? '') !== (to.helpTexts[language] ?? ''));
