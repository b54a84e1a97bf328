/** The plugin `strapi-identity`: it replaces the answer of the login and asks for a code on its own page. */
import type { Core } from '@strapi/strapi';

import type { Neighbor } from './neighbor';

const NAME = 'strapi-identity';
const SETTINGS = 'plugin::strapi-identity.strapi-identity-config';
const TOKENS = 'plugin::strapi-identity.mfa-token';

/** It asks only at the login form. After a right code, its own routes create the session. */
const DOORS: readonly (string | null)[] = ['login', NAME];

const ACTIONS = [
  ...['enable', 'setup', 'disable', 'enableEmail', 'setupEmail', 'requestDisableEmailOTP'].map(
    (action) => `controller.${action}`
  ),
  'admin.reset',
  'config.updateConfig',
].map((handler) => `${NAME}::${handler}`);

const knows = (strapi: Core.Strapi, uid: string): boolean => Object.hasOwn(strapi.contentTypes, uid);

export const strapiIdentity: Neighbor = {
  name: NAME,
  actions: ACTIONS,
  covers: (door) => DOORS.includes(door),

  async state(strapi) {
    if (!Object.hasOwn(strapi.plugins, NAME)) return 'absent';
    if (!knows(strapi, SETTINGS) || !knows(strapi, TOKENS)) return 'unknown';
    const settings: { enabled?: unknown } | null = await strapi.db.query(SETTINGS).findOne({ where: {} });
    return settings?.enabled === true ? 'on' : 'off';
  },

  async guarded(strapi, userIds) {
    const rows: { admin_user: { id: number | string } | null }[] = await strapi.db.query(TOKENS).findMany({
      where: { enabled: true, admin_user: { id: { $in: [...userIds] } } },
      populate: { admin_user: { select: ['id'] } },
    });
    return rows.flatMap(({ admin_user: owner }) => (owner ? [Number(owner.id)] : []));
  },
};

/** A person's second factor as `strapi-identity` (0.7) stores it: the app's secret in base32, unencrypted. */
export interface IdentityRow {
  id: number;
  owner: { id: number; email: string; isActive: boolean } | null;
  enabled: boolean;
  type: string;
  secret: string | null;
}

interface Stored {
  id: number | string;
  enabled: unknown;
  type: unknown;
  secret: unknown;
  admin_user: { id: number | string; email: string; isActive: unknown } | null;
}

/** Null if the plugin isn't installed. Without its content types, the owner of a row is unknown. */
export const identityRows = async (strapi: Core.Strapi): Promise<IdentityRow[] | null> => {
  if (!knows(strapi, TOKENS)) return null;
  const rows: Stored[] = await strapi.db
    .query(TOKENS)
    .findMany({ orderBy: { id: 'asc' }, populate: { admin_user: { select: ['id', 'email', 'isActive'] } } });
  return rows.map(({ id, enabled, type, secret, admin_user: owner }) => ({
    id: Number(id),
    owner: owner && { id: Number(owner.id), email: owner.email, isActive: owner.isActive === true },
    enabled: enabled === true || enabled === 1,
    // The default of `strapi-identity`.
    type: typeof type === 'string' ? type : 'totp',
    secret: typeof secret === 'string' && secret !== '' ? secret : null,
  }));
};
