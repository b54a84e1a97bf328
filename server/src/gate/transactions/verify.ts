/**
 * The order matters for security: find → read the person again → limits → spend the attempt → judge → use up everything
 * at once.
 */
import type { Context } from 'koa';

import { LIMITS } from '../../../../shared/contracts/constants';
import type { Method } from '../../../../shared/contracts/types';
import { beyondMailbox, MAILBOX_METHODS, MfaError, passwordFingerprint, type Trx } from '../../platform';

import type { AttemptTaken, Authenticator, Judged, Subject, Verifier } from '../../factors';
import { cookiesOnlyIfDone } from '../../sessions';
import { enrollableIn, personName, type Situation } from '../../policy';
import { spendAttempt } from './attempt';
import { describeChallenge } from './challenge';
import { answerSignIn, redeem, spendRecovery, type Redeemed, type SignInAnswer, type StepUpAnswer } from './redeem';
import { recordSynced } from './record-synced';
import { questionOf, type Transaction } from './store';
import type { VerifyDeps } from './verify-deps';
import { withheldAt } from './entry-points';

export interface Proof {
  method: Method;
  proof: Record<string, unknown>;
  trustBrowser: boolean;
}

const REPEATED_FAILURES = 3;

/** Another request used up the proof at the same moment. Rolls the transaction back. */
class LostRace extends Error {}

export const subjectOf = (situation: Situation, scope: string): Subject => ({
  userId: situation.user.id,
  email: situation.user.email,
  name: personName(situation.user),
  locale: situation.user.preferedLanguage,
  scope,
});

/** The open transaction and its person, read again, because the state, password, and policy may have changed. */
export const reread = async (
  deps: Pick<VerifyDeps, 'store' | 'verdicts' | 'sessions'>,
  token: string
): Promise<{ transaction: Transaction; situation: Situation }> => {
  const gone = new MfaError('MFA_TRANSACTION_EXPIRED');
  const transaction = await deps.store.find(token);
  if (!transaction) throw gone;
  const person = await deps.verdicts.known(transaction.userId);
  if (!person || person.user.isActive !== true) throw gone;
  if (passwordFingerprint(person.user.password) !== transaction.passwordFingerprint) throw gone;
  const situation = await deps.verdicts.judge(person, {
    stage: 'sign_in',
    provider: transaction.provider,
    through: transaction.door,
    withheld: withheldAt(transaction.door),
    firstFactor: transaction.firstFactor,
  });
  return { transaction, situation };
};

/** The methods that may be proved in this transaction. A policy that was relaxed meanwhile doesn't refuse a proof. */
export const provableMethods = ({ verdict, facts }: Situation): readonly Method[] => {
  if (verdict.action === 'challenge') return verdict.methods;
  // In a session that proved a method that is no longer allowed, the person's methods may be proved again.
  if (verdict.action !== 'allow' && (verdict.action !== 'enroll' || facts.authenticators.length === 0)) return [];
  const usable = facts.authenticators.filter((one) => one.usable && !facts.withheld.includes(one.type));
  return [...usable.map((one) => one.type), ...(facts.recoveryCodes > 0 ? (['recovery_code'] as const) : [])];
};

/** If some keys of the person count, the others prove nothing. */
export const askedOf = ({ authenticators, allowed }: Situation, method: Method): Authenticator[] => {
  const mine = authenticators.filter((one) => one.type === method);
  const counting = mine.filter(allowed.counts);
  return counting.length > 0 ? counting : mine;
};

/** A proof with a method that isn't allowed. An allowed method has to be set up after it. */
const fallsShort = (
  { verdict, policy, facts, allowed }: Situation,
  { authenticator, userVerified, after }: Judged & { ok: true }
): boolean => {
  if (verdict.action !== 'challenge') return false;
  if (authenticator && after && !allowed.counts({ type: authenticator.type, data: after })) return true;
  const key = facts.authenticators.some((one) => one.key !== undefined && one.type === authenticator?.type);
  const unchecked = key && !userVerified && policy.authenticators.userVerification === 'required';
  return verdict.thenEnroll || unchecked;
};

const recordFailure = async (
  deps: VerifyDeps,
  transaction: Transaction,
  { user }: Situation,
  method: Method,
  { reason, minutesOff }: { reason: string; minutesOff?: number },
  taken: AttemptTaken & { ok: true }
): Promise<MfaError> => {
  const target = { id: user.id, email: user.email };
  const question = questionOf(transaction);
  const clock = minutesOff === undefined ? {} : { minutesOff };
  const details = { purpose: transaction.purpose, failures: taken.failures, question, ...clock };
  await deps.audit.append({ type: 'verification.failed', outcome: 'failure', target, method, reason, details });
  if (minutesOff !== undefined) deps.clockSuspicion.note(user.id, minutesOff);
  if (taken.lockedUntil !== null && taken.lockedUntil > deps.ports.clock.now()) {
    await deps.database.transaction((trx) => deps.trust.revoke(user.id, null, trx));
    await deps.audit.append({
      type: 'verification.locked',
      outcome: 'failure',
      target,
      method,
      details: { until: taken.lockedUntil, question },
    });
    await deps.notices.tell('locked', user.id, { until: taken.lockedUntil, method });
  } else if (taken.failures >= REPEATED_FAILURES) {
    await deps.notices.tell('repeated_failures', user.id, { failures: taken.failures, method });
  }
  const attemptsRemaining = Math.max(0, LIMITS.attemptsPerTransaction - transaction.attempts - 1);
  return new MfaError('MFA_INVALID_CODE', { attemptsRemaining });
};

/** A right answer resets its own counter. A method that can't be guessed lifts every stop. */
const settleCounters = async (deps: VerifyDeps, userId: number, { traits }: Verifier, trx: Trx): Promise<void> => {
  if (traits.counter) return deps.limits.succeeded(userId, traits.counter, trx);
  await deps.limits.liftAll(userId, trx);
};

const useUp = (
  deps: VerifyDeps,
  ctx: Context,
  transaction: Transaction,
  situation: Situation,
  judged: Judged & { ok: true },
  given: Proof,
  verifier: Verifier
): Promise<Redeemed> => {
  const work = async (trx: Trx): Promise<Redeemed> => {
    await deps.accounts.lock(situation.user.id, trx);
    if (!(await judged.spend(trx))) throw new LostRace('proof');
    if (!(await deps.store.consume(transaction.uid, trx))) throw new LostRace('transaction');
    await settleCounters(deps, situation.user.id, verifier, trx);
    const completed = { method: given.method, userVerified: judged.userVerified, trustBrowser: given.trustBrowser };
    const redeemed = await redeem(deps, { ctx, transaction, situation, completed, trx });
    await recordSynced(deps, situation, judged, trx);
    return redeemed;
  };
  return cookiesOnlyIfDone(ctx, () => deps.database.transaction(work));
};

/** A proof with a method that is no longer allowed. It counts, and an allowed one has to be set up next. */
const continueWithEnrollment = async (
  deps: VerifyDeps,
  token: string,
  transaction: Transaction,
  situation: Situation,
  judged: Judged & { ok: true },
  verifier: Verifier
): Promise<never> => {
  const { facts, policy, user } = situation;
  const withheld = MAILBOX_METHODS.includes(verifier.method) ? facts.withheld : withheldAt(transaction.door);
  const methods = enrollableIn(facts, withheld);
  // Checked before anything is used up.
  if (methods.length === 0) throw new MfaError('MFA_NO_USABLE_METHOD', { helpText: policy.helpText });
  await deps.database.transaction(async (trx) => {
    await deps.accounts.lock(user.id, trx);
    if (!(await judged.spend(trx))) throw new LostRace('proof');
    if (!(await deps.store.continueAsEnrollment(transaction.uid, verifier.method, trx)))
      throw new LostRace('transaction');
    await settleCounters(deps, user.id, verifier, trx);
    await spendRecovery(deps, situation, verifier.method, null, trx);
    await deps.accounts.change(user.id, beyondMailbox(verifier.method), trx);
    const target = { id: user.id, email: user.email };
    await deps.audit.append(
      {
        type: 'sign_in.enrollment_required',
        outcome: 'success',
        target,
        method: verifier.method,
        reason: 'allowed_method_missing',
      },
      trx
    );
    await recordSynced(deps, situation, judged, trx);
  });
  const details = await describeChallenge(
    situation,
    { purpose: transaction.purpose, door: transaction.door, methods, enroll: true },
    deps
  );
  const renewed = await deps.store.find(token);
  throw new MfaError('MFA_ENROLLMENT_REQUIRED', {
    ...details,
    transaction: token,
    expiresAt: new Date(renewed?.expiresAt ?? transaction.expiresAt).toISOString(),
  });
};

/**
 * Judges one proof. Resolves with what it gives. Throws `MfaError` for every refusal: 410 for a transaction that isn't
 * open, 403 for a method that isn't offered, 429 while waiting, and 400 for a wrong proof, whatever was wrong with it.
 */
export const verify = async (
  deps: VerifyDeps,
  ctx: Context,
  token: string,
  given: Proof
): Promise<SignInAnswer | StepUpAnswer> => {
  const { transaction, situation } = await reread(deps, token);
  const verifier = deps.factors.verifier(given.method);
  if (transaction.task !== 'verify') throw new MfaError('MFA_METHOD_NOT_ALLOWED');
  if (!verifier || !provableMethods(situation).includes(given.method)) throw new MfaError('MFA_METHOD_NOT_ALLOWED');

  const subject = subjectOf(situation, `transaction:${transaction.uid}`);
  const taken = await spendAttempt(deps, transaction, situation, verifier, subject);
  const mine = askedOf(situation, given.method);
  const judged = await verifier.judge(subject, mine, given.proof, taken.taken);
  if (!judged.ok) throw await recordFailure(deps, transaction, situation, given.method, judged, taken);

  try {
    const { verdict } = situation;
    if (verdict.action === 'challenge' && transaction.purpose === 'sign_in' && fallsShort(situation, judged)) {
      return await continueWithEnrollment(deps, token, transaction, situation, judged, verifier);
    }
    const use = () => useUp(deps, ctx, transaction, situation, judged, given, verifier);
    if (transaction.purpose === 'step_up') {
      return { verifiedAt: new Date((await use()).verifiedAt).toISOString(), method: given.method };
    }
    // Once the proof is used up, nothing may prevent the answer.
    const shown = await deps.verdicts.shown(situation.user);
    return answerSignIn(deps, transaction, shown, await use(), given.method);
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    if (error.message === 'transaction') throw new MfaError('MFA_TRANSACTION_EXPIRED');
    throw await recordFailure(deps, transaction, situation, given.method, { reason: 'replayed' }, taken);
  }
};
