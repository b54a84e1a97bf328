/**
 * The only place that creates or ends admin sessions. It stores what each has proved.
 * Promises: assurance belongs to a family, so rotation never loses or gains it; ending a family ends rotated rows, too.
 * Never: a decision from `deviceId`, which the client chooses.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Database, Ports, Trx } from '../../platform';
import { createEndings, type Endings } from './ending';
import { type NewFamily, createFamilies, type Families } from './families';
import type { Family } from './family';
export { type FirstFactor, firstFactorColumns, firstFactorIn } from './first-factor-proof';
import { placeMintGate, type SessionJudge } from './judge-before-commit';
import { mintSession, type Minted, type SessionPlan } from './create-session';
import { withheldToken } from './withheld-token';
import { createWatch, type Watch } from './watch-sessions';

export type { NewFamily, Families, Proof } from './families';
export { FAMILY_COLUMNS, familyFromRow, type Family } from './family';
export type { CookieShape, Minted, SessionPlan } from './create-session';
export { planFor, type WantedSession } from './session-options';
export {
  cookiesOnlyIfDone,
  readCookieShape,
  REFRESH_COOKIE,
  setRefreshCookie,
  withdrawCookies,
} from './create-session';
export type { SessionJudge } from './judge-before-commit';
export type { Granted, NewSession, WatchedRequest, Watch } from './watch-sessions';

const SESSION_UID = 'admin::session';
const ORIGIN = 'admin';

export interface Sessions extends Endings {
  families: Families;
  watch: Watch;
  subscribe(): () => void;
  /**
   * The one place where a session begins: Strapi's row, the family, and the link between them, inside the caller's
   * transaction, which also records it. `mint` is Strapi's own, or `mintAs` a plan.
   */
  begin<T extends { sessionId: string }>(
    mint: () => Promise<T>,
    birth: Omit<NewFamily, 'sessionId'>,
    trx: Trx
  ): Promise<{ minted: T; family: Family }>;
  /** Strapi's own minting, by a plan. Returns its tokens. */
  mintAs(userId: number, plan: SessionPlan): Promise<Minted>;
  /** An access token of a session that isn't granted. Null if only Strapi can sign one. */
  withheldToken(mint: { userId: number; sessionId: string }): string | null;
  /** Lets `judge` decide about every session before it's committed. Returns a function that undoes it. */
  gate(judge: SessionJudge): () => void;
  /** The session ID of a request that the `admin` strategy accepted. */
  idOf(ctx: Context): string | null;
  /** Removes families whose sessions are all gone. */
  sweep(): Promise<void>;
}

export const createSessions = (deps: { strapi: Core.Strapi; database: Database; ports: Ports }): Sessions => {
  const { strapi, database } = deps;
  const families = createFamilies(deps);
  const watch = createWatch(strapi);

  const rows = (trx?: Trx) => database.core(SESSION_UID, trx).where({ origin: ORIGIN });

  return {
    families,
    watch,
    subscribe: () => watch.subscribe(families),

    async begin(mint, birth, trx) {
      const minted = await mint();
      watch.own(minted.sessionId);
      return { minted, family: await families.begin({ ...birth, sessionId: minted.sessionId }, trx) };
    },

    mintAs: (userId, plan) => mintSession(strapi, userId, plan),
    withheldToken: (mint) => withheldToken(strapi, mint),
    gate: (judge) => placeMintGate(strapi, watch, judge),

    ...createEndings({ database, families, sessions: rows }),

    idOf(ctx) {
      const known: unknown = ctx.state.session?.id;
      if (typeof known === 'string') return known;
      // Strapi before 5.50 doesn't store the session on the request. The strategy has verified the token, so its claim
      // is valid.
      const [scheme, token] = String(ctx.request.headers.authorization ?? '').split(/\s+/);
      if (scheme?.toLowerCase() !== 'bearer' || !token) return null;
      const checked = strapi.sessionManager('admin').validateAccessToken(token);
      return checked.isValid ? checked.payload.sessionId : null;
    },

    async sweep() {
      const live = database.core(SESSION_UID).select('session_id').where({ origin: ORIGIN });
      const aged = deps.ports.clock.now() - 3_600_000;
      await database.table('sessionLinks').whereNotIn('session_id', live).where('linked_at', '<', aged).delete();
      const linked = database.table('sessionLinks').select('family_id');
      await database.table('families').whereNotIn('family_id', linked).where('began_at', '<', aged).delete();
    },
  };
};
