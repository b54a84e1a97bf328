/**
 * The order matters for security: find → read the person again → limits → spend the attempt → judge → use up everything
 * at once. Where judging takes no time, everything from the attempt on is one commit.
 */
import type { Context } from 'koa';

import type { Method } from '../../../../shared/contracts/types';
import { beyondMailbox, MAILBOX_METHODS, MfaError, passwordFingerprint, type Trx } from '../../platform';

import type { Authenticator, Judged, Subject, Verifier } from '../../factors';
import { cookiesOnlyIfDone } from '../../sessions';
import { type AdminUser, enrollableIn, personName, type Situation, supportOf } from '../../policy';
import { describeChallenge } from './challenge';
import {
  answerSignIn,
  lockAsVerified,
  redeem,
  spendRecovery,
  type Redeemed,
  type SignInAnswer,
  type StepUpAnswer,
} from './redeem';
import { LostRace, recordFailure } from './after-failed-attempt';
import { type Attempt, judgeAttempt } from './judge-attempt';
import { recordSynced } from './passkey-synced';
import type { Transaction } from './store';
import type { VerifyDeps } from './verify-deps';
import { withheldAt } from './entry-points';

export interface Proof {
  method: Method;
  proof: Record<string, unknown>;
  trustBrowser: boolean;
}

export const subjectOf = (situation: Situation, scope: string): Subject => ({
  userId: situation.user.id,
  email: situation.user.email,
  name: personName(situation.user),
  locale: situation.user.preferedLanguage,
  scope,
  userHandle: situation.account?.userHandle ?? null,
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

/** A right answer resets its own counter. A method that can't be guessed lifts every stop. */
const settleCounters = async (deps: VerifyDeps, userId: number, { traits }: Verifier, trx: Trx): Promise<void> => {
  if (traits.counter) return deps.limits.succeeded(userId, traits.counter, trx);
  await deps.limits.liftAll(userId, trx);
};

/** Everything that a right proof earns, in the transaction that uses it up. */
const useUp = async (
  deps: VerifyDeps,
  ctx: Context,
  { transaction, situation, verifier }: Attempt,
  judged: Judged & { ok: true },
  trustBrowser: boolean,
  trx: Trx
): Promise<{ redeemed: Redeemed; shown: AdminUser | null }> => {
  const { method } = verifier;
  await lockAsVerified(deps, situation.user.id, method, trx);
  if (!(await judged.spend(trx))) throw new LostRace('proof');
  if (!(await deps.store.consume(transaction.uid, trx))) throw new LostRace('transaction');
  await settleCounters(deps, situation.user.id, verifier, trx);
  // Once the proof is used up, nothing may prevent the answer.
  const shown = transaction.purpose === 'sign_in' ? await deps.verdicts.shown(situation.user) : null;
  const completed = { method, userVerified: judged.userVerified, trustBrowser };
  const redeemed = await redeem(deps, { ctx, transaction, situation, completed, trx });
  await recordSynced(deps, situation, judged, trx);
  return { redeemed, shown };
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
  if (methods.length === 0) throw new MfaError('MFA_NO_USABLE_METHOD', supportOf(policy));
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
  const asked = askedOf(situation, given.method);
  const attempt: Attempt = { transaction, situation, verifier, subject, asked, proof: given.proof };
  const mustEnroll = (judged: Judged & { ok: true }): boolean =>
    situation.verdict.action === 'challenge' && transaction.purpose === 'sign_in' && fallsShort(situation, judged);
  const use = (judged: Judged & { ok: true }, trx: Trx) => useUp(deps, ctx, attempt, judged, given.trustBrowser, trx);

  const { taken, judged, used } = await judgeAttempt(deps, attempt, {
    use: async (right, trx) => (mustEnroll(right) ? null : use(right, trx)),
    guarded: (work) => cookiesOnlyIfDone(ctx, work),
  });
  try {
    if (mustEnroll(judged)) {
      return await continueWithEnrollment(deps, token, transaction, situation, judged, verifier);
    }
    const { redeemed, shown } =
      used ?? (await cookiesOnlyIfDone(ctx, () => deps.database.transaction((trx) => use(judged, trx))));
    if (shown) return answerSignIn(deps, transaction, shown, redeemed, given.method);
    return { verifiedAt: new Date(redeemed.verifiedAt).toISOString(), method: given.method };
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    if (error.message === 'transaction') throw new MfaError('MFA_TRANSACTION_EXPIRED');
    throw await recordFailure(deps, {
      transaction,
      situation,
      method: given.method,
      taken,
      why: { reason: 'replayed' },
    });
  }
};
