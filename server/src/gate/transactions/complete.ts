import type { Context } from 'koa';

import type { Method } from '../../../../shared/contracts/types';
import { MfaError, type Trx } from '../../platform';
import { cookiesOnlyIfDone } from '../../sessions';
import { answerSignIn, lockAsVerified, redeem, type Redeemed, type SignInAnswer, type StepUpAnswer } from './redeem';
import { reread } from './verify';
import type { VerifyDeps } from './verify-deps';

/**
 * Ends an enrollment within a transaction: the new authenticator is the proof. Answers 409 until an authenticator was
 * enrolled in this transaction and its recovery codes were acknowledged. One enrolled elsewhere proves nothing about
 * this person.
 */
export const complete = async (deps: VerifyDeps, ctx: Context, token: string): Promise<SignInAnswer | StepUpAnswer> => {
  const { transaction, situation } = await reread(deps, token);
  if (transaction.task !== 'enroll') throw new MfaError('MFA_TRANSACTION_EXPIRED');
  const enrolled = situation.authenticators.find((one) => one.uid === transaction.enrolledUid);
  const acknowledged = situation.account?.recoveryAcknowledgedAt ?? null;
  if (!enrolled || acknowledged === null) throw new MfaError('MFA_ENROLLMENT_INCOMPLETE');

  const method: Method = enrolled.type;
  const work = async (trx: Trx): Promise<Redeemed> => {
    await lockAsVerified(deps, situation.user.id, method, trx);
    if (!(await deps.store.consume(transaction.uid, trx))) throw new MfaError('MFA_TRANSACTION_EXPIRED');
    const userVerified = enrolled.data.userVerified === true;
    return redeem(deps, { ctx, transaction, situation, completed: { method, userVerified, trustBrowser: false }, trx });
  };
  const use = () => cookiesOnlyIfDone(ctx, () => deps.database.transaction(work));
  if (transaction.purpose === 'step_up') {
    return { verifiedAt: new Date((await use()).verifiedAt).toISOString(), method };
  }
  // Once the transaction is used up, nothing may prevent the answer.
  const shown = await deps.verdicts.shown(situation.user);
  return answerSignIn(deps, transaction, shown, await use(), method);
};
