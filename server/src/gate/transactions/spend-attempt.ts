/** Spends attempts, and answers when none are left. */
import type { Method } from '../../../../shared/contracts/types';
import { MfaError, type Trx } from '../../platform';
import type { AttemptTaken, Subject, Taken, Verifier } from '../../factors';
import { createOnceOnly } from '../../notices';
import type { Situation } from '../../policy';
import { limitRulesOf } from './challenge';
import type { Transaction } from './store';
import type { VerifyDeps } from './verify-deps';

const THROTTLED_AGAIN_MS = 10 * 60_000;

const secondsUntil = (until: number | null, now: number): number | null =>
  until === null ? null : Math.max(1, Math.ceil((until - now) / 1000));

export const tooMany = (deps: Pick<VerifyDeps, 'ports'>, until: number | null): MfaError =>
  new MfaError('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: secondsUntil(until, deps.ports.clock.now()) });

/** Refused attempts cost nothing, so they're endless. One row in ten minutes per person and method is enough. */
export const recordThrottled = async (
  deps: Pick<VerifyDeps, 'audit' | 'database' | 'ports'>,
  { user }: Situation,
  method: Method,
  reason?: string
): Promise<void> => {
  const said = createOnceOnly(deps).claim(`throttled:${user.id}:${method}:${reason ?? ''}`, THROTTLED_AGAIN_MS);
  if (!(await said)) return;
  const target = { id: user.id, email: user.email };
  await deps.audit.append({ type: 'verification.throttled', outcome: 'failure', target, method, reason });
};

const refusedByLimit = async (
  deps: VerifyDeps,
  situation: Situation,
  method: Method,
  until: number | null
): Promise<MfaError> => {
  await recordThrottled(deps, situation, method);
  return tooMany(deps, until);
};

export type Spent = AttemptTaken & { ok: true; taken: Taken | undefined };

/**
 * Spends the attempt of the transaction and of the person's counter, and takes what the method uses once: all of it or
 * none. A refused attempt costs nothing. `meanwhile` is the end of the same transaction, in which the person is locked.
 */
export const spendAttempt = async (
  deps: VerifyDeps,
  transaction: Transaction,
  situation: Situation,
  verifier: Verifier,
  subject: Subject,
  meanwhile?: (spent: Spent, trx: Trx) => Promise<void>
): Promise<Spent> => {
  const { counter } = verifier.traits;
  let taken: Taken | undefined;
  const alongside = async (trx: Trx): Promise<void> => {
    if (meanwhile) await deps.accounts.lock(situation.user.id, trx);
    if (!(await deps.store.spendAttempt(transaction.uid, trx))) throw new MfaError('MFA_TRANSACTION_EXPIRED');
    taken = await verifier.take?.(subject, trx);
  };
  if (!counter) {
    return deps.database.transaction(async (trx) => {
      await alongside(trx);
      const spent: Spent = { ok: true, failures: 0, lockedUntil: null, taken };
      await meanwhile?.(spent, trx);
      return spent;
    });
  }
  const rules = limitRulesOf(situation, deps.factors);
  const attempt = await deps.limits.begin(situation.user.id, counter, rules, alongside, async (counted, trx) =>
    meanwhile?.({ ...counted, taken }, trx)
  );
  if (attempt.ok) return { ...attempt, taken };
  throw await refusedByLimit(deps, situation, verifier.method, attempt.until);
};
