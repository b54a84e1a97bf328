import { CLOCK_SKEW_MS, type Database, type Ports, type Trx, wonBy } from '../platform';

const OLDEST_MS = 200 * 86_400_000;

/** What was already sent: one row per email, so that two nodes never send it twice. */
export const createOnceOnly = ({ database, ports }: { database: Database; ports: Ports }) => {
  /**
   * Creates the row, not taken yet. Call it before the transaction that takes it: on MySQL, two transactions that
   * insert the same key and then update it deadlock.
   */
  const prepare = async (key: string, trx?: Trx): Promise<void> => {
    await database
      .table('marks', trx)
      .insert({ mark_key: key, document_id: ports.random.uuid(), at: 0 })
      .onConflict('mark_key')
      .ignore();
  };

  /** True for exactly one caller, and again only after `pauseMs`. With Infinity, only once. */
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

    /** Taken again: the time counts from now. */
    async renew(key: string): Promise<void> {
      await database.table('marks').where({ mark_key: key }).update({ at: ports.clock.now() });
    },

    /** When each of these was taken, in UTC milliseconds. Those that weren't are missing. */
    async times(keys: readonly string[]): Promise<Map<string, number>> {
      const rows = await database
        .table('marks')
        .select('mark_key', 'at')
        .whereIn('mark_key', [...keys])
        .where('at', '>', 0);
      return new Map(rows.map((row: Record<string, unknown>) => [String(row.mark_key), Number(row.at)]));
    },

    /** Which of these were already taken. Use it for a page of people. */
    async taken(keys: readonly string[]): Promise<Set<string>> {
      return new Set((await this.times(keys)).keys());
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

    /** Deletes the rows of a deleted person, because IDs might be reused. */
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

export type OnceOnly = ReturnType<typeof createOnceOnly>;
