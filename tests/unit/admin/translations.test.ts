/** Every language has every text, with the same values. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

import { LOCALES, resolveLocale } from '../../../admin/src/i18n/locales';
import { AUTHENTICATOR_TYPES, EVENT_TYPES, METHODS, NOTICE_EVENTS } from '../../../shared/contracts/constants';

const ROOT = resolve(__dirname, '../../../admin/src/translations');

type Words = Record<string, string>;

const areasOf = (locale: string): string[] => readdirSync(join(ROOT, locale)).sort();
const wordsOf = (locale: string, area: string): Words => JSON.parse(readFileSync(join(ROOT, locale, area), 'utf8'));

/** Each placeholder with its type, because a plural that became a plain number would be wrong. */
const argumentsOf = (elements: MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.argument) return [element.value];
    if (element.type === TYPE.number || element.type === TYPE.date || element.type === TYPE.time) {
      return [`${element.value}:${TYPE[element.type]}`];
    }
    if (element.type === TYPE.select || element.type === TYPE.plural) {
      const inside = Object.values(element.options).flatMap(({ value }) => argumentsOf(value));
      return [`${element.value}:${TYPE[element.type]}`, ...inside];
    }
    return [];
  });

const factsIn = (text: string): string[] => [...new Set(argumentsOf(parse(text)))].sort();

/** The language's cardinal categories, which its plurals must cover. */
const categoriesOf = (locale: string): string[] =>
  new Intl.PluralRules(locale).resolvedOptions().pluralCategories.filter((category) => category !== 'many');

const pluralsIn = (elements: MessageFormatElement[]): string[][] =>
  elements.flatMap((element) => {
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inside = Object.values(element.options).flatMap(({ value }) => pluralsIn(value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inside] : inside;
  });

const areas = areasOf('en');

/** What happens to the log and to stored rows, not to a person. */
const OF_NOBODY = ['policy.planned_started', 'audit.checkpoint', 'rows.sealed', 'rows.distrusted', 'command.used'];

describe.each(LOCALES.filter((locale) => locale !== 'en'))('%s', (locale) => {
  it('has every area of words [C32]', () => {
    expect(areasOf(locale)).toEqual(areas);
  });

  it.each(areas)('%s: the same keys as English, none of them empty [C32]', (area) => {
    const words = wordsOf(locale, area);
    expect(Object.keys(words)).toEqual(Object.keys(wordsOf('en', area)));
    expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(areas)('%s: the same facts in every sentence, and a form for every number [C32]', (area) => {
    const english = wordsOf('en', area);
    for (const [key, text] of Object.entries(wordsOf(locale, area))) {
      expect({ key, facts: factsIn(text) }).toEqual({ key, facts: factsIn(english[key] ?? '') });
      for (const forms of pluralsIn(parse(text))) {
        expect({ key, forms }).toEqual({ key, forms: expect.arrayContaining(categoriesOf(locale)) });
      }
    }
  });

  it('tells every event as a sentence that names who it is about [C64] [C32]', () => {
    const sentences = wordsOf(locale, 'events.json');
    const nameless = EVENT_TYPES.filter((type) => !/\{(person|actor)\}/.test(sentences[type] ?? ''));
    expect(nameless).toEqual(OF_NOBODY);
  });

  it.each(areas.filter((area) => area !== 'shell.json'))('%s: is really translated [C32]', (area) => {
    const english = Object.entries(wordsOf('en', area));
    const words = wordsOf(locale, area);
    const same = english.filter(([key, text]) => words[key] === text && text.length > 24);
    expect(same).toEqual([]);
  });
});

describe('the English words', () => {
  it.each(areas)('%s: flat keys in the form screen.part.state [C32]', (area) => {
    for (const key of Object.keys(wordsOf('en', area))) expect(key).toMatch(/^[a-zA-Z_]+(\.[a-zA-Z0-9_]+)*$/);
  });

  it('name everything that has a code: events, methods, mails [C32]', () => {
    const activity = wordsOf('en', 'activity.json');
    const shared = wordsOf('en', 'shared.json');
    const policy = wordsOf('en', 'policy.json');
    const events = wordsOf('en', 'events.json');
    expect(EVENT_TYPES.filter((type) => !activity[`event.${type}`] || !events[type])).toEqual([]);
    expect(METHODS.filter((method) => !shared[`method.${method}.name`])).toEqual([]);
    expect(AUTHENTICATOR_TYPES.filter((type) => !policy[`methods.${type}.line`])).toEqual([]);
    expect(NOTICE_EVENTS.filter((event) => !policy[`notices.${event}`])).toEqual([]);
  });

  it.each(areas)('%s: never say what people would have to look up', (area) => {
    const forbidden = /\b(passcode|OTP|TOTP|2FA|WebAuthn|FIDO2?|AAL|invalid|illegal|failed to)\b/i;
    // Not translated: placeholders, what they select, configuration keys, and the name of the source of models.
    const notSaid =
      /\{\w+|\b(?:totp|webauthn) (?=\{)|\b(?:mfa\.config|webauthn)\.[\w.]+|\bFIDO (?:Alliance|metadata)\b/g;
    const found = Object.entries(wordsOf('en', area)).filter(([, text]) => forbidden.test(text.replace(notSaid, '')));
    expect(found).toEqual([]);
  });
});

describe('the language of the panel', () => {
  it.each([
    ['pt-BR', 'pt-BR'],
    ['zh-Hans', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['de-AT', 'de'],
    ['pt', 'pt-BR'],
    ['zh', 'en'],
    ['zh-Hant', 'en'],
    ['en-GB', 'en'],
    ['tlh', 'en'],
    ['', 'en'],
  ])('%s is spoken as %s [C32]', (code, spoken) => {
    expect(resolveLocale(code)).toBe(spoken);
  });
});
