/** Refuses unacceptable changes to the policy before anything is written. */
import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/strapi';

import { type EffectivePolicy, normalized, startOf } from '../../policy';
import { type MfaConfig, MfaError, type PolicyFields } from '../../platform';
import { checksModels, type Factors } from '../../factors';
import { changesBetween } from './change';
import { lockOutsOf, peopleBehind, warningsOf, type Judged } from './lockouts';

/** Who changes the policy, and how their current login began. */
export interface Author {
  id: number;
  email: string;
  provider: string;
  /** The command line may act on everyone. With `force`, it also saves a policy that locks people out. */
  commandLine?: { force: boolean };
}

export interface Assessment extends Judged {
  /** Whether the change loosens a rule for people above the author. */
  freesSomebodyAbove: boolean;
}

interface Deps {
  strapi: Core.Strapi;
  config: MfaConfig;
  factors: Factors;
}

/** @throws MfaError MFA_POLICY_LOCKED for a setting that the configuration controls */
export const refuseLocked = (now: EffectivePolicy, fields: PolicyFields): void => {
  const keys = changesBetween(now, normalized(fields))
    .map(({ key }) => key)
    .filter((key) => now.lockedByConfig.includes(key));
  // A plan that the configuration would overrule when it begins.
  const { planned } = normalized(fields);
  if (planned && !isDeepStrictEqual(planned, now.planned)) {
    if (now.lockedByConfig.includes('requirement') && planned.requirement !== now.requirement) keys.push('requirement');
    if (now.lockedByConfig.includes('roles') && !isDeepStrictEqual(planned.roles, now.roles)) keys.push('roles');
  }
  if (keys.length > 0) throw new MfaError('MFA_POLICY_LOCKED', { keys });
};

const DAY_MS = 86_400_000;
const MOST_DAYS_AHEAD = 365;

/**
 * A new date has to be in the future, and near enough that somebody still remembers it.
 * @throws MfaError MFA_INVALID_REQUEST
 */
export const refuseDate = (now: EffectivePolicy, { planned }: PolicyFields, at: number): void => {
  const start = startOf(planned);
  if (start === null || start === startOf(now.planned)) return;
  const message =
    start <= at ? 'must be in the future' : start > at + MOST_DAYS_AHEAD * DAY_MS ? 'at most 365 days ahead' : null;
  if (message === null) return;
  throw new MfaError('MFA_INVALID_REQUEST', { errors: [{ path: ['body', 'planned', 'startsAt'], message }] });
};

/** @throws MfaError MFA_TARGET_ABOVE_YOU, MFA_POLICY_WOULD_LOCK_OUT */
export const refuseUnsafe = (assessment: Assessment, { commandLine }: Author): void => {
  if (assessment.freesSomebodyAbove) throw new MfaError('MFA_TARGET_ABOVE_YOU');
  if (commandLine?.force) return;
  const reasons = lockOutsOf(assessment);
  if (reasons.length === 0) return;
  const users = peopleBehind(reasons, assessment.tally);
  throw new MfaError('MFA_POLICY_WOULD_LOCK_OUT', { reasons, users, warnings: warningsOf(assessment) });
};

export const createRefusals = ({ strapi, config, factors }: Deps) => ({
  /**
   * A misspelled role would silently apply to nobody. A role that's already named may have been deleted since.
   * @throws MfaError MFA_INVALID_REQUEST
   */
  async refuseUnknown(now: EffectivePolicy, fields: PolicyFields): Promise<void> {
    const roles = await strapi.db.query('admin::role').findMany({ select: ['code'] });
    const named = [now.roles, now.roleMethods, now.planned?.roles ?? {}].flatMap(Object.keys);
    const codes = new Set([...roles.map((role: { code: string }) => role.code), ...named]);
    const unknown = (
      part: 'roles' | 'planned' | 'roleMethods' | 'notices',
      keys: string[],
      known: (key: string) => boolean
    ) => keys.filter((key) => !known(key)).map((key) => ({ path: ['body', part, key], message: 'unknown key' }));
    const errors = [
      ...unknown('roles', Object.keys(fields.roles), (code) => codes.has(code)),
      ...unknown('planned', Object.keys(fields.planned?.roles ?? {}), (code) => codes.has(code)),
      ...unknown('roleMethods', Object.keys(fields.roleMethods), (code) => codes.has(code)),
      ...unknown('notices', Object.keys(fields.notices), (event) => Object.hasOwn(now.notices, event)),
    ];
    const unchecked = factors.factors().find((one) => checksModels(one) && one.models().state !== 'current');
    const asks = fields.authenticators.attestation === 'required' && now.authenticators.attestation !== 'required';
    if (asks && unchecked) {
      const message = config.webauthn.metadata ? 'requires current webauthn.metadata' : 'requires webauthn.metadata';
      errors.push({ path: ['body', 'authenticators', 'attestation'], message });
    }
    if (errors.length > 0) throw new MfaError('MFA_INVALID_REQUEST', { errors: errors.slice(0, 20) });
  },
});
