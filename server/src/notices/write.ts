import { METHODS } from '../../../shared/contracts/constants';
import { compose, fillIn, withReplacements, writtenDate, writtenTime, type Language, type Letter } from '../delivery';
import { ipAddressOf, mailboxText, unlinked, type MfaConfig } from '../platform';
import { TAKEOVER_STEPS, type NoticeEvent, type NoticeFacts } from './notices';
import { NOTICE_TEXTS, type NoticeTexts } from './texts';

export interface NoticeToWrite {
  event: NoticeEvent;
  language: Language;
  facts: NoticeFacts;
  /** When it happened, UTC ms. */
  at: number;
  /** The place, if the person's own browser did it. Null if it wasn't a request, or was someone else's. */
  browser: string | null;
  ip: string | null;
}

const LONGEST_VALUE = 200;

/** One line, limited in length, so that it can't contain a second message. */
const tidy = (value: unknown): string =>
  String(value ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_VALUE);

const methodName = (texts: NoticeTexts, facts: NoticeFacts): string => {
  const method = METHODS.find((known) => known === (facts.type ?? facts.method));
  return method ? texts.methods[method] : '';
};

/**
 * Facts that people entered, in a form that emails can show. They may come from the very person that the email warns
 * about.
 */
const ADDRESSES: readonly string[] = ['by', 'from', 'to', 'person'];

const factText = (texts: NoticeTexts, facts: NoticeFacts, fact: string): string => {
  const value = tidy(facts[fact]);
  if (fact === 'name') return unlinked(value) || methodName(texts, facts);
  return ADDRESSES.includes(fact) ? mailboxText(value) : value;
};

const stepNames = (texts: NoticeTexts, facts: NoticeFacts): string => {
  const taken = String(facts.steps ?? '').split(',');
  return TAKEOVER_STEPS.filter((step) => taken.includes(step))
    .map((step) => texts.steps[step])
    .join(texts.stepSeparator);
};

/** Every fact in the format of that language. */
const valuesOf = (notice: NoticeToWrite, site: string): Record<string, string> => {
  const { facts, language, at } = notice;
  const texts = NOTICE_TEXTS[language];
  const values = Object.fromEntries(Object.keys(facts).map((fact) => [fact, factText(texts, facts, fact)]));
  const { date, until } = facts;
  return {
    ...values,
    ...(typeof date === 'number' ? { date: writtenDate(date, language) } : {}),
    until: typeof until === 'number' ? writtenTime(until, language) : texts.untilLifted,
    method: methodName(texts, facts),
    steps: stepNames(texts, facts),
    // A trusted browser is named in the facts. Elsewhere, it's the browser of the request.
    browser: values.browser ?? notice.browser ?? '',
    ip: ipAddressOf(notice.ip) ?? '',
    when: writtenTime(at, language),
    site,
  };
};

/** A missing fact leaves no empty parentheses. */
const fill = (template: string, values: Record<string, string>): string =>
  fillIn(template, values).replace(/ ?(\(\s*\)|（\s*）)/g, '');

/** One notice as an email, in the person's language, with the site owner's own texts if there are any. */
export const writeNotice = (notice: NoticeToWrite, site: string, templates: MfaConfig['mail']['templates']): Letter => {
  const texts = NOTICE_TEXTS[notice.language];
  const ofPassword = notice.event === 'locked' && notice.facts.of === 'password';
  const { subject, lead, advice } = ofPassword ? texts.lockedPassword : texts.events[notice.event];
  const values = valuesOf(notice, site);
  const facts = [
    [texts.labels.when, values.when ?? ''],
    [texts.labels.method, values.method ?? ''],
    [texts.labels.browser, notice.browser ?? ''],
    [texts.labels.ip, values.ip ?? ''],
  ] as const;
  const letter = compose({
    language: notice.language,
    subject: fill(subject, values),
    lead: fill(lead, values),
    facts: facts.filter(([, value]) => value !== ''),
    paragraphs: [fill(advice, values)],
    closing: fill(texts.closing, values),
  });
  return withReplacements(templates, notice.event, notice.language, letter, values);
};
