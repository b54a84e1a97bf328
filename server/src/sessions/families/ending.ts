/** Ends sessions with everything from the same login: rotated rows, links, and proofs. */
import { type Database, type Trx, wonBy } from '../../platform';
import type { Families } from './families';
import type { NewSession } from './watch-sessions';

export interface Endings {
  /** Deletes the created session rows, whatever their state. */
  withdraw(mints: readonly NewSession[], trx?: Trx): Promise<void>;
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
}

interface Deps {
  database: Database;
  families: Families;
  /** The session rows that Strapi keeps for the panel. */
  sessions(trx?: Trx): ReturnType<Database['core']>;
}

export const createEndings = ({ database, families, sessions }: Deps): Endings => {
  const ofPerson = (userId: number, trx: Trx) => sessions(trx).where({ user_id: String(userId) });

  const endAll: Endings['endAll'] = async (userId, trx, { except } = {}) => {
    const kept = except ? await families.sessionIdsOf(except, trx) : [];
    const ended = await ofPerson(userId, trx).whereNotIn('session_id', kept).delete();
    const all = await database.table('families', trx).select('family_id').where({ user_id: userId });
    const gone = all
      .map((row: Record<string, unknown>) => String(row.family_id))
      .filter((familyId: string) => familyId !== except);
    await families.forget(gone, trx);
    return Number(ended);
  };

  return {
    endAll,

    async withdraw(mints, trx) {
      if (mints.length === 0) return;
      const ids = mints.map(({ rowId }) => rowId);
      await sessions(trx).whereIn('id', ids).delete();
    },

    async endOthers(userId, familyId, trx) {
      const active = ofPerson(userId, trx).where({ status: 'active' }).where('expires_at', '>', new Date());
      const live = await active.select('session_id');
      const kept = new Set(await families.sessionIdsOf(familyId, trx));
      await endAll(userId, trx, { except: familyId });
      return live.filter((row: Record<string, unknown>) => !kept.has(String(row.session_id))).length;
    },

    async isAlive(familyId, trx) {
      const sessionIds = await families.sessionIdsOf(familyId, trx);
      return Boolean(await sessions(trx).whereIn('session_id', sessionIds).first('session_id'));
    },

    async end(userId, familyId, trx) {
      // Deletes the family first. The write waits for a rotation that holds it, so the query below finds the rotated
      // row.
      const ended = await database.table('families', trx).where({ family_id: familyId, user_id: userId }).delete();
      if (!wonBy(ended)) return false;
      const sessionIds = await families.sessionIdsOf(familyId, trx);
      await ofPerson(userId, trx).whereIn('session_id', sessionIds).delete();
      await families.forget([familyId], trx);
      return true;
    },
  };
};
