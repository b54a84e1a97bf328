/** Coverage in numbers: a few queries, however many people there are. */
import type { Core } from '@strapi/strapi';

import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import type {
  AdminTokenView,
  AuthenticatorType,
  PeopleSummary,
  PersonStatus,
} from '../../../../shared/contracts/types';
import { type EffectivePolicy, personName, type PolicyStore } from '../../policy';
import { ROLE, standings, USER, type MethodCountDeps } from './enrollment-status';
import { STATUSES } from './status';

const TOKEN = 'admin::api-token';
const DAY_MS = 86_400_000;

export interface SummaryDeps extends MethodCountDeps {
  strapi: Core.Strapi;
  policies: PolicyStore;
}

type Row = Record<string, unknown>;
type ByStatus = Record<PersonStatus, number>;

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

const sum = (counts: ByStatus): number => Object.values(counts).reduce((total, count) => total + count, 0);

interface TokenRow {
  id: number;
  name: string;
  createdAt: string | Date;
  lastUsedAt: string | Date | null;
  expiresAt: string | Date | null;
  adminUserOwner: {
    id: number;
    email: string;
    firstname: string | null;
    lastname: string | null;
    username: string | null;
  } | null;
}

const iso = (value: string | Date | null): string | null => (value === null ? null : new Date(value).toISOString());

export const createSummary = (deps: SummaryDeps) => {
  const { strapi, database, factors, ports } = deps;

  /** Counts each person once overall, and once for each of their roles. */
  const counts = async (policy: EffectivePolicy): Promise<{ overall: Row[]; perRole: Row[] }> => {
    const { knex } = database;
    const links = database.relation(USER, 'roles');
    const held = links.rows().select(`${links.own} as person`, `${links.other} as role`).as('links');
    const perRole = knex
      .queryBuilder()
      .from('standing')
      .join(held, 'links.person', 'standing.id')
      .select('links.role', 'standing.status', knex.raw('null as strength'))
      .count({ people: '*' })
      .groupBy('links.role', 'standing.status');
    const overall = knex
      .queryBuilder()
      .from('standing')
      .select(knex.raw('null as role'), 'standing.status', 'standing.strength')
      .count({ people: '*' })
      .groupBy('standing.status', 'standing.strength');
    const rows: Row[] = await knex
      .queryBuilder()
      .with('standing', standings(policy, deps))
      .unionAll([overall, perRole]);
    return { overall: rows.filter(({ role }) => role === null), perRole: rows.filter(({ role }) => role !== null) };
  };

  const perMethod = (): Promise<Row[]> =>
    database
      .table('authenticators')
      .whereIn('user_id', database.core(USER).select('id').where({ is_active: true }))
      .select('type')
      .countDistinct({ people: 'user_id' })
      .groupBy('type');

  /** Long-lived keys to the admin API. They need no second factor, so the panel shows their owners and ages. */
  const adminTokens = async (): Promise<AdminTokenView[]> => {
    const known = strapi.db.metadata.get(TOKEN).attributes;
    if (!('kind' in known) || !('adminUserOwner' in known)) return [];
    const rows: TokenRow[] = await strapi.db.query(TOKEN).findMany({
      select: ['id', 'name', 'createdAt', 'lastUsedAt', 'expiresAt'],
      where: { kind: 'admin' },
      orderBy: { createdAt: 'asc' },
      populate: { adminUserOwner: { select: ['id', 'email', 'firstname', 'lastname', 'username'] } },
    });
    return rows.map(({ adminUserOwner: owner, ...token }) => ({
      id: Number(token.id),
      name: token.name,
      owner: owner ? { id: Number(owner.id), email: owner.email, name: personName(owner) } : null,
      createdAt: new Date(token.createdAt).toISOString(),
      ageDays: Math.max(0, Math.floor((ports.clock.now() - new Date(token.createdAt).getTime()) / DAY_MS)),
      lastUsedAt: iso(token.lastUsedAt),
      expiresAt: iso(token.expiresAt),
    }));
  };

  const strongestOf = (rows: readonly Row[]): PeopleSummary['byStrongest'] => {
    const types = new Map(factors.factors().map(({ method, traits }) => [traits.strength, method]));
    const counts = zeros<AuthenticatorType | 'none'>([...AUTHENTICATOR_TYPES, 'none']);
    for (const row of rows) counts[types.get(Number(row.strength ?? 0)) ?? 'none'] += Number(row.people);
    return counts;
  };

  const rolesOf = (rows: readonly Row[], roles: readonly Row[]): PeopleSummary['byRole'] =>
    roles.map((role) => {
      const byStatus = zeros(STATUSES);
      for (const row of rows) {
        if (Number(row.role) === Number(role.id)) byStatus[row.status as PersonStatus] += Number(row.people);
      }
      return { id: Number(role.id), code: String(role.code), name: String(role.name), total: sum(byStatus), byStatus };
    });

  return async (): Promise<PeopleSummary> => {
    const policy = await deps.policies.current();
    const { overall: rows, perRole: byRole } = await counts(policy);
    const roles: Row[] = await database.core(ROLE).select('id', 'code', 'name').orderBy('id');
    const byStatus = zeros(STATUSES);
    for (const row of rows) byStatus[row.status as PersonStatus] += Number(row.people);
    const byMethod = zeros(AUTHENTICATOR_TYPES);
    for (const row of await perMethod()) byMethod[row.type as AuthenticatorType] = Number(row.people);
    return {
      total: sum(byStatus),
      asOf: new Date(ports.clock.now()).toISOString(),
      byStatus,
      byRole: rolesOf(byRole, roles),
      byMethod,
      byStrongest: strongestOf(rows),
      adminTokens: await adminTokens(),
    };
  };
};
