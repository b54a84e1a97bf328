/** What a wrong answer leaves behind: its event, a lock, emails, and the refusal. */
import { LIMITS } from '../../../../shared/contracts/constants';
import type { Method } from '../../../../shared/contracts/types';
import { MfaError, type Trx } from '../../platform';
import type { AttemptTaken } from '../../factors';
import type { Situation } from '../../policy';
import { questionOf, type Transaction } from './store';
import type { VerifyDeps } from './verify-deps';

const REPEATED_FAILURES = 3;

/** Another request used up the proof at the same moment. Rolls the transaction back. */
export class LostRace extends Error {}

export interface Failure {
  transaction: Transaction;
  situation: Situation;
  method: Method;
  taken: AttemptTaken & { ok: true };
  why: { reason: string; minutesOff?: number };
}

/** Without `trx`, in a transaction of its own. */
export const writeFailure = (
  deps: VerifyDeps,
  { transaction, situation: { user }, method, taken, why: { reason, minutesOff } }: Failure,
  trx?: Trx
): Promise<void> => {
  const target = { id: user.id, email: user.email };
  const clock = minutesOff === undefined ? {} : { minutesOff };
  const { purpose } = transaction;
  const details = { purpose, failures: taken.failures, question: questionOf(transaction), ...clock };
  return deps.audit.append({ type: 'verification.failed', outcome: 'failure', target, method, reason, details }, trx);
};

/** What follows once the failure is committed. */
export const refuseFailed = async (
  deps: VerifyDeps,
  { transaction, situation: { user }, method, taken, why: { minutesOff } }: Failure
): Promise<MfaError> => {
  if (minutesOff !== undefined) deps.clockSuspicion.note(user.id, minutesOff);
  if (taken.lockedUntil !== null && taken.lockedUntil > deps.ports.clock.now()) {
    await deps.database.transaction((trx) => deps.trust.revoke(user.id, null, trx));
    await deps.audit.append({
      type: 'verification.locked',
      outcome: 'failure',
      target: { id: user.id, email: user.email },
      method,
      details: { until: taken.lockedUntil, question: questionOf(transaction) },
    });
    await deps.notices.tell('locked', user.id, { until: taken.lockedUntil, method });
  } else if (taken.failures >= REPEATED_FAILURES) {
    await deps.notices.tell('repeated_failures', user.id, { failures: taken.failures, method });
  }
  const attemptsRemaining = Math.max(0, LIMITS.attemptsPerTransaction - transaction.attempts - 1);
  return new MfaError('MFA_INVALID_CODE', { attemptsRemaining });
};

export const recordFailure = async (deps: VerifyDeps, failure: Failure): Promise<MfaError> => {
  await writeFailure(deps, failure);
  return refuseFailed(deps, failure);
};
