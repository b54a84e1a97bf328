import { TEXTS as MAILS } from '../../../server/src/factors/email/texts';
import { TEXTS as MESSAGES } from '../../../server/src/factors/sms/texts';
import { LANGUAGES, languageOf } from '../../../server/src/delivery/mail';

const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

describe.each(LANGUAGES)('the words that carry a code, in %s', (language) => {
  const english = MAILS.en;
  const mail = MAILS[language];

  it.each(Object.keys(english) as (keyof typeof english)[])(
    'has the mail’s %s with the same facts [C8][C32]',
    (key) => {
      expect(mail[key].trim()).not.toBe('');
      expect(namesIn(mail[key])).toEqual(namesIn(english[key]));
      if (language !== 'en' && !['browser'].includes(key)) expect(mail[key]).not.toBe(english[key]);
    }
  );

  it('never puts the code into a subject [C8]', () => {
    expect(mail.subject).not.toContain('{code}');
    expect(mail.enrollSubject).not.toContain('{code}');
  });

  it.each(['sign_in', 'enrollment'] as const)('names code and site in a text message for %s [B9][C32]', (use) => {
    expect(namesIn(MESSAGES[language][use])).toEqual(['code', 'site']);
    if (language !== 'en') expect(MESSAGES[language][use]).not.toBe(MESSAGES.en[use]);
  });
});

describe('the language somebody is written to in', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['pt', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh-Hans', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh', 'en'],
    ['zh-TW', 'en'],
    ['it', 'en'],
    ['', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ])('for the panel’s %s is %s [C32]', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
