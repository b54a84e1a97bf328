/**
 * The physical names of the plugin's tables. All of them are content types in the `admin::` namespace, see
 * content-types/.
 */
export const TABLES = {
  accounts: 'mfa_accounts',
  authenticators: 'mfa_authenticators',
  recoveryCodes: 'mfa_recovery_hashes',
  passes: 'mfa_enrollment_passes',
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
  usedChallenges: 'mfa_used_challenges',
  coverageDays: 'mfa_coverage_days',
  identityChecks: 'mfa_identity_checks',
} as const;

export type TableName = keyof typeof TABLES;

/** The singular names of their content types, in the `admin::` namespace. */
export const CONTENT_TYPE_NAMES: Readonly<Record<TableName, string>> = {
  accounts: 'mfa-account',
  authenticators: 'mfa-authenticator',
  recoveryCodes: 'mfa-recovery-hash',
  passes: 'mfa-enrollment-pass',
  transactions: 'mfa-transaction',
  ceremonies: 'mfa-ceremony',
  families: 'mfa-session-family',
  sessionLinks: 'mfa-session-link',
  counters: 'mfa-counter',
  failureDays: 'mfa-failure-day',
  trustedBrowsers: 'mfa-trusted-browser',
  policies: 'mfa-policy',
  auditEntries: 'mfa-audit-entry',
  auditHeads: 'mfa-audit-head',
  outbox: 'mfa-outbox-item',
  sends: 'mfa-send',
  marks: 'mfa-mark',
  usedChallenges: 'mfa-used-challenge',
  coverageDays: 'mfa-coverage-day',
  identityChecks: 'mfa-identity-check',
};

/** The UIDs of the plugin's content types, e.g. `admin::mfa-account`. */
export const CONTENT_TYPE_UIDS: readonly string[] = Object.values(CONTENT_TYPE_NAMES).map((name) => `admin::${name}`);
