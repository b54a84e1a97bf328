import type { Core } from '@strapi/strapi';

import type { AuditEventRow } from '../../../shared/contracts/types';

type Named = Record<'id' | 'firstname' | 'lastname' | 'username', unknown>;

const nameOf = ({ firstname, lastname, username }: Named): string =>
  [firstname, lastname].filter(Boolean).join(' ') || String(username ?? '');

/**
 * The names that the people of these events have now, by ID. Events keep addresses, because people choose their names. Of
 * a deleted account, and of one without a name, there's none.
 */
export const namesIn = async (
  strapi: Core.Strapi,
  events: readonly Pick<AuditEventRow, 'actor' | 'target'>[]
): Promise<Record<string, string>> => {
  const ids = new Set(events.flatMap(({ actor, target }) => [actor.id, target.id]).filter((id) => id !== null));
  if (ids.size === 0) return {};
  const people: Named[] = await strapi.db
    .query('admin::user')
    .findMany({ select: ['id', 'firstname', 'lastname', 'username'], where: { id: { $in: [...ids] } } });
  return Object.fromEntries(people.map((one) => [String(one.id), nameOf(one)]).filter(([, name]) => name !== ''));
};
