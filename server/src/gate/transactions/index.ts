/**
 * A pending question to one person, and what a right answer gives.
 * Promises: one transaction, one success; attempts are spent before they're judged; the person, the password, and the
 * policy are read again at every step. Never: a session, a cookie, or a token before the proof.
 */
import type { Context } from 'koa';

import type { ChallengeDetails, Method, StepUpReason } from '../../../../shared/contracts/types';
import { MfaError, passwordFingerprint, type Trx } from '../../platform';
import { offersOptions, sendsCodes, type Verifier } from '../../factors';
import type { Family, SessionPlan } from '../../sessions';
import type { Situation } from '../../policy';
import { recordThrottled, tooMany } from './spend-attempt';
import { describeChallenge, limitRulesOf } from './challenge';
import { complete } from './complete';
import type { SignInAnswer, StepUpAnswer } from './redeem';
import type { EntryPoint, Transaction, TransactionStore } from './store';
import { askedOf, provableMethods, reread, subjectOf, verify, type Proof } from './verify';
import type { VerifyDeps } from './verify-deps';

export { tooMany } from './spend-attempt';
export { createClockSuspicion, type ClockSuspicion } from './clock-suspicion';
export { describeChallenge, limitRulesOf } from './challenge';
export { addressOf, entryPointOf, firstFactorAt, entryName, withheldAt } from './entry-points';
export { answerSignIn, lockAsVerified, redeem, provesSelfService, type RedeemDeps, type SignInAnswer } from './redeem';
export { recordSynced } from './passkey-synced';
export { createTransactionStore, type EntryPoint, type Transaction, type TransactionStore } from './store';
export { subjectOf } from './verify';

export interface SignInQuestion {
  door: EntryPoint;
  provider: string;
  announce: boolean;
  plan: SessionPlan;
  /** Whether trust in this browser would be recognized at the next login. Otherwise it isn't offered. */
  trustable: boolean;
  /** The origin of the login, hashed. */
  address?: string;
}

export interface Transactions {
  store: TransactionStore;
  /**
   * Opens the question of a login: verification or enrollment, as the verdict says. In the same transaction, `takeBack`
   * comes first (sessions before transactions, as everything that ends both locks them), and `record` last (it locks
   * the head of the audit trail).
   */
  askAtDoor(
    situation: Situation,
    question: SignInQuestion,
    beside: { takeBack(trx: Trx): Promise<void>; record(asked: ChallengeDetails, trx: Trx): Promise<void> }
  ): Promise<ChallengeDetails>;
  /**
   * Opens the question of an open session. `enroll`: the caller has made sure that enough was proved for it. `address`:
   * where the request came from, hashed.
   */
  askSession(
    situation: Situation,
    family: Family,
    asked: { reason: StepUpReason; enroll: boolean; address: string }
  ): Promise<ChallengeDetails>;
  verify(ctx: Context, token: string, proof: Proof): Promise<SignInAnswer | StepUpAnswer>;
  complete(ctx: Context, token: string): Promise<SignInAnswer | StepUpAnswer>;
  /** Options of the browser's own dialog, for methods that have them. */
  options(token: string, method: Method): Promise<Record<string, unknown>>;
  send(token: string, method: Method): Promise<{ destination: string; resendAt: string; expiresAt: string }>;
  /** The open enrollment transaction of `Authorization: MFA …`, with the person read again. */
  enrolling(token: string): Promise<{ transaction: Transaction; situation: Situation }>;
}

const withToken = (details: ChallengeDetails, token: string, transaction: Transaction): ChallengeDetails => ({
  ...details,
  transaction: token,
  expiresAt: new Date(transaction.expiresAt).toISOString(),
});

const openMethod = async (deps: VerifyDeps, token: string, method: Method) => {
  const { transaction, situation } = await reread(deps, token);
  const verifier = deps.factors.verifier(method);
  const allowed = transaction.task === 'verify' && provableMethods(situation).includes(method);
  if (!verifier || !allowed) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
  const mine = askedOf(situation, method);
  return { transaction, situation, verifier, mine, subject: subjectOf(situation, `transaction:${transaction.uid}`) };
};

/** A code that couldn't be entered anyway isn't sent. It would only cost money and patience. */
const refuseWhileLocked = async (deps: VerifyDeps, situation: Situation, { traits }: Verifier): Promise<void> => {
  if (!traits.counter) return;
  const state = await deps.limits.state(situation.user.id, traits.counter, limitRulesOf(situation, deps.factors));
  if (!state.open) throw tooMany(deps, state.until);
};

export const createTransactions = (deps: VerifyDeps): Transactions => ({
  store: deps.store,

  async askAtDoor(situation, { door, provider, announce, plan, trustable, address }, { takeBack, record }) {
    const { verdict, user } = situation;
    if (verdict.action !== 'challenge' && verdict.action !== 'enroll') throw new Error('nothing to ask at the door');
    const enroll = verdict.action === 'enroll';
    const asked = { purpose: 'sign_in' as const, door, methods: verdict.methods, enroll, trustable };
    const details = await describeChallenge(situation, asked, deps);
    const fresh = {
      userId: user.id,
      purpose: 'sign_in' as const,
      task: enroll ? ('enroll' as const) : ('verify' as const),
      door,
      provider,
      announce,
      passwordFingerprint: passwordFingerprint(user.password),
      familyId: null,
      reason: null,
      plan,
      provenMethod: null,
      firstFactor: situation.facts.firstFactor,
      address,
    };
    const { token, transaction } = await deps.database.transaction(async (trx) => {
      await takeBack(trx);
      const opened = await deps.store.open(fresh, trx);
      await record(details, trx);
      return opened;
    });
    await deps.store.trim(transaction);
    return withToken(details, token, transaction);
  },

  async askSession(situation, family, { reason, enroll, address }) {
    const { user, verdict } = situation;
    const methods = enroll && verdict.action === 'enroll' ? verdict.methods : provableMethods(situation);
    // A person with an authenticator gets here only after they proved it in this session.
    const provenMethod = enroll && situation.authenticators.length > 0 ? (family.method ?? 'recovery_code') : null;
    const asked = { purpose: 'step_up' as const, door: 'session' as const, methods, enroll, reason };
    const details = await describeChallenge(situation, asked, deps);
    const { token, transaction } = await deps.store.open({
      userId: user.id,
      purpose: 'step_up',
      task: enroll ? 'enroll' : 'verify',
      door: 'session',
      provider: family.provider,
      announce: false,
      passwordFingerprint: passwordFingerprint(user.password),
      familyId: family.familyId,
      reason,
      plan: null,
      provenMethod,
      firstFactor: family.firstFactor,
      address,
    });
    await deps.store.trim(transaction);
    return withToken(details, token, transaction);
  },

  verify: (ctx, token, proof) => verify(deps, ctx, token, proof),
  complete: (ctx, token) => complete(deps, ctx, token),

  async options(token, method) {
    const { verifier, subject, mine } = await openMethod(deps, token, method);
    if (!offersOptions(verifier)) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
    return verifier.challengeOptions(subject, mine);
  },

  async send(token, method) {
    const { verifier, subject, mine, situation } = await openMethod(deps, token, method);
    if (!sendsCodes(verifier)) throw new MfaError('MFA_METHOD_NOT_ALLOWED');
    const target = { id: situation.user.id, email: situation.user.email };
    await refuseWhileLocked(deps, situation, verifier);
    const sent = await verifier.send(subject, mine);
    if (!sent.ok) {
      const { code: reason } = sent;
      if (reason !== 'MFA_DELIVERY_FAILED') await recordThrottled(deps, situation, method, reason);
      else await deps.audit.append({ type: 'code.delivery_failed', outcome: 'failure', target, method, reason });
      throw new MfaError(sent.code, { retryAfterSeconds: sent.retryAfterSeconds ?? null });
    }
    await deps.audit.append({ type: 'code.sent', outcome: 'success', target, method });
    return {
      destination: sent.destination,
      resendAt: new Date(sent.resendAt).toISOString(),
      expiresAt: new Date(sent.expiresAt).toISOString(),
    };
  },

  async enrolling(token) {
    const { transaction, situation } = await reread(deps, token);
    if (transaction.task !== 'enroll') throw new MfaError('MFA_TRANSACTION_EXPIRED');
    // The person enrolled elsewhere meanwhile. A password alone must not reach an account with an authenticator.
    const others = situation.authenticators.filter((one) => one.uid !== transaction.enrolledUid);
    if (others.length > 0 && transaction.provenMethod === null) throw new MfaError('MFA_TRANSACTION_EXPIRED');
    return { transaction, situation };
  },
});
