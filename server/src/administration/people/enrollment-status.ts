/**
 * Computes everyone's status in the database, so that ten thousand people can be filtered, sorted, and counted without
 * fetching them. Rows that are shown still get their status from `decide`.
 */
import type { Knex } from 'knex';

import type { EffectivePolicy } from '../../policy';
import { deadline } from './deadlines';
import { methodCounts, ROLE, type MethodCountDeps, USER } from './method-counts';

export { likePiece, ROLE, type MethodCountDeps as MethodCountDeps, USER } from './method-counts';

type Query = Knex.QueryBuilder;

const DAY_MS = 86_400_000;

const locks = (now: number, { database }: MethodCountDeps): Query =>
  database
    .table('counters')
    .distinct('user_id')
    .where((row) => void row.whereNotNull('stopped_at').orWhere('locked_until', '>', now));

const bindingRoles = (policy: EffectivePolicy): string[] =>
  Object.entries(policy.roles).flatMap(([code, level]) => (level === 'optional' ? [] : [code]));

/** People whose role has a requirement, with the earliest time one of these requirements began. */
const bound = (policy: EffectivePolicy, { database }: MethodCountDeps): Query => {
  const links = database.relation(USER, 'roles');
  const codes = bindingRoles(policy);
  const since = codes.map((code) => `when ? then ${Math.trunc(policy.since[code] ?? 0)}`).join(' ');
  const roles = database.core(ROLE).select('id', 'code').whereIn('code', codes).as('bound_roles');
  return links
    .rows()
    .join(roles, 'bound_roles.id', links.other)
    .select(`${links.own} as user_id`)
    .select(database.knex.raw(`min(case bound_roles.code ${since} else 0 end) as since`, codes))
    .groupBy(links.own);
};

/** The rest of the status: what a person without an authenticator has to do. Same order as the rules of `decide`. */
const withoutAny = (policy: EffectivePolicy, now: number, byRole: boolean): { sql: string; bindings: unknown[] } => {
  if (policy.stepsAside) return { sql: "else 'not_set_up' end", bindings: [] };
  const everyone = policy.requirement !== 'optional';
  const owes = everyone ? '1 = 1' : byRole ? 'bound.since is not null' : '1 = 0';
  const from = now - policy.gracePeriodDays * DAY_MS;
  const begins = [
    ...(everyone ? [(policy.since.default ?? 0) > from ? '1 = 1' : '1 = 0'] : []),
    ...(byRole ? [everyone ? `(bound.since is null or bound.since > ${from})` : `bound.since > ${from}`] : []),
  ];
  const grace =
    policy.gracePeriodDays === 0
      ? { sql: '1 = 0', bindings: [] }
      : { sql: `((${begins.join(' and ') || '1 = 0'}) or people.created_at > ?)`, bindings: [new Date(from)] };
  return {
    sql: `when accounts.must_enroll_since is not null then 'must_enroll' when not (${owes}) then 'not_set_up'
      when ${grace.sql} then 'in_grace' else 'must_enroll' end`,
    bindings: grace.bindings,
  };
};

const status = (policy: EffectivePolicy, now: number, byRole: boolean): { sql: string; bindings: unknown[] } => {
  const strong = "when held.strong > 0 then 'protected'";
  if (!policy.enabled) {
    const sql = `case when locks.user_id is not null then 'locked' ${strong} when held.user_id is not null then 'weak' else 'not_set_up' end`;
    return { sql, bindings: [] };
  }
  const rest = withoutAny(policy, now, byRole);
  return {
    sql: `case when locks.user_id is not null then 'locked' when accounts.exempt_until > ${now} then 'exempt' ${strong}
      when held.accepted > 0 then 'weak' when held.user_id is not null then 'must_enroll' ${rest.sql}`,
    bindings: rest.bindings,
  };
};

/** The rest of `refusalAlone`: what depends on the person, and on the policy as a whole. */
const aloneHere = ({ enabled, passwordless }: EffectivePolicy): string =>
  enabled && passwordless === 'allowed'
    ? 'case when accounts.must_enroll_since is null then held.alone else 0 end'
    : '0';

const COLUMNS = ['id', 'email', 'firstname', 'lastname', 'username', 'created_at'] as const;

export interface Whom {
  /** Includes people who were invited and haven't registered yet. */
  invited?: boolean;
  /** Adds `deadline` (UTC ms or null), with this many hours after a reset. */
  deadlineAfterReset?: number;
}

/** Active administrators without the expensive columns: enough to search and to sort by name. */
export const names = ({ database }: MethodCountDeps, { invited = false }: Whom = {}): Query =>
  database
    .core(USER)
    .select(COLUMNS)
    .where((any) => {
      void any.where({ is_active: true });
      if (invited) void any.orWhereNotNull('registration_token');
    });

/**
 * Active administrators: `id`, names, `created_at`, `last_verified_at`, `status`, `strength` of the strongest method
 * (null without any), and how many keys log in `alone`, are `uncounted`, or `withdrawn`. Use it as a derived table.
 */
export const standings = (policy: EffectivePolicy, deps: MethodCountDeps, whom: Whom = {}): Query => {
  const { database, ports } = deps;
  const now = ports.clock.now();
  const byRole = policy.enabled && bindingRoles(policy).length > 0;
  const called = status(policy, now, byRole);
  const accounts = database
    .table('accounts')
    .select('user_id', 'exempt_until', 'must_enroll_since', 'last_verified_at')
    .as('accounts');
  const query = database.knex
    .queryBuilder()
    .from(names(deps, whom).as('people'))
    .leftJoin(accounts, 'accounts.user_id', 'people.id')
    .leftJoin(methodCounts(policy, deps).as('held'), 'held.user_id', 'people.id')
    .leftJoin(locks(now, deps).as('locks'), 'locks.user_id', 'people.id');
  if (byRole) query.leftJoin(bound(policy, deps).as('bound'), 'bound.user_id', 'people.id');
  if (whom.deadlineAfterReset !== undefined) {
    const facts = { byRole, client: database.client, now, resetEnrollmentHours: whom.deadlineAfterReset };
    const due = deadline(policy, facts);
    void query.select(database.knex.raw(`${due.sql} as deadline`, due.bindings));
  }
  return query
    .select(COLUMNS.map((column) => `people.${column}`))
    .select('accounts.last_verified_at', 'held.strength', 'held.uncounted', 'held.withdrawn')
    .select(database.knex.raw(`${aloneHere(policy)} as alone`))
    .select(database.knex.raw(`${called.sql} as status`, called.bindings as Knex.RawBinding[]));
};
