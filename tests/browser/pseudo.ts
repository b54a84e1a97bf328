/**
 * A pseudo language: every message is 40% longer, accented and in brackets. Text without brackets isn't translated, and
 * a layout too narrow for it is too narrow for German. The browser gets it in place of the English files. The plugin
 * itself doesn't know about it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { BrowserContext } from 'playwright-core';
import { createIntl } from 'react-intl';

import type { Area, WordKey } from '../../admin/src/i18n/areas';

const AREAS = [
  'shell',
  'shared',
  'challenge',
  'login',
  'pages',
  'security',
  'policy',
  'people',
  'person',
  'activity',
  'events',
] as const;
const FOLDER = resolve(__dirname, '../../admin/src/translations/en');

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçđéƒĝĥîĵķļɱñöþʠŕšţûṽŵẋýžÁƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ';
const FILLER = ['öñé', 'ţŵö', 'ţĥŕéé', 'ƒöûŕ', 'ƒîṽé', 'šîẋ', 'šéṽéñ', 'éîĝĥţ', 'ñîñé', 'ţéñ'];
const LONGER_BY = 0.4;

const accent = (letter: string): string => Array.from(ACCENTED)[PLAIN.indexOf(letter)] ?? letter;

/** Index of the brace that closes the one at `open`. */
const closing = (text: string, open: number): number => {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  throw new Error(`A brace is open in: ${text}`);
};

/** Walks over plain text and `{…}`, the parts of an ICU message. */
const walk = (text: string, plain: (part: string) => string, braced: (inner: string) => string): string => {
  const open = text.indexOf('{');
  if (open < 0) return plain(text);
  const end = closing(text, open);
  return plain(text.slice(0, open)) + braced(text.slice(open + 1, end)) + walk(text.slice(end + 1), plain, braced);
};

const accented = (text: string): string =>
  walk(
    text,
    (part) => Array.from(part, accent).join(''),
    (inner) => `{${argument(inner)}}`
  );

/** Keeps `{name}` and `{rows, number}`. The branches of a plural or select are text, so they are translated. */
const argument = (inner: string): string => {
  const [, head, branches] = /^([^,{]+,\s*(?:plural|select)\s*,)(.*)$/s.exec(inner) ?? [];
  if (head === undefined || branches === undefined) return inner;
  return (
    head +
    walk(
      branches,
      (selector) => selector,
      (branch) => `{${accented(branch)}}`
    )
  );
};

const filler = (length: number): string => {
  const words: string[] = [];
  while (words.join(' ').length < length) words.push(FILLER[words.length % FILLER.length] ?? '');
  return words.join(' ');
};

/** `Copy` becomes `⟦Çöþý öñé⟧`. */
export const pseudo = (message: string): string =>
  message === '' ? '' : `⟦${accented(message)} ${filler(Math.max(3, message.length * LONGER_BY))}⟧`;

const english = (area: Area): Record<string, string> =>
  JSON.parse(readFileSync(resolve(FOLDER, `${area}.json`), 'utf8')) as Record<string, string>;

const translated = (area: Area): Record<string, string> =>
  Object.fromEntries(Object.entries(english(area)).map(([key, message]) => [key, pseudo(message)]));

const words = createIntl({
  locale: 'en',
  messages: Object.fromEntries(
    AREAS.flatMap((area) => Object.entries(translated(area)).map(([key, message]) => [`${area}.${key}`, message]))
  ),
});

/** What a screen shows in this language. The keys are those of `useWords`. */
export const say = <A extends Area>(area: A, key: WordKey<A>, values: Record<string, string | number> = {}): string =>
  words.formatMessage({ id: `${area}.${key}` }, values);

/** The longest message of a file. It tells the English file from the other languages. */
const landmark = (area: Area): string =>
  Object.values(english(area)).reduce((longest, message) => (message.length > longest.length ? message : longest));

/** From now on, this browser profile loads the pseudo language. */
export const speakPseudo = async (context: BrowserContext): Promise<void> => {
  await context.route(new RegExp(`/(${AREAS.join('|')})-[^/]+\\.js$`), async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const area = AREAS.find((name) => route.request().url().includes(`/${name}-`) && text.includes(landmark(name)));
    if (!area) return route.fulfill({ response: answer });
    const body = `export default ${JSON.stringify(translated(area))};`;
    await route.fulfill({ status: 200, contentType: 'text/javascript', body });
  });
};
