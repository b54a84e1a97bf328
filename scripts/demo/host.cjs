'use strict';

/** The demo's Strapi, in its own process. Sends `ready` to its parent when people can log in. */
const path = require('node:path');

const { seed } = require('./people.cjs');

const appDir = path.resolve(__dirname, '../../tests/host');

const main = async () => {
  process.chdir(appDir);
  const { createStrapi } = require('@strapi/strapi');
  const strapi = createStrapi({ appDir, distDir: appDir, autoReload: false, serveAdminPanel: true });
  await strapi.load();
  await seed(strapi);
  await strapi.listen();

  const stop = async () => {
    await strapi.destroy();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.('ready');
};

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
