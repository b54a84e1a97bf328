/** Finds and counts the rows that match a filter in page order, without reading the others. */
import type { Knex } from 'knex';

import type { Database } from '../platform';
import { ROW_COLUMNS } from './seal-entry';
import type { Filters, Range } from './filters';

type Query = Knex.QueryBuilder;
type Column = 'type' | 'outcome' | 'method' | 'ip' | 'actor_id';
type Row = Record<string, unknown>;

/** This many types are most of the trail. */
const MANY_TYPES = 20;
/** Rows looked at for each row wanted before the query changes its way. */
const LOOKED_AT = 8;

const hasManyTypes = ({ types }: Filters): boolean => types !== undefined && types.length >= MANY_TYPES;

/**
 * The column whose index leads to the rows: the one with the fewest rows per value. The others are compared row by row,
 * inside a function, because a database without statistics might use their index and read every failure.
 */
const guideOf = (filters: Filters): Column | 'person' | null => {
  const { userId, actorId, ip, types, method, outcome } = filters;
  if (userId !== undefined) return 'person';
  if (actorId !== undefined) return 'actor_id';
  if (ip !== undefined) return 'ip';
  if (types !== undefined && !hasManyTypes(filters)) return 'type';
  if (method !== undefined) return 'method';
  if (outcome === 'failure') return 'outcome';
  if (types !== undefined) return 'type';
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

const compare = (query: Query, filters: Filters, except: Column | 'person' | null): Query => {
  for (const [column, wanted] of wantedOf(filters)) {
    if (column === except) continue;
    const marks = wanted.map(() => '?').join(', ');
    void query.whereRaw(`coalesce(??, ${column === 'actor_id' ? '0' : "''"}) in (${marks})`, [column, ...wanted]);
  }
  return query;
};

const within = (query: Query, { from, to, seq }: Filters, { after, before }: Range): Query => {
  if (seq !== undefined) void query.where('seq', seq);
  if (from !== undefined) void query.where('at', '>=', from);
  if (to !== undefined) void query.where('at', '<=', to);
  if (after > 0) void query.where('seq', '>', after);
  if (before < Number.MAX_SAFE_INTEGER) void query.where('seq', '<', before);
  return query;
};

/**
 * Several queries, each along one index, whose rows together are the answer. A single OR or IN ("by or about this
 * person", "one of these types") would sort all rows for every page.
 */
const walksOf = (database: Database, filters: Filters, range: Range): Query[] => {
  const guide = guideOf(filters);
  const base = (): Query => within(compare(database.table('auditEntries'), filters, guide), filters, range);
  if (guide === null) return [base()];
  if (guide === 'person') {
    const roles = ['target_id', 'actor_id'] as const;
    return roles.map((role) => base().where(role, filters.userId ?? null));
  }
  const [, values] = wantedOf(filters).find(([column]) => column === guide) ?? [guide, []];
  return values.map((value) => base().where(guide, value));
};

interface Wanted {
  range: Range;
  order: 'asc' | 'desc';
  limit: number;
}

/** If most rows match, the next few hold a page. Null if they don't: a mail to ten thousand people lies between. */
const findNearby = async (
  database: Database,
  filters: Filters,
  { range, order, limit }: Wanted
): Promise<Row[] | null> => {
  if (guideOf(filters) !== 'type' || !hasManyTypes(filters)) return null;
  const next = within(database.table('auditEntries'), filters, range).select(ROW_COLUMNS).orderBy('seq', order);
  const nearby = database.knex.select('*').from(next.limit(limit * LOOKED_AT).as('nearby'));
  const rows: Row[] = await compare(nearby, filters, null).orderBy('seq', order).limit(limit);
  return rows.length === limit ? rows : null;
};

/** At most `limit` rows of the range that match the filters, in order. */
export const findRows = async (database: Database, filters: Filters, wanted: Wanted): Promise<Row[]> => {
  const { range, order, limit } = wanted;
  const nearby = await findNearby(database, filters, wanted);
  if (nearby) return nearby;
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

/** How many rows of the range match. With `most`, counting ends there, so that it costs the same in a larger trail. */
export const countRows = async (
  database: Database,
  filters: Filters,
  range: Range,
  most = Number.MAX_SAFE_INTEGER
): Promise<number> => {
  const { userId } = filters;
  const walks = walksOf(database, filters, range).map((walk, index) => {
    if (userId === undefined || index === 0) return walk;
    return walk.where((other) => {
      void other.whereNull('target_id').orWhereNot('target_id', userId);
    });
  });
  if (walks.length === 0) return 0;
  const found = walks.map((walk, index) =>
    database.knex.select('seq').from(walk.select('seq').limit(most).as(`walk_${index}`))
  );
  const all = database.knex.select('seq').from(database.knex.unionAll(found).as('found')).limit(most);
  const count = await database.knex.from(all.as('counted')).count({ rows: '*' }).first();
  return Number(count?.rows ?? 0);
};
