/** What Strapi holds against a person's login, for logins that don't use Strapi's own check. */
import type { Core } from '@strapi/strapi';

import type { Database, Trx } from '../../platform';
import type { AdminUser } from '../../policy';

const USER = 'admin::user';

interface AuthSettings {
  providers?: { ssoLockedRoles?: unknown };
}

/** Roles that may only use single sign-on (Enterprise). IDs are text there, as the panel stores them. */
const lockedRoles = async (strapi: Core.Strapi): Promise<readonly string[]> => {
  if (!strapi.ee.features.isEnabled('sso')) return [];
  const settings = (await strapi.store({ type: 'core', name: 'admin', key: 'auth' }).get({})) as AuthSettings | null;
  const locked = settings?.providers?.ssoLockedRoles;
  return Array.isArray(locked) ? locked.map(String) : [];
};

/**
 * Why this person can't log in with a passkey, whatever they prove. Strapi's password login checks the same, except for
 * `blocked`, which Strapi 5.54 stores but doesn't check. Null if nothing is in the way.
 */
export const loginBlocked = async (
  strapi: Core.Strapi,
  user: AdminUser & { blocked?: unknown }
): Promise<'inactive' | 'blocked' | 'sso_locked' | null> => {
  if (user.isActive !== true) return 'inactive';
  if (user.blocked === true) return 'blocked';
  const locked = await lockedRoles(strapi);
  return user.roles.some(({ id }) => locked.includes(String(id))) ? 'sso_locked' : null;
};

/** Read again in the transaction that redeems, with the person locked: a deactivation ends sessions after it. */
export const isStillActive = async (database: Database, userId: number, trx: Trx): Promise<boolean> => {
  const row = await database.core(USER, trx).where({ id: userId, is_active: true }).first('id');
  return Boolean(row);
};
