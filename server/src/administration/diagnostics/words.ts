/** Every finding in English: for the command line, the log and callers of the API. The panel has words of its own. */
import type { FindingCode } from '../../../../shared/contracts/types';
import { OBSTACLE_WORDS } from '../../factors';

const YIELDING =
  'this plugin steps aside: it asks nobody who is asked there, and sends nobody to set anything up. People who have set up a second step here and not there are still asked here. Use one of the two; mfa.config.native: "ignore" keeps both';

const neighbor = <Name extends string>(name: Name) =>
  ({
    off: `${name} is there, but switched off.`,
    unclear: `${name} is there, but nothing says whether it is switched on. This plugin works as ever; make sure that only one of the two is on.`,
    on: `${name} is switched on, and ${YIELDING}.`,
    twice: `${name} is switched on as well, and mfa.config.native is "ignore": people are asked twice. Switch one of them off.`,
  }) as const;

const NATIVE = neighbor('Strapi’s own multi-factor authentication');
const PLUGIN = neighbor('{name}');

/** `{name}` stands for a value; whoever finds something must give every value that its sentence names. */
export const ENGLISH = {
  ...OBSTACLE_WORDS,
  check_failed: 'This could not be checked; the log says why.',

  policy_ok: '{usable} of {allowed} allowed methods can be used on this server.',
  policy_off: 'The policy is switched off: nobody can be asked, whatever it says.',
  policy_no_method: 'None of the allowed methods can be used on this server: nobody can set one up.',
  policy_not_json: 'The stored policy’s {what} is not JSON: every request is refused until it is repaired.',
  policy_not_valid: 'The stored policy is not valid ({what}): every request is refused until it is repaired.',
  policy_not_sealed:
    'The stored policy was not written by this server, or the key it was sealed with is gone. It is not followed: MFA is required of everybody, or the last policy that this server knew applies. Check every setting and save the policy again, as a super admin or with `strapi-mfa policy set`.',
  methods_ok: 'Every allowed method can be used on this server.',
  methods_unavailable: '{count} of {allowed} allowed methods can’t be used on this server.',
  super_admins_ok: '{ready} of {total} super admins can confirm a sign-in with an allowed method.',
  super_admins_must_set_up:
    '{ready} of {total} super admins can confirm a sign-in with an allowed method. The policy requires it of them: set one up now.',
  super_admins_unready:
    '0 of {total} super admins can confirm a sign-in with an allowed method. Nobody could help the others.',
  super_admins_single:
    'The only super admin can confirm a sign-in. With a single one, nobody could reset theirs but the command line.',
  stored_ok: 'All {total} enrolled authenticators can be used.',
  stored_unchecked:
    'All {total} enrolled authenticators can be used. {unchecked} can’t be checked for changes made in the database: the encryption key they were bound with is missing. Put it back, or rotate the key to bind them again.',
  stored_unusable: '{count} of {total} enrolled authenticators can’t be used.',
  stored_other_address: 'Registered at another address of this server, and of use there only: {count}.',
  stored_unreadable: 'Can’t be decrypted, because the encryption key they were made with is missing: {count}.',
  stored_unavailable: 'Belong to a method that this server can’t offer at the moment: {count}.',
  permissions_ok: 'Super admins hold every permission of this plugin. One’s own methods need none.',
  permissions_missing: 'Super admins lack {actions}. Restart the server to grant them.',

  rows_ok: 'Nothing was put into the database past this server, as far as it can be told.',
  rows_planted:
    'Somebody wrote to the database past this server (recovery codes: {codes}, security keys: {keys}, exemptions: {exemptions}). Reset the people they belong to, and find out who can write there.',

  audit_trail_ok: 'No break is known in the {count} events of the trail. verify-audit checks every seal.',
  audit_trail_broken:
    'The trail was changed by somebody who can write to the database, or the key it was sealed with is gone (event {seq}: {kind}). Compare with what your webhook or your last export holds; verify-audit names the first break.',
  audit_trail_partly_unsealed:
    'The oldest {count} events of the trail were recorded without an encryption key: changes to them don’t show. If this server has always had a key, somebody has replaced the trail.',
  audit_trail_unsealed: 'There is no encryption key, so whoever can write to the database can change the trail unseen.',

  encryption_key_strapi: 'Secrets are encrypted with Strapi’s own encryption key.',
  encryption_key_own: 'Secrets are encrypted with the key "{id}"; {count} in all can be read.',
  encryption_key_missing:
    'There is no encryption key, so authenticator apps and codes by e-mail or text message are not offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey) or mfa.config.encryptionKeys.',
  encryption_key_placeholder:
    'The encryption key "{id}" is a well-known placeholder: whoever has a copy of the database can decrypt it. In production nothing new is encrypted with it. Put a random key in front (mfa.config.encryptionKeys), restart, and run strapi-mfa rotate-key.',
  encryption_key_short:
    'The encryption key "{id}" holds less than 16 bytes and can be guessed. In production nothing new is encrypted with it. Put a random key in front (mfa.config.encryptionKeys), restart, and run strapi-mfa rotate-key.',
  address_ok: 'The panel’s address is {address}.',
  address_missing: 'The panel has no absolute address. Set server.url, so that security keys know where they belong.',
  address_insecure: 'The panel’s address {address} is not https: passwords and codes travel unencrypted.',
  relying_party_ok: 'Security keys are bound to {id}.',
  relying_party_related:
    'Security keys are bound to {id}. At {origins} they work in browsers that know related origins, and only while {wellKnown} is answered by this server.',
  relying_party_unusable: 'Security keys can’t be used here.',
  proxy_configured: 'Addresses are taken from a proxy (server.proxy).',
  proxy_not_configured: 'No proxy is configured.',
  proxy_trusted: 'Addresses are taken from the proxy before this server.',
  proxy_direct: 'People reach this server directly.',
  proxy_not_trusted:
    'A proxy stands before this server, but server.proxy is off: the trail records the proxy’s address instead of people’s.',
  proxy_trusted_but_absent:
    'server.proxy is on, but no proxy is before this server: anybody can make up the address that the trail records.',
  cookies_https: 'Cookies are sent over https only.',
  cookies_plain: 'Cookies are not marked Secure, as the panel’s address is not https.',
  cookies_out_of_reach:
    'The panel is served at {path}, where Strapi’s cookies don’t reach: nobody stays logged in. Set admin.auth.cookie.path to "/" and build the panel again.',
  cookies_secure_off: 'admin.auth.cookie.secure is off although the panel is served over https.',
  cookies_request_insecure:
    'The panel is served over https, but this server takes the request for plain http, so cookies lack Secure. Set server.proxy.',
  cookies_dropped:
    'admin.auth.cookie.secure is on, but the panel’s address is not https: browsers will drop the cookies.',
  clock_ok: 'The clocks of this server and of its database differ by {seconds} s.',
  clock_differs: 'The clocks of this server and of its database differ by {seconds} s. Use NTP on both.',
  clock_wrong:
    'The clocks of this server and of its database differ by {seconds} s. Codes of authenticator apps will be refused. Use NTP on both.',
  mail_ok: 'Mail goes through "{provider}".',
  mail_sendmail: 'Mail goes through the default provider "sendmail", which most mail servers refuse.',
  mail_missing: 'Strapi’s e-mail plugin has no provider: nobody is told what happened to their account.',
  mail_missing_but_needed:
    'Strapi’s e-mail plugin has no provider: nobody is told what happened to their account. Codes by e-mail are allowed, but can’t be sent.',
  mail_unusable: 'Codes by e-mail are allowed, but can’t be sent.',
  sms_ok: 'Text messages go to {countries} only, at most {perDay} a day.',
  sms_off: 'Text messages are not configured, and not allowed.',
  sms_unusable: 'Codes by text message are allowed, but can’t be sent.',

  native_mfa_absent: 'This version of Strapi brings no multi-factor authentication of its own.',
  native_mfa_off: NATIVE.off,
  native_mfa_unclear: NATIVE.unclear,
  native_mfa_on: NATIVE.on,
  native_mfa_twice: NATIVE.twice,
  other_plugins_none: 'No other plugin is known to change the admin log-in.',
  other_plugins_rival: '{names} changes the admin log-in as well. Remove one of the two, or people will be locked out.',
  other_plugin_off: PLUGIN.off,
  other_plugin_unclear: PLUGIN.unclear,
  other_plugin_on: PLUGIN.on,
  other_plugin_twice: PLUGIN.twice,
  trusted_strategies_none: 'No other way to authenticate admin routes is trusted.',
  trusted_strategies_some: 'Sessions of {names} are never asked for a second step (guard.trustedStrategies).',
} as const satisfies Record<FindingCode, string>;
