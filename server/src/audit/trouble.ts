/**
 * Whether the head can be trusted to say where the chain ends. Anybody who can write to the database can make a plain
 * seal, so beside a key it counts for nothing; the one honest plain head is that of a host which never had a key.
 */
import type { Database, Trx } from '../platform';
import type { Seals } from './chain';
import { checkpointState, isCheckpointWrong } from './checkpoint';
import type { Head, StoredHead } from './heads';

export type Trouble = 'head_missing' | 'head_changed' | 'head_unknown_key' | 'head_behind' | 'rolled_back';

/** `first_key`: all rows are from before the host had a key, and the next one has to say so. */
export type Standing = 'fits' | 'first_key' | Trouble;

/** A row's place and seal. */
export interface Place {
  seq: number;
  hash: string;
}

export interface HeadJudge {
  /** `seen`: the last place that this process knows, which no writer of the database can reach. */
  standing(stored: StoredHead, seen: Place | null, trx?: Trx): Promise<Standing>;
  /** A trail that says it has not begun although somebody has set a method up; for when nobody is just doing that. */
  isEmptied(head: Head, trx?: Trx): Promise<boolean>;
  /** Writes down that this host seals with a key. */
  noteKey(at: number, documentId: string, trx: Trx): Promise<void>;
}

const KEY_MARK = 'audit:sealed';

export const createHeadJudge = ({ database, seals }: { database: Database; seals: Seals }): HeadJudge => {
  const hasRows = async (trx?: Trx) => Boolean(await database.table('auditEntries', trx).first('seq'));
  const hasAuthenticators = async (trx?: Trx) => Boolean(await database.table('authenticators', trx).first('id'));
  const hasPeople = async (trx?: Trx) =>
    Boolean(await database.table('accounts', trx).first('id')) || (await hasAuthenticators(trx));

  /** Traces that only a host with a key leaves. Who takes all of them away takes people's methods away with them. */
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

  const plainStanding = async ({ head }: StoredHead, seen: Place | null, trx?: Trx): Promise<Standing> => {
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
      // A head without rows is either the first of all, or one that was taken away together with its memory.
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
