import type { Context } from 'koa';

import type { Method } from '../../../../shared/contracts/types';
import { MAILBOX_METHODS, sha256Hex } from '../../platform';
import type { FirstFactor } from '../../sessions';
import type { EntryPoint } from './store';

/** Where a request came from, for the record of a question. */
export const addressOf = (ctx: Context): string => sha256Hex(ctx.request.ip);

/** The mailbox was already the first proof here. An emailed code would be the same proof twice. */
const MAILBOX_ENTRIES: readonly EntryPoint[] = ['reset-password', 'register', 'other'];

export const withheldAt = (door: EntryPoint): readonly Method[] =>
  MAILBOX_ENTRIES.includes(door) ? MAILBOX_METHODS : [];

/**
 * Entry points that people reach through an emailed link, or one handed over by an administrator. `other` may be
 * anything.
 */
const LINK_ENTRIES: readonly EntryPoint[] = ['reset-password', 'register'];

/** What this entry point has proved besides the password, for a person without an authenticator. */
export const firstFactorAt = (door: EntryPoint, now: number): FirstFactor | null => {
  if (LINK_ENTRIES.includes(door)) return { proof: 'email', at: now };
  // Strapi allows it only while there is no administrator. Nobody could give a pass, and email may not be set up.
  return door === 'register-admin' ? { proof: 'first_administrator', at: now } : null;
};

const BY_ACTION: Record<string, EntryPoint> = {
  'authentication.login': 'login',
  'authentication.register': 'register',
  'authentication.registerAdmin': 'register-admin',
  'authentication.resetPassword': 'reset-password',
};

/** The entry point, by the handler that ran and never by the path: Koa's router accepts `/ADMIN/login/`, too. */
export const entryPointOf = (route: { handler?: unknown; info?: { pluginName?: string } } | undefined): EntryPoint => {
  if (route?.info?.pluginName !== 'admin' || typeof route.handler !== 'string') return 'other';
  return BY_ACTION[route.handler] ?? 'other';
};

/** The same for the record of a session: the plugin, for another plugin's route. */
export const entryName = (route: { handler?: unknown; info?: { pluginName?: string } } | undefined): string => {
  const door = entryPointOf(route);
  const plugin = route?.info?.pluginName;
  return door === 'other' && plugin && plugin !== 'admin' ? plugin : door;
};
