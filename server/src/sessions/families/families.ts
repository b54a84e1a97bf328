import type { Core } from '@strapi/strapi';

import type { Method } from '../../../../shared/contracts/types';
import { type Database, type Ports, type Trx, wonBy } from '../../platform';
import { type Family, familyFromRow, LOCAL_PROVIDER } from './family';
import { type FirstFactor, firstFactorColumns } from './first-factor-proof';

export interface NewFamily {
  sessionId: string;
  userId: number;
  provider: string;
  door?: string;
  trustedBrowser?: { uid: string; until: number; password: string };
  firstFactor?: FirstFactor | null;
  /** When the login was, if not now. */
  at?: number;
  /** What was proved before there was a session. */
  proof?: Proof;
}

export interface Proof {
  method: Method;
  userVerified: boolean;
  /** False for a recovery code or a weak method in a session that already has its assurance. */
  countsForSession: boolean;
  countsForSelfService: boolean;
}

export interface Families {
  begin(birth: NewFamily, trx?: Trx): Promise<Family>;
  /**
   * Adds a rotated session (`childId`) to its parent's family. False if the parent ended meanwhile: then the child
   * belongs to nobody.
   */
  follow(parentSessionId: string, childSessionId: string, userId: number): Promise<boolean>;
  of(sessionId: string, userId: number, trx?: Trx): Promise<Family | null>;
  /** The family of an open session. Created now for a session older than the plugin, which began locally. */
  open(sessionId: string, userId: number, trx?: Trx): Promise<Family>;
  ofUser(userId: number): Promise<(Family & { sessionIds: string[] })[]>;
  prove(familyId: string, proof: Proof, trx: Trx): Promise<void>;
  confirmPassword(familyId: string, trx: Trx): Promise<void>;
  /** Null removes it again. It's good for one first authenticator. */
  proveFirst(familyId: string, given: FirstFactor | null, trx: Trx): Promise<boolean>;
  sessionIdsOf(familyId: string, trx?: Trx): Promise<string[]>;
  forget(familyIds: readonly string[], trx: Trx): Promise<void>;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  ports: Ports;
}

const proven = ({ method, userVerified, countsForSession, countsForSelfService }: Proof, now: number) => ({
  ...(countsForSession ? { verified_at: now, method, user_verified: userVerified } : {}),
  ...(countsForSelfService ? { self_service_verified_at: now } : {}),
});

export const createFamilies = ({ strapi, database, ports }: Deps): Families => {
  const link = (sessionId: string, familyId: string, userId: number, trx?: Trx) =>
    database
      .often('sessionLinks', trx)
      .insert({
        session_id: sessionId,
        document_id: ports.random.uuid(),
        family_id: familyId,
        user_id: userId,
        linked_at: ports.clock.now(),
      })
      .onConflict('session_id')
      .ignore();

  const of = async (sessionId: string, userId: number, trx?: Trx): Promise<Family | null> => {
    const familyIds = database.table('sessionLinks', trx).select('family_id').where({ session_id: sessionId });
    const row = await database
      .table('families', trx)
      .whereIn('family_id', familyIds)
      .where({ user_id: userId })
      .first();
    return row ? familyFromRow(row) : null;
  };

  const begin = async (birth: NewFamily, trx?: Trx): Promise<Family> => {
    const familyId = ports.random.bytes(16).toString('hex');
    const row = {
      family_id: familyId,
      document_id: familyId,
      user_id: birth.userId,
      provider: birth.provider,
      door: birth.door ?? null,
      began_at: birth.at ?? ports.clock.now(),
      trusted_browser_uid: birth.trustedBrowser?.uid ?? null,
      trusted_until: birth.trustedBrowser?.until ?? null,
      trusted_password: birth.trustedBrowser?.password ?? null,
      ...firstFactorColumns(birth.firstFactor ?? null),
      ...(birth.proof ? proven(birth.proof, ports.clock.now()) : {}),
    };
    const family = database.often('families', trx).insert(row);
    const itsLink = link(birth.sessionId, familyId, birth.userId, trx);
    if (database.client === 'postgres') {
      await database.plans.keep((trx ?? database.knex).raw('with begun as (?) ?', [family, itsLink]));
    } else {
      await family;
      await itsLink;
    }
    return familyFromRow(row);
  };

  /**
   * For a session whose start wasn't observed, because an old login must not count as recent. Rotation keeps `loginAt`.
   */
  const beganAt = async (sessionId: string): Promise<number> => {
    const row: { metadata?: { loginAt?: unknown } | null; createdAt?: unknown } | null = await strapi.db
      .query('admin::session')
      .findOne({ where: { sessionId } });
    const at = Date.parse(String(row?.metadata?.loginAt ?? row?.createdAt));
    return Number.isNaN(at) ? 0 : Math.min(at, ports.clock.now());
  };

  const open = async (sessionId: string, userId: number, trx?: Trx): Promise<Family> => {
    const known = await of(sessionId, userId, trx);
    if (known) return known;
    const birth = { sessionId, userId, provider: LOCAL_PROVIDER, at: await beganAt(sessionId) };
    await (trx ? begin(birth, trx) : database.transaction((inner) => begin(birth, inner)));
    // Two requests of one old session may both have created a family. The link that won decides which one counts.
    const settled = await of(sessionId, userId, trx);
    if (!settled) throw new Error('a session family vanished while it was being made');
    return settled;
  };

  return {
    begin,
    of,
    open,

    follow: (parentSessionId, childSessionId, userId) =>
      database.transaction(async (trx) => {
        const known = await of(parentSessionId, userId, trx);
        // Ended since Strapi read it. Ending a family removes its links and the row.
        if (!known && !(await database.core('admin::session', trx).where({ session_id: parentSessionId }).first('id')))
          return false;
        const { familyId } = known ?? (await open(parentSessionId, userId, trx));
        // Locked until the link exists, so that whoever ends the family meanwhile finds the child among its sessions.
        const held = await database
          .table('families', trx)
          .where({ family_id: familyId })
          .update({ family_id: familyId });
        if (!wonBy(held)) return false;
        await link(childSessionId, familyId, userId, trx);
        return true;
      }),

    async ofUser(userId) {
      const rows = await database.table('families').where({ user_id: userId }).orderBy('began_at', 'desc');
      const links = await database.table('sessionLinks').where({ user_id: userId });
      return rows.map((row: Record<string, unknown>) => ({
        ...familyFromRow(row),
        sessionIds: links
          .filter((one: Record<string, unknown>) => one.family_id === row.family_id)
          .map((one: Record<string, unknown>) => String(one.session_id)),
      }));
    },

    async prove(familyId, proof, trx) {
      // A column is named even if nothing counts, so that a missing family is noticed.
      const affected = await database
        .table('families', trx)
        .where({ family_id: familyId })
        .update({ ...proven(proof, ports.clock.now()), family_id: familyId });
      if (!wonBy(affected)) throw new Error('the session ended while it was being proved');
    },

    async confirmPassword(familyId, trx) {
      await database
        .table('families', trx)
        .where({ family_id: familyId })
        .update({ password_verified_at: ports.clock.now() });
    },

    async proveFirst(familyId, given, trx) {
      const change = { ...firstFactorColumns(given), family_id: familyId };
      return wonBy(await database.table('families', trx).where({ family_id: familyId }).update(change));
    },

    async sessionIdsOf(familyId, trx) {
      const links = await database.table('sessionLinks', trx).where({ family_id: familyId });
      return links.map((one: Record<string, unknown>) => String(one.session_id));
    },

    async forget(familyIds, trx) {
      if (familyIds.length === 0) return;
      await database
        .table('sessionLinks', trx)
        .whereIn('family_id', [...familyIds])
        .delete();
      await database
        .table('families', trx)
        .whereIn('family_id', [...familyIds])
        .delete();
    },
  };
};
