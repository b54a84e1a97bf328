import type { Core } from '@strapi/strapi';

import { hideContentTypes, keepFromTransfers, keepPersisting, persistTables } from './content-types';
import { aboutNeighbor, followUsers } from './administration';
import { containerOf, type Container } from './container';
import { sealOnce, tellOfDoubt } from './seal-existing-rows';
import { followSessionEnds } from './gate';
import { logFailure, onDestroy } from './platform';
import { registerPermissions } from './permissions';
import { holdEvents } from './register';
import { startSchedule } from './schedule';

/** C30: logs a line at every boot while another plugin asks for a second factor as well. */
const announceNeighbors = async (strapi: Core.Strapi, { neighbors, config }: Container): Promise<void> => {
  for (const one of await neighbors.states()) {
    const said = aboutNeighbor(one, config.native);
    if (said && said.status !== 'ok') strapi.log[said.status === 'error' ? 'error' : 'warn'](`[mfa] ${said.message}`);
  }
};

/** Runs after the database is ready, and before the first request. */
export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const container = containerOf(strapi);
  await persistTables(strapi);
  onDestroy(strapi, keepPersisting(strapi, container.database));
  await container.home.rememberFirst();
  await registerPermissions(strapi);
  hideContentTypes(strapi);
  onDestroy(strapi, keepFromTransfers(strapi));
  holdEvents(strapi);
  onDestroy(strapi, container.sessions.subscribe());
  onDestroy(strapi, followSessionEnds(container));
  onDestroy(strapi, followUsers(container));
  // Without it, statements are planned each time, as usual.
  await container.database.plans
    .begin()
    .catch((error: unknown) => logFailure(strapi, 'asking who answers at the database', error));
  await container.audit.open();
  // An unreadable policy must not keep Strapi from booting. The guard refuses every request until it's repaired.
  await sealOnce(container)
    .then(() => container.policies.stampNewSources())
    .then(() => tellOfDoubt(container))
    .catch((error: unknown) => logFailure(strapi, 'reading the policy', error));
  onDestroy(strapi, () => container.outbox.close());
  // Roles may have changed while the plugin was off.
  await container.people
    .lapseExemptions()
    .catch((error: unknown) =>
      logFailure(strapi, 'ending exemptions whose administrator lost the right to grant them', error)
    );
  onDestroy(strapi, container.newBrowsers.listen());
  startSchedule(strapi, container);
  // A neighbor that boots after this plugin for the first time is reported at the next boot, and by the doctor right
  // away.
  await announceNeighbors(strapi, container).catch((error: unknown) =>
    logFailure(strapi, 'checking for other MFA plugins', error)
  );
  const { home, here, isHome } = await container.home.standing();
  if (!isHome) {
    strapi.log.warn(
      `[mfa] this database belongs to ${String(home)}, and this host is ${String(here)}: browsers are told nothing about passkeys. If the site has moved, run \`npx strapi-mfa moved\`; if this is a copy, \`npx strapi-mfa copied\`.`
    );
  }
  if (container.keys.flaw !== null) {
    strapi.log.error(
      '[mfa] The encryption key is a placeholder or too short. In production, nothing new is encrypted with it. Run `npx strapi-mfa doctor` for help.'
    );
  }
  if (container.keys.activeId === null) {
    strapi.log.warn(
      '[mfa] There is no encryption key, so authenticator apps, email codes, and text message codes aren’t offered. Set ENCRYPTION_KEY (admin.secrets.encryptionKey in config/admin) and restart.'
    );
  }
};
