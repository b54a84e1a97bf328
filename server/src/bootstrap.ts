import type { Core } from '@strapi/strapi';

import { hideContentTypes, keepFromTransfers, keepPersisting, persistTables } from './content-types';
import { aboutNeighbor, followUsers } from './administration';
import { house, type House } from './container';
import { logFailure, onDestroy } from './platform';
import { registerPermissions } from './permissions';
import { holdEvents } from './register';
import { startRounds } from './schedule';

/** C30: two that ask for a second factor in one host are worth a line at every boot. */
const announceNeighbors = async (strapi: Core.Strapi, { neighbors, config }: House): Promise<void> => {
  for (const one of await neighbors.standings()) {
    const said = aboutNeighbor(one, config.native);
    if (said && said.status !== 'ok') strapi.log[said.status === 'error' ? 'error' : 'warn'](`[mfa] ${said.message}`);
  }
};

/** After the database is there and before the first request. */
export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const rooms = house(strapi);
  await persistTables(strapi);
  onDestroy(strapi, keepPersisting(strapi, rooms.database));
  // An unreadable policy must not keep the host from booting: the guard refuses until it is repaired.
  await rooms.policies.settle().catch((error: unknown) => logFailure(strapi, 'reading the policy', error));
  await registerPermissions(strapi);
  hideContentTypes(strapi);
  onDestroy(strapi, keepFromTransfers(strapi));
  holdEvents(strapi);
  onDestroy(strapi, rooms.sessions.subscribe());
  onDestroy(strapi, followUsers(rooms));
  await rooms.audit.open();
  onDestroy(strapi, () => rooms.outbox.close());
  startRounds(strapi, rooms);
  // A neighbor that boots after this plugin for the very first time is told at the next boot, and by the doctor at once.
  await announceNeighbors(strapi, rooms).catch((error: unknown) => logFailure(strapi, 'looking for neighbors', error));
  if (rooms.keys.activeId === null) {
    strapi.log.warn(
      '[mfa] no encryption key: authenticator apps and codes by e-mail or text message are not offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey in config/admin) and start again.'
    );
  }
};
