/** Refuses unacceptable changes to the policy before anything is written. */
import type { Core } from '@strapi/strapi';

import { type EffectivePolicy, normalized } from '../../policy';
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
  if (keys.length > 0) throw new MfaError('MFA_POLICY_LOCKED', { keys });
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
    const named = [...Object.keys(now.roles), ...Object.keys(now.roleMethods)];
    const codes = new Set([...roles.map((role: { code: string }) => role.code), ...named]);
    const unknown = (part: 'roles' | 'roleMethods' | 'notices', keys: string[], known: (key: string) => boolean) =>
      keys.filter((key) => !known(key)).map((key) => ({ path: ['body', part, key], message: 'unknown key' }));
    const errors = [
      ...unknown('roles', Object.keys(fields.roles), (code) => codes.has(code)),
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
