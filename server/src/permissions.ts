/** Permissions for Settings ▸ Roles ▸ Plugins. "My Security" needs none of them. */
import type { Core } from '@strapi/strapi';

import { PERMISSIONS, PLUGIN_ID } from '../../shared/contracts/constants';
import { logFailure } from './platform';

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

/**
 * Call this in `bootstrap()`. Strapi gives new permissions only to the Super Admin role. They're registered one by one:
 * since 5.61, Strapi registers all of a list or nothing (strapi/strapi#28324), and a conflict about one action
 * shouldn't affect the others. The doctor detects missing ones, because it checks the permissions of Super Admins.
 */
export const registerPermissions = async (strapi: Core.Strapi): Promise<void> => {
  const actions = (Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]).map((key) => ({
    section: 'plugins',
    pluginName: PLUGIN_ID,
    uid: PERMISSIONS[key].slice(PREFIX.length),
    ...DESCRIBED[key],
  }));
  const { actionProvider } = strapi.service('admin::permission');
  for (const action of actions) {
    try {
      await actionProvider.registerMany([action]);
    } catch (error) {
      logFailure(strapi, `registering the permission ${PREFIX}${action.uid}`, error);
    }
  }
};
