/**
 * Sends an email to a person, through the provider of Strapi's email plugin.
 * Promises: seven languages, text and HTML with the same words, every value escaped, one-line subjects, no links.
 * Never: waits longer than it was told to; logs an address or a code; decides whether to write to a person.
 */
import type { Core } from '@strapi/strapi';

import type { MfaConfig } from '../../platform';
import type { Letter } from './letter';

export { describeBrowser } from '../../platform';
export { LANGUAGES, languageOf, writtenDate, writtenTime, type Language } from './languages';
export { compose, escapeHtml, fillIn, oneLine, type Content, type Letter } from './letter';
export { checkTemplates, withReplacements } from './replacements';

export interface Mailer {
  /** Whether this Strapi has an email provider. */
  available(): boolean;
  /** Resolves when the provider has accepted the email. @throws whatever the provider throws */
  send(to: string, letter: Letter): Promise<void>;
}

interface EmailPlugin {
  provider?: { send?: unknown };
  service(name: 'email'): { send(options: Record<string, unknown>): Promise<unknown> };
}

export const createMailer = ({ strapi, config }: { strapi: Core.Strapi; config: MfaConfig }): Mailer => {
  const plugin = (): EmailPlugin | undefined => strapi.plugins.email as unknown as EmailPlugin | undefined;
  const { from, replyTo } = config.mail;

  return {
    available: () => typeof plugin()?.provider?.send === 'function',

    async send(to, letter) {
      const email = plugin();
      if (!email) throw new Error('this Strapi has no email plugin');
      await email.service('email').send({ to, ...(from ? { from } : {}), ...(replyTo ? { replyTo } : {}), ...letter });
    },
  };
};
