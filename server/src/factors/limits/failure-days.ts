import type { CounterKind } from '../factor';
import { readRows, wonBy, type Database, type Trx } from '../../platform';
import { COUNTER_KINDS, counterKey, type DayRow } from './counter-key';
import { BUDGET_DAYS } from './rules';

const dayKey = (userId: number, counter: CounterKind, day: number): string => `${counterKey(userId, counter)}:${day}`;

/** The number of failures within the days of the budget. */
export const totalOf = (rows: readonly DayRow[], today: number): number =>
  rows
    // Days in the future were counted by a clock that was set back since. Tomorrow may be another node's today.
    .filter(({ day }) => day > today - BUDGET_DAYS && day <= today + 1)
    .reduce((sum, { failures }) => sum + failures, 0);

/** The rows of `mfa_failure_days`: failures by day, which a success doesn't clear. */
export const createFailureDays = (database: Database) => {
  return {
    /** Creates today's row, and deletes those that no budget counts. */
    async open(
      userId: number,
      counter: CounterKind,
      today: number,
      past: readonly DayRow[],
      documentId: string,
      trx: Trx
    ): Promise<void> {
      await database
        .table('failureDays', trx)
        .insert({
          day_key: dayKey(userId, counter, today),
          document_id: documentId,
          counter_key: counterKey(userId, counter),
          day: today,
          failures: 0,
        })
        .onConflict('day_key')
        .ignore();
      await this.dropOld(past, today, trx);
    },

    /** Deletes the rows that no budget counts. */
    async dropOld(past: readonly DayRow[], today: number, trx: Trx): Promise<void> {
      const old = past.filter(({ day }) => day <= today - BUDGET_DAYS).map(({ id }) => id);
      if (old.length > 0) await database.table('failureDays', trx).whereIn('id', old).delete();
    },

    /** Creates today's row, except on MySQL: false there if it doesn't exist yet. */
    async add(
      userId: number,
      counter: CounterKind,
      { today, documentId }: { today: number; documentId: string },
      trx: Trx
    ): Promise<boolean> {
      if (database.client !== 'mysql') {
        const text = `insert into ${database.named('failureDays').toQuery()} as d
          (day_key, document_id, counter_key, day, failures) values (?, ?, ?, ?, 1)
          on conflict (day_key) do update set failures = d.failures + 1 returning day_key`;
        const bindings = [dayKey(userId, counter, today), documentId, counterKey(userId, counter), today];
        return (await readRows(database, text, bindings, trx)).length > 0;
      }
      const affected = await database
        .table('failureDays', trx)
        .where({ day_key: dayKey(userId, counter, today) })
        .increment('failures', 1);
      return wonBy(affected);
    },

    /** Returns an attempt that was counted before it was judged, and was right. It may have begun before midnight. */
    async giveBack(userId: number, counter: CounterKind, today: number, trx: Trx): Promise<void> {
      for (const day of [today, today - 1]) {
        const affected = await database
          .often('failureDays', trx)
          .where({ day_key: dayKey(userId, counter, day) })
          .where('failures', '>', 0)
          .decrement('failures', 1);
        if (wonBy(affected)) return;
      }
    },

    async forget(userId: number, counters: readonly CounterKind[], trx: Trx): Promise<void> {
      const keys = counters.map((counter) => counterKey(userId, counter));
      await database.table('failureDays', trx).whereIn('counter_key', keys).delete();
    },

    forgetAll(userId: number, trx: Trx): Promise<void> {
      return this.forget(userId, COUNTER_KINDS, trx);
    },
  };
};

export type FailureDays = ReturnType<typeof createFailureDays>;
