'use strict';

const { withOverrides } = require('../overrides.js');

module.exports = withOverrides('admin', ({ env }) => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', 'host-admin-jwt-secret-which-is-not-for-production'),
    sessions: {
      maxRefreshTokenLifespan: 30 * 24 * 3600,
      maxSessionLifespan: 24 * 3600,
    },
  },
  apiToken: { salt: env('API_TOKEN_SALT', 'host-api-token-salt') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT', 'host-transfer-token-salt') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY', 'host-encryption-key-of-at-least-32-characters') },
  flags: { nps: false, promoteEE: false },
  rateLimit: { enabled: env.bool('ADMIN_RATE_LIMIT', true) },
}));
