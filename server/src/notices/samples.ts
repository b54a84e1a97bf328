import type { Core } from '@strapi/strapi';

import type { Recorder } from '../audit';
import { languageOf, type Language, type Letter, type Mailer } from '../delivery';
import { serviceName } from '../factors';
import { causeOf, createRateLimit, type MfaConfig, MfaError, type Ports, within } from '../platform';
import type { NoticeEvent, NoticeFacts } from './notices';
import { NOTICE_TEXTS } from './texts';
import { writeNotice } from './write';

const PATIENCE_MS = 15_000;
const DAY_MS = 86_400_000;
/** Enough to look at every email once. */
const ALLOWED = { times: 30, spanMs: 3_600_000 } as const;

export interface Reader {
  id: number;
  /** The account's own address. A sample goes nowhere else. */
  email: string;
  preferedLanguage: string | null;
}

export interface NoticeSamples {
  /**
   * Sends this email to the reader, in their language, with made-up facts, and marked as a sample. Resolves when the
   * provider has accepted it. It's sent even if the policy has turned the email off.
   *
   * @throws MfaError MFA_TOO_MANY_ATTEMPTS, or MFA_DELIVERY_FAILED if it can't be sent
   */
  send(event: NoticeEvent, reader: Reader): Promise<void>;
}

interface Needs {
  strapi: Core.Strapi;
  config: MfaConfig;
  ports: Ports;
  mailer: Mailer;
  audit: Recorder;
}

const BROWSER = 'Chrome on macOS';

/** What the email would say. Without a name, a method is called what it is, in the reader's language. */
const factsOf = (event: NoticeEvent, by: string, now: number): NoticeFacts => {
  const method = { name: '', type: 'webauthn' };
  const facts: Partial<Record<NoticeEvent, NoticeFacts>> = {
    factor_added: method,
    factor_removed: method,
    factor_imported: { name: '', type: 'totp' },
    recovery_codes_generated: { total: 10 },
    recovery_code_used: { remaining: 9 },
    recovery_codes_low: { remaining: 3 },
    trusted_browser_added: { browser: BROWSER, days: 14 },
    pass_given: { by, until: now + 3 * DAY_MS },
    repeated_failures: { failures: 3, method: 'totp' },
    locked: { until: now + DAY_MS / 96, method: 'totp' },
    email_changed: { by, from: 'old@example.com', to: 'new@example.com' },
    exempted: { by, until: now + 7 * DAY_MS },
    reset_with_password: { by, person: 'person@example.com', steps: 'address,password,second_step' },
    grace_started: { date: now + 14 * DAY_MS },
    grace_3_days: { date: now + 3 * DAY_MS },
    grace_1_day: { date: now + DAY_MS },
  };
  return facts[event] ?? { by };
};

/** Emails that say what the person's own browser did name it and its place. */
const FROM_A_BROWSER: readonly NoticeEvent[] = [
  'factor_added',
  'factor_removed',
  'recovery_codes_generated',
  'recovery_code_used',
  'recovery_codes_low',
  'trusted_browser_added',
  'new_browser',
  'repeated_failures',
  'locked',
];

/** Also says so inside the email and in its own texts, because a subject is easily overlooked. */
const marked = ({ subject, text, html }: Letter, language: Language): Letter => {
  const { label, line } = NOTICE_TEXTS[language].sample;
  const note = `<p style="border:1px solid;padding:8px 12px"><strong>${label}</strong> ${line}</p>`;
  const body = /<body[^>]*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return {
    subject: `${label} ${subject}`,
    text: `${label} ${line}\n\n${text}`,
    html: `${html.slice(0, at)}${note}${html.slice(at)}`,
  };
};

export const createNoticeSamples = ({ strapi, config, ports, mailer, audit }: Needs): NoticeSamples => {
  const limit = createRateLimit(ports, ALLOWED);

  const letterFor = (event: NoticeEvent, { email, preferedLanguage }: Reader): Letter => {
    const language = languageOf(preferedLanguage);
    const now = ports.clock.now();
    const theirs = FROM_A_BROWSER.includes(event);
    const origin = { browser: theirs ? BROWSER : null, ip: theirs ? '192.0.2.1' : null };
    const notice = { event, language, facts: factsOf(event, email, now), at: now, ...origin };
    const site = serviceName(config.issuer, strapi.config.get('admin.absoluteUrl'));
    return marked(writeNotice(notice, site, config.mail.templates), language);
  };

  return {
    async send(event, reader) {
      limit.spend(reader.id);
      const target = { id: reader.id, email: reader.email };
      const details = { event, sample: true };
      try {
        await within(PATIENCE_MS, () => mailer.send(reader.email, letterFor(event, reader)));
      } catch (error) {
        const cause = causeOf(error);
        await audit.append({ type: 'notice.failed', outcome: 'failure', target, details: { ...details, cause } });
        throw new MfaError('MFA_DELIVERY_FAILED', {}, { cause: error, message: 'The email couldn’t be sent.' });
      }
      await audit.append({ type: 'notice.sent', outcome: 'success', target, details });
    },
  };
};
