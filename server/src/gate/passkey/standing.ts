/** What Strapi itself holds against somebody's login, read for a login that does not pass by Strapi's own check. */
import type { Core } from '@strapi/strapi';

import type { Database, Trx } from '../../platform';
import type { AdminUser } from '../../policy';

const USER = 'admin::user';

interface AuthSettings {
  providers?: { ssoLockedRoles?: unknown };
}

/** Roles that may only come by single sign-on (Enterprise). An id is a text there, as the panel keeps it. */
const lockedRoles = async (strapi: Core.Strapi): Promise<readonly string[]> => {
  if (!strapi.ee.features.isEnabled('sso')) return [];
  const settings = (await strapi.store({ type: 'core', name: 'admin', key: 'auth' }).get({})) as AuthSettings | null;
  const locked = settings?.providers?.ssoLockedRoles;
  return Array.isArray(locked) ? locked.map(String) : [];
};

/** Why Strapi would not let this person in with a password either; null when it would. */
export const heldBack = async (
  strapi: Core.Strapi,
  user: AdminUser & { blocked?: unknown }
): Promise<'inactive' | 'blocked' | 'sso_locked' | null> => {
  if (user.isActive !== true) return 'inactive';
  if (user.blocked === true) return 'blocked';
  const locked = await lockedRoles(strapi);
  return user.roles.some(({ id }) => locked.includes(String(id))) ? 'sso_locked' : null;
};

/** Read again in the transaction that pays out, behind the person's lock: whoever deactivates ends sessions behind it. */
export const isStillActive = async (database: Database, userId: number, trx: Trx): Promise<boolean> => {
  const row = await database.core(USER, trx).where({ id: userId, is_active: true }).first('id');
  return Boolean(row);
};
