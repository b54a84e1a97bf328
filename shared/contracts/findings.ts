/**
 * The codes of the diagnostics. Separate from `constants.ts`, so that the browser's first bundle doesn't contain them.
 */

/** Why this server can't offer a method. */
export const METHOD_OBSTACLES = [
  'no_address',
  'ip_address',
  'bare_host_name',
  'insecure_address',
  'outside_relying_party',
  'no_encryption_key',
  'weak_encryption_key',
  'no_mail_provider',
  'no_sms_sender',
  'no_metadata',
  'not_installed',
] as const;

/** Codes never change, because other programs' alerts depend on them. */
export const FINDING_CODES = [
  ...METHOD_OBSTACLES,
  'check_failed',

  'policy_ok',
  'policy_off',
  'policy_no_method',
  'policy_not_json',
  'policy_not_valid',
  'policy_not_sealed',
  'methods_ok',
  'methods_unavailable',
  'first_factor_password',
  'first_factor_email',
  'first_factor_no_mail',
  'first_factor_sendmail',
  'first_factor_pass',
  'first_factor_pass_nobody',
  'super_admins_ok',
  'super_admins_must_set_up',
  'super_admins_unready',
  'super_admins_single',
  'stored_ok',
  'stored_unchecked',
  'stored_unusable',
  'stored_other_address',
  'stored_unreadable',
  'stored_unavailable',
  'models_unchecked',
  'models_ok',
  'models_missing',
  'models_missing_but_required',
  'models_stale',
  'models_stale_but_required',
  'models_not_renewed',
  'models_withdrawn',
  'permissions_ok',
  'permissions_missing',

  'rows_ok',
  'rows_planted',

  'audit_trail_ok',
  'audit_trail_broken',
  'audit_trail_partly_unsealed',
  'audit_trail_unsealed',

  'encryption_key_strapi',
  'encryption_key_own',
  'encryption_key_missing',
  'encryption_key_placeholder',
  'encryption_key_short',
  'address_ok',
  'address_missing',
  'address_insecure',
  'home_ok',
  'home_none',
  'home_elsewhere',
  'relying_party_ok',
  'relying_party_related',
  'relying_party_unusable',
  'proxy_configured',
  'proxy_not_configured',
  'proxy_trusted',
  'proxy_direct',
  'proxy_not_trusted',
  'proxy_trusted_but_absent',
  'cookies_https',
  'cookies_plain',
  'cookies_out_of_reach',
  'cookies_secure_off',
  'cookies_request_insecure',
  'cookies_dropped',
  'clock_ok',
  'clock_differs',
  'clock_wrong',
  'clock_codes_of_another_time',
  'mail_ok',
  'mail_sendmail',
  'mail_missing',
  'mail_missing_but_needed',
  'mail_unusable',
  'sms_ok',
  'sms_off',
  'sms_unusable',

  'native_mfa_absent',
  'native_mfa_off',
  'native_mfa_unclear',
  'native_mfa_on',
  'native_mfa_twice',
  'other_plugins_none',
  'other_plugins_rival',
  'other_plugin_off',
  'other_plugin_unclear',
  'other_plugin_on',
  'other_plugin_twice',
  'trusted_strategies_none',
  'trusted_strategies_some',
] as const;

/** The checks, in this order. */
export const CHECK_IDS = [
  'policy',
  'methods',
  'first_factor',
  'super_admins',
  'stored_authenticators',
  'authenticator_models',
  'permissions',
  'stored_rows',
  'audit_trail',
  'encryption_key',
  'address',
  'home',
  'relying_party',
  'proxy',
  'cookies',
  'clock',
  'mail',
  'sms',
  'native_mfa',
  'other_plugins',
  'trusted_strategies',
] as const;

export type MethodObstacle = (typeof METHOD_OBSTACLES)[number];
export type FindingCode = (typeof FINDING_CODES)[number];

/** A finding. The panel has its own texts for `code` and `values`. */
export interface Finding {
  code: FindingCode;
  /** The values in the sentence: numbers, addresses, configuration keys. */
  values: Record<string, string | number>;
  /** In English: what was found, and what to do about it. */
  message: string;
}

/** `GET /mfa/diagnostics`: a check and its result. `message` includes the parts. */
export interface DiagnosticCheck extends Finding {
  id: (typeof CHECK_IDS)[number];
  status: 'ok' | 'warning' | 'error';
  /** The individual problems, or the reasons. `values.method` names the method. */
  parts?: Finding[];
}
