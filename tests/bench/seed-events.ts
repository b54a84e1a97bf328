/** Fills the audit trail with events, sealed the way the recorder seals them. */
import {
  createSeals,
  ROW_COLUMNS,
  toColumns,
  type ChainRow,
  type UnsealedRow,
} from '../../server/src/audit/seal-entry';
import { createHeads, type Head } from '../../server/src/audit/chain-head';
import type { KeyRing } from '../../server/src/platform/crypto';
import type { Database, Trx } from '../../server/src/platform/store';
import type { EventType, Method } from '../../shared/contracts/types';

export interface SeedOptions {
  count: number;
  /** The events are spread evenly between `from` and `to` (UTC milliseconds). */
  from: number;
  to: number;
  /** Number of people the events rotate through, with ids from 1001. Default 200. */
  people?: number;
}

interface Kind {
  type: EventType;
  outcome: 'success' | 'failure';
  method: Method | null;
  reason: string | null;
  details: string;
}

const kind = (type: EventType, more: Partial<Kind> = {}): Kind => ({
  type,
  outcome: 'success',
  method: null,
  reason: null,
  details: '{}',
  ...more,
});

/** An ordinary day: mostly logins, some failures, and now and then an administrator's action. */
const DAY: readonly Kind[] = [
  ...Array<Kind>(8).fill(kind('sign_in.challenged', { details: '{"door":"login","methods":["webauthn","totp"]}' })),
  ...Array<Kind>(6).fill(kind('sign_in.completed', { method: 'totp', details: '{"door":"login"}' })),
  ...Array<Kind>(3).fill(kind('sign_in.completed', { method: 'webauthn', details: '{"door":"login"}' })),
  ...Array<Kind>(2).fill(kind('verification.failed', { outcome: 'failure', method: 'totp', reason: 'wrong_code' })),
  kind('step_up.completed', { method: 'webauthn' }),
  kind('recovery_code.used', { method: 'recovery_code', details: '{"remaining":7}' }),
  kind('factor.added', { method: 'webauthn', details: '{"name":"Blue key"}' }),
];
const RARE = kind('user.reset', { reason: 'Lost the phone', details: '{"removed":2}' });

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
] as const;

const FIRST_ID = 1001;
const RARE_EVERY = 5000;
/** For SQLite, knex writes a multi-row insert as a compound SELECT, which is limited to 500 terms. */
const BATCH = 500;

const event = (index: number, at: number, people: number): Omit<UnsealedRow, 'seq' | 'previousHash'> => {
  const { type, outcome, method, reason, details } =
    index % RARE_EVERY === RARE_EVERY - 1 ? RARE : (DAY[index % DAY.length] ?? RARE);
  const id = FIRST_ID + (index % people);
  const email = `person-${id}@example.com`;
  return {
    at,
    type,
    outcome,
    actorKind: 'user',
    actorId: type === 'user.reset' ? 1 : id,
    actorEmail: type === 'user.reset' ? 'admin@example.com' : email,
    targetId: id,
    targetEmail: email,
    method,
    reason,
    ip: `203.0.113.${id % 250}`,
    userAgent: BROWSERS[id % BROWSERS.length] ?? null,
    sessionHash: null,
    requestId: null,
    node: 'seed#1',
    details,
  };
};

interface Prepared {
  run(...values: unknown[]): unknown;
}

type Insert = (rows: readonly ChainRow[]) => Promise<unknown>;

/** Prepares the statement once. Building an insert for each batch takes longer than sealing and storing its rows. */
const inserter = async (database: Database, trx: Trx): Promise<Insert> => {
  const table = database.named('auditEntries').toQuery();
  const valuesOf = (row: ChainRow): unknown[] => {
    const columns = toColumns(row);
    return ROW_COLUMNS.map((column) => columns[column]);
  };
  if (database.client === 'sqlite') {
    const connection: { prepare(sql: string): Prepared } = await trx.client.acquireConnection();
    const places = ROW_COLUMNS.map(() => '?').join(', ');
    const insert = connection.prepare(`insert into ${table} (${ROW_COLUMNS.join(', ')}) values (${places})`);
    return async (rows) => rows.forEach((row) => insert.run(...valuesOf(row)));
  }
  if (database.client === 'postgres') {
    const typeOf = (column: string): string => {
      if (column === 'at') return 'bigint';
      return ['seq', 'actor_id', 'target_id'].includes(column) ? 'integer' : 'text';
    };
    const lists = ROW_COLUMNS.map((column) => `?::${typeOf(column)}[]`).join(', ');
    const text = `insert into ${table} (${ROW_COLUMNS.join(', ')}) select * from unnest(${lists})`;
    return async (rows) => {
      const values = rows.map(valuesOf);
      return trx.raw(text, ROW_COLUMNS.map((_, place) => values.map((one) => one[place])) as never);
    };
  }
  return (rows) => database.table('auditEntries', trx).insert(rows.map(toColumns));
};

/** Appends `count` events in one transaction. Resolves to the number of the last one. */
export const seedEvents = async (
  { database, keys }: { database: Database; keys: KeyRing },
  { count, from, to, people = 200 }: SeedOptions
): Promise<number> => {
  const seals = createSeals(keys);
  const heads = createHeads({ database, seals });
  return database.transaction(async (trx) => {
    const { head } = await heads.lock(trx);
    const insert = await inserter(database, trx);
    let end: Head = head;
    for (let done = 0; done < count; done += BATCH) {
      const rows: ChainRow[] = [];
      for (let index = done; index < Math.min(done + BATCH, count); index += 1) {
        const at = Math.round(from + ((to - from) * index) / Math.max(count - 1, 1));
        const unsealed = { ...event(index, at, people), seq: end.seq + 1, previousHash: end.hash };
        const row = { ...unsealed, hash: seals.row(unsealed) };
        const disorderMs = Math.max(end.disorderMs, end.latestAt - at);
        end = { ...end, seq: row.seq, hash: row.hash, latestAt: Math.max(end.latestAt, at), disorderMs };
        rows.push(row);
      }
      await insert(rows);
    }
    await heads.move(head, end, trx);
    return end.seq;
  });
};
