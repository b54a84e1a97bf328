/** All findings in English, for the command line, the log, and API clients. The panel has its own translations. */
import type { FindingCode } from '../../../../shared/contracts/types';
import { OBSTACLE_WORDS } from '../../factors';

const YIELDING =
  'this plugin steps aside: it doesn’t ask people who are asked there, and it doesn’t make anyone set up a method. People who set up MFA only here are still asked here. Use only one of the two, or set mfa.config.native to "ignore" to keep both';

const neighbor = <Name extends string>(name: Name) =>
  ({
    off: `${name} is installed but turned off.`,
    unclear: `${name} is installed, but we can’t tell whether it’s on. This plugin works as usual. Make sure that only one of the two is on.`,
    on: `${name} is on, so ${YIELDING}.`,
    twice: `${name} is also on, and mfa.config.native is "ignore", so people are asked twice. Turn one of them off.`,
  }) as const;

const NATIVE = neighbor('Strapi’s own multi-factor authentication');
const PLUGIN = neighbor('{name}');

/** `{name}` is a placeholder. A check must supply every value that its sentence names. */
export const ENGLISH = {
  ...OBSTACLE_WORDS,
  check_failed: 'This check couldn’t run. The log says why.',

  policy_ok: '{usable} of {allowed} allowed methods can be used on this server.',
  policy_off: 'The policy is off, so nobody is asked for MFA.',
  policy_no_method: 'None of the allowed methods can be used on this server, so nobody can set one up.',
  policy_not_json: 'The stored policy can’t be read ({what} isn’t JSON). Every request is refused until you repair it.',
  policy_not_valid: 'The stored policy isn’t valid ({what}). Every request is refused until you repair it.',
  policy_not_sealed:
    'The stored policy wasn’t saved by this server, or the key that sealed it is missing. It doesn’t apply. Instead, MFA is required of everyone, or the last known policy applies. Check every setting and save the policy again, as a Super Admin or with `strapi-mfa policy set`.',
  methods_ok: 'Every allowed method can be used on this server.',
  methods_unavailable: '{count} of {allowed} allowed methods can’t be used on this server.',
  first_factor_password: 'People need only their password to set up their first method.',
  first_factor_email: 'People need a code sent to their address to set up their first method.',
  first_factor_no_mail:
    'People need a code by email to set up their first method (firstFactorProof), but this server can’t send any, so nobody without a method can set one up. Configure Strapi’s email plugin, or change firstFactorProof. Until then, an enrollment pass works in place of the code.',
  first_factor_sendmail:
    'People need a code by email to set up their first method (firstFactorProof), but email is sent through the default provider "sendmail", which most mail servers reject. Configure another provider, or change firstFactorProof. Until then, an enrollment pass works in place of the code.',
  first_factor_pass: 'People who can give the enrollment pass that a first method requires: {count}.',
  first_factor_pass_nobody:
    'People need an enrollment pass to set up their first method (firstFactorProof), but nobody with an active account can give one. Grant a role the permission {permission}. Until then, give passes on the server with "strapi-mfa pass".',
  super_admins_ok: '{ready} of {total} Super Admins can confirm a login with an allowed method.',
  super_admins_must_set_up:
    '{ready} of {total} Super Admins can confirm a login with an allowed method. The policy requires it of all of them: set one up now.',
  super_admins_unready:
    '0 of {total} Super Admins can confirm a login with an allowed method, so nobody can help other people.',
  super_admins_single:
    'There is only one Super Admin. If they lose their methods, only the command line can reset them.',
  stored_ok: 'All {total} stored methods can be used.',
  stored_unchecked:
    'All {total} stored methods can be used. {unchecked} can’t be checked for changes in the database because the encryption key that protected them is missing. Put the key back, or rotate the key.',
  stored_unusable: '{count} of {total} stored methods can’t be used.',
  stored_other_address: 'Set up at another address of this server and usable only there: {count}.',
  stored_unreadable: 'Can’t be decrypted because their encryption key is missing: {count}.',
  stored_unavailable: 'Use a method that this server can’t offer right now: {count}.',
  models_unchecked: 'Models of security keys aren’t checked: mfa.config.webauthn.metadata isn’t set.',
  models_ok: 'FIDO metadata no. {no} lists {count} models of security keys and is valid until {until}.',
  models_missing:
    'FIDO metadata couldn’t be read ({problem}), so revoked models aren’t detected. Check mfa.config.webauthn.metadata.',
  models_missing_but_required:
    'FIDO metadata couldn’t be read ({problem}). The policy accepts only keys that prove their model, so nobody can set one up. Check mfa.config.webauthn.metadata.',
  models_stale:
    'FIDO metadata no. {no} expired on {until}, so models revoked since then aren’t detected. Update mfa.config.webauthn.metadata.',
  models_stale_but_required:
    'FIDO metadata no. {no} expired on {until}. The policy accepts only keys that prove their model, so nobody can set one up. Update mfa.config.webauthn.metadata.',
  models_not_renewed: 'The last attempt to update it failed ({problem}).',
  models_withdrawn:
    '{count} registered keys are models that the FIDO Alliance lists as revoked or compromised ({models}). Find their owners in People and ask them to replace the keys.',
  permissions_ok: 'Super Admins have every permission of this plugin. Nobody needs a permission for their own methods.',
  permissions_missing: 'Super Admins don’t have {actions}. Restart the server to grant them.',

  rows_ok: 'Nothing was put into the database past this server, as far as it can be told.',
  rows_planted:
    'Someone wrote directly to the database (recovery codes: {codes}, security keys: {keys}, exemptions: {exemptions}). Reset the MFA of these people, and find out who has write access.',

  audit_trail_ok: 'No break is known in the {count} events of the activity log. verify-audit checks every seal.',
  audit_trail_broken:
    'Someone with write access to the database changed the activity log, or the key that sealed it is missing (event {seq}: {kind}). Compare it with your webhook’s copy or your last export. verify-audit names the first break.',
  audit_trail_partly_unsealed:
    'The oldest {count} events were recorded without an encryption key, so changes to them don’t show. If this server has always had a key, someone replaced the activity log.',
  audit_trail_unsealed:
    'There is no encryption key, so anyone with write access to the database can change the activity log without a trace.',

  encryption_key_strapi: 'Secrets are encrypted with Strapi’s own encryption key.',
  encryption_key_own:
    'Secrets are encrypted with the key "{id}". Data encrypted with any of the {count} keys can be read.',
  encryption_key_missing:
    'There is no encryption key, so authenticator apps, email codes, and text message codes aren’t offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey) or mfa.config.encryptionKeys.',
  encryption_key_placeholder:
    'The encryption key "{id}" is a well-known placeholder. Anyone with a copy of the database can decrypt it. In production, nothing new is encrypted with this key. Put a random key first in mfa.config.encryptionKeys, restart, and run strapi-mfa rotate-key.',
  encryption_key_short:
    'The encryption key "{id}" has fewer than 16 bytes and can be guessed. In production, nothing new is encrypted with it. Put a random key first in mfa.config.encryptionKeys, restart, and run strapi-mfa rotate-key.',
  address_ok: 'The panel’s address is {address}.',
  address_missing: 'The panel has no absolute address. Set server.url so that security keys can be bound to it.',
  address_insecure: 'The panel’s address {address} isn’t https: passwords and codes travel unencrypted.',
  home_ok: 'This database belongs to {home}.',
  home_none: 'This database doesn’t belong to an address yet.',
  home_elsewhere:
    'This database belongs to {home}, but this server is {here}, so browsers’ password managers aren’t told anything about passkeys. If the site moved, run strapi-mfa moved. If this is a copy, run strapi-mfa copied.',
  relying_party_ok: 'Security keys are bound to {id}.',
  relying_party_related:
    'Security keys are bound to {id}. At {origins}, they work in browsers that support related origins, and only while this server answers {wellKnown}.',
  relying_party_unusable: 'Security keys can’t be used here.',
  proxy_configured: 'People’s IP addresses come from a proxy (server.proxy).',
  proxy_not_configured: 'No proxy is configured.',
  proxy_trusted: 'People’s IP addresses come from the proxy in front of this server.',
  proxy_direct: 'People connect to this server directly.',
  proxy_not_trusted:
    'There is a proxy in front of this server, but server.proxy is off. The activity log records the proxy’s IP address instead of people’s.',
  proxy_trusted_but_absent:
    'server.proxy is on, but there is no proxy in front of this server. Anyone can forge the IP address that the activity log records.',
  cookies_https: 'Cookies are sent only over https.',
  cookies_plain: 'Cookies aren’t marked Secure because the panel’s address isn’t https.',
  cookies_out_of_reach:
    'The panel is at {path}, outside the path of Strapi’s cookies, so nobody stays logged in. Set admin.auth.cookie.path to "/" and rebuild the panel.',
  cookies_secure_off: 'admin.auth.cookie.secure is off, although the panel’s address is https.',
  cookies_request_insecure:
    'The panel’s address is https, but requests reach this server as plain http, so cookies aren’t marked Secure. Set server.proxy.',
  cookies_dropped: 'admin.auth.cookie.secure is on, but the panel’s address isn’t https, so browsers drop the cookies.',
  clock_ok: 'The clocks of this server and its database differ by {seconds} s.',
  clock_differs: 'The clocks of this server and its database differ by {seconds} s. Use NTP on both.',
  clock_wrong:
    'The clocks of this server and its database differ by {seconds} s. Codes from authenticator apps will be refused. Use NTP on both.',
  clock_codes_of_another_time:
    'In one hour, {people} people entered codes from authenticator apps that are correct for another time. This server’s clock is probably wrong. Use NTP.',
  mail_ok: 'Email is sent through "{provider}".',
  mail_sendmail:
    'Email is sent through the default provider "sendmail", which most mail servers reject. Configure another one for Strapi’s email plugin.',
  mail_missing: 'Strapi’s email plugin has no provider, so people aren’t told about changes to their accounts.',
  mail_missing_but_needed:
    'Strapi’s email plugin has no provider, so people aren’t told about changes to their accounts. Codes by email are allowed but can’t be sent.',
  mail_unusable: 'Codes by email are allowed but can’t be sent.',
  sms_ok: 'Text messages go only to {countries}, at most {perDay} per day.',
  sms_off: 'Text messages are neither configured nor allowed.',
  sms_unusable: 'Codes by text message are allowed but can’t be sent.',

  native_mfa_absent: 'This version of Strapi has no multi-factor authentication of its own.',
  native_mfa_off: NATIVE.off,
  native_mfa_unclear: NATIVE.unclear,
  native_mfa_on: NATIVE.on,
  native_mfa_twice: NATIVE.twice,
  other_plugins_none: 'No other plugin is known to change the admin login.',
  other_plugins_rival:
    'Another plugin also changes the login: {names}. Remove one of them, or people will be locked out.',
  other_plugin_off: PLUGIN.off,
  other_plugin_unclear: PLUGIN.unclear,
  other_plugin_on: PLUGIN.on,
  other_plugin_twice: PLUGIN.twice,
  trusted_strategies_none: 'No other way to authenticate admin routes is trusted.',
  trusted_strategies_some: 'Sessions of {names} are never asked for MFA (guard.trustedStrategies).',
} as const satisfies Record<FindingCode, string>;
