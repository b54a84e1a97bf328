/** Others who ask for a second factor, and what can't be told apart from them. */
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Finding } from './check';

/** Content types of Strapi's own admin MFA, where a version brings it. */
const NATIVE_TYPES = ['admin::mfa-challenge', 'admin::mfa-recovery-code', 'admin::mfa-passkey'] as const;

/** Plugins that patch the admin log-in too. Two of them in one log-in lock people out. */
const RIVALS = ['strapi-identity', 'strapi-plugin-2fa', 'strapi-2fa', 'admin-2fa'] as const;

const nativeMfa = ({ strapi, config }: DiagnosticsDeps): Finding => {
  const present = NATIVE_TYPES.some((uid) => Object.hasOwn(strapi.contentTypes, uid));
  if (!present) return ok('This version of Strapi brings no multi-factor authentication of its own.');
  if (strapi.config.get('admin.auth.mfa.enabled') === false)
    return ok('Strapi’s own multi-factor authentication is switched off.');
  return config.native === 'yield'
    ? warning(
        'Strapi’s own multi-factor authentication is present and switched on; this plugin steps aside for it (mfa.config.native).'
      )
    : error(
        'Strapi’s own multi-factor authentication is switched on as well: people are asked twice. Switch one of them off.'
      );
};

const rivals = ({ strapi }: DiagnosticsDeps): Finding => {
  const found = RIVALS.filter((name) => Object.hasOwn(strapi.plugins, name));
  if (found.length === 0) return ok('No other plugin is known to change the admin log-in.');
  return error(
    `${found.join(', ')} changes the admin log-in as well. Remove one of the two, or people will be locked out.`
  );
};

const strategies = ({ config }: DiagnosticsDeps): Finding => {
  const { trustedStrategies } = config.guard;
  if (trustedStrategies.length === 0) return ok('No other way to authenticate admin routes is trusted.');
  return warning(
    `Sessions of ${trustedStrategies.join(', ')} are never asked for a second step (guard.trustedStrategies).`
  );
};

export const NEIGHBORS: readonly Examination[] = [
  { id: 'native_mfa', look: nativeMfa },
  { id: 'other_plugins', look: rivals },
  { id: 'trusted_strategies', look: strategies },
];
