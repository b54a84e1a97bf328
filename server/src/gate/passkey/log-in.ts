/** The order matters for security: first the signature, then the person, and then everything is used up at once. */
import type { Context } from 'koa';

import type { Method } from '../../../../shared/contracts/types';
import type { Database, Trx } from '../../platform';
import { type Authenticators, type Judged, logsInWithoutPassword } from '../../factors';
import type { Situation, Verdicts } from '../../policy';
import { cookiesOnlyIfDone, planFor, type WantedSession } from '../../sessions';
import {
  answerSignIn,
  lockAsVerified,
  redeem,
  type RedeemDeps,
  recordSynced,
  type SignInAnswer,
  type Transaction,
} from '../transactions';
import { Refused } from './refusals';
import type { Opened, SealedChallenges } from './sealed-challenge';
import { loginBlocked, isStillActive } from './login-blocked';
import type { UsedChallenges } from './used-challenges';

export interface LogInDeps extends RedeemDeps {
  authenticators: Authenticators;
  database: Database;
  verdicts: Verdicts;
  sealed: SealedChallenges;
  used: UsedChallenges;
}

export interface PasskeyAnswer extends WantedSession {
  challenge: string;
  proof: Record<string, unknown>;
}

const LOCAL = 'local';

/** A transaction that was never opened and has no row, for the code that redeems the proof. */
const asQuestion = (opened: Opened, userId: number, plan: Transaction['plan']): Transaction => ({
  uid: opened.nonce,
  userId,
  purpose: 'sign_in',
  task: 'verify',
  door: 'passkey',
  provider: LOCAL,
  announce: true,
  passwordFingerprint: '',
  familyId: null,
  reason: null,
  plan,
  provenMethod: null,
  enrolledUid: null,
  firstFactor: null,
  attempts: 0,
  expiresAt: opened.expiresAt,
});

/** @throws Refused for everything that is wrong with the answer or held against its owner */
const prove = async (deps: LogInDeps, { challenge, proof }: PasskeyAnswer) => {
  const factor = deps.factors.factors().find(logsInWithoutPassword);
  if (!factor) throw new Refused('unavailable', null);
  const opened = deps.sealed.open(challenge);
  const owner = await factor.named(proof);
  const claim = opened ? { challenge: opened.nonce, rpId: opened.rpId } : { challenge: '', rpId: '' };
  const judged = await factor.judgeAlone(owner, proof, claim);
  if (!opened) throw new Refused('no_ceremony', owner);
  if (!judged.ok) throw new Refused(judged.reason, owner);
  if (!judged.authenticator) throw new Refused('unknown_credential', null);
  return { factor, opened, judged, owner: judged.authenticator };
};

/** Read only after the passkey was verified, so that nobody else learns anything. */
const admit = async (deps: LogInDeps, { factor, opened, judged, owner }: Awaited<ReturnType<typeof prove>>) => {
  if (factor.aloneOptions(opened.nonce)?.rpId !== opened.rpId) throw new Refused('other_address', owner);
  if (await deps.used.isUsed(opened.nonce)) throw new Refused('replayed', owner);
  const user = await deps.verdicts.user(owner.userId);
  if (!user) throw new Refused('unknown_person', owner);
  const held = await loginBlocked(deps.strapi, user);
  const situation = await deps.verdicts.assess(user, { stage: 'passkey', provider: LOCAL, proved: owner });
  if (held !== null) throw new Refused(held, owner);
  if (situation.verdict.action !== 'allow') {
    throw new Refused(situation.verdict.action === 'refuse' ? situation.verdict.because : 'not_allowed', owner);
  }
  // Its state at registration counts, not what this answer says about it.
  const { after } = judged;
  if (after && !situation.allowed.counts({ type: owner.type, data: after }))
    throw new Refused('method_not_allowed', owner);
  return situation;
};

const useUp = async (
  deps: LogInDeps,
  trx: Trx,
  opened: Opened,
  judged: Judged & { ok: true },
  { user }: Situation,
  method: Method
): Promise<void> => {
  const owner = judged.authenticator;
  await lockAsVerified(deps, user.id, method, trx);
  if (!(await isStillActive(deps.database, user.id, trx))) throw new Refused('inactive', owner);
  if (!(await judged.spend(trx))) throw new Refused('replayed', owner);
  await deps.used.take(opened, trx);
  await deps.limits.liftAll(user.id, trx);
};

/** Judges one answer. Resolves with the answer of Strapi's own login. Throws `Refused` for every refusal. */
export const logInAlone = async (deps: LogInDeps, ctx: Context, answer: PasskeyAnswer): Promise<SignInAnswer> => {
  const proven = await prove(deps, answer);
  const { opened, judged, owner } = proven;
  const situation = await admit(deps, proven);
  const question = asQuestion(opened, owner.userId, await planFor(deps, ctx, answer));
  const completed = {
    method: owner.type,
    userVerified: judged.userVerified,
    trustBrowser: false,
    passwordless: true as const,
  };
  const work = async (trx: Trx) => {
    await useUp(deps, trx, opened, judged, situation, owner.type);
    const redeemed = await redeem(deps, { ctx, transaction: question, situation, completed, trx });
    await recordSynced(deps, situation, judged, trx);
    return redeemed;
  };
  try {
    const redeemed = await cookiesOnlyIfDone(ctx, () => deps.database.transaction(work));
    const { mfa, ...rest } = answerSignIn(deps, question, situation.user, redeemed, owner.type);
    return { ...rest, mfa: { ...mfa, passwordless: true } };
  } catch (error) {
    if (error instanceof Refused) throw error;
    // The unique index refused it: another node redeemed this challenge at the same moment.
    if (await deps.used.isUsed(opened.nonce)) throw new Refused('replayed', owner);
    throw error;
  }
};
