import type { CounterKind } from '../factors';
import { wonBy, type Database, type Trx } from '../store';
import { COUNTER_KINDS, counterKey } from './counters';
import { BUDGET_DAYS } from './rules';

interface DayRow {
  id: number;
  day: number;
  failures: number;
}

const dayKey = (userId: number, counter: CounterKind, day: number): string => `${counterKey(userId, counter)}:${day}`;

/** The rows of `mfa_failure_days`: failures by day, which success does not forget. */
export const createFailureDays = (database: Database) => {
  const rowsOf = async (userId: number, counter: CounterKind, trx?: Trx): Promise<DayRow[]> => {
    const rows = await database
      .table('failureDays', trx)
      .select('id', 'day', 'failures')
      .where({ counter_key: counterKey(userId, counter) });
    return rows.map((row: Record<string, unknown>) => ({
      id: Number(row.id),
      day: Number(row.day),
      failures: Number(row.failures),
    }));
  };

  const total = async (userId: number, counter: CounterKind, today: number, trx?: Trx): Promise<number> => {
    const rows = await rowsOf(userId, counter, trx);
    // Days to come were counted by a clock that was set back since; tomorrow may be another node's today.
    const counted = rows.filter(({ day }) => day > today - BUDGET_DAYS && day <= today + 1);
    return counted.reduce((sum, { failures }) => sum + failures, 0);
  };

  return {
    total,

    /**
     * Makes today's row before the transaction that counts in it (an update of a missing row and an insert after it
     * would lock the same gap on MySQL, and two people would stop each other), and drops rows no budget looks at.
     */
    async prepare(userId: number, counter: CounterKind, today: number, documentId: string): Promise<void> {
      const rows = await rowsOf(userId, counter);
      if (rows.some(({ day }) => day === today)) return;
      await database
        .table('failureDays')
        .insert({
          day_key: dayKey(userId, counter, today),
          document_id: documentId,
          counter_key: counterKey(userId, counter),
          day: today,
          failures: 0,
        })
        .onConflict('day_key')
        .ignore();
      const old = rows.filter(({ day }) => day <= today - BUDGET_DAYS).map(({ id }) => id);
      if (old.length > 0) await database.table('failureDays').whereIn('id', old).delete();
    },

    async add(userId: number, counter: CounterKind, today: number, trx: Trx): Promise<void> {
      const affected = await database
        .table('failureDays', trx)
        .where({ day_key: dayKey(userId, counter, today) })
        .increment('failures', 1);
      if (!wonBy(affected)) throw new Error(`the day's row of counter ${counterKey(userId, counter)} vanished`);
    },

    /** The attempt was counted before it was judged; it turned out right. It may have begun before midnight. */
    async giveBack(userId: number, counter: CounterKind, today: number, trx: Trx): Promise<void> {
      for (const day of [today, today - 1]) {
        const affected = await database
          .table('failureDays', trx)
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
