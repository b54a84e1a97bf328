import type { CounterKind } from '../factor';
import { readRows, toMs, wonBy, type Database, type Trx } from '../../platform';
import { COUNTER_KINDS, counterKey, type DayRow } from './counter-key';
import type { LimitRules, LimitState } from './count-attempts';
import { spending, upsertTexts } from './spend-sql';

export interface CounterRow {
  userId: number;
  failures: number;
  blockedUntil: number | null;
  lockedUntil: number | null;
  stopped: boolean;
}

/** A counter, with its failures by day. */
export interface CountedRow {
  row: CounterRow;
  past: DayRow[];
}

const fromRow = (row: Record<string, unknown>): CounterRow => ({
  userId: Number(row.user_id),
  failures: Number(row.failures),
  blockedUntil: toMs(row.blocked_until),
  lockedUntil: toMs(row.locked_until),
  stopped: row.stopped_at !== null && row.stopped_at !== undefined,
});

export const isOpen = (row: CounterRow | null, now: number): LimitState => {
  if (row === null) return { open: true };
  if (row.stopped) return { open: false, until: null };
  if (row.blockedUntil !== null && row.blockedUntil > now) return { open: false, until: row.blockedUntil };
  return { open: true };
};

/** The rows of `mfa_counters`: one per person and kind of guess. */
const rowsOf = (database: Database, upsert: ReturnType<typeof upsertTexts>) => ({
  async find(userId: number, counter: CounterKind, trx?: Trx): Promise<CounterRow | null> {
    const row = await database
      .table('counters', trx)
      .where({ counter_key: counterKey(userId, counter) })
      .first();
    return row ? fromRow(row) : null;
  },

  /** Several counters of one person with their days, in one read. An unused counter is missing. */
  async withDays(userId: number, kinds: readonly CounterKind[], trx?: Trx): Promise<Map<CounterKind, CountedRow>> {
    const [counters, days] = [database.named('counters').toQuery(), database.named('failureDays').toQuery()];
    const text = `select c.user_id, c.kind, c.failures, c.blocked_until, c.locked_until, c.stopped_at,
        d.id as day_id, d.day as day, d.failures as day_failures
      from ${counters} c left join ${days} d on d.counter_key = c.counter_key
      where c.counter_key in (${kinds.map(() => '?').join(', ')})`;
    const keys = kinds.map((kind) => counterKey(userId, kind));
    const rows = keys.length === 0 ? [] : await readRows(database, text, keys, trx);
    const found = new Map<CounterKind, CountedRow>();
    for (const row of rows) {
      const kind = row.kind as CounterKind;
      const known = found.get(kind) ?? { row: fromRow(row), past: [] };
      if (row.day_id !== null) {
        known.past.push({ id: Number(row.day_id), day: Number(row.day), failures: Number(row.day_failures) });
      }
      found.set(kind, known);
    }
    return found;
  },

  async ofPeople(userIds: readonly number[]): Promise<CounterRow[]> {
    const rows = await database.table('counters').whereIn('user_id', [...userIds]);
    return rows.map(fromRow);
  },

  /** Two nodes may both miss the row. The unique index lets one insert win. */
  async create(userId: number, counter: CounterKind, documentId: string, trx: Trx): Promise<void> {
    await database
      .table('counters', trx)
      .insert({
        counter_key: counterKey(userId, counter),
        document_id: documentId,
        user_id: userId,
        kind: counter,
        failures: 0,
      })
      .onConflict('counter_key')
      .ignore();
  },

  /**
   * Adds a failure, unless the counter is waiting, locked, or stopped. The number of affected rows decides. Creates the
   * row, except on MySQL.
   */
  async spend(
    userId: number,
    counter: CounterKind,
    { now, rules, documentId }: { now: number; rules: LimitRules; documentId: string },
    trx: Trx
  ): Promise<boolean> {
    if (database.client !== 'mysql') {
      const { text, times } = upsert(database.named('counters').toQuery(), rules);
      const bindings = [counterKey(userId, counter), documentId, userId, counter, ...Array<number>(times).fill(now)];
      return (await readRows(database, text, bindings, trx)).length > 0;
    }
    const columns = Object.entries(spending(String(now), rules)).map(([column, value]) => [
      column,
      database.knex.raw(value),
    ]);
    const affected = await database
      .table('counters', trx)
      .where({ counter_key: counterKey(userId, counter) })
      .whereNull('stopped_at')
      .where((free) => void free.whereNull('blocked_until').orWhere('blocked_until', '<=', now))
      .update(Object.fromEntries(columns));
    return wonBy(affected);
  },

  /** Shortens a wait to `until`, if it's still as read. */
  async shorten(row: CounterRow, counter: CounterKind, until: number): Promise<void> {
    await database
      .table('counters')
      .where({ counter_key: counterKey(row.userId, counter), blocked_until: row.blockedUntil })
      .update({ blocked_until: until, locked_until: row.lockedUntil === null ? null : until });
  },

  async stop(userId: number, counter: CounterKind, now: number, trx?: Trx): Promise<void> {
    await database
      .table('counters', trx)
      .where({ counter_key: counterKey(userId, counter) })
      .whereNull('stopped_at')
      .update({ stopped_at: now });
  },

  async clear(userId: number, counter: CounterKind, trx: Trx, only: 'always' | 'stopped'): Promise<boolean> {
    const row = database.often('counters', trx).where({ counter_key: counterKey(userId, counter) });
    if (only === 'stopped') row.whereNotNull('stopped_at');
    return wonBy(await row.update({ failures: 0, blocked_until: null, locked_until: null, stopped_at: null }));
  },

  async stopped(userId: number, trx: Trx): Promise<CounterKind[]> {
    const rows = await database
      .often('counters', trx)
      .select('kind')
      .where({ user_id: userId })
      .whereNotNull('stopped_at');
    return COUNTER_KINDS.filter((kind) => rows.some((row: Record<string, unknown>) => row.kind === kind));
  },

  async removeAll(userId: number, trx: Trx): Promise<void> {
    await database.table('counters', trx).where({ user_id: userId }).delete();
  },
});

export type CounterRows = ReturnType<typeof rowsOf>;

export const createCounterRows = (database: Database): CounterRows => rowsOf(database, upsertTexts());
