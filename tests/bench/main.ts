import { gzipSync } from 'node:zlib';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { codeCases } from './cases/codes';
import { effortCases } from './cases/effort';
import { bigCases } from './cases/big';
import { nodesCases } from './cases/nodes';
import { priceCases } from './cases/price';
import { PEOPLE, signInCases, withPair } from './cases/sign-in';
import { loadCases } from './cases/load';
import { peopleCases } from './cases/people';
import { readingCases } from './cases/reading';
import { trailCases } from './cases/trail';
import { scaleCases } from './cases/scale';
import { figure, type Figure } from './numbers';

const ROOT = resolve(__dirname, '../..');
const asJson = process.argv.includes('--json');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;

const say = (line: string): void => {
  if (!asJson) console.log(line);
};

const STATIC_IMPORT = /^\s*(?:import|export)\b[^;'"]*?["'](\.[^"']+)["']/gm;

/** Translation keys that occur on one settings page only, to tell which chunk belongs to which page. */
const PAGE_MARKS: readonly (readonly [string, string])[] = [
  ['Activity', 'patterns.title'],
  ['People', 'tokens.title'],
  ['Policy', 'sso.title'],
  ['My Security', 'trusted.title'],
];

const pageName = (text: string): string | null =>
  PAGE_MARKS.find(([, mark]) => text.includes(`"${mark}"`))?.[0] ?? null;

const entryCase = async (): Promise<Figure[]> => {
  const entry = join(ROOT, 'dist/admin/index.mjs');
  if (!existsSync(entry)) throw new Error('The plugin is not built: npm run build');
  const folder = join(ROOT, 'dist/admin');
  const within = (file: string, seen: Set<string>): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, path] of text.matchAll(STATIC_IMPORT)) within(basename(String(path)), seen);
    return seen;
  };
  const sizeOf = (files: Iterable<string>): number =>
    [...files].reduce((total, file) => total + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);
  const first = within('index.mjs', new Set());
  const question = readdirSync(folder).filter((name) => /^draw-gate-.*\.mjs$/.test(name));
  const asked = question.flatMap((file) => [...within(file, new Set())].filter((one) => !first.has(one)));
  const pages = readdirSync(folder).filter((name) => /^index-.*\.mjs$/.test(name) && !first.has(name));
  const own = pages.map(
    (page) =>
      [
        pageName(readFileSync(join(folder, page), 'utf8')),
        [...within(page, new Set())].filter((one) => !first.has(one)),
      ] as const
  );
  return [
    figure('code on the login page before a challenge opens', [sizeOf(first)], 'bytes', 6144),
    figure('code of a question', [sizeOf(new Set(asked)) / 1024], 'kB', null),
    ...own
      .filter(([name]) => name !== null)
      .map(([name, files]) => figure(`own code of the page ${name}`, [sizeOf(files) / 1024], 'kB', null)),
  ];
};

const SUITES: Record<string, () => Promise<Figure[]>> = {
  entry: entryCase,
  price: priceCases,
  'sign-in': signInCases,
  reading: readingCases,
  codes: codeCases,
  load: () => withPair('sqlite', PEOPLE, loadCases),
  nodes: nodesCases,
  people: peopleCases,
  trail: trailCases,
  scale: scaleCases,
};

/** These run only on request. `big` takes an hour. */
const ON_DEMAND: Record<string, () => Promise<Figure[]>> = { big: bigCases, effort: effortCases };

const shown = (one: Figure): string => {
  const spread = one.spread ? `  (${one.spread[0]}–${one.spread[1]})` : '';
  const limit = one.limit === null ? '' : `  limit ${one.limit}  ${one.ok ? 'ok' : 'TOO MUCH'}`;
  return `${one.name.padEnd(64)} ${String(one.value).padStart(10)} ${one.unit}${spread}${limit}`;
};

const main = async (): Promise<void> => {
  const figures: Figure[] = [];
  const wanted = !only ? Object.keys(SUITES) : only.split(',');
  for (const name of wanted) {
    const run = SUITES[name] ?? ON_DEMAND[name];
    if (!run) throw new Error(`There is no suite "${name}": ${Object.keys({ ...SUITES, ...ON_DEMAND }).join(', ')}`);
    say(`\n${name}`);
    for (const one of await run()) {
      figures.push(one);
      say(shown(one));
    }
  }
  if (asJson) console.log(JSON.stringify(figures, null, 2));
  if (figures.some((one) => !one.ok)) process.exitCode = 1;
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
