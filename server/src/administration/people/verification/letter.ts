import type { Core } from '@strapi/strapi';

import { mailboxText, type MfaConfig } from '../../../platform';
import { compose, fillIn, languageOf, type Letter, withReplacements, writtenTime } from '../../../delivery';
import { serviceName, VERIFICATION_MAIL } from '../../../factors';
import { LIFETIME_MS } from './rows';
import { TEXTS } from './texts';

interface Asked {
  code: string;
  /** The administrator's address. */
  by: string;
  at: number;
  locale: string | null;
}

/** Names who asks, and says that nobody needs the code who didn't call. */
export const writeVerification = (
  { strapi, config }: { strapi: Core.Strapi; config: MfaConfig },
  { code, by, at, locale }: Asked
): Letter => {
  const language = languageOf(locale);
  const texts = TEXTS[language];
  const site = serviceName(config.issuer, strapi.config.get('admin.absoluteUrl'));
  const values = { site, by: mailboxText(by), minutes: String(LIFETIME_MS / 60_000), when: writtenTime(at, language) };
  const fill = (template: string): string => fillIn(template, values);
  const letter = compose({
    language,
    subject: fill(texts.subject),
    lead: fill(texts.lead),
    code,
    facts: [
      [texts.when, values.when],
      [texts.by, values.by],
    ],
    paragraphs: [fill(texts.how), fill(texts.notYou)],
    closing: fill(texts.closing),
  });
  return withReplacements(config.mail.templates, VERIFICATION_MAIL, language, letter, { ...values, code });
};
