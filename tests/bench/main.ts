import { gzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { codeCases } from './cases/codes';
import { PEOPLE, signInCases, type Pair } from './cases/sign-in';
import { loadCases } from './cases/load';
import { peopleCases } from './cases/people';
import { readingCases } from './cases/reading';
import { trailCases } from './cases/trail';
import { scaleCases } from './cases/scale';
import { figure, type Figure } from './numbers';
import { startServer } from './servers';

const ROOT = resolve(__dirname, '../..');
const asJson = process.argv.includes('--json');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;

const say = (line: string): void => {
  if (!asJson) console.log(line);
};

const entryCase = async (): Promise<Figure[]> => {
  const entry = join(ROOT, 'dist/admin/index.mjs');
  if (!existsSync(entry)) throw new Error('The plugin is not built: npm run build');
  const text = readFileSync(entry, 'utf8');
  const shared = [...text.matchAll(/^import\s[^'"]*["'](\.\/[^'"]+)["']/gm)].map((match) => String(match[1]));
  const files = [text, ...shared.map((path) => readFileSync(join(ROOT, 'dist/admin', path), 'utf8'))];
  const bytes = files.reduce((total, file) => total + gzipSync(file).length, 0);
  return [figure('code on the login page before a challenge opens', [bytes], 'bytes', 6144)];
};

const prepare = async (): Promise<Pair> => {
  const stock = await startServer({ plugin: false });
  const plugin = await startServer({ plugin: true });
  for (const server of [stock, plugin]) {
    await server.ask('people', { count: 1, prefix: 'plain' });
    // As many in both: Strapi walks the people of a role with every request.
    await server.ask('people', { count: PEOPLE, prefix: 'app' });
  }
  const seeds = await plugin.ask<Record<string, string>>('apps', { prefix: 'app' });
  return { stock, plugin, seeds };
};

const inPair = (cases: (pair: Pair) => Promise<Figure[]>) => async (): Promise<Figure[]> => {
  const pair = await prepare();
  try {
    return await cases(pair);
  } finally {
    await pair.stock.stop();
    await pair.plugin.stop();
  }
};

const SUITES: Record<string, () => Promise<Figure[]>> = {
  entry: entryCase,
  'sign-in': inPair(signInCases),
  reading: readingCases,
  codes: inPair(codeCases),
  load: inPair(loadCases),
  people: peopleCases,
  trail: trailCases,
  scale: scaleCases,
};

const shown = (one: Figure): string => {
  const spread = one.spread ? `  (${one.spread[0]}–${one.spread[1]})` : '';
  const limit = one.limit === null ? '' : `  limit ${one.limit}  ${one.ok ? 'ok' : 'TOO MUCH'}`;
  return `${one.name.padEnd(64)} ${String(one.value).padStart(10)} ${one.unit}${spread}${limit}`;
};

const main = async (): Promise<void> => {
  const figures: Figure[] = [];
  for (const [name, run] of Object.entries(SUITES)) {
    if (only && only !== name) continue;
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
