import type { Method } from '../../../../shared/contracts/types';
import { MAILBOX_METHODS } from '../../platform';
import type { FirstFactor } from '../../sessions';
import type { DoorName } from './store';

/** The mailbox has already been the first proof at these doors; a mailed code would be the same proof twice. */
const MAILBOX_DOORS: readonly DoorName[] = ['reset-password', 'register', 'other'];

export const withheldAt = (door: DoorName): readonly Method[] => (MAILBOX_DOORS.includes(door) ? MAILBOX_METHODS : []);

/** Doors that one comes to by a link that was mailed, or handed over by an administrator: `other` may be anything. */
const LINK_DOORS: readonly DoorName[] = ['reset-password', 'register'];

/** What coming through this door has proved beside the password, for somebody who has no authenticator yet. */
export const firstFactorAt = (door: DoorName, now: number): FirstFactor | null => {
  if (LINK_DOORS.includes(door)) return { proof: 'email', at: now };
  // Strapi opens it only while nobody is there: nobody could give a pass, and no mail may be set up.
  return door === 'register-admin' ? { proof: 'first_administrator', at: now } : null;
};

const BY_ACTION: Record<string, DoorName> = {
  'authentication.login': 'login',
  'authentication.register': 'register',
  'authentication.registerAdmin': 'register-admin',
  'authentication.resetPassword': 'reset-password',
};

/** The door by the handler that ran, never by the path: Koa's router takes `/ADMIN/login/` too. */
export const doorOf = (route: { handler?: unknown; info?: { pluginName?: string } } | undefined): DoorName => {
  if (route?.info?.pluginName !== 'admin' || typeof route.handler !== 'string') return 'other';
  return BY_ACTION[route.handler] ?? 'other';
};

/** The same for the record of a session: of another plugin's route, the plugin. */
export const wayIn = (route: { handler?: unknown; info?: { pluginName?: string } } | undefined): string => {
  const door = doorOf(route);
  const plugin = route?.info?.pluginName;
  return door === 'other' && plugin && plugin !== 'admin' ? plugin : door;
};
