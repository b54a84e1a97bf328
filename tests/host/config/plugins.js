'use strict';

const path = require('node:path');

const { withOverrides } = require('../overrides.js');

/** Hands text messages to the catcher of the demo or the tests. */
const httpCatcher = (url) => ({
  init: () => ({
    async send({ to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ to, text }),
      });
      if (!response.ok) throw new Error(`The text message was not taken: HTTP ${response.status}.`);
    },
  }),
});

const sms = (env) =>
  env('SMS_URL', '')
    ? { sms: { provider: httpCatcher(env('SMS_URL')), countries: ['DE', 'FR', 'ES', 'GB', 'US', 'BR', 'JP', 'CN'] } }
    : {};

/** Somebody else's plugin whose `register` runs before ours. */
const early = (env) =>
  env.bool('MFA_TEST_EARLY', false)
    ? { early: { enabled: true, resolve: path.resolve(__dirname, '../neighbors/early') } }
    : {};

const plugins = ({ env }) => ({
  ...early(env),
  mfa: {
    enabled: env.bool('MFA_ENABLED', true),
    resolve: env('MFA_PLUGIN', path.resolve(__dirname, '../../..')),
    config: { ...sms(env) },
  },
  email: {
    config: {
      provider: 'nodemailer',
      providerOptions: {
        host: env('SMTP_HOST', '127.0.0.1'),
        port: env.int('SMTP_PORT', 1025),
        ignoreTLS: true,
        connectionTimeout: 3000,
        greetingTimeout: 3000,
        socketTimeout: 5000,
      },
      settings: { defaultFrom: 'Example CMS <cms@example.com>', defaultReplyTo: 'help@example.com' },
    },
  },
});

module.exports = withOverrides('plugins', plugins);
