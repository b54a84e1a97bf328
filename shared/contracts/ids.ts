/** All of the contract that the panel's first bundle needs. The lists in `constants.ts` would cost the login page a kilobyte. */

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
