/** The caller of a self-service route: an open session, or the transaction of a login that requires enrollment. */
import type { Context } from 'koa';

import { MfaError } from '../platform';
import { supportOf } from '../policy';
import type { Enrolling } from '../self-service';
import type { Container } from '../container';
import { type Freshness, subjectOf } from '../gate';
import { signedIn } from './action';

/** `Authorization: MFA <transaction>`. Strapi's strategies ignore this scheme. */
export const transactionToken = (ctx: Context): string | null => {
  const [scheme, token, ...rest] = String(ctx.request.headers.authorization ?? '')
    .trim()
    .split(/\s+/);
  if (scheme?.toLowerCase() !== 'mfa' || rest.length > 0) return null;
  return token ?? '';
};

/** The family of the session and the person's situation, read from the database. */
export const sessionCaller = async (
  ctx: Context,
  container: Container
): Promise<Enrolling & { family: NonNullable<Enrolling['family']> }> => {
  const { id } = signedIn(ctx);
  const sessionId = container.sessions.idOf(ctx);
  const user = await container.verdicts.user(id);
  if (!sessionId || !user) throw new MfaError('MFA_UNAVAILABLE');
  const family = await container.sessions.families.open(sessionId, id);
  const situation = await container.verdicts.assess(user, { stage: 'session', provider: family.provider, family });
  return { situation, family, transaction: null, subject: subjectOf(situation, `family:${family.familyId}`) };
};

export const refuseStale = async (container: Container, who: Enrolling, missing: Freshness): Promise<void> => {
  if (missing === 'fresh') return;
  if (missing === 'password') throw new MfaError('MFA_PASSWORD_REQUIRED');
  if (missing === 'sign_in') throw new MfaError('MFA_REAUTHENTICATION_REQUIRED');
  throw await container.guard.selfServiceRefusal(who.situation);
};

/** A session with a recent proof of a factor. */
export const provenCaller = async (ctx: Context, container: Container) => {
  const who = await sessionCaller(ctx, container);
  const { verdict, policy } = who.situation;
  if (verdict.action === 'refuse') {
    throw new MfaError('MFA_NO_USABLE_METHOD', supportOf(policy));
  }
  await refuseStale(container, who, container.stepUp.forSelfService(who.situation, who.family));
  return who;
};

/** The transaction of a login that requires enrollment. */
export const transactionCaller = async (token: string, container: Container): Promise<Enrolling> => {
  const { transaction, situation } = await container.transactions.enrolling(token);
  return { situation, transaction, family: null, subject: subjectOf(situation, `transaction:${transaction.uid}`) };
};

/**
 * ◆ routes: the transaction if its header is present, else a session with a recent proof of a factor or the password.
 */
export const enrollingCaller = async (ctx: Context, container: Container): Promise<Enrolling> => {
  const token = transactionToken(ctx);
  if (token === null) return provenCaller(ctx, container);
  return transactionCaller(token, container);
};
