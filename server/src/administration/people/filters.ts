/** Filters and order of the list of people. */
import { z } from 'zod';
import type { Knex } from 'knex';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import type { KeysFilter } from '../../../../shared/contracts/types';
import type { MfaConfig } from '../../platform';
import type { EffectivePolicy } from '../../policy';
import { likePiece, names, ROLE, standings, USER, type MethodCountDeps } from './enrollment-status';
import { STATUSES } from './status';

const SORTS = ['name', 'email', 'status', 'lastVerifiedAt', 'deadline', 'createdAt'] as const;
const KEYS = ['alone', 'uncounted', 'withdrawn'] as const satisfies readonly KeysFilter[];
const METHODS = [...AUTHENTICATOR_TYPES, 'none'] as const;

const oneOrMore = <T extends readonly [string, ...string[]]>(values: T) =>
  z
    .union([z.string().max(200), z.array(z.string().max(40)).max(20)])
    .transform((given) => (typeof given === 'string' ? given.split(',') : given).filter((part) => part !== ''))
    .pipe(z.array(z.enum(values)));

const sort = z
  .string()
  .regex(new RegExp(`^(${SORTS.join('|')})(:(asc|desc))?$`, 'i'))
  .transform((text) => {
    const [wanted = '', direction = 'asc'] = text.toLowerCase().split(':');
    const by = SORTS.find((name) => name.toLowerCase() === wanted) ?? 'name';
    return { by, direction: direction === 'desc' ? ('desc' as const) : ('asc' as const) };
  });

/**
 * The query parameters that the list and the export share. `status`, `method`, and `keys` take several values,
 * separated by commas.
 */
export const peopleFilterShape = {
  search: z.string().trim().max(255).optional(),
  status: oneOrMore(STATUSES as [string, ...string[]]).optional(),
  /** The role's code or ID. */
  role: z.string().min(1).max(255).optional(),
  method: oneOrMore(METHODS).optional(),
  /** People who can log in with a passkey alone, whose keys no longer count, or whose keys are of a withdrawn model. */
  keys: oneOrMore(KEYS).optional(),
  sort: sort.optional(),
};

export type PeopleFilters = z.infer<z.ZodObject<typeof peopleFilterShape>>;

type Query = Knex.QueryBuilder;

const WORDS = 8;

/** Every word has to occur in the name or the address, in any case. */
const searchFor = (query: Query, search: string): void => {
  for (const word of search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, WORDS)) {
    const like = `%${likePiece(word)}%`;
    query.where((any) => {
      for (const column of ['email', 'firstname', 'lastname', 'username']) {
        void any.orWhereRaw(`lower(standing.${column}) like ? escape '!'`, [like]);
      }
    });
  }
};

const withMethod = (query: Query, methods: readonly string[], { database }: MethodCountDeps): void => {
  const types = methods.filter((method) => method !== 'none');
  query.where((any) => {
    if (methods.includes('none')) void any.orWhereNull('standing.strength');
    if (types.length === 0) return;
    void any.orWhereIn('standing.id', database.table('authenticators').select('user_id').whereIn('type', types));
  });
};

const withRole = (query: Query, role: string, { database }: MethodCountDeps): void => {
  const links = database.relation(USER, 'roles');
  const roles = database.core(ROLE).select('id').where({ code: role });
  if (/^\d{1,9}$/.test(role)) void roles.orWhere({ id: Number(role) });
  void query.whereIn('standing.id', links.rows().select(links.own).whereIn(links.other, roles));
};

/** Computing ten thousand statuses takes a database some milliseconds, so this is done only if the query needs them. */
const needsStanding = ({ status, method, keys }: PeopleFilters, by: (typeof SORTS)[number]): boolean =>
  (status?.length ?? 0) + (keys?.length ?? 0) > 0 ||
  (method?.includes('none') ?? false) ||
  by === 'status' ||
  by === 'deadline' ||
  by === 'lastVerifiedAt';

export interface FilterDeps extends MethodCountDeps {
  config: MfaConfig;
}

const passing = (
  filters: PeopleFilters,
  by: (typeof SORTS)[number],
  policy: EffectivePolicy,
  deps: FilterDeps
): Query => {
  // Invited people aren't counted, but a search finds them, because they may need a pass first.
  const invited = Boolean(filters.search);
  const whom = by === 'deadline' ? { invited, deadlineAfterReset: deps.config.resetEnrollmentHours } : { invited };
  const source = needsStanding(filters, by) ? standings(policy, deps, whom) : names(deps, whom);
  const query = deps.database.knex.queryBuilder().from(source.as('standing'));
  if (filters.search) searchFor(query, filters.search);
  if (filters.status && filters.status.length > 0) void query.whereIn('standing.status', filters.status);
  if (filters.method && filters.method.length > 0) withMethod(query, filters.method, deps);
  const { keys = [] } = filters;
  if (keys.length > 0) {
    query.where((any) => {
      for (const key of keys) void any.orWhere(`standing.${key}`, '>', 0);
    });
  }
  if (filters.role) withRole(query, filters.role, deps);
  return query;
};

const NAME = [
  "lower(coalesce(nullif(standing.firstname, ''), nullif(standing.lastname, ''), nullif(standing.username, ''), standing.email))",
  "lower(coalesce(standing.lastname, ''))",
];

const ORDERS: Record<(typeof SORTS)[number], readonly string[]> = {
  name: NAME,
  email: ['lower(standing.email)'],
  status: [`case standing.status ${STATUSES.map((status, at) => `when '${status}' then ${at}`).join(' ')} end`],
  lastVerifiedAt: ['coalesce(standing.last_verified_at, 0)'],
  deadline: ['standing.deadline'],
  createdAt: ['standing.created_at'],
};

/** How many people match the filters. */
export const counted = (filters: PeopleFilters, policy: EffectivePolicy, deps: FilterDeps): Query =>
  passing(filters, 'name', policy, deps).count({ total: '*' });

/**
 * The IDs of all people who match. People with the same status or deadline are in alphabetical order, and those without
 * a deadline come last. Sorting by ID last makes every order total, so pages never show a person twice.
 */
export const sorted = (filters: PeopleFilters, policy: EffectivePolicy, deps: FilterDeps): Query => {
  const { by, direction } = filters.sort ?? { by: 'name' as const, direction: 'asc' as const };
  const query = passing(filters, by, policy, deps).select('standing.id');
  if (by === 'deadline') void query.orderByRaw('case when standing.deadline is null then 1 else 0 end');
  for (const expression of ORDERS[by]) void query.orderByRaw(`${expression} ${direction}`);
  if (by === 'status' || by === 'deadline') for (const expression of NAME) void query.orderByRaw(expression);
  return query.orderBy('standing.id', direction);
};
