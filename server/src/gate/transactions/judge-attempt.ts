/** Spends the attempt and judges the proof, in this order. */
import { logFailure, MfaError, type Trx } from '../../platform';
import type { Authenticator, Judged, Subject, Verifier } from '../../factors';
import type { Situation } from '../../policy';
import { type Spent, spendAttempt } from './spend-attempt';
import { LostRace, recordFailure, refuseFailed, writeFailure } from './after-failed-attempt';
import type { Transaction } from './store';
import type { VerifyDeps } from './verify-deps';

type Right = Judged & { ok: true };

export interface Attempt {
  transaction: Transaction;
  situation: Situation;
  verifier: Verifier;
  subject: Subject;
  asked: readonly Authenticator[];
  proof: Record<string, unknown>;
}

export interface Redeeming<T> {
  /** Uses up a right proof, in the transaction that spent its attempt. Null leaves that to the caller. */
  use(judged: Right, trx: Trx): Promise<T | null>;
  /** Around that transaction: undoes what `use` did outside of the database if it fails. */
  guarded<R>(work: () => Promise<R>): Promise<R>;
}

/**
 * The attempt is spent, then the proof is judged, and what follows is written: the event of a failure, or what a right
 * proof earns. One commit, and nothing leaves before it.
 *
 * Null if what follows can't be written. Then nothing was, the attempt included, and it has to be spent on its own:
 * a broken trail doesn't make guesses free.
 */
const atOnce = async <T>(
  deps: VerifyDeps,
  attempt: Attempt,
  { use, guarded }: Redeeming<T>
): Promise<{ taken: Spent; judged: Judged; used: T | null } | null> => {
  const { transaction, situation, verifier, subject, asked, proof } = attempt;
  let judged: Judged | undefined;
  let used: T | null = null;
  const meanwhile = async (taken: Spent, trx: Trx): Promise<void> => {
    judged = await verifier.judge(subject, asked, proof, taken.taken);
    if (judged.ok) used = await use(judged, trx);
    else await writeFailure(deps, { transaction, situation, method: verifier.method, taken, why: judged }, trx);
  };
  try {
    const taken = await guarded(() => spendAttempt(deps, transaction, situation, verifier, subject, meanwhile));
    if (!judged) throw new Error('an attempt was spent and not judged');
    return { taken, judged, used };
  } catch (error) {
    // Refused before anything was judged.
    if (!judged) throw error;
    const expected = error instanceof MfaError || error instanceof LostRace;
    if (!expected) logFailure(deps.strapi, 'one commit for an attempt and its outcome', error);
    return null;
  }
};

/** @throws MfaError for every refusal, after it was recorded */
export const judgeAttempt = async <T>(
  deps: VerifyDeps,
  attempt: Attempt,
  redeeming: Redeeming<T>
): Promise<{ taken: Spent; judged: Right; used: T | null }> => {
  const { transaction, situation, verifier, subject, asked, proof } = attempt;
  const failure = { transaction, situation, method: verifier.method };
  const once = verifier.traits.judgedAtOnce ? await atOnce(deps, attempt, redeeming) : null;
  if (once) {
    const { taken, judged, used } = once;
    if (!judged.ok) throw await refuseFailed(deps, { ...failure, taken, why: judged });
    return { taken, judged, used };
  }
  const taken = await spendAttempt(deps, transaction, situation, verifier, subject);
  const judged = await verifier.judge(subject, asked, proof, taken.taken);
  if (!judged.ok) throw await recordFailure(deps, { ...failure, taken, why: judged });
  return { taken, judged, used: null };
};
