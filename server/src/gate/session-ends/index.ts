/**
 * Ends the rest of a login when any route ends its session: Strapi's "Active devices", a logout, or the host's own
 * code. Strapi deletes one row, or those of one device. Rotated tokens of the same login, and its transactions, would
 * otherwise stay.
 * Promises: before Strapi deletes, the whole family ends in one transaction, with an event. Never: ends anything
 * because an expired row was cleaned up.
 */
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Recorder } from '../../audit';
import { type Database, listenTo, logFailure, type Trx } from '../../platform';
import type { Sessions } from '../../sessions';
import type { TransactionStore } from '../transactions';

const SESSION_UID = 'admin::session';
const USER_UID = 'admin::user';
const OTHERS = 'authenticated-session.revokeAll';

interface Deps {
  strapi: Core.Strapi;
  audit: Recorder;
  database: Database;
  sessions: Sessions;
  store: TransactionStore;
}

interface Ended {
  userId: number;
  familyId: string;
}

/** Watches everything that deletes a session row. Returns a function that stops it. */
export const followSessionEnds = (deps: Deps): (() => void) => {
  const { strapi, sessions } = deps;

  /** Strapi compares with the wall clock, so this does, too. */
  const liveRows = async (where: unknown): Promise<{ sessionId: string; userId: string }[]> => {
    const now = new Date();
    const live = {
      origin: 'admin',
      expiresAt: { $gt: now },
      $or: [{ absoluteExpiresAt: { $null: true } }, { absoluteExpiresAt: { $gt: now } }],
    };
    return strapi.db
      .query(SESSION_UID)
      .findMany({ select: ['id', 'sessionId', 'userId'], where: { $and: [where ?? {}, live] } });
  };

  /**
   * "Log out of other devices", from a tab whose token was renewed elsewhere, also removes the browser's own newest
   * row.
   */
  const spared = async (): Promise<string | null> => {
    const ctx = strapi.requestContext.get() as Context | undefined;
    if (!ctx || ctx.state.route?.handler !== OTHERS || !['true', '1'].includes(String(ctx.query.keepCurrent)))
      return null;
    const sessionId = sessions.idOf(ctx);
    return sessionId ? ((await sessions.families.of(sessionId, Number(ctx.state.user?.id)))?.familyId ?? null) : null;
  };

  const familiesOf = async (where: unknown): Promise<Ended[]> => {
    const kept = await spared();
    const found = new Map<string, Ended>();
    for (const { sessionId, userId } of await liveRows(where)) {
      const family = await sessions.families.of(sessionId, Number(userId));
      if (family && family.familyId !== kept) found.set(family.familyId, family);
    }
    return [...found.values()];
  };

  const end = async (ended: readonly Ended[], trx: Trx): Promise<void> => {
    for (const { userId, familyId } of ended) {
      await sessions.end(userId, familyId, trx);
      await deps.store.endOfFamily(familyId, trx);
    }
  };

  const actor = (): { id: number; email: string } | null => {
    const user: unknown = strapi.requestContext.get()?.state?.user;
    if (typeof user !== 'object' || user === null || !('id' in user) || !('email' in user)) return null;
    return { id: Number(user.id), email: String(user.email) };
  };

  const record = async (ended: readonly Ended[], trx: Trx): Promise<void> => {
    for (const userId of new Set(ended.map((one) => one.userId))) {
      const row = await deps.database.core(USER_UID, trx).where({ id: userId }).first('email');
      const target = { id: userId, email: String(row?.email ?? '') };
      const by = actor();
      const details = { ended: ended.filter((one) => one.userId === userId).length };
      const reason = by?.id === userId ? 'by_owner' : undefined;
      await deps.audit.append(
        { type: 'session.ended', outcome: 'success', target, actor: by ?? { kind: 'system' }, reason, details },
        trx
      );
    }
  };

  const follow = async (where: unknown): Promise<void> => {
    const ended = await familiesOf(where);
    if (ended.length === 0) return;
    const joined = strapi.db.inTransaction();
    try {
      await deps.database.transaction(async (trx) => {
        await end(ended, trx);
        await record(ended, trx);
      });
    } catch (error) {
      if (joined) throw error;
      // An audit trail that can't be written must not keep anybody from ending a thief's session.
      logFailure(strapi, 'recording the end of a session', error);
      await deps.database.transaction((trx) => end(ended, trx));
    }
  };

  return listenTo(strapi, SESSION_UID, {
    beforeDelete: ({ params }) => follow(params.where),
    beforeDeleteMany: ({ params }) => follow(params.where),
  });
};
