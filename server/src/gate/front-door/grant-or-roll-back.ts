/**
 * Judges a login when Strapi creates its session. The row, the family, and the event are one transaction. If the
 * session isn't granted, it's rolled back and was never committed.
 */
import type { Context } from 'koa';

import type { Trx } from '../../platform';
import {
  type NewSession,
  type SessionJudge,
  readCookieShape,
  type WatchedRequest,
  withdrawCookies,
} from '../../sessions';
import { entryPointOf } from '../transactions';
import type { FrontDoorDeps } from './deps';
import { answersJson, ask, bringsToken, judgeLogin, planOf, recordGranted, refuseAtDoor, type Login } from './login';

/** Rolls back a session that wasn't granted. */
class Withheld extends Error {
  constructor(
    readonly login: Login,
    readonly seen: NewSession,
    readonly minted: Awaited<ReturnType<SessionJudge>>
  ) {
    super('no session without what is owed');
  }
}

const takeOff = (deps: FrontDoorDeps, ctx: Context, visit: WatchedRequest): void => {
  withdrawCookies(deps.strapi, ctx);
  visit.heldEvents.length = 0;
};

/** Ends what was granted in a request that failed. Nobody received the session, so nobody may have it. */
export const undoGranted = async (deps: FrontDoorDeps, ctx: Context, visit: WatchedRequest): Promise<void> => {
  const door = entryPointOf(ctx.state.route);
  for (const { familyId: family, user: target } of visit.granted.splice(0)) {
    await deps.database.transaction((trx) => deps.sessions.end(target.id, family, trx));
    const details = { door, family };
    await deps.audit.append({ type: 'sign_in.refused', outcome: 'failure', target, reason: 'not_delivered', details });
  }
};

/** Strapi has completed its answer with a session that doesn't exist. */
const answerInstead = async (
  deps: FrontDoorDeps,
  ctx: Context,
  visit: WatchedRequest,
  { login, seen }: Withheld
): Promise<void> => {
  const announce = visit.heldEvents.length > 0;
  const plan = planOf(ctx, seen);
  const [json, failed] = [answersJson(ctx), ctx.status >= 400];
  takeOff(deps, ctx, visit);
  if (failed) return;
  // On these routes, only the host's own code answers in another way, with tokens of a session that doesn't exist.
  if (!json) throw new Error('a login that owes a second factor was answered by a page');
  if (login.situation.verdict.action === 'refuse') return refuseAtDoor(deps, ctx, login);
  if (plan) return ask(deps, ctx, login, { announce, plan }, async () => undefined);
  // Another plugin has already replaced the answer with its own question (C30), so there's nothing left to protect.
  if (bringsToken(ctx)) throw new Error('a session was minted without a refresh cookie');
};

export const createSessionJudge =
  (deps: FrontDoorDeps): SessionJudge =>
  async (ctx, visit, mint) => {
    const { sessions, strapi } = deps;
    // On other routes, it isn't known yet whether a question can replace the answer, and the host's own transaction
    // isn't ours to roll back. The front door settles both after the request.
    if (entryPointOf(ctx.state.route) === 'other' || strapi.db.inTransaction()) return mint.refresh();
    const inOne = async (trx: Trx) => {
      const minted = await mint.refresh();
      const seen = sessions.watch.own(minted.sessionId);
      if (!seen) throw new Error('a session was minted that nobody saw');
      if (visit.granted.some(({ user }) => user.id !== seen.userId))
        throw new Error('one request minted sessions of several people');
      const login = await judgeLogin(deps, ctx, visit, seen.userId, { stage: 'sign_in', trx });
      if (login.situation.verdict.action !== 'allow') {
        // A neighbor between Strapi and the front door may read the tokens. They're signed, but for a session that
        // doesn't exist.
        visit.stubs.set(minted.token, sessions.withheldToken(seen) ?? (await mint.access(minted.token)));
        throw new Withheld(login, seen, minted);
      }
      const { provider, browser, through: door } = login;
      const { firstFactor } = login.situation.facts;
      const trusted = browser ? { trustedBrowser: browser } : {};
      const birth = { userId: seen.userId, provider, door, firstFactor, ...trusted };
      const { family } = await sessions.begin(async () => minted, birth, trx);
      await recordGranted(deps, login, family.familyId, trx);
      const { id, email } = login.situation.user;
      return { minted, login, granted: { familyId: family.familyId, user: { id, email } } };
    };
    try {
      const { minted, login, granted } = await deps.database.transaction(inOne);
      visit.granted.push(granted);
      visit.instead = async () => {
        if (login.distrusts) deps.trust.clear(ctx, readCookieShape(ctx));
        if (ctx.status < 400) return;
        takeOff(deps, ctx, visit);
        await undoGranted(deps, ctx, visit);
      };
      return minted;
    } catch (error) {
      if (!(error instanceof Withheld)) {
        visit.instead = () => Promise.reject(error);
        return null;
      }
      visit.instead = () => {
        if (error.login.distrusts) deps.trust.clear(ctx, readCookieShape(ctx));
        return answerInstead(deps, ctx, visit, error);
      };
      return error.minted;
    }
  };
