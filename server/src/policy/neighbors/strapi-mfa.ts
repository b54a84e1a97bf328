/** Strapi's own MFA for the admin panel, in versions that have it (github.com/strapi/strapi/pull/27621). */
import type { Core } from '@strapi/strapi';

import type { Neighbor, NeighborState } from './neighbor';

const USER = 'admin::user';
const TYPES = ['admin::mfa-challenge', 'admin::mfa-recovery-code', 'admin::mfa-passkey'] as const;
const FLAG = 'features.future.unstableAdminMfa';
const SWITCH = 'admin.auth.mfa.enabled';

/** Both are set for an enrolled person. A version without them stores its people elsewhere. */
const MARKS = ['mfaEnabledAt', 'mfaSecret'] as const;

const serviceOf = (strapi: Core.Strapi): { isEnabled?: () => unknown } | undefined =>
  strapi.service('admin::mfa') as { isEnabled?: () => unknown } | undefined;

const state = async (strapi: Core.Strapi): Promise<NeighborState> => {
  const service = serviceOf(strapi);
  const present = service !== undefined || TYPES.some((uid) => Object.hasOwn(strapi.contentTypes, uid));
  if (!present) return 'absent';
  if (typeof service?.isEnabled === 'function') return (await service.isEnabled()) === true ? 'on' : 'off';
  const said = [strapi.config.get(SWITCH), strapi.config.get(FLAG)];
  if (said.includes(false)) return 'off';
  return said.includes(true) ? 'on' : 'unknown';
};

export const nativeMfa: Neighbor = {
  name: 'Strapi’s own multi-factor authentication',
  actions: [],
  // It asks wherever Strapi creates a session.
  covers: () => true,
  state,

  async guarded(strapi, userIds) {
    const { attributes } = strapi.getModel(USER);
    const marks = MARKS.filter((name) => Object.hasOwn(attributes, name));
    if (marks.length === 0) return [];
    const enrolled = marks.map((name) => ({ [name]: { $notNull: true } }));
    const where = { $and: [{ id: { $in: [...userIds] } }, ...enrolled] };
    const rows: { id: number | string }[] = await strapi.db.query(USER).findMany({ select: ['id'], where });
    return rows.map(({ id }) => Number(id));
  },
};
