/** Physical names of our tables. All of them are content types in the `admin::` namespace, see content-types/. */
export const TABLES = {
  accounts: 'mfa_accounts',
  authenticators: 'mfa_authenticators',
  recoveryCodes: 'mfa_recovery_hashes',
  transactions: 'mfa_transactions',
  ceremonies: 'mfa_ceremonies',
  families: 'mfa_session_families',
  sessionLinks: 'mfa_session_links',
  counters: 'mfa_counters',
  failureDays: 'mfa_failure_days',
  trustedBrowsers: 'mfa_trusted_browsers',
  policies: 'mfa_policies',
  auditEntries: 'mfa_audit_entries',
  auditHeads: 'mfa_audit_heads',
  outbox: 'mfa_outbox',
  sends: 'mfa_sends',
  marks: 'mfa_marks',
} as const;

export type TableName = keyof typeof TABLES;
