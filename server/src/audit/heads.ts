/** The head of the chain: one row, locked by whoever appends, so that two nodes never write the same place. */
import { toMs, wonBy, type Database, type Trx } from '../platform';
import { CHAIN, GENESIS, type Seals, type SealState } from './chain';

export interface Head {
  seq: number;
  hash: string;
  /** The latest time in any row, and by how much a row was ever earlier than one before it: bounds for time filters. */
  latestAt: number;
  disorderMs: number;
  purgedToSeq: number;
  purgedToHash: string;
  purgedAt: number | null;
  /** Seal over what was purged; null before the first time. */
  checkpoint: string | null;
}

export const EMPTY_HEAD: Head = {
  seq: 0,
  hash: GENESIS,
  latestAt: 0,
  disorderMs: 0,
  purgedToSeq: 0,
  purgedToHash: GENESIS,
  purgedAt: null,
  checkpoint: null,
};

export interface StoredHead {
  head: Head;
  /** What the seal says; `missing` when there is no row. */
  state: SealState | 'missing';
}

export interface Heads {
  /** Reads without a lock. */
  read(trx?: Trx): Promise<StoredHead>;
  /**
   * Makes the row if need be, and says `missing` then; waits at most 2 s for it; throws when somebody holds it longer.
   */
  lock(trx: Trx): Promise<StoredHead>;
  /** Replaces `from`, which this transaction holds, by `to`. */
  move(from: Head, to: Head, trx: Trx): Promise<void>;
  /**
   * Locks and moves in one statement, if every column is what this process left there. False: somebody else has been
   * there, or this database can't limit how long one statement waits; then it takes `lock` and `move`.
   */
  replace(from: Head, to: Head, trx: Trx): Promise<boolean>;
}

const WAIT_MS = 2000;

const sealed = (head: Head) => ({ chain: CHAIN, ...head });

const fromRow = (row: Record<string, unknown>): Head => ({
  seq: Number(row.seq),
  hash: String(row.hash),
  latestAt: toMs(row.latest_at) ?? 0,
  disorderMs: toMs(row.disorder_ms) ?? 0,
  purgedToSeq: Number(row.purged_to_seq),
  purgedToHash: String(row.purged_to_hash),
  purgedAt: toMs(row.purged_at),
  checkpoint: (row.checkpoint ?? null) as string | null,
});

const columnsOf = (head: Head, seals: Seals): Record<string, unknown> => ({
  seq: head.seq,
  hash: head.hash,
  latest_at: head.latestAt,
  disorder_ms: head.disorderMs,
  purged_to_seq: head.purgedToSeq,
  purged_to_hash: head.purgedToHash,
  purged_at: head.purgedAt,
  checkpoint: head.checkpoint,
  mac: seals.seal('mfa-audit-head-v1', sealed(head)),
});

export const createHeads = ({ database, seals }: { database: Database; seals: Seals }): Heads => {
  // Once seen, the row is there: inserting first would cost a statement with every event.
  let known = false;
  let mariadb: boolean | undefined;

  const stored = (row: Record<string, unknown> | undefined): StoredHead => {
    if (!row) return { head: EMPTY_HEAD, state: 'missing' };
    const head = fromRow(row);
    return { head, state: seals.check('mfa-audit-head-v1', sealed(head), String(row.mac)) };
  };

  const of = (trx?: Trx) => database.table('auditHeads', trx).where({ chain: CHAIN });

  /** Merging nothing and not ignoring: MySQL takes the row's exclusive lock then, and nobody waits in a circle for it. */
  const insert = (trx: Trx) =>
    database
      .table('auditHeads', trx)
      .insert({ chain: CHAIN, ...columnsOf(EMPTY_HEAD, seals) })
      .onConflict('chain')
      .merge(['chain']);

  /** MariaDB limits the waiting of a single statement, MySQL does not. */
  const isMariadb = async (trx: Trx): Promise<boolean> => {
    if (mariadb === undefined) {
      const [[row]] = (await trx.raw('select version() as version')) as [{ version: unknown }[]];
      mariadb = String(row?.version).includes('MariaDB');
    }
    return mariadb;
  };

  const take = async (trx: Trx): Promise<Record<string, unknown> | undefined> => {
    if (database.client !== 'sqlite') return of(trx).forUpdate().first();
    // SQLite knows no row lock; writing takes its one lock before anything is read.
    const [row] = (await of(trx).update({ chain: CHAIN }).returning('*')) as Record<string, unknown>[];
    return row;
  };

  const lockRow = async (trx: Trx): Promise<StoredHead> => {
    let made = !known && !(await of(trx).first('id'));
    if (!known) await insert(trx);
    let row = await take(trx);
    if (!row) {
      made = true;
      await insert(trx);
      row = await take(trx);
    }
    if (!row) throw new Error('the audit head could not be made');
    known = true;
    const found = stored(row);
    // Two nodes that make it at once: the second one finds what the first has written.
    return made && found.head.seq === 0 ? { ...found, state: 'missing' } : found;
  };

  return {
    read: async (trx) => stored(await of(trx).first()),

    async lock(trx) {
      if (database.client === 'postgres') {
        // For the rest of this transaction: appending is its last statement.
        await trx.raw("select set_config('lock_timeout', ?, true)", [String(WAIT_MS)]);
        return lockRow(trx);
      }
      if (database.client === 'sqlite') return lockRow(trx);
      // MySQL knows this limit per connection only, and the connection goes back to everybody's pool.
      await trx.raw('set session innodb_lock_wait_timeout = ?', [WAIT_MS / 1000]);
      try {
        return await lockRow(trx);
      } finally {
        await trx.raw('set session innodb_lock_wait_timeout = default');
      }
    },

    async move(from, to, trx) {
      const affected = await of(trx).where({ seq: from.seq, hash: from.hash }).update(columnsOf(to, seals));
      if (!wonBy(affected)) throw new Error('the audit head moved while it was held');
    },

    async replace(from, to, trx) {
      const move = of(trx).where(columnsOf(from, seals)).update(columnsOf(to, seals));
      if (database.client === 'sqlite') return wonBy(await move);
      if (database.client === 'postgres') {
        // Computed before the row is waited for.
        return wonBy(
          await move.whereRaw("(select set_config('lock_timeout', ?, true)) is not null", [String(WAIT_MS)])
        );
      }
      if (!(await isMariadb(trx))) return false;
      const { sql, bindings } = move.toSQL().toNative();
      const limited = `set statement innodb_lock_wait_timeout=${WAIT_MS / 1000} for ${sql}`;
      const [{ affectedRows }] = (await trx.raw(limited, [...bindings])) as [{ affectedRows: number }];
      return wonBy(affectedRows);
    },
  };
};
