/** Reports other plugins that ask for a second factor. */
import type { MfaConfig } from '../../platform';
import type { Seen } from '../../policy';
import { error, ok, warning, type DiagnosticsDeps, type Examination, type Verdict } from './check';

/**
 * Plugins that also patch the admin login, and whose state can't be read. If two of them patch it, people are locked
 * out.
 */
const RIVALS = ['strapi-plugin-2fa', 'strapi-2fa', 'admin-2fa'] as const;

const aboutNative = ({ state }: Seen, native: MfaConfig['native']): Verdict | null => {
  if (state === 'absent') return null;
  if (state === 'off') return ok('native_mfa_off');
  if (state === 'unknown') return warning('native_mfa_unclear');
  return native === 'yield' ? warning('native_mfa_on') : error('native_mfa_twice');
};

const aboutPlugin = ({ name, state }: Seen, native: MfaConfig['native']): Verdict | null => {
  if (state === 'absent') return null;
  if (state === 'off') return ok('other_plugin_off', { name });
  if (state === 'unknown') return warning('other_plugin_unclear', { name });
  return native === 'yield' ? warning('other_plugin_on', { name }) : error('other_plugin_twice', { name });
};

/** Null for a neighbor that isn't installed. The log uses this text at boot, too. */
export const aboutNeighbor = (one: Seen, native: MfaConfig['native']): Verdict | null =>
  one.native ? aboutNative(one, native) : aboutPlugin(one, native);

const nativeMfa = async ({ neighbors, config }: DiagnosticsDeps): Promise<Verdict> => {
  const native = (await neighbors.states()).filter((one) => one.native);
  const [said] = native.flatMap((one) => aboutNeighbor(one, config.native) ?? []);
  return said ?? ok('native_mfa_absent');
};

const rivals = async ({ strapi, neighbors, config }: DiagnosticsDeps): Promise<Verdict> => {
  const others = (await neighbors.states()).filter((one) => !one.native);
  const [said] = others.flatMap((one) => aboutNeighbor(one, config.native) ?? []);
  const found = RIVALS.filter((name) => Object.hasOwn(strapi.plugins, name));
  if (found.length > 0) return error('other_plugins_rival', { names: found.join(', ') });
  return said ?? ok('other_plugins_none');
};

const strategies = ({ config }: DiagnosticsDeps): Verdict => {
  const { trustedStrategies } = config.guard;
  if (trustedStrategies.length === 0) return ok('trusted_strategies_none');
  return warning('trusted_strategies_some', { names: trustedStrategies.join(', ') });
};

export const NEIGHBORS: readonly Examination[] = [
  { id: 'native_mfa', look: nativeMfa },
  { id: 'other_plugins', look: rivals },
  { id: 'trusted_strategies', look: strategies },
];
