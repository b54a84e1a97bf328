/** Wraps Strapi's own session manager, so that a session can be judged before it's committed. */
import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { WatchedRequest, Watch } from './watch-sessions';

type Manager = ReturnType<Core.Strapi['sessionManager']>;
type Refresh = Awaited<ReturnType<Manager['generateRefreshToken']>>;

/** Strapi's own manager, without the gate. */
export interface UngatedManager {
  refresh(): Promise<Refresh>;
  access(refreshToken: string): Promise<string>;
}

/**
 * Resolves with what Strapi continues with: the granted session, or a rolled-back one with its access token among the
 * stubs of the visit. Null if nothing could be decided.
 */
export type SessionJudge = (ctx: Context, visit: WatchedRequest, mint: UngatedManager) => Promise<Refresh | null>;

const ORIGIN = 'admin';
const HOUR_MS = 3_600_000;

/** What Strapi completes its answer with if nothing was decided: a token of nothing. */
const nothing = (): Refresh => ({
  token: `withheld-${randomUUID()}`,
  sessionId: `withheld-${randomUUID()}`,
  absoluteExpiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
});

export const accessTokenOf = async (
  manager: Pick<Manager, 'generateAccessToken'>,
  refreshToken: string
): Promise<string> => {
  const access = await manager.generateAccessToken(refreshToken);
  if ('error' in access) throw new Error(`Strapi refused an access token: ${access.error}`);
  return access.token;
};

/**
 * Lets `judge` decide about every admin session that is created while the front door watches. If Strapi keeps its
 * session manager elsewhere, nothing is wrapped, and the watch over the rows does the work. Returns a function that
 * undoes it.
 */
export const placeMintGate = (strapi: Core.Strapi, watch: Watch, judge: SessionJudge): (() => void) => {
  const original = strapi.sessionManager;
  if (typeof original !== 'function') return () => undefined;

  const guarded = (manager: Manager): Manager => {
    const current = (): { ctx: Context; visit: WatchedRequest } | null => {
      const ctx = strapi.requestContext.get() as Context | undefined;
      const visit = watch.of(ctx);
      return ctx && visit?.undecided ? { ctx, visit } : null;
    };
    const wrapped: Pick<Manager, 'generateRefreshToken' | 'generateAccessToken'> = {
      async generateRefreshToken(...given) {
        const here = current();
        if (!here) return manager.generateRefreshToken(...given);
        const minted = await judge(here.ctx, here.visit, {
          refresh: () => manager.generateRefreshToken(...given),
          access: (token) => accessTokenOf(manager, token),
        });
        if (minted) return minted;
        const none = nothing();
        here.visit.stubs.set(none.token, none.token);
        return none;
      },
      async generateAccessToken(refreshToken) {
        const token = current()?.visit.stubs.get(refreshToken);
        return token === undefined ? manager.generateAccessToken(refreshToken) : { token };
      },
    };
    return Object.assign(Object.create(manager) as Manager, wrapped);
  };

  const sessionManager = new Proxy(original, {
    apply(target, self, [origin]: [string]) {
      const manager = Reflect.apply(target, self, [origin]) as Manager;
      return origin === ORIGIN ? guarded(manager) : manager;
    },
  });
  Object.defineProperty(strapi, 'sessionManager', { configurable: true, get: () => sessionManager });
  return () => void Reflect.deleteProperty(strapi, 'sessionManager');
};
