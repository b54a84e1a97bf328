/**
 * What the login page carries of this plugin before a question opens: the entry of the built panel part with all it
 * imports at once, gzipped. The words of Strapi's menus are data of one small file a language and are listed beside it.
 * Prints each file and the sum; fails above the limit. Needs `npm run build`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT = 6 * 1024;
const admin = resolve(dirname(fileURLToPath(import.meta.url)), '../dist/admin');
const entry = join(admin, 'index.mjs');
const STATIC_IMPORT = /^\s*(?:import|export)\b[^;'"]*?from\s*["'](\.[^"']+)["']|^\s*import\s*["'](\.[^"']+)["']/gm;

/** The entry, and everything it imports before it runs. `import()` isn't included. */
const closure = (file, seen = new Set()) => {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, from, bare] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
    closure(resolve(dirname(file), from ?? bare), seen);
  }
  return seen;
};

/** The bytes of a file as transferred. */
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** The total for the entry chunk, in gzipped bytes. */
export const entrySize = () => [...closure(entry)].reduce((sum, file) => sum + gzipped(file), 0);

const report = () => {
  for (const file of closure(entry)) console.log(`  ${String(gzipped(file)).padStart(6)}  ${basename(file)}`);
  const words = readdirSync(admin).filter((name) => /^shell-.*\.mjs$/.test(name));
  for (const name of words) console.log(`  ${String(gzipped(join(admin, name))).padStart(6)}  ${name} (words)`);
  const size = entrySize();
  console.log(`The login page carries ${size} bytes of this plugin, gzipped; the limit is ${LIMIT}.`);
  return size <= LIMIT;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(entry)) {
    console.error('Nothing is built yet: npm run build');
    process.exit(1);
  }
  if (!report()) process.exit(1);
}
