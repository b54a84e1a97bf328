/** How coverage developed: one row a day with the number of people in each status. Nothing is counted at a login. */
import type { CoverageDay, CoverageHistory } from '../../../../shared/contracts/coverage';
import type { PersonStatus } from '../../../../shared/contracts/types';
import type { PolicyStore } from '../../policy';
import { standings, type MethodCountDeps } from './enrollment-status';
import { STATUSES } from './status';

const DAY_MS = 86_400_000;
/** Long enough to compare with the same day of the year before. */
export const COVERAGE_KEPT_DAYS = 400;

export interface CoverageDeps extends MethodCountDeps {
  policies: PolicyStore;
}

type Row = Record<string, unknown>;
type ByStatus = Record<PersonStatus, number>;

const byStatusOf = (read: (status: PersonStatus) => unknown): ByStatus =>
  Object.fromEntries(STATUSES.map((status) => [status, Number(read(status) ?? 0)])) as ByStatus;

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const dayOf = (day: number, byStatus: ByStatus): CoverageDay => ({
  day: dateOf(day),
  total: Object.values(byStatus).reduce((total, count) => total + count, 0),
  byStatus,
});

export const createCoverage = (deps: CoverageDeps) => {
  const { database, policies, ports } = deps;
  const today = (): number => Math.floor(ports.clock.now() / DAY_MS);
  /** The last day that this node knows to be counted, so that the schedule asks the database once a day. */
  let known = -1;

  const countNow = async (): Promise<ByStatus> => {
    const rows: Row[] = await database.knex
      .queryBuilder()
      .from(standings(await policies.current(), deps).as('standing'))
      .select('standing.status')
      .count({ people: '*' })
      .groupBy('standing.status');
    const counts = new Map(rows.map(({ status, people }) => [status, people]));
    return byStatusOf((status) => counts.get(status));
  };

  const keep = async (day: number): Promise<void> => {
    const counts = await countNow();
    // Several nodes may count at the same time. The first insert of the day wins.
    await database
      .table('coverageDays')
      .insert({ day, at: ports.clock.now(), document_id: ports.random.uuid(), ...counts })
      .onConflict('day')
      .ignore();
    await database
      .table('coverageDays')
      .where('day', '<=', day - COVERAGE_KEPT_DAYS)
      .delete();
  };

  return {
    /** Counts today, if no node has done so yet. Costs no statement if this node knows that it's done. */
    async countToday(): Promise<void> {
      const day = today();
      if (day === known) return;
      if (!(await database.table('coverageDays').where({ day }).first('day'))) await keep(day);
      known = day;
    },

    /** The last `days` days, including today as of now. Days that nobody counted are left out. */
    async coverage(days: number): Promise<CoverageHistory> {
      const day = today();
      const [first]: Row[] = await database.table('coverageDays').where('day', '<', day).min({ day: 'day' });
      const rows: Row[] = await database
        .table('coverageDays')
        .where('day', '<', day)
        .where('day', '>', day - days)
        .orderBy('day');
      const past = rows.map((row) =>
        dayOf(
          Number(row.day),
          byStatusOf((status) => row[status])
        )
      );
      const since = first?.day === null || first?.day === undefined ? null : dateOf(Number(first.day));
      return { since, days: [...past, dayOf(day, await countNow())] };
    },
  };
};

export type Coverage = ReturnType<typeof createCoverage>;
