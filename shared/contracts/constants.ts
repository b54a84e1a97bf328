/** Names that the server and the panel agree on. */

export { PERMISSIONS, PLUGIN_ID } from './ids';

export const POLICY_ID = 'pol-mfa-required';

/** The languages of screens and emails. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'] as const;

/** Methods that count as authenticators. A recovery code lets people log in, but isn't an authenticator. */
export const AUTHENTICATOR_TYPES = ['webauthn', 'totp', 'email', 'sms'] as const;

export const METHODS = [...AUTHENTICATOR_TYPES, 'recovery_code'] as const;

export const REQUIREMENTS = ['optional', 'required_on_first_login', 'always_required'] as const;

/** `details.code` of every refusal: the stable part, see the HTTP contract. */
export const ERROR_CODES = [
  'MFA_REQUIRED',
  'MFA_ENROLLMENT_REQUIRED',
  'MFA_PASSWORD_REQUIRED',
  'MFA_REAUTHENTICATION_REQUIRED',
  'MFA_PASS_REQUIRED',
  'MFA_NO_USABLE_METHOD',
  'MFA_METHOD_NOT_ALLOWED',
  'MFA_TARGET_ABOVE_YOU',
  'MFA_FORBIDDEN',
  'MFA_INVALID_REQUEST',
  'MFA_INVALID_CODE',
  'MFA_INVALID_PASSWORD',
  'MFA_INVALID_PASS',
  'MFA_NOTHING_TO_RESET',
  'MFA_NOT_FOUND',
  'MFA_ENROLLMENT_INCOMPLETE',
  'MFA_LAST_FACTOR_REQUIRED',
  'MFA_LIMIT_REACHED',
  'MFA_ALREADY_REGISTERED',
  'MFA_METHOD_UNAVAILABLE',
  'MFA_NOT_ON_YOURSELF',
  'MFA_POLICY_WOULD_LOCK_OUT',
  'MFA_POLICY_CHANGED',
  'MFA_POLICY_LOCKED',
  'MFA_TRANSACTION_EXPIRED',
  'MFA_TOO_MANY_ATTEMPTS',
  'MFA_RESEND_TOO_EARLY',
  'MFA_DELIVERY_FAILED',
  'MFA_PASSKEY_REFUSED',
  'MFA_UNAVAILABLE',
] as const;

/** The three refusals for which the panel holds a request. */
export const HELD_CODES = ['MFA_REQUIRED', 'MFA_ENROLLMENT_REQUIRED', 'MFA_PASSWORD_REQUIRED'] as const;

export const LIMITS = {
  totpAuthenticators: 5,
  webauthnAuthenticators: 20,
  nameLength: 64,
  openTransactions: 20,
  attemptsPerTransaction: 5,
  recoveryCodes: 10,
  recoveryCodesLow: 3,
  passkeyOfferQuietDays: 30,
  invitationQuietDays: 30,
} as const;

/** The types of events: `subject.outcome-in-the-past`, one event per occurrence. */
export const EVENT_TYPES = [
  'sign_in.challenged',
  'sign_in.enrollment_required',
  'sign_in.completed',
  'sign_in.refused',
  'sign_in.sso',
  'user.registered',
  'verification.failed',
  'verification.throttled',
  'verification.locked',
  'step_up.asked',
  'step_up.completed',
  'password.confirmed',
  'password.refused',
  'factor.added',
  'factor.renamed',
  'factor.removed',
  'factor.enrollment_failed',
  'factor.synced',
  'factor.counter_regressed',
  'factor.unreadable',
  'factor.imported',
  'recovery_codes.generated',
  'recovery_codes.acknowledged',
  'recovery_code.used',
  'preference.changed',
  'trusted_browser.added',
  'trusted_browser.used',
  'trusted_browser.refused',
  'trusted_browser.revoked',
  'session.ended',
  'session.began',
  'policy.changed',
  'policy.planned_started',
  'user.reset',
  'user.unlocked',
  'user.signed_out',
  'user.exempted',
  'user.exemption_ended',
  'user.reminded',
  'user.email_changed',
  'user.pass_given',
  'user.pass_used',
  'user.pass_refused',
  'user.pass_ended',
  'user.verification_sent',
  'user.verification_failed',
  'user.verified',
  'first_factor.proved',
  'first_factor.refused',
  'user.password_changed',
  'user.roles_changed',
  'user.deactivated',
  'user.reactivated',
  'user.deleted',
  'code.sent',
  'code.delivery_failed',
  'notice.sent',
  'notice.failed',
  'key.rotated',
  'audit.exported',
  'audit.verified',
  'audit.checkpoint',
  'rows.sealed',
  'rows.distrusted',
  'people.exported',
  'command.used',
  'access.denied',
] as const;

/**
 * What the plugin did by itself on the way to what people did: questions asked, codes and emails sent. Successes only, so
 * hiding them hides no failure.
 */
export const SYSTEM_EVENT_TYPES = [
  'sign_in.challenged',
  'sign_in.enrollment_required',
  'step_up.asked',
  'code.sent',
  'notice.sent',
] as const satisfies readonly (typeof EVENT_TYPES)[number][];

/** Emails about an account. The policy's `notices` turns each on or off. */
export const NOTICE_EVENTS = [
  'factor_added',
  'factor_removed',
  'recovery_codes_generated',
  'recovery_code_used',
  'recovery_codes_low',
  'trusted_browser_added',
  'new_browser',
  'pass_given',
  'factor_imported',
  'repeated_failures',
  'locked',
  'email_changed',
  'reset',
  'unlocked',
  'signed_out',
  'exempted',
  'exemption_ended',
  'reset_with_password',
  'grace_started',
  'grace_3_days',
  'grace_1_day',
  'reminder',
  'policy_relaxed',
  'support_changed',
] as const;
