import type { Core } from '@strapi/strapi';

import { hideContentTypes, persistTables } from './content-types';
import { house } from './house';
import { onDestroy } from './leaving';
import { logFailure } from './log';
import { followUsers } from './people';
import { registerPermissions } from './permissions';
import { holdEvents } from './register';
import { startRounds } from './rounds';

/** After the database is there and before the first request. */
export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const rooms = house(strapi);
  await persistTables(strapi);
  // An unreadable policy must not keep the host from booting: the guard refuses until it is repaired.
  await rooms.policies.settle().catch((error: unknown) => logFailure(strapi, 'reading the policy', error));
  await registerPermissions(strapi);
  hideContentTypes(strapi);
  holdEvents(strapi);
  onDestroy(strapi, rooms.sessions.subscribe());
  onDestroy(strapi, followUsers(rooms));
  await rooms.audit.open();
  onDestroy(strapi, () => rooms.outbox.close());
  startRounds(strapi, rooms);
  if (rooms.keys.activeId === null) {
    strapi.log.warn(
      '[mfa] no encryption key: authenticator apps and text messages are not offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey in config/admin) and start again.'
    );
  }
};
