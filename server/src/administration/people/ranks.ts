import type { Core } from '@strapi/strapi';

import type { Database, Trx } from '../../platform';

export const SUPER_ADMIN_CODE = 'strapi-super-admin';

/** Below the limit of bound parameters of every database. */
const AT_ONCE = 500;

/** A permission of a role, as Strapi stores it. */
export interface Grant {
  action: string;
  subject: string | null;
  /** For example `fields` and `locales`. A missing or null list means all of them. */
  properties: Record<string, unknown>;
  /** At least one has to apply. No conditions means always. */
  conditions: readonly string[];
}

export interface RoleGrants {
  id: number;
  code: string;
  grants: readonly Grant[];
}

/** Who has more permissions than whom, judged by their roles. */
export interface Ranks {
  /**
   * True if the target has a permission that the actor lacks, or is a Super Admin and the actor isn't. Nobody is above
   * themselves.
   */
  isAbove(actorId: number, targetId: number, trx?: Trx): Promise<boolean>;
  anyoneAbove(actorId: number, targetIds: readonly number[]): Promise<boolean>;
  /** Roles whose holders are above the actor. Use it to check many people at once. */
  rolesAbove(actorId: number): Promise<ReadonlySet<number>>;
}

const isSuper = (roles: readonly RoleGrants[]): boolean => roles.some((role) => role.code === SUPER_ADMIN_CODE);

/** Whether `wide` covers everything that `narrow` covers. */
const appliesWherever = (wide: Grant, narrow: Grant): boolean =>
  wide.conditions.length === 0 ||
  (narrow.conditions.length > 0 && narrow.conditions.every((condition) => wide.conditions.includes(condition)));

const within = (narrow: unknown, wide: unknown): boolean =>
  !Array.isArray(wide) || (Array.isArray(narrow) && narrow.every((value) => wide.includes(value)));

/**
 * Compares grant by grant. Two grants of the actor are never combined, so fields of one don't extend to locales of
 * another.
 */
const covers = (wide: Grant, narrow: Grant): boolean =>
  wide.action === narrow.action &&
  wide.subject === narrow.subject &&
  appliesWherever(wide, narrow) &&
  Object.entries(wide.properties).every(([name, list]) => within(narrow.properties[name], list));

/** Pure: returns those of `roles` that grant something that the actor's roles together don't. */
export const rolesAboveThese = (actor: readonly RoleGrants[], roles: readonly RoleGrants[]): Set<number> => {
  if (isSuper(actor)) return new Set();
  const own = actor.flatMap((role) => role.grants);
  const above = roles.filter(
    (role) => isSuper([role]) || role.grants.some((grant) => !own.some((one) => covers(one, grant)))
  );
  return new Set(above.map((role) => role.id));
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const readRoles = async (strapi: Core.Strapi): Promise<RoleGrants[]> => {
  const roles = await strapi.db
    .query('admin::role')
    .findMany({ select: ['id', 'code'], populate: { permissions: true } });
  return roles.map((role: Record<string, unknown>) => ({
    id: Number(role.id),
    code: String(role.code),
    grants: (role.permissions as Record<string, unknown>[]).map((one) => ({
      action: String(one.action),
      subject: one.subject ? String(one.subject) : null,
      properties: asObject(one.properties),
      conditions: Array.isArray(one.conditions) ? one.conditions.map(String) : [],
    })),
  }));
};

export const createRanks = ({ strapi, database }: { strapi: Core.Strapi; database: Database }): Ranks => {
  /**
   * Reads only the link table. Through the users, a role with thousands of people would be read once per permission.
   */
  const rolesOf = async (userIds: readonly number[], trx?: Trx): Promise<Set<number>> => {
    const links = database.relation('admin::user', 'roles');
    const held = new Set<number>();
    for (let from = 0; from < userIds.length; from += AT_ONCE) {
      const rows = await links
        .rows(trx)
        .distinct(`${links.other} as role`)
        .whereIn(links.own, userIds.slice(from, from + AT_ONCE));
      for (const row of rows) held.add(Number(row.role));
    }
    return held;
  };

  const rolesAbove = async (actorId: number, trx?: Trx): Promise<Set<number>> => {
    const held = await rolesOf([actorId], trx);
    const roles = await readRoles(strapi);
    return rolesAboveThese(
      roles.filter((role) => held.has(role.id)),
      roles
    );
  };

  const anyoneAbove = async (actorId: number, targetIds: readonly number[], trx?: Trx): Promise<boolean> => {
    const others = targetIds.filter((id) => id !== actorId);
    if (others.length === 0) return false;
    const above = await rolesAbove(actorId, trx);
    if (above.size === 0) return false;
    return [...(await rolesOf(others, trx))].some((role) => above.has(role));
  };

  return {
    rolesAbove: (actorId) => rolesAbove(actorId),
    anyoneAbove: (actorId, targetIds) => anyoneAbove(actorId, targetIds),
    isAbove: (actorId, targetId, trx) => anyoneAbove(actorId, [targetId], trx),
  };
};
