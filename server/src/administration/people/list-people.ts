/** Pages of people, and all people as a file. */
import { Readable } from 'node:stream';

import type { PersonRow } from '../../../../shared/contracts/types';
import { BYTE_ORDER_MARK, csvLine } from '../../audit';
import { giveWay } from '../../platform';
import type { PolicyStore } from '../../policy';
import { counted, sorted, type FilterDeps, type PeopleFilters } from './filters';
import type { Rows } from './rows';

export interface PeoplePage {
  rows: PersonRow[];
  pagination: { page: number; pageSize: number; pageCount: number; total: number };
}

export interface PeopleFile {
  stream: Readable;
  total: number;
}

export interface ListDeps extends FilterDeps {
  policies: PolicyStore;
  rows: Rows;
}

const BATCH = 250;

type Column = readonly [string, (row: PersonRow) => unknown];

const COLUMNS: readonly Column[] = [
  ['id', (row) => row.id],
  ['email', (row) => row.email],
  ['name', (row) => row.name],
  ['roles', (row) => row.roles.map((role) => role.name).join('; ')],
  ['requirement', (row) => row.requirement],
  ['status', (row) => row.status],
  ['methods', (row) => row.methods.join('; ')],
  ['recovery_codes_remaining', (row) => row.recoveryCodesRemaining],
  ['last_verified_at', (row) => row.lastVerifiedAt],
  ['grace_ends_at', (row) => row.graceEndsAt],
  ['locked_until', (row) => row.lockedUntil],
  ['exempt_until', (row) => row.exemptUntil],
  ['must_enroll_until', (row) => row.mustEnrollUntil],
  ['first_bound_at', (row) => row.firstBoundAt],
  ['logs_in_alone', (row) => (row.logsInAlone ? 'yes' : '')],
  ['uncounted_keys', (row) => row.uncountedKeys || ''],
  ['withdrawn_keys', (row) => row.withdrawnKeys || ''],
];

const idsOf = (found: readonly Record<string, unknown>[]): number[] => found.map((row) => Number(row.id));

export const createLists = (deps: ListDeps) => {
  return {
    async page(
      filters: PeopleFilters,
      { page, pageSize }: { page: number; pageSize: number },
      asker: number
    ): Promise<PeoplePage> {
      const policy = await deps.policies.current();
      const found: Record<string, unknown>[] = await sorted(filters, policy, deps)
        .select(deps.database.knex.raw('count(*) over () as total'))
        .offset((page - 1) * pageSize)
        .limit(pageSize);
      // Past the last page, no row carries the total.
      const [counting] = found.length > 0 ? found : await counted(filters, policy, deps);
      const total = Number(counting?.total ?? 0);
      const rows = await deps.rows.of(idsOf(found), policy, asker);
      return { rows, pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total } };
    },

    /**
     * RFC 4180, safe to open in a spreadsheet. Who matches is decided at the start, and their details are read in
     * batches.
     */
    async file(filters: PeopleFilters, asker: number): Promise<PeopleFile> {
      const policy = await deps.policies.current();
      const ids = idsOf(await sorted(filters, policy, deps));

      async function* chunks(): AsyncGenerator<string> {
        yield `${BYTE_ORDER_MARK}${csvLine(COLUMNS.map(([name]) => name))}`;
        for (let from = 0; from < ids.length; from += BATCH) {
          const rows = await deps.rows.of(ids.slice(from, from + BATCH), policy, asker);
          yield rows.map((row) => csvLine(COLUMNS.map(([, read]) => read(row)))).join('');
          await giveWay();
        }
      }

      return { stream: Readable.from(chunks(), { objectMode: false, highWaterMark: 1 << 16 }), total: ids.length };
    },
  };
};

export type Lists = ReturnType<typeof createLists>;
