/** Others who ask for a second factor, and what can't be told apart from them. */
import { wordAbout } from '../neighbors';
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Finding } from './check';

/** Plugins that patch the admin log-in too, and of which nothing more is known. Two of them in one log-in lock people out. */
const RIVALS = ['strapi-plugin-2fa', 'strapi-2fa', 'admin-2fa'] as const;

const nativeMfa = async ({ neighbors, config }: DiagnosticsDeps): Promise<Finding> => {
  const native = (await neighbors.standings()).filter((one) => one.native);
  const [word] = native.flatMap((one) => wordAbout(one, config.native) ?? []);
  return word ?? ok('This version of Strapi brings no multi-factor authentication of its own.');
};

const rivals = async ({ strapi, neighbors, config }: DiagnosticsDeps): Promise<Finding> => {
  const others = (await neighbors.standings()).filter((one) => !one.native);
  const words = others.flatMap((one) => wordAbout(one, config.native) ?? []);
  const found = RIVALS.filter((name) => Object.hasOwn(strapi.plugins, name));
  if (found.length > 0)
    return error(
      `${found.join(', ')} changes the admin log-in as well. Remove one of the two, or people will be locked out.`
    );
  return words[0] ?? ok('No other plugin is known to change the admin log-in.');
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
