/** Decides about sessions that already exist: those of routes that aren't Strapi's own. */
import type { Context } from 'koa';

import type { Trx } from '../../platform';
import { type NewSession, readCookieShape, type WatchedRequest, withdrawCookies } from '../../sessions';
import type { FrontDoorDeps } from './deps';
import { answersJson, ask, bringsToken, judgeLogin, planOf, recordGranted, refuseAtDoor, type Login } from './login';

const withdraw = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: WatchedRequest,
  mints: readonly NewSession[],
  trx?: Trx
): Promise<void> => {
  withdrawCookies(deps.strapi, ctx);
  visit.heldEvents.length = 0;
  await deps.sessions.withdraw(mints, trx);
};

const keep = async (deps: FrontDoorDeps, mints: readonly NewSession[], login: Login): Promise<void> => {
  const { provider, browser, situation, through: door } = login;
  const { firstFactor } = situation.facts;
  const trusted = browser ? { trustedBrowser: browser } : {};
  await deps.database.transaction(async (trx) => {
    const families: string[] = [];
    for (const { sessionId, userId } of mints) {
      const birth = { sessionId, userId, provider, door, firstFactor, ...trusted };
      families.push((await deps.sessions.families.begin(birth, trx)).familyId);
    }
    await recordGranted(deps, login, families.at(-1) ?? '', trx);
  });
};

export const signsOut = ({ state }: Context): boolean =>
  state.route?.handler === 'authentication.logout' &&
  state.route.info?.pluginName === 'admin' &&
  Boolean(state.user?.id);

/** Logging out ends every open question of this person. */
export const endQuestions = async (deps: FrontDoorDeps, userId: number): Promise<void> => {
  await deps.database.transaction((trx) => deps.transactions.store.endAll(userId, trx));
};

/** A session that ended while it was renewed. The renewed one has no parent and no proof, and nobody logged in. */
const isOrphaned = ({ state }: Context): boolean =>
  state.route?.info?.pluginName === 'admin' && state.route.handler === 'authentication.accessToken';

/** Throwing means: take them back and answer 503. */
export const keepOrTakeBack = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: WatchedRequest,
  mints: readonly NewSession[]
): Promise<void> => {
  const [mint] = mints;
  if (!mint) return;
  if (isOrphaned(ctx)) {
    await withdraw(deps, ctx, visit, mints);
    return ctx.unauthorized('Invalid refresh token');
  }
  if (mints.some((other) => other.userId !== mint.userId))
    throw new Error('one request minted sessions of several people');
  const json = answersJson(ctx);
  const stage = json ? 'sign_in' : 'session';
  const login = await judgeLogin(deps, ctx, visit, mint.userId, { stage });
  // A page keeps its session, unverified. The guard asks in the panel.
  if (!json) return keep(deps, mints, login);
  // Strapi created a session and then failed. Nobody received it, so nobody may have it.
  if (ctx.status >= 400) return withdraw(deps, ctx, visit, mints);

  if (login.distrusts) deps.trust.clear(ctx, readCookieShape(ctx));
  const { verdict } = login.situation;
  if (verdict.action === 'allow') return keep(deps, mints, login);

  const announce = visit.heldEvents.length > 0;
  const plan = planOf(ctx, mint);
  if (verdict.action !== 'refuse' && plan) {
    const takeBack = (trx: Trx) => withdraw(deps, ctx, visit, mints, trx);
    return ask(deps, ctx, login, { announce, plan }, takeBack);
  }
  await withdraw(deps, ctx, visit, mints);
  if (verdict.action === 'refuse') return refuseAtDoor(deps, ctx, login);
  // Another plugin has already replaced the answer with its own question (C30), so there's nothing left to protect.
  if (bringsToken(ctx)) throw new Error('a session was minted without a refresh cookie');
};
