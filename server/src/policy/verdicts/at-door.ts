import type { Core } from '@strapi/strapi';

import type { Database } from '../../platform';
import type { AdminUser } from './admin-user';

const USER = 'admin::user';
const ROLE = 'admin::role';
const FIELDS = [
  'id',
  'email',
  'firstname',
  'lastname',
  'username',
  'password',
  'isActive',
  'preferedLanguage',
  'createdAt',
] as const satisfies readonly (keyof AdminUser)[];

/**
 * A person with roles, as the database has them. Every sign-in passes here, also those that are never asked, and Strapi's
 * own query takes three times as long; it stays where a person is shown to somebody, as sites may add fields.
 */
export const readAtDoor = async (
  { strapi, database }: { strapi: Core.Strapi; database: Database },
  userId: number
): Promise<AdminUser | null> => {
  const { attributes } = strapi.db.metadata.get(USER);
  const columns = FIELDS.map((field) => {
    const attribute: object = attributes[field] ?? {};
    const columnName = 'columnName' in attribute ? String(attribute.columnName) : field;
    return `${columnName} as ${field}`;
  });
  const row = await database.core(USER).where({ id: userId }).first(columns);
  if (!row) return null;
  const links = database.relation(USER, 'roles');
  const held = links.rows().select(links.other).where(links.own, userId);
  const roles = await database.core(ROLE).select('id', 'code', 'name').whereIn('id', held);
  return { ...row, id: Number(row.id), isActive: Boolean(row.isActive), roles };
};
