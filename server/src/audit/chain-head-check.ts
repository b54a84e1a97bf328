/**
 * Whether the head can be trusted to say where the chain ends. Anyone who can write to the database can make a plain
 * seal, so it counts for nothing once there is a key. The only honest plain head is that of a server that never had
 * one.
 */
import type { Database, Trx } from '../platform';
import type { Seals } from './seal-entry';
import { checkpointState, isCheckpointWrong } from './checkpoint';
import type { Head, StoredHead } from './chain-head';

export type HeadProblem = 'head_missing' | 'head_changed' | 'head_unknown_key' | 'head_behind' | 'rolled_back';

/** `first_key`: all rows are from before the server had a key, and the next one has to record that. */
export type HeadState = 'fits' | 'first_key' | HeadProblem;

/** The sequence number and seal of a row. */
export interface Place {
  seq: number;
  hash: string;
}

export interface HeadCheck {
  /** `seen`: the last row that this process knows, which nobody can change in the database. */
  standing(stored: StoredHead, seen: Place | null, trx?: Trx): Promise<HeadState>;
  /**
   * A trail that claims not to have begun, although someone has set up a method. Checked only when nobody is doing so
   * right now.
   */
  isEmptied(head: Head, trx?: Trx): Promise<boolean>;
  /** Records that this server seals with a key. */
  noteKey(at: number, documentId: string, trx: Trx): Promise<void>;
}

const KEY_MARK = 'audit:sealed';

export const createHeadCheck = ({ database, seals }: { database: Database; seals: Seals }): HeadCheck => {
  const hasRows = async (trx?: Trx) => Boolean(await database.table('auditEntries', trx).first('seq'));
  const hasAuthenticators = async (trx?: Trx) => Boolean(await database.table('authenticators', trx).first('id'));
  const hasPeople = async (trx?: Trx) =>
    Boolean(await database.table('accounts', trx).first('id')) || (await hasAuthenticators(trx));

  /** Traces that only a server with a key leaves. Whoever removes all of them also removes people's methods. */
  const hadKey = async (trx?: Trx): Promise<boolean> => {
    const traces = [
      () => database.table('marks', trx).where({ mark_key: KEY_MARK }).first('mark_key'),
      () => database.table('authenticators', trx).whereNotNull('secret').first('id'),
      () => database.table('recoveryCodes', trx).whereNotNull('seal').first('id'),
      () => database.table('auditEntries', trx).where('hash', 'like', 'k:%').first('seq'),
    ];
    for (const trace of traces) if (await trace()) return true;
    return false;
  };

  const plainStanding = async ({ head }: StoredHead, seen: Place | null, trx?: Trx): Promise<HeadState> => {
    if (seen?.hash.startsWith('k:') || checkpointState(head, seals) === 'wrong' || (await hadKey(trx))) {
      return 'head_changed';
    }
    if (head.seq > 0) return 'first_key';
    return (await hasRows(trx)) || (await hasPeople(trx)) ? 'head_missing' : 'fits';
  };

  return {
    async standing(stored, seen, trx) {
      const { head, state } = stored;
      if (state === 'wrong') return 'head_changed';
      if (state === 'unknown_key') return 'head_unknown_key';
      if (state === 'missing') {
        return seen || (await hasRows(trx)) || (await hasPeople(trx)) ? 'head_missing' : 'fits';
      }
      if (state === 'plain' && seals.keyed) return plainStanding(stored, seen, trx);
      if (isCheckpointWrong(head, seals)) return 'head_changed';
      if (seen && head.seq <= seen.seq && head.hash !== seen.hash) {
        return head.seq === 0 ? 'head_missing' : 'rolled_back';
      }
      // A head without rows is either the very first one, or one that was removed together with all traces.
      return head.seq === 0 && (await hasRows(trx)) ? 'head_missing' : 'fits';
    },

    isEmptied: async (head, trx) => head.seq === 0 && (await hasAuthenticators(trx)),

    async noteKey(at, documentId, trx) {
      if (!seals.keyed) return;
      const row = { mark_key: KEY_MARK, document_id: documentId, at };
      await database.table('marks', trx).insert(row).onConflict('mark_key').ignore();
    },
  };
};
