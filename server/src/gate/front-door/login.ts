/** The facts of a login that is being decided, and how each decision is recorded and answered. */
import type { Context } from 'koa';

import type { ChallengeDetails } from '../../../../shared/contracts/types';
import { answerWith, comesFromPanel, MfaError, type Trx } from '../../platform';
import { plannedDetails, type PersonFacts, type Situation, supportOf } from '../../policy';
import {
  type NewSession,
  readCookieShape,
  type RecognizedBrowser,
  type SessionPlan,
  type WatchedRequest,
} from '../../sessions';
import {
  addressOf,
  entryPointOf,
  firstFactorAt,
  entryName,
  withheldAt,
  type EntryPoint,
  type SignInQuestion,
} from '../transactions';
import type { FrontDoorDeps } from './deps';

export interface Login {
  situation: Situation;
  door: EntryPoint;
  /** The same for the record of the family: the plugin, for another plugin's route. */
  through: string;
  /** Who vouched for the first factor: `local`, or the name of the SSO provider. */
  provider: string;
  /** The trusted browser whose trust may replace the second factor. */
  browser: RecognizedBrowser | null;
  /** The request had a trust cookie that counts for nothing. */
  distrusts: boolean;
}

const LOCAL = 'local';

/**
 * Who announced the login: the provider of a held `admin.auth.success`, or `local`. On Strapi's own routes, the
 * password or the emailed link was the first proof, whatever another plugin announces there.
 */
export const providerOf = (visit: WatchedRequest, door: EntryPoint): string => {
  if (door !== 'other') return LOCAL;
  const payload = visit.heldEvents.at(-1)?.args[0];
  const provider: unknown =
    typeof payload === 'object' && payload !== null && 'provider' in payload ? payload.provider : null;
  return typeof provider === 'string' && provider !== '' ? provider : LOCAL;
};

/**
 * A login compared the password it read first. Whatever ended the old password's sessions happened before this session.
 */
const changedMeanwhile = ({ state }: Context, door: EntryPoint, { user }: PersonFacts): boolean =>
  door === 'login' && typeof state.user?.password === 'string' && state.user.password !== user.password;

/**
 * Judges the person who logs in. Throws if that isn't possible. Inside `trx`, nobody changes the password meanwhile.
 */
export const judgeLogin = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: WatchedRequest,
  userId: number,
  { stage, trx }: { stage: 'sign_in' | 'session'; trx?: Trx }
): Promise<Login> => {
  const door = entryPointOf(ctx.state.route);
  const through = entryName(ctx.state.route);
  const provider = providerOf(visit, door);
  const person = await deps.verdicts.known(userId, { trx, hold: trx !== undefined });
  if (!person) throw new Error('a session was minted for a person who does not exist');
  if (changedMeanwhile(ctx, door, person)) throw new Error('the password was changed while it was being compared');
  const { policy, user } = person;
  const recognizable = comesFromPanel(deps.strapi, deps.config, ctx);
  const mayTrust = stage === 'sign_in' && door === 'login' && policy.trustedBrowserDays > 0 && recognizable;
  const browser = mayTrust ? await deps.trust.recognize(ctx, user, policy, trx) : null;
  const asked = {
    stage,
    provider,
    through,
    withheld: withheldAt(door),
    firstFactor: firstFactorAt(door, deps.ports.clock.now()),
    trustedBrowserUntil: browser?.until ?? null,
  };
  const situation = await deps.verdicts.judge(person, asked);
  const { verdict } = situation;
  const used = verdict.action === 'allow' && verdict.because === 'trusted_browser';
  const distrusts = mayTrust && browser === null;
  return { situation, door, through, provider, browser: used ? browser : null, distrusts };
};

const isRegistration = (door: EntryPoint): boolean => door === 'register' || door === 'register-admin';

const recordRegistration = async (deps: FrontDoorDeps, { situation, door }: Login, trx: Trx): Promise<void> => {
  if (!isRegistration(door)) return;
  const { user, verdict, authenticators } = situation;
  const details = { requirement: verdict.requirement, enrolled: authenticators.length > 0 };
  const target = { id: user.id, email: user.email };
  await deps.audit.append({ type: 'user.registered', outcome: 'success', target, details }, trx);
};

/** In the transaction of the new family. */
export const recordGranted = async (deps: FrontDoorDeps, login: Login, family: string, trx: Trx): Promise<void> => {
  const { situation, door, provider, browser } = login;
  const { user, verdict } = situation;
  // Revoked since it was recognized. Its trust is over, and its row is gone.
  if (browser && !(await deps.trust.used(browser.uid, trx))) throw new Error('the trust ended while it was used');
  await recordRegistration(deps, login, trx);
  const target = { id: user.id, email: user.email };
  const reason = verdict.action === 'allow' ? verdict.because : undefined;
  const type = provider === LOCAL ? 'sign_in.completed' : 'sign_in.sso';
  const details = { door, provider, mfa: false, family, ...plannedDetails(situation.facts) };
  await deps.audit.append({ type, outcome: 'success', target, reason, details }, trx);
};

/** The redirect of SSO, or a page of a community plugin. Nobody there can answer a challenge. */
export const answersJson = (ctx: Context): boolean => {
  const body: unknown = ctx.body;
  const redirects = ctx.status >= 300 && ctx.status < 400;
  if (!redirects && ctx.response.is('json')) return true;
  return !redirects && typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && !('pipe' in body);
};

/** Everything needed to create the session later. Null if no refresh cookie is being set. */
export const planOf = (ctx: Context, mint: Pick<NewSession, 'deviceId' | 'type' | 'metadata'>): SessionPlan | null => {
  const cookie = readCookieShape(ctx);
  return cookie && { deviceId: mint.deviceId, type: mint.type, metadata: mint.metadata, cookie };
};

export const refuseAtDoor = async (deps: FrontDoorDeps, ctx: Context, { situation, door }: Login): Promise<void> => {
  const { user, verdict, policy } = situation;
  const target = { id: user.id, email: user.email };
  const reason = verdict.action === 'refuse' ? verdict.because : undefined;
  await deps.audit.append({ type: 'sign_in.refused', outcome: 'failure', target, reason, details: { door } });
  answerWith(ctx, new MfaError('MFA_NO_USABLE_METHOD', supportOf(policy)));
};

/**
 * Opens the question and ends an existing session in one transaction with its events. If anything fails, the answer is
 * 503.
 */
export const ask = async (
  deps: FrontDoorDeps,
  ctx: Context,
  login: Login,
  beside: Pick<SignInQuestion, 'announce' | 'plan'>,
  takeBack: (trx: Trx) => Promise<void>
): Promise<void> => {
  const { situation, door, provider } = login;
  const { verdict, user } = situation;
  const target = { id: user.id, email: user.email };
  const record = async ({ methods }: ChallengeDetails, trx: Trx): Promise<void> => {
    await recordRegistration(deps, login, trx);
    const type = verdict.action === 'enroll' ? 'sign_in.enrollment_required' : 'sign_in.challenged';
    await deps.audit.append({ type, outcome: 'success', target, details: { door, methods } }, trx);
  };
  const trustable = comesFromPanel(deps.strapi, deps.config, ctx);
  const question = { door, provider, trustable, address: addressOf(ctx), ...beside };
  const details = await deps.transactions.askAtDoor(situation, question, { takeBack, record });
  answerWith(ctx, new MfaError(details.code, { ...details }));
};

/** Whether the answer contains anything like one of Strapi's tokens, at any position. */
export const bringsToken = (ctx: Context): boolean => /eyJ[\w-]+\.[\w-]+\./.test(JSON.stringify(ctx.body) ?? '');
