/**
 * Watches every admin session that Strapi creates or rotates, and in which request. Strapi creates sessions in five
 * places, and future versions may add more, but all of them write the row.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { listenTo } from '../../platform';
import type { Families } from './families';

const SESSION_UID = 'admin::session';
const ORIGIN = 'admin';

export interface NewSession {
  /** The row's own ID, because Strapi has no index on `session_id`. */
  rowId: number;
  sessionId: string;
  userId: number;
  deviceId: string | null;
  type: 'refresh' | 'session';
  metadata: Record<string, unknown> | null;
}

/** A session that began in a request which may still fail. */
export interface Granted {
  familyId: string;
  user: { id: number; email: string };
}

/** What happened to sessions during one request. */
export interface WatchedRequest {
  mints: Map<string, NewSession>;
  heldEvents: { name: string; args: unknown[] }[];
  /** True until the front door has decided. Login events wait until then. */
  undecided: boolean;
  /** Granted and committed with everything that belongs to it, while the rest of the request may still fail. */
  granted: Granted[];
  /** Refresh and access tokens of sessions that weren't granted, for Strapi to complete its answer with. */
  stubs: Map<string, string>;
  /** How this request is answered if no session was granted. */
  instead: (() => Promise<void>) | null;
}

export interface Watch {
  enter(ctx: Context): WatchedRequest;
  of(ctx: Context | undefined): WatchedRequest | undefined;
  /** A session created for a known reason isn't judged a second time. Returns what is known about it. */
  own(sessionId: string): NewSession | null;
  leave(ctx: Context): void;
}

interface SessionRow {
  id: number | string;
  sessionId?: string;
  userId?: string;
  origin?: string;
  deviceId?: string | null;
  type?: string;
  metadata?: Record<string, unknown> | null;
}

const toMint = (row: SessionRow & { sessionId: string }): NewSession => ({
  rowId: Number(row.id),
  sessionId: row.sessionId,
  userId: Number(row.userId),
  deviceId: row.deviceId ?? null,
  type: row.type === 'session' ? 'session' : 'refresh',
  metadata: row.metadata ?? null,
});

export const createWatch = (strapi: Core.Strapi): Watch & { subscribe(families: Families): () => void } => {
  const visits = new WeakMap<Context, WatchedRequest>();
  const current = (): WatchedRequest | undefined => {
    const ctx = strapi.requestContext.get() as Context | undefined;
    return ctx ? visits.get(ctx) : undefined;
  };

  return {
    enter(ctx) {
      const visit: WatchedRequest = {
        mints: new Map(),
        heldEvents: [],
        undecided: true,
        granted: [],
        stubs: new Map(),
        instead: null,
      };
      visits.set(ctx, visit);
      return visit;
    },
    of: (ctx) => (ctx ? visits.get(ctx) : undefined),
    own(sessionId) {
      const visit = current();
      const mint = visit?.mints.get(sessionId) ?? null;
      visit?.mints.delete(sessionId);
      return mint;
    },
    leave(ctx) {
      visits.delete(ctx);
    },

    subscribe(families) {
      return listenTo(strapi, SESSION_UID, {
        afterCreate({ result }) {
          const row = result as SessionRow;
          if (row.origin !== ORIGIN || !row.sessionId) return;
          current()?.mints.set(row.sessionId, toMint({ ...row, sessionId: row.sessionId }));
        },
        async afterUpdate({ params, result }) {
          const childId = (params as { data?: { childId?: unknown } }).data?.childId;
          const row = result as SessionRow | null;
          if (typeof childId !== 'string' || row?.origin !== ORIGIN || !row.sessionId) return;
          // Without a family, it stays among the new sessions, and the front door takes it back.
          if (await families.follow(row.sessionId, childId, Number(row.userId))) current()?.mints.delete(childId);
        },
      });
    },
  };
};
