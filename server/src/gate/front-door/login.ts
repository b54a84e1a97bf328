/** What is known of a log-in that is being decided, and how each decision is recorded and answered. */
import type { Context } from 'koa';

import type { ChallengeDetails } from '../../../../shared/contracts/types';
import { answerWith, comesFromPanel, MfaError, sha256Hex, type Trx } from '../../platform';
import type { Known, Situation } from '../../policy';
import { type Mint, readCookieShape, type RecognizedBrowser, type SessionPlan, type Visit } from '../../sessions';
import { doorOf, firstFactorAt, wayIn, withheldAt, type DoorName, type SignInQuestion } from '../transactions';
import type { FrontDoorDeps } from './deps';

export interface Login {
  situation: Situation;
  door: DoorName;
  /** The same for the family's record: of another plugin's route, the plugin. */
  through: string;
  /** Who vouched for the first factor: `local`, or the SSO provider's name. */
  provider: string;
  /** The trusted browser whose trust may stand in for the second factor. */
  browser: RecognizedBrowser | null;
  /** A cookie of trust was looked at and stands for nothing. */
  distrusts: boolean;
}

const LOCAL = 'local';

/** Who announced the sign-in: the provider of a held `admin.auth.success`, or `local`. */
export const providerOf = (visit: Visit): string => {
  const payload = visit.heldEvents.at(-1)?.args[0];
  const provider: unknown =
    typeof payload === 'object' && payload !== null && 'provider' in payload ? payload.provider : null;
  return typeof provider === 'string' && provider !== '' ? provider : LOCAL;
};

/** A log-in compared the password it read at first; what ended the sessions of the old one came before this session. */
const changedMeanwhile = ({ state }: Context, door: DoorName, { user }: Known): boolean =>
  door === 'login' && typeof state.user?.password === 'string' && state.user.password !== user.password;

/** Judges whoever is logging in; throws where that can't be done. Inside `trx` nobody changes the password meanwhile. */
export const judgeLogin = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: Visit,
  userId: number,
  { stage, trx }: { stage: 'sign_in' | 'session'; trx?: Trx }
): Promise<Login> => {
  const door = doorOf(ctx.state.route);
  const through = wayIn(ctx.state.route);
  const provider = providerOf(visit);
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

const isRegistration = (door: DoorName): boolean => door === 'register' || door === 'register-admin';

const recordRegistration = async (deps: FrontDoorDeps, { situation, door }: Login, trx: Trx): Promise<void> => {
  if (!isRegistration(door)) return;
  const { user, verdict, authenticators } = situation;
  const details = { requirement: verdict.requirement, enrolled: authenticators.length > 0 };
  const target = { id: user.id, email: user.email };
  await deps.audit.append({ type: 'user.registered', outcome: 'success', target, details }, trx);
};

/** In the transaction of the family that began. */
export const recordGranted = async (deps: FrontDoorDeps, login: Login, family: string, trx: Trx): Promise<void> => {
  const { situation, door, provider, browser } = login;
  const { user, verdict } = situation;
  // Revoked since it was recognized: what it stood for is over, and its row is gone.
  if (browser && !(await deps.trust.used(browser.uid, trx))) throw new Error('the trust ended while it was used');
  await recordRegistration(deps, login, trx);
  const target = { id: user.id, email: user.email };
  const reason = verdict.action === 'allow' ? verdict.because : undefined;
  const type = provider === LOCAL ? 'sign_in.completed' : 'sign_in.sso';
  const details = { door, provider, mfa: false, family };
  await deps.audit.append({ type, outcome: 'success', target, reason, details }, trx);
};

/** SSO's redirect, or a page of a community plugin: nobody there can answer a challenge. */
export const answersJson = (ctx: Context): boolean => {
  const body: unknown = ctx.body;
  const redirects = ctx.status >= 300 && ctx.status < 400;
  if (!redirects && ctx.response.is('json')) return true;
  return !redirects && typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && !('pipe' in body);
};

/** Everything needed to mint the session later; null where no refresh cookie is being set. */
export const planOf = (ctx: Context, mint: Pick<Mint, 'deviceId' | 'type' | 'metadata'>): SessionPlan | null => {
  const cookie = readCookieShape(ctx);
  return cookie && { deviceId: mint.deviceId, type: mint.type, metadata: mint.metadata, cookie };
};

export const refuseAtDoor = async (deps: FrontDoorDeps, ctx: Context, { situation, door }: Login): Promise<void> => {
  const { user, verdict, policy } = situation;
  const target = { id: user.id, email: user.email };
  const reason = verdict.action === 'refuse' ? verdict.because : undefined;
  await deps.audit.append({ type: 'sign_in.refused', outcome: 'failure', target, reason, details: { door } });
  answerWith(ctx, new MfaError('MFA_NO_USABLE_METHOD', { helpText: policy.helpText, supportUrl: policy.supportUrl }));
};

/** The question comes, and a session that was there goes, in one transaction with its events: all of it, or 503. */
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
  const question = { door, provider, trustable, address: sha256Hex(ctx.request.ip), ...beside };
  const details = await deps.transactions.askAtDoor(situation, question, { takeBack, record });
  answerWith(ctx, new MfaError(details.code, { ...details }));
};

/** Whether the answer carries anything like one of Strapi's tokens, wherever it stands. */
export const bringsToken = (ctx: Context): boolean => /eyJ[\w-]+\.[\w-]+\./.test(JSON.stringify(ctx.body) ?? '');
