/**
 * The only place that creates or ends admin sessions. It stores what each has proved.
 * Promises: assurance belongs to a family, so rotation never loses or gains it; ending a family ends rotated rows, too.
 * Never: a decision from `deviceId`, which the client chooses.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { type Database, type Ports, type Trx, wonBy } from '../../platform';
import { type Birth, createFamilies, type Families } from './families';
import type { Family } from './family';
export { type FirstFactor, firstFactorColumns, firstFactorIn } from './first-factor';
import { placeMintGate, type MintJudge } from './mint-gate';
import { mintSession, type Minted, type SessionPlan } from './minting';
import { createWatch, type Mint, type Watch } from './watch';

export type { Birth, Families, Proof } from './families';
export { FAMILY_COLUMNS, familyFromRow, type Family } from './family';
export type { CookieShape, Minted, SessionPlan } from './minting';
export { planFor, type WantedSession } from './plan';
export { cookiesOnlyIfDone, readCookieShape, REFRESH_COOKIE, setRefreshCookie, withdrawCookies } from './minting';
export type { MintJudge } from './mint-gate';
export type { Granted, Mint, Visit, Watch } from './watch';

const SESSION_UID = 'admin::session';
const ORIGIN = 'admin';

export interface Sessions {
  families: Families;
  watch: Watch;
  subscribe(): () => void;
  /**
   * The one place where a session begins: Strapi's row, the family, and the link between them, inside the caller's
   * transaction, which also records it. `mint` is Strapi's own, or `mintAs` a plan.
   */
  begin<T extends { sessionId: string }>(
    mint: () => Promise<T>,
    birth: Omit<Birth, 'sessionId'>,
    trx: Trx
  ): Promise<{ minted: T; family: Family }>;
  /** Strapi's own minting, by a plan. Returns its tokens. */
  mintAs(userId: number, plan: SessionPlan): Promise<Minted>;
  /** Lets `judge` decide about every session before it's committed. Returns a function that undoes it. */
  gate(judge: MintJudge): () => void;
  /** Deletes what was created, whatever became of it. */
  withdraw(mints: readonly Mint[], trx?: Trx): Promise<void>;
  /**
   * Ends every admin session of a person, including rotated rows. `except` keeps one family. Returns how many ended.
   */
  endAll(userId: number, trx: Trx, options?: { except?: string }): Promise<number>;
  /** Ends every family of a person except one. Returns the number of logins. */
  endOthers(userId: number, familyId: string, trx: Trx): Promise<number>;
  /** Whether a family still has a session row, rotated or not. */
  isAlive(familyId: string, trx: Trx): Promise<boolean>;
  /** Ends one family if it belongs to this person. */
  end(userId: number, familyId: string, trx: Trx): Promise<boolean>;
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
    gate: (judge) => placeMintGate(strapi, watch, judge),

    async withdraw(mints, trx) {
      if (mints.length === 0) return;
      const ids = mints.map(({ rowId }) => rowId);
      await rows(trx).whereIn('id', ids).delete();
    },

    async endAll(userId, trx, { except } = {}) {
      const kept = except ? await families.sessionIdsOf(except, trx) : [];
      const ended = await rows(trx)
        .where({ user_id: String(userId) })
        .whereNotIn('session_id', kept)
        .delete();
      const all = await database.table('families', trx).select('family_id').where({ user_id: userId });
      const gone = all
        .map((row: Record<string, unknown>) => String(row.family_id))
        .filter((familyId: string) => familyId !== except);
      await families.forget(gone, trx);
      return Number(ended);
    },

    async endOthers(userId, familyId, trx) {
      const of = { user_id: String(userId), status: 'active' };
      const live = await rows(trx).where(of).where('expires_at', '>', new Date()).select('session_id');
      const kept = new Set(await families.sessionIdsOf(familyId, trx));
      await this.endAll(userId, trx, { except: familyId });
      return live.filter((row: Record<string, unknown>) => !kept.has(String(row.session_id))).length;
    },

    async isAlive(familyId, trx) {
      const sessionIds = await families.sessionIdsOf(familyId, trx);
      return Boolean(await rows(trx).whereIn('session_id', sessionIds).first('session_id'));
    },

    async end(userId, familyId, trx) {
      // First of all, and by a write: a rotation that holds the family is waited for, and its child is found below.
      const ended = await database.table('families', trx).where({ family_id: familyId, user_id: userId }).delete();
      if (!wonBy(ended)) return false;
      const sessionIds = await families.sessionIdsOf(familyId, trx);
      await rows(trx)
        .where({ user_id: String(userId) })
        .whereIn('session_id', sessionIds)
        .delete();
      await families.forget([familyId], trx);
      return true;
    },

    idOf(ctx) {
      const known: unknown = ctx.state.session?.id;
      if (typeof known === 'string') return known;
      // Hosts before 5.50 leave no session on the request; the token has passed the strategy, so its claim is Strapi's own.
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
