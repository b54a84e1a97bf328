import { describeBrowser, ipAddressOf } from '../../platform';
import { compose, fillIn, languageOf, withReplacements, writtenTime, type Language, type Letter } from '../../delivery';
import type { CodeChannel, CodeMessage, CodeUse } from '../code-channel';
import { createDeliveredCode } from '../delivered-code';
import type { Factor } from '../factor';
import type { FactorDeps } from '../factor-deps';
import { serviceName } from '../service-name';
import { TEXTS } from './texts';

/** The names of this channel's emails in `mail.templates`, by the purpose of their code. */
const MAILS: Record<CodeUse, string> = {
  sign_in: 'login_code',
  enrollment: 'confirm_address',
  first_factor: 'first_method_code',
};

/** The email with the code that a person reads to an administrator. */
export const VERIFICATION_MAIL = 'verification_code';

export const CODE_MAILS: readonly string[] = [...Object.values(MAILS), VERIFICATION_MAIL];

const PER_ADDRESS_A_DAY = 20;
const PATIENCE_MS = 10_000;

interface Asked {
  when: string;
  browser: string;
  ip: string;
}

/** `a•••@example.com`. */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  const [first = ''] = [...address.slice(0, Math.max(at, 0))];
  return `${first}•••${at < 0 ? '' : address.slice(at)}`;
};

const write = (language: Language, { code, use, lifetimeMinutes }: CodeMessage, site: string, asked: Asked): Letter => {
  const texts = TEXTS[language];
  const fill = (template: string) => fillIn(template, { site, minutes: String(lifetimeMinutes) });
  const facts = [
    [texts.when, asked.when],
    [texts.browser, asked.browser],
    [texts.ip, asked.ip],
  ] as const;
  const words: Record<CodeUse, [subject: string, lead: string, notYou: string]> = {
    sign_in: [texts.subject, texts.lead, texts.notYou],
    enrollment: [texts.enrollSubject, texts.enrollLead, texts.enrollNotYou],
    first_factor: [texts.firstSubject, texts.firstLead, texts.notYou],
  };
  const [subject, lead, notYou] = words[use];
  return compose({
    language,
    subject: fill(subject),
    lead: fill(lead),
    code,
    paragraphs: [fill(texts.how), fill(texts.secret), fill(notYou)],
    facts: facts.filter(([, value]) => value !== ''),
    closing: fill(texts.closing),
  });
};

const createChannel = ({ strapi, config, ports, mailer }: FactorDeps): CodeChannel => {
  const asked = (language: Language): Asked => {
    const request = strapi.requestContext.get()?.request;
    return {
      when: writtenTime(ports.clock.now(), language),
      browser: describeBrowser(request?.headers['user-agent']) ?? '',
      ip: ipAddressOf(request?.ip) ?? '',
    };
  };

  return {
    method: 'email',
    strength: 10,
    purpose: 'email-address',
    defaultName: 'Email',
    provesMailbox: true,
    beginShape: {},
    allowance: { perAddress: PER_ADDRESS_A_DAY, perPerson: PER_ADDRESS_A_DAY * 2, overall: null },
    patienceMs: PATIENCE_MS,
    availability: () => (mailer.available() ? { ok: true } : { ok: false, reason: 'no_mail_provider' }),
    addressOf: async ({ email }) => ({ ok: true, address: email }),
    mask: maskAddress,

    async deliver(message) {
      const language = languageOf(message.locale);
      const site = serviceName(config.issuer, strapi.config.get('admin.absoluteUrl'));
      const about = asked(language);
      const minutes = String(message.lifetimeMinutes);
      const name = MAILS[message.use];
      const values = { ...about, site, minutes, code: message.code };
      const letter = withReplacements(
        config.mail.templates,
        name,
        language,
        write(language, message, site, about),
        values
      );
      await mailer.send(message.to, letter);
    },
  };
};

export const createEmail = (deps: FactorDeps): Factor => createDeliveredCode(deps, createChannel(deps));
