/** The plugin `strapi-identity`: it takes the log-in's answer away and asks for a code on a page of its own. */
import type { Core } from '@strapi/strapi';

import type { Neighbor } from './neighbor';

const NAME = 'strapi-identity';
const SETTINGS = 'plugin::strapi-identity.strapi-identity-config';
const TOKENS = 'plugin::strapi-identity.mfa-token';

const knows = (strapi: Core.Strapi, uid: string): boolean => Object.hasOwn(strapi.contentTypes, uid);

export const strapiIdentity: Neighbor = {
  name: NAME,

  async standing(strapi) {
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
