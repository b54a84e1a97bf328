/**
 * Adds, renames, and removes authenticators, and creates the recovery codes that come with the first one.
 * Promises: the first authenticator ends whatever only a password had opened; nobody can go below the policy; codes are
 * shown once. Never: judges whether the caller has proved enough (step-up does), decides which methods are allowed
 * (policy does).
 */
import { LIMITS } from '../../../../shared/contracts/constants';
import type { AuthenticatorType, AuthenticatorView } from '../../../../shared/contracts/types';
import { createRateLimit, createFairQueue, MfaError } from '../../platform';
import { enrollableIn, type Situation } from '../../policy';
import { limitRulesOf, tooMany } from '../../gate';
import { assertProved, type Enrolling } from '../first-factor';
import { viewOf } from './view';
import { addAuthenticator, cleanName, type EnrollmentDeps } from './add';
import { removeAuthenticator } from './remove';

export type { EnrollmentDeps } from './add';
export { viewOf } from './view';

export interface Finished {
  authenticator: AuthenticatorView;
  recoveryCodes?: string[];
}

export interface Enrollment {
  begin(who: Enrolling, type: AuthenticatorType, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  finish(who: Enrolling, type: AuthenticatorType, input: Record<string, unknown>, name?: string): Promise<Finished>;
  acknowledge(who: Enrolling, code: string): Promise<void>;
  regenerate(who: Enrolling): Promise<string[]>;
  /**
   * Repeats the lost answer of `finish` in this transaction. The codes are created again, and only while nobody has
   * acknowledged them, so the holder of the transaction gains nothing that the lost answer didn't contain.
   */
  showAnew(who: Enrolling): Promise<Finished>;
  rename(who: Enrolling, uid: string, name: string): Promise<AuthenticatorView>;
  remove(who: Enrolling, uid: string): Promise<void>;
}

const assertOffered = (deps: EnrollmentDeps, situation: Situation, type: AuthenticatorType): void => {
  const { facts, authenticators, allowed } = situation;
  if (!allowed.methods.includes(type) || facts.withheld.includes(type)) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
  const factor = deps.factors.factor(type);
  const availability = factor?.availability() ?? { ok: false, reason: 'not_installed' };
  if (!factor || !availability.ok) {
    throw new MfaError('MFA_METHOD_UNAVAILABLE', { reason: availability.ok ? 'not_installed' : availability.reason });
  }
  if (!enrollableIn(facts, facts.withheld).includes(type)) {
    throw new MfaError('MFA_METHOD_UNAVAILABLE', { reason: 'no_metadata' });
  }
  if (authenticators.filter((one) => one.type === type).length >= factor.traits.limit) {
    throw new MfaError('MFA_LIMIT_REACHED', { limit: factor.traits.limit });
  }
};

const makeCodes = async (deps: EnrollmentDeps, { user }: Situation): Promise<string[]> => {
  const prepared = await deps.factors.recovery.prepare(user.id);
  const target = { id: user.id, email: user.email };
  await deps.database.transaction(async (trx) => {
    await deps.factors.recovery.store(user.id, prepared, trx);
    await deps.notices.tell('recovery_codes_generated', user.id, { total: LIMITS.recoveryCodes }, trx);
    await deps.audit.append({ type: 'recovery_codes.generated', outcome: 'success', target }, trx);
  });
  return [...prepared.codes];
};

const RECOVERY = 'recovery';

/** Each set needs ten slow hashes. One set per person at a time, with a short queue. */
const SETS = { atOnce: Infinity, perKey: 1, waiting: 3 };
const SETS_A_MINUTE = { times: 5, spanMs: 60_000 };

/** Repeated requests for new codes use at most a few percent of one core. */
const createSets = (deps: EnrollmentDeps) => {
  const sets = createFairQueue(SETS);
  const rateLimit = createRateLimit(deps.ports, SETS_A_MINUTE);

  return (userId: number, make: () => Promise<string[]>): Promise<string[]> =>
    sets.run(userId, () => {
      rateLimit.spend(userId);
      return make();
    });
};

export const createEnrollment = (deps: EnrollmentDeps, inTurn = createSets(deps)): Enrollment => ({
  async begin(who, type, input) {
    assertOffered(deps, who.situation, type);
    assertProved(who.situation);
    const mine = who.situation.authenticators.filter((one) => one.type === type);
    const { passwordless, authenticators } = who.situation.policy;
    const rules = { passwordless: passwordless === 'allowed', attested: authenticators.attestation === 'required' };
    const begun = await deps.factors.factor(type)?.beginEnrollment({ ...who.subject, ...rules }, mine, input);
    if (!begun) throw new MfaError('MFA_METHOD_UNAVAILABLE');
    if (!begun.ok) throw new MfaError(begun.code, begun.details);
    return begun.offer;
  },

  async finish(who, type, input, name) {
    assertOffered(deps, who.situation, type);
    return addAuthenticator(deps, who, type, input, name);
  },

  async acknowledge(who, code) {
    const { user } = who.situation;
    const target = { id: user.id, email: user.email };
    // A slow hash and a yes or no. Spent and limited like every other guess at a recovery code.
    const taken = await deps.limits.begin(user.id, RECOVERY, limitRulesOf(who.situation, deps.factors));
    if (!taken.ok) throw tooMany(deps, taken.until);
    const known = await deps.factors.recovery.acknowledge(user.id, code, async (trx) => {
      await deps.limits.succeeded(user.id, RECOVERY, trx);
      await deps.audit.append({ type: 'recovery_codes.acknowledged', outcome: 'success', target }, trx);
    });
    if (!known) throw new MfaError('MFA_INVALID_CODE');
  },

  async regenerate(who) {
    if (who.situation.authenticators.length === 0) throw new MfaError('MFA_ENROLLMENT_INCOMPLETE');
    return inTurn(who.situation.user.id, () => makeCodes(deps, who.situation));
  },

  async showAnew({ transaction, situation }) {
    const enrolled = situation.authenticators.find((one) => one.uid === transaction?.enrolledUid);
    const unseen = (situation.account?.recoveryAcknowledgedAt ?? null) === null;
    if (!enrolled) throw new MfaError('MFA_ENROLLMENT_INCOMPLETE');
    const authenticator = viewOf(enrolled, situation.allowed, deps.factors);
    if (!unseen) return { authenticator };
    return { authenticator, recoveryCodes: await inTurn(situation.user.id, () => makeCodes(deps, situation)) };
  },

  async rename(who, uid, wanted) {
    const name = cleanName(wanted);
    if (name === '') {
      throw new MfaError('MFA_INVALID_REQUEST', { errors: [{ path: ['body', 'name'], message: 'not a valid value' }] });
    }
    const { user } = who.situation;
    await deps.database.transaction(async (trx) => {
      const before = await deps.authenticators.find(user.id, uid, trx);
      if (!before || !(await deps.authenticators.rename(user.id, uid, name, trx))) throw new MfaError('MFA_NOT_FOUND');
      const details = { type: before.type, from: before.name, to: name };
      const target = { id: user.id, email: user.email };
      await deps.audit.append({ type: 'factor.renamed', outcome: 'success', target, details }, trx);
    });
    const renamed = await deps.authenticators.find(user.id, uid);
    if (!renamed) throw new MfaError('MFA_NOT_FOUND');
    return viewOf(renamed, who.situation.allowed, deps.factors);
  },

  remove: (who, uid) => removeAuthenticator(deps, who, uid),
});
