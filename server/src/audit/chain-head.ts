/** The head of the chain: one row that each append locks, so that two nodes never write the same sequence number. */
import { readRows, toMs, wonBy, type Database, type Trx } from '../platform';
import { CHAIN, GENESIS, toColumns, type ChainRow, type Seals, type SealState } from './seal-entry';

export interface Head {
  seq: number;
  hash: string;
  /** The latest time in any row, and the largest step back in time between two rows. Both limit time filters. */
  latestAt: number;
  disorderMs: number;
  purgedToSeq: number;
  purgedToHash: string;
  purgedAt: number | null;
  /** A seal over the purged rows. Null before the first purge. */
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
  /** What the seal says. `missing` if there is no row. */
  state: SealState | 'missing';
}

export interface Heads {
  /** Reads without a lock. */
  read(trx?: Trx): Promise<StoredHead>;
  /** Creates the row if needed, and then returns `missing`. Waits at most 2 s for the lock, and then throws. */
  lock(trx: Trx): Promise<StoredHead>;
  /** Replaces `from`, which this transaction has locked, with `to`. */
  move(from: Head, to: Head, trx: Trx): Promise<void>;
  /**
   * Locks and moves the head in one statement, if every column is as this process left it, and adds the row that `to`
   * ends with. False if another process moved it, or if this database can't limit how long one statement waits. Then use
   * `lock` and `move`. PostgreSQL does both in one statement.
   */
  append(from: Head, to: Head, row: ChainRow, trx: Trx): Promise<boolean>;
}

const WAIT_MS = 2000;

/** Of the columns of a row that aren't text, for PostgreSQL. */
const TYPES: Record<string, string> = { seq: 'integer', at: 'bigint', actor_id: 'integer', target_id: 'integer' };

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
  // Once seen, the row exists. Inserting first would cost a statement per event.
  let known = false;
  let mariadb: boolean | undefined;

  const stored = (row: Record<string, unknown> | undefined): StoredHead => {
    if (!row) return { head: EMPTY_HEAD, state: 'missing' };
    const head = fromRow(row);
    return { head, state: seals.check('mfa-audit-head-v1', sealed(head), String(row.mac)) };
  };

  const of = (trx?: Trx) => database.table('auditHeads', trx).where({ chain: CHAIN });
  const moving = (trx: Trx) => database.often('auditHeads', trx).where({ chain: CHAIN });

  /** Merges nothing instead of ignoring: MySQL then takes an exclusive lock on the row, and no deadlock can occur. */
  const insert = (trx: Trx) =>
    database
      .table('auditHeads', trx)
      .insert({ chain: CHAIN, ...columnsOf(EMPTY_HEAD, seals) })
      .onConflict('chain')
      .merge(['chain']);

  /** MariaDB can limit how long a single statement waits. MySQL can't. */
  const isMariadb = async (trx: Trx): Promise<boolean> => {
    if (mariadb === undefined) {
      const [[row]] = (await trx.raw('select version() as version')) as [{ version: unknown }[]];
      mariadb = String(row?.version).includes('MariaDB');
    }
    return mariadb;
  };

  const take = async (trx: Trx): Promise<Record<string, unknown> | undefined> => {
    if (database.client !== 'sqlite') return of(trx).forUpdate().first();
    // SQLite has no row locks. A write takes its only lock before anything is read.
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
    // If two nodes create it at the same time, the second one finds the first one's row.
    return made && found.head.seq === 0 ? { ...found, state: 'missing' } : found;
  };

  const replace = async (from: Head, to: Head, trx: Trx): Promise<boolean> => {
    const move = moving(trx).where(columnsOf(from, seals)).update(columnsOf(to, seals));
    if (database.client === 'sqlite') return wonBy(await move);
    if (database.client === 'postgres') {
      // Computed before the lock is taken.
      return wonBy(await move.whereRaw("(select set_config('lock_timeout', ?, true)) is not null", [String(WAIT_MS)]));
    }
    if (!(await isMariadb(trx))) return false;
    const { sql, bindings } = move.toSQL().toNative();
    const limited = `set statement innodb_lock_wait_timeout=${WAIT_MS / 1000} for ${sql}`;
    const [{ affectedRows }] = (await trx.raw(limited, [...bindings])) as [{ affectedRows: number }];
    return wonBy(affectedRows);
  };

  /** Moves the head and adds the row. Nothing is added if the head isn't as `from` says. */
  const appendAtOnce = async (from: Head, to: Head, row: ChainRow, trx: Trx): Promise<boolean> => {
    const [heads, entries] = [database.named('auditHeads').toQuery(), database.named('auditEntries').toQuery()];
    const [before, after, entry] = [columnsOf(from, seals), columnsOf(to, seals), toColumns(row)];
    const text = `with moved as (
        update ${heads} set ${Object.keys(after)
          .map((column) => `${column} = ?`)
          .join(', ')}
        where chain = ? and ${Object.keys(before)
          .map((column) => `${column} is not distinct from ?`)
          .join(' and ')}
          and (select set_config('lock_timeout', ?, true)) is not null
        returning 1)
      insert into ${entries} (${Object.keys(entry).join(', ')})
      select ${Object.keys(entry)
        .map((column) => `cast(? as ${TYPES[column] ?? 'text'})`)
        .join(', ')} from moved
      returning seq`;
    const bindings = [
      ...Object.values(after),
      CHAIN,
      ...Object.values(before),
      String(WAIT_MS),
      ...Object.values(entry),
    ];
    return (await readRows(database, text, bindings as (string | number | null)[], trx)).length > 0;
  };

  return {
    read: async (trx) => stored(await of(trx).first()),

    async lock(trx) {
      if (database.client === 'postgres') {
        // For the rest of this transaction, whose last statement is the append.
        await trx.raw("select set_config('lock_timeout', ?, true)", [String(WAIT_MS)]);
        return lockRow(trx);
      }
      if (database.client === 'sqlite') return lockRow(trx);
      // MySQL has this limit per connection only, and the connection returns to a shared pool.
      await trx.raw('set session innodb_lock_wait_timeout = ?', [WAIT_MS / 1000]);
      try {
        return await lockRow(trx);
      } finally {
        await trx.raw('set session innodb_lock_wait_timeout = default');
      }
    },

    async move(from, to, trx) {
      const affected = await moving(trx).where({ seq: from.seq, hash: from.hash }).update(columnsOf(to, seals));
      if (!wonBy(affected)) throw new Error('the audit head moved while it was held');
    },

    async append(from, to, row, trx) {
      if (database.client === 'postgres') return appendAtOnce(from, to, row, trx);
      if (!(await replace(from, to, trx))) return false;
      await database.often('auditEntries', trx).insert(toColumns(row));
      return true;
    },
  };
};
