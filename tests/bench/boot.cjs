'use strict';

/** Starts a host the way a site does, without any code from the benchmarks. */
const { resolve } = require('node:path');

const { createStrapi } = require('@strapi/strapi');

const HOST = resolve(__dirname, '../host');

const boot = async () => {
  const strapi = createStrapi({ appDir: HOST, distDir: HOST, autoReload: false, serveAdminPanel: false });
  await strapi.load();
  strapi.server.mount();
  strapi.server.httpServer.listen(Number(process.env.PORT), '127.0.0.1', () => process.send('listening'));
  process.on('message', () => strapi.destroy().then(() => process.exit(0)));
};

boot().catch((error) => {
  console.error(error);
  process.exit(1);
});
