'use strict';

const { withOverrides } = require('../overrides.js');

module.exports = withOverrides('server', ({ env }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  // Security keys are bound to this address: the relying party is never taken from a request.
  url: `http://localhost:${env.int('PORT', 1337)}`,
  app: { keys: env.array('APP_KEYS', ['host-app-key-one', 'host-app-key-two']) },
  dirs: { public: env('HOST_PUBLIC', './public') },
  logger: { updates: { enabled: false }, startup: { enabled: env.bool('STARTUP_LOG', false) } },
  webhooks: { populateRelations: false },
}));
