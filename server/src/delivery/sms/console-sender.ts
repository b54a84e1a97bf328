import type { Core } from '@strapi/strapi';

import type { SmsProvider } from './sender';

/** Writes text messages to the log, for development only, because anyone who reads the log can use the codes. */
export const consoleProvider = (strapi: Core.Strapi): SmsProvider => ({
  init() {
    if (process.env.NODE_ENV === 'production') {
      throw new Error('the console provider writes codes to the log and doesn’t run with NODE_ENV=production');
    }
    return {
      async send({ to, text }) {
        strapi.log.info(`[mfa] text message to ${to}:\n${text}`);
      },
    };
  },
});
