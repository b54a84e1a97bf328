/** The glossary has the panel's terms, one per concept, in every language. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'] as const;

const rows = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (term|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, term = '', meaning = '', de, fr, es, pt, ja, zh, key = '']) => ({
    term,
    meaning,
    words: [term, de, fr, es, pt, ja, zh],
    key: key.replace(/`/g, ''),
  }));

const saysIn = (language: string, key: string): string => {
  const [area = '', name = ''] = key.split(':');
  const words = JSON.parse(readFileSync(join(ROOT, `admin/src/translations/${language}/${area}.json`), 'utf8'));
  return String(words[name]);
};

describe('the glossary', () => {
  it('has every term in every language, and each term once [C32]', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(({ term }) => term)).size).toBe(rows.length);
    for (const { term, meaning, words } of rows) {
      expect([term, meaning !== '', words.every(Boolean)]).toEqual([term, true, true]);
    }
  });

  it.each(rows.filter(({ key }) => key !== '–'))('"$term" is what the panel says [C32]', ({ words, key }) => {
    const said = LANGUAGES.map((language) => saysIn(language, key).toLowerCase());
    expect(said).toEqual(words.map((word) => String(word).toLowerCase()));
  });
});
