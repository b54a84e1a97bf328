/** Finds the rows that match a filter in page order, without reading the others. */
import { z } from 'zod';
import type { Knex } from 'knex';

import { EVENT_TYPES, METHODS } from '../../../shared/contracts/constants';
import type { Database } from '../platform';
import { CHAIN, ROW_COLUMNS } from './chain';

export interface Filters {
  types?: readonly string[];
  outcome?: string;
  /** As the actor or the target. */
  userId?: number;
  /** As the actor only. */
  actorId?: number;
  method?: string;
  ip?: string;
  /** UTC milliseconds, both inclusive. */
  from?: number;
  to?: number;
}

const csv = z
  .union([z.string().max(2000), z.array(z.string().max(100)).max(EVENT_TYPES.length)])
  .transform((value) => (typeof value === 'string' ? value.split(',') : value).filter((part) => part !== ''))
  .pipe(z.array(z.enum(EVENT_TYPES)));

const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** A day means its first millisecond for `from` and its last for `to`, both in UTC. */
const time = (end: boolean) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .transform((value) => Date.parse(value) + (end && value.length === 10 ? 86_400_000 - 1 : 0));

/** The query parameters that the list and the export share. */
export const filterShape = {
  type: csv.optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  userId: id.optional(),
  actorId: id.optional(),
  method: z.enum(METHODS).optional(),
  ip: z.string().min(1).max(64).optional(),
  from: time(false).optional(),
  to: time(true).optional(),
};

type FilterQuery = z.infer<z.ZodObject<typeof filterShape>>;

export const filtersOf = ({ type, ...rest }: FilterQuery): Filters => ({
  ...rest,
  ...(type && type.length > 0 ? { types: [...new Set(type)] } : {}),
});

/** Rows with `after < seq < before`. */
export interface Range {
  after: number;
  before: number;
}

export const EVERYTHING: Range = { after: 0, before: Number.MAX_SAFE_INTEGER };

/**
 * The sequence numbers of a time span. Rows are nearly in the order of time, but the clocks of two nodes differ. The
 * head stores the largest difference so far, and no row of the span can be further away than that.
 */
export const rangeOf = async (database: Database, { from, to }: Filters): Promise<Range> => {
  if (from === undefined && to === undefined) return EVERYTHING;
  const head = await database.table('auditHeads').where({ chain: CHAIN }).first();
  const disorder = Number(head?.disorder_ms ?? 0);
  const entries = () => database.table('auditEntries');
  const range = { ...EVERYTHING };
  if (from !== undefined) {
    const first = await entries().where('at', '>=', from).orderBy('at', 'asc').first('at');
    if (!first) return { after: 0, before: 0 };
    const at = Number(first.at);
    const [lowest] = await entries()
      .whereBetween('at', [at, at + disorder])
      .min({ seq: 'seq' });
    range.after = Number(lowest?.seq) - 1;
  }
  if (to !== undefined) {
    const last = await entries().where('at', '<=', to).orderBy('at', 'desc').first('at');
    if (!last) return { after: 0, before: 0 };
    const at = Number(last.at);
    const [highest] = await entries()
      .whereBetween('at', [at - disorder, at])
      .max({ seq: 'seq' });
    range.before = Number(highest?.seq) + 1;
  }
  return range;
};

type Query = Knex.QueryBuilder;
type Column = 'type' | 'outcome' | 'method' | 'ip' | 'actor_id';

/**
 * The column whose index leads to the rows: the one with the fewest rows per value. The others are compared row by row,
 * inside a function, because a database without statistics might use their index and read every failure.
 */
const guideOf = ({ userId, actorId, ip, types, method, outcome }: Filters): Column | 'person' | null => {
  if (userId !== undefined) return 'person';
  if (actorId !== undefined) return 'actor_id';
  if (ip !== undefined) return 'ip';
  if (types !== undefined) return 'type';
  if (method !== undefined) return 'method';
  return outcome === undefined ? null : 'outcome';
};

const wantedOf = ({ actorId, ip, types, method, outcome }: Filters): [Column, readonly (string | number)[]][] =>
  (
    [
      ['actor_id', actorId],
      ['ip', ip],
      ['type', types],
      ['method', method],
      ['outcome', outcome],
    ] as const
  ).flatMap(([column, wanted]): [Column, readonly (string | number)[]][] => {
    if (wanted === undefined) return [];
    return [[column, typeof wanted === 'object' ? wanted : [wanted]]];
  });

/**
 * Several queries, each along one index, whose rows together are the answer. A single OR or IN ("by or about this
 * person", "one of these types") would sort all rows for every page.
 */
const walksOf = (database: Database, filters: Filters, { after, before }: Range): Query[] => {
  const guide = guideOf(filters);
  const base = (): Query => {
    const query = database.table('auditEntries');
    for (const [column, wanted] of wantedOf(filters)) {
      if (column === guide) continue;
      const marks = wanted.map(() => '?').join(', ');
      void query.whereRaw(`coalesce(??, ${column === 'actor_id' ? '0' : "''"}) in (${marks})`, [column, ...wanted]);
    }
    if (filters.from !== undefined) void query.where('at', '>=', filters.from);
    if (filters.to !== undefined) void query.where('at', '<=', filters.to);
    if (after > 0) void query.where('seq', '>', after);
    if (before < Number.MAX_SAFE_INTEGER) void query.where('seq', '<', before);
    return query;
  };
  if (guide === null) return [base()];
  if (guide === 'person') {
    const roles = ['target_id', 'actor_id'] as const;
    return roles.map((role) => base().where(role, filters.userId ?? null));
  }
  const [, values] = wantedOf(filters).find(([column]) => column === guide) ?? [guide, []];
  return values.map((value) => base().where(guide, value));
};

/** At most `limit` rows of the range that match the filters, in order. */
export const findRows = async (
  database: Database,
  filters: Filters,
  { range, order, limit }: { range: Range; order: 'asc' | 'desc'; limit: number }
): Promise<Record<string, unknown>[]> => {
  const walks = walksOf(database, filters, range).map((walk) =>
    walk.select(ROW_COLUMNS).orderBy('seq', order).limit(limit)
  );
  const [only, ...others] = walks;
  if (!only) return [];
  if (others.length === 0) return only;
  const wrapped = walks.map((walk, index) => database.knex.select('*').from(walk.as(`walk_${index}`)));
  // A person's own changes are in both results.
  const merged = database.knex.union(wrapped).as('merged');
  return database.knex.select('*').from(merged).orderBy('seq', order).limit(limit);
};

export const countRows = async (database: Database, filters: Filters, range: Range): Promise<number> => {
  const { userId } = filters;
  const walks = walksOf(database, filters, range).map((walk, index) => {
    if (userId === undefined || index === 0) return walk;
    return walk.where((other) => {
      void other.whereNull('target_id').orWhereNot('target_id', userId);
    });
  });
  const counts = await Promise.all(walks.map((walk) => walk.count({ rows: '*' }).first()));
  return counts.reduce((sum, count) => sum + Number(count?.rows ?? 0), 0);
};
