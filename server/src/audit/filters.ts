/** Which rows are asked for, and how a database finds them in the order of the pages without reading the others. */
import { z } from 'zod';
import type { Knex } from 'knex';

import { EVENT_TYPES, METHODS } from '../../../shared/contracts/constants';
import type { Database } from '../store';
import { CHAIN, ROW_COLUMNS } from './chain';

export interface Filters {
  types?: readonly string[];
  outcome?: string;
  /** As the one who did it or the one it was done to. */
  userId?: number;
  /** As the one who did it only. */
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

/** A day stands for its first millisecond as `from` and its last as `to`; both in UTC. */
const time = (end: boolean) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .transform((value) => Date.parse(value) + (end && value.length === 10 ? 86_400_000 - 1 : 0));

/** The query string's part that list and export share. */
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
 * The places of a time span. Rows are nearly in the order of time, but two nodes' clocks differ: the head knows by how
 * much any row was ever earlier than one before it, and no row of the span can lie further off than that.
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
type Condition = (query: Query) => Query;

/**
 * One condition per index to walk. "This person or that role of theirs" and "one of these types" are each several walks
 * that are merged: an OR or IN over a million rows would be sorted as a whole for every page.
 */
const walks = ({ types, userId }: Filters): Condition[] => {
  const byType: Condition[] = types ? types.map((type) => (query) => query.where({ type })) : [(query) => query];
  if (userId === undefined) return byType;
  const byPerson: Condition[] = [
    (query) => query.where({ target_id: userId }),
    (query) =>
      query.where({ actor_id: userId }).where((other) => {
        void other.whereNull('target_id').orWhereNot('target_id', userId);
      }),
  ];
  return byPerson.flatMap((person) =>
    byType.map(
      (type): Condition =>
        (query) =>
          type(person(query))
    )
  );
};

const everyRowMust = ({ outcome, method, ip, actorId, from, to }: Filters, range: Range): Condition => {
  return (query) => {
    if (outcome !== undefined) query.where({ outcome });
    if (method !== undefined) query.where({ method });
    if (ip !== undefined) query.where({ ip });
    if (actorId !== undefined) query.where({ actor_id: actorId });
    if (from !== undefined) query.where('at', '>=', from);
    if (to !== undefined) query.where('at', '<=', to);
    if (range.after > 0) query.where('seq', '>', range.after);
    if (range.before < Number.MAX_SAFE_INTEGER) query.where('seq', '<', range.before);
    return query;
  };
};

/** At most `limit` rows of the range that pass the filters, in the order of their places. */
export const findRows = async (
  database: Database,
  filters: Filters,
  { range, order, limit }: { range: Range; order: 'asc' | 'desc'; limit: number }
): Promise<Record<string, unknown>[]> => {
  const must = everyRowMust(filters, range);
  const branches = walks(filters).map((walk) =>
    must(walk(database.table('auditEntries').select(ROW_COLUMNS)))
      .orderBy('seq', order)
      .limit(limit)
  );
  const [only, ...others] = branches;
  if (only && others.length === 0) return only;
  const wrapped = branches.map((branch, index) => database.knex.select('*').from(branch.as(`walk_${index}`)));
  const merged = database.knex.unionAll(wrapped).as('merged');
  return database.knex.select('*').from(merged).orderBy('seq', order).limit(limit);
};

export const countRows = async (database: Database, filters: Filters, range: Range): Promise<number> => {
  const must = everyRowMust(filters, range);
  const counts = await Promise.all(
    walks(filters).map((walk) =>
      must(walk(database.table('auditEntries')))
        .count({ rows: '*' })
        .first()
    )
  );
  return counts.reduce((sum, count) => sum + Number(count?.rows ?? 0), 0);
};
