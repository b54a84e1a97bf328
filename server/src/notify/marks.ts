import type { Ports } from '../ports';
import { wonBy, type Database, type Trx } from '../store';

const OLDEST_MS = 200 * 86_400_000;

/** What was said already: one row a thing, so that nobody is told twice by two nodes. */
export const createMarks = ({ database, ports }: { database: Database; ports: Ports }) => ({
  /**
   * True for exactly one caller, and again only after `pauseMs`. Lives and dies with `trx` when given.
   * @param pauseMs Infinity: once and for all.
   */
  async claim(key: string, pauseMs: number, trx?: Trx): Promise<boolean> {
    const now = ports.clock.now();
    await database
      .table('marks', trx)
      .insert({ mark_key: key, document_id: ports.random.uuid(), at: 0 })
      .onConflict('mark_key')
      .ignore();
    const free = Number.isFinite(pauseMs) ? Math.max(0, now - pauseMs) : 0;
    return wonBy(
      await database.table('marks', trx).where({ mark_key: key }).where('at', '<=', free).update({ at: now })
    );
  },

  async sweep(): Promise<void> {
    await database
      .table('marks')
      .where('mark_key', 'like', 'notice:%')
      .where('at', '<', ports.clock.now() - OLDEST_MS)
      .delete();
  },
});

export type Marks = ReturnType<typeof createMarks>;
