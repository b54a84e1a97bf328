import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { ChallengeDetails } from '../../../../shared/contracts/types';
import type { Recorder } from '../../audit';
import { answerWith, type Database, type MfaConfig, MfaError, panelOrigins, type Trx } from '../../platform';
import type { AdminUser, PolicyStore, Situation, Verdicts } from '../../policy';
import {
  type Mint,
  readCookieShape,
  type RecognizedBrowser,
  type SessionPlan,
  type Sessions,
  type Trust,
  type Visit,
  withdrawCookies,
} from '../../sessions';
import { doorOf, withheldAt, type DoorName, type SignInQuestion, type Transactions } from '../transactions';

export interface FrontDoorDeps {
  strapi: Core.Strapi;
  config: MfaConfig;
  audit: Recorder;
  database: Database;
  policies: PolicyStore;
  sessions: Sessions;
  transactions: Transactions;
  trust: Trust;
  verdicts: Verdicts;
}

const LOCAL = 'local';

/** Who announced the sign-in: the provider of a held `admin.auth.success`, or `local`. */
const providerOf = (visit: Visit): string => {
  const payload = visit.heldEvents.at(-1)?.args[0];
  const provider: unknown =
    typeof payload === 'object' && payload !== null && 'provider' in payload ? payload.provider : null;
  return typeof provider === 'string' && provider !== '' ? provider : LOCAL;
};

/** A cookie is only believed where the browser says that our own page sent it, or says nothing (not a browser). */
const originAllowed = (deps: FrontDoorDeps, ctx: Context): boolean => {
  const origin = ctx.get('Origin');
  return origin === '' || panelOrigins(deps.strapi, deps.config).includes(origin);
};

const planOf = (mint: Mint, ctx: Context): SessionPlan | null => {
  const cookie = readCookieShape(ctx);
  if (!cookie) return null;
  return { deviceId: mint.deviceId, type: mint.type, metadata: mint.metadata, cookie };
};

const withdraw = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: Visit,
  mints: readonly Mint[],
  trx?: Trx
): Promise<void> => {
  withdrawCookies(deps.strapi, ctx);
  visit.heldEvents.length = 0;
  await deps.sessions.withdraw(mints, trx);
};

const keep = async (
  deps: FrontDoorDeps,
  mints: readonly Mint[],
  provider: string,
  door: DoorName,
  situation: Situation | null,
  browser: RecognizedBrowser | null
): Promise<void> => {
  await deps.database.transaction(async (trx) => {
    const families: string[] = [];
    for (const { sessionId, userId } of mints) {
      const birth = { sessionId, userId, provider, ...(browser ? { trustedBrowser: browser } : {}) };
      families.push((await deps.sessions.families.begin(birth, trx)).familyId);
    }
    // Revoked since it was recognized: what it stood for is over, and its row is gone.
    if (browser && !(await deps.trust.used(browser.uid, trx))) throw new Error('the trust ended while it was used');
    if (!situation) return;
    const { user, verdict } = situation;
    const target = { id: user.id, email: user.email };
    const reason = verdict.action === 'allow' ? verdict.because : undefined;
    const registered = door === 'register' || door === 'register-admin';
    if (registered) {
      const details = { requirement: verdict.requirement, enrolled: situation.authenticators.length > 0 };
      await deps.audit.append({ type: 'user.registered', outcome: 'success', target, details }, trx);
    }
    const type = provider === LOCAL ? 'sign_in.completed' : 'sign_in.sso';
    const details = { door, provider, mfa: false, family: families.at(-1) };
    await deps.audit.append({ type, outcome: 'success', target, reason, details }, trx);
  });
};

const refuseAtDoor = async (deps: FrontDoorDeps, ctx: Context, situation: Situation, door: DoorName): Promise<void> => {
  const { user, verdict, policy } = situation;
  const target = { id: user.id, email: user.email };
  const reason = verdict.action === 'refuse' ? verdict.because : undefined;
  await deps.audit.append({ type: 'sign_in.refused', outcome: 'failure', target, reason, details: { door } });
  answerWith(ctx, new MfaError('MFA_NO_USABLE_METHOD', { helpText: policy.helpText, supportUrl: policy.supportUrl }));
};

/** The session goes and the question comes in one transaction, with its events: all of it, or 503 and nobody is in. */
const ask = async (
  deps: FrontDoorDeps,
  ctx: Context,
  situation: Situation,
  question: SignInQuestion,
  takeBack: (trx: Trx) => Promise<void>
): Promise<void> => {
  const { verdict, user } = situation;
  const target = { id: user.id, email: user.email };
  const { door } = question;
  const record = async ({ methods }: ChallengeDetails, trx: Trx): Promise<void> => {
    if (door === 'register' || door === 'register-admin') {
      const facts = { requirement: verdict.requirement, enrolled: situation.authenticators.length > 0 };
      await deps.audit.append({ type: 'user.registered', outcome: 'success', target, details: facts }, trx);
    }
    const type = verdict.action === 'enroll' ? 'sign_in.enrollment_required' : 'sign_in.challenged';
    await deps.audit.append({ type, outcome: 'success', target, details: { door, methods } }, trx);
  };
  const details = await deps.transactions.askAtDoor(situation, question, { takeBack, record });
  answerWith(ctx, new MfaError(details.code, { ...details }));
};

export const signsOut = ({ state }: Context): boolean =>
  state.route?.handler === 'authentication.logout' &&
  state.route.info?.pluginName === 'admin' &&
  Boolean(state.user?.id);

/** Signing out ends every question that was open for this person. */
export const endQuestions = async (deps: FrontDoorDeps, userId: number): Promise<void> => {
  await deps.database.transaction((trx) => deps.transactions.store.endAll(userId, trx));
};

/** A session that ended while it was being renewed: what came out of it has no parent and no proof, and nobody logged in. */
const isOrphaned = ({ state }: Context): boolean =>
  state.route?.info?.pluginName === 'admin' && state.route.handler === 'authentication.accessToken';

/** A log-in compared the password it read at first; what ended the sessions of the old one came before this session. */
const changedMeanwhile = ({ state }: Context, door: DoorName, user: AdminUser): boolean =>
  door === 'login' && typeof state.user?.password === 'string' && state.user.password !== user.password;

/** Whether the answer carries anything like one of Strapi's tokens, wherever it stands. */
const bringsToken = (ctx: Context): boolean => /eyJ[\w-]+\.[\w-]+\./.test(JSON.stringify(ctx.body) ?? '');

/** Decides about the sessions this request minted. Throwing means: take them back and answer 503. */
export const settle = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: Visit,
  mints: readonly Mint[],
  json: boolean
): Promise<void> => {
  const provider = providerOf(visit);
  const door = doorOf(ctx.state.route);
  const [mint] = mints;
  if (!mint) return;
  if (isOrphaned(ctx)) {
    await withdraw(deps, ctx, visit, mints);
    return ctx.unauthorized('Invalid refresh token');
  }
  if (mints.some((other) => other.userId !== mint.userId))
    throw new Error('one request minted sessions of several people');
  const user = await deps.verdicts.userAtDoor(mint.userId);
  if (!user) throw new Error('a session was minted for a person who does not exist');
  if (changedMeanwhile(ctx, door, user)) throw new Error('the password was changed while it was being compared');
  const policy = await deps.policies.current();
  const withheld = withheldAt(door);

  if (!json) {
    // Stays, unverified: the guard asks in the panel.
    const situation = await deps.verdicts.assess(user, { stage: 'session', provider, withheld }, policy);
    return keep(deps, mints, provider, door, situation, null);
  }
  if (ctx.status >= 400) {
    // Strapi minted and then could not finish; nobody was told of this session, so nobody may have it.
    return withdraw(deps, ctx, visit, mints);
  }

  const shape = readCookieShape(ctx);
  const mayTrust = door === 'login' && policy.trustedBrowserDays > 0 && originAllowed(deps, ctx);
  const browser = mayTrust ? await deps.trust.recognize(ctx, user.id, policy, shape) : null;
  const situation = await deps.verdicts.assess(
    user,
    { stage: 'sign_in', provider, withheld, trustedBrowserUntil: browser?.until ?? null },
    policy
  );
  const { verdict } = situation;
  if (verdict.action === 'allow') {
    return keep(deps, mints, provider, door, situation, verdict.because === 'trusted_browser' ? browser : null);
  }

  const announce = visit.heldEvents.length > 0;
  const plan = planOf(mint, ctx);
  if (verdict.action === 'refuse') {
    await withdraw(deps, ctx, visit, mints);
    return refuseAtDoor(deps, ctx, situation, door);
  }
  if (plan) {
    const takeBack = (trx: Trx) => withdraw(deps, ctx, visit, mints, trx);
    return ask(deps, ctx, situation, { door, provider, announce, plan }, takeBack);
  }
  await withdraw(deps, ctx, visit, mints);
  // Somebody else has taken the answer back already and asks on a page of his own (C30): nothing is left to protect.
  if (bringsToken(ctx)) throw new Error('a session was minted without a refresh cookie');
};
