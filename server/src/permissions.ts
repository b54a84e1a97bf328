/** Permissions for Settings ▸ Roles ▸ Plugins. "My Security" needs none of them. */
import type { Core } from '@strapi/strapi';

import { PERMISSIONS, PLUGIN_ID } from '../../shared/contracts/constants';

const PREFIX = `plugin::${PLUGIN_ID}.`;

const DESCRIBED: Record<keyof typeof PERMISSIONS, { displayName: string; subCategory: string }> = {
  policyRead: { displayName: 'Read', subCategory: 'policy' },
  policyUpdate: { displayName: 'Update', subCategory: 'policy' },
  usersRead: { displayName: 'Read', subCategory: 'people' },
  usersReset: { displayName: 'Reset, unlock and sign out', subCategory: 'people' },
  usersExempt: { displayName: 'Exempt', subCategory: 'people' },
  usersRemind: { displayName: 'Remind', subCategory: 'people' },
  auditRead: { displayName: 'Read', subCategory: 'activity' },
  auditExport: { displayName: 'Export', subCategory: 'activity' },
};

/** Call this in `bootstrap()`. Strapi gives new permissions to the Super Admin role only. */
export const registerPermissions = async (strapi: Core.Strapi): Promise<void> => {
  const actions = (Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]).map((key) => ({
    section: 'plugins',
    pluginName: PLUGIN_ID,
    uid: PERMISSIONS[key].slice(PREFIX.length),
    ...DESCRIBED[key],
  }));
  await strapi.service('admin::permission').actionProvider.registerMany(actions);
};
