import { CLOCK_SKEW_MS, type Database, type Ports, type Trx, wonBy } from '../platform';

const OLDEST_MS = 200 * 86_400_000;

/** What was said already: one row a thing, so that nobody is told twice by two nodes. */
export const createMarks = ({ database, ports }: { database: Database; ports: Ports }) => {
  /**
   * Makes the row, free to be taken. Before the transaction that takes it where there is one: on MySQL two transactions
   * that insert the same key and then update it stop each other.
   */
  const prepare = async (key: string, trx?: Trx): Promise<void> => {
    await database
      .table('marks', trx)
      .insert({ mark_key: key, document_id: ports.random.uuid(), at: 0 })
      .onConflict('mark_key')
      .ignore();
  };

  /** True for exactly one caller, and again only after `pauseMs`; with Infinity once and for all. */
  const take = async (key: string, pauseMs: number, trx?: Trx): Promise<boolean> => {
    const now = ports.clock.now();
    const again = Number.isFinite(pauseMs);
    const free = again ? Math.max(0, now - pauseMs) : 0;
    return wonBy(
      await database
        .table('marks', trx)
        .where({ mark_key: key })
        .where((old) => {
          old.where('at', '<=', free);
          if (again) old.orWhere('at', '>', now + CLOCK_SKEW_MS);
        })
        .update({ at: now })
    );
  };

  return {
    prepare,
    take,

    async claim(key: string, pauseMs: number, trx?: Trx): Promise<boolean> {
      await prepare(key, trx);
      return take(key, pauseMs, trx);
    },

    /** Taken anew: the time counts from now on. */
    async renew(key: string): Promise<void> {
      await database.table('marks').where({ mark_key: key }).update({ at: ports.clock.now() });
    },

    /** Which of these were taken already; a page of people at a time. */
    async taken(keys: readonly string[]): Promise<Set<string>> {
      const rows = await database
        .table('marks')
        .select('mark_key')
        .whereIn('mark_key', [...keys])
        .where('at', '>', 0);
      return new Set(rows.map((row: Record<string, unknown>) => String(row.mark_key)));
    },

    async sweep(): Promise<void> {
      await database
        .table('marks')
        .where('mark_key', 'like', 'notice:%')
        .where('at', '<', ports.clock.now() - OLDEST_MS)
        .delete();
      await database
        .table('marks')
        .where('mark_key', 'like', 'browser:%')
        .where('at', '<', ports.clock.now() - OLDEST_MS)
        .delete();
    },

    /** What was said to, and of, somebody who is gone: ids might be given again. */
    async forgetPerson(userId: number, trx: Trx): Promise<void> {
      await database
        .table('marks', trx)
        .where((one) => {
          one.where({ mark_key: `browsers:${userId}` }).orWhere('mark_key', 'like', `browser:${userId}:%`);
        })
        .delete();
    },
  };
};

export type Marks = ReturnType<typeof createMarks>;
