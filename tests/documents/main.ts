/** `npm run docs:generate`: writes the generated documentation. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createStrapi } from '@strapi/strapi';

import { containerOf } from '../../server/src/container';
import { configurationPage } from './configuration';
import { openApi } from './openapi';

const ROOT = resolve(__dirname, '../..');
const HOST = join(ROOT, 'tests/host');

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-docs-'));
  const needed = { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: join(folder, 'data.db'), MFA_ENABLED: 'false' };
  Object.assign(process.env, needed, { LOG_LEVEL: 'error', STRAPI_TELEMETRY_DISABLED: 'true' });
  const strapi = await createStrapi({ appDir: HOST, distDir: HOST, autoReload: false, serveAdminPanel: false }).load();
  const document = openApi(containerOf(strapi));
  await strapi.destroy();
  rmSync(folder, { recursive: true, force: true });

  writeFileSync(join(ROOT, 'docs/openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(ROOT, 'docs/configuration.md'), configurationPage());
  console.log('Written: docs/openapi.json, docs/configuration.md');
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
