/**
 * The constants that the panel's first bundle needs. Importing `constants.ts` would add a kilobyte to the login page.
 */

export const PLUGIN_ID = 'mfa';

/** Action IDs as Strapi's permission engine knows them. */
export const PERMISSIONS = {
  policyRead: 'plugin::mfa.policy.read',
  policyUpdate: 'plugin::mfa.policy.update',
  usersRead: 'plugin::mfa.users.read',
  usersReset: 'plugin::mfa.users.reset',
  usersExempt: 'plugin::mfa.users.exempt',
  usersRemind: 'plugin::mfa.users.remind',
  auditRead: 'plugin::mfa.audit.read',
  auditExport: 'plugin::mfa.audit.export',
} as const;
