/** The panel shows the server's findings in the person's language. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { createIntl } from 'react-intl';

import { LOCALES, type Locale } from '../../../admin/src/i18n/locales';
import { linesOf } from '../../../admin/src/pages/Policy/finding-lines';
import { found, error, withParts } from '../../../server/src/administration/diagnostics/check';
import { ENGLISH } from '../../../server/src/administration/diagnostics/words';
import { CHECK_IDS, FINDING_CODES } from '../../../shared/contracts';

const ROOT = resolve(__dirname, '../../../admin/src/translations');

const wordsOf = (locale: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(resolve(ROOT, locale, `${area}.json`), 'utf8'));

const speechOf = (locale: Locale) => {
  const speak = (area: string) => {
    const intl = createIntl({ locale, messages: wordsOf(locale, area) });
    return (id: string, values?: Record<string, unknown>) =>
      intl.formatMessage({ id }, values as Record<string, string | number>);
  };
  return { policy: speak('policy'), shared: speak('shared') };
};

const namedIn = (elements: MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return 'value' in element ? [element.value] : [];
    return [element.value, ...Object.values(element.options).flatMap(({ value }) => namedIn(value))];
  });

const valuesOf = (message: string): string[] => [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const sorted = (names: string[]): string[] => [...new Set(names)].sort();

const CODES = FINDING_CODES.map((code) => [code, sorted(valuesOf(ENGLISH[code]))]);

describe.each(LOCALES)('%s', (locale) => {
  const words = wordsOf(locale, 'policy');

  it('has words for every code, and none for a code that is gone, with the values the server sends [C32]', () => {
    const said = Object.keys(words).filter((key) => key.startsWith('finding.'));
    const named = said.map((key) => [key.slice('finding.'.length), sorted(namedIn(parse(words[key] ?? '')))]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(CODES));
  });

  it('names every check [C32]', () => {
    expect(Object.keys(words).filter((key) => key.startsWith('check.'))).toHaveLength(CHECK_IDS.length);
    expect(CHECK_IDS.filter((id) => !words[`check.${id}`])).toEqual([]);
  });

  it('keeps technical names as they are [C32]', () => {
    const technical = /\b(?:mfa\.config|server|admin|guard)\.[\w.]*\w|ENCRYPTION_KEY|NTP|JSON|Secure\b/g;
    const english = wordsOf('en', 'policy');
    const namesIn = (text = '') => sorted(text.match(technical) ?? []);
    const kept = FINDING_CODES.map((code) => [code, namesIn(words[`finding.${code}`])]);
    expect(kept).toEqual(FINDING_CODES.map((code) => [code, namesIn(english[`finding.${code}`])]));
  });
});

describe('the box', () => {
  const wrong = withParts(error('methods_unavailable', { count: 1, allowed: 3 }), [
    { ...found('no_sms_sender'), values: { method: 'sms' } },
  ]);

  it('says a finding and what belongs to it in the panel’s language, numbers included [C32]', () => {
    const check = { id: 'methods', ...wrong };
    expect(linesOf(check, speechOf('de'))).toEqual([
      '1 von 3 erlaubten Methoden ist auf diesem Server nicht verwendbar.',
      'SMS: Für SMS ist kein Versand eingerichtet. Setzen Sie mfa.config.sms.',
    ]);
    expect(linesOf(check, speechOf('ja'))[0]).toBe('許可された 3 個の方法のうち 1 個がこのサーバーで使えません。');
  });

  it.each([
    ['a code that this panel does not know', { code: 'invented_later' }],
    ['no code at all', { code: undefined, values: undefined }],
    ['a part that this panel does not know', { parts: [{ code: 'invented_later', message: 'New.' }] }],
  ])('says what the server says for %s [C32]', (_what, differing) => {
    const check = { id: 'methods', ...wrong, ...differing };
    expect(linesOf(check, speechOf('de'))).toEqual([wrong.message]);
  });
});
