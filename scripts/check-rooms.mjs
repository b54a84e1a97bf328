/**
 * The house rules that a compiler does not know: a room is entered by its door (`index.ts`), factors never know each
 * other, files never import each other in a circle, files stay small, and nothing is kept in a room without a name. Prints every breach and fails when there is one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { filesUnder } from './lib/files.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const server = join(root, 'server/src');
const LIMITS = [
  [['server/src', 'admin/src', 'shared', 'scripts'], 250],
  [['tests'], 400],
];
const NAMELESS = /(^|\/)(utils|helpers|common|misc)(\/|\.tsx?$)/;
const breaches = [];

const isSource = (file) => /\.(ts|tsx|mjs|js|cjs)$/.test(file);
const sourcesUnder = (folder) => filesUnder(join(root, folder)).filter(isSource);
const here = (file) => relative(root, file).split(sep).join('/');

/** The room a server file lives in: its first folder; every method under factors/ is a room of its own. */
const roomOf = (file) => {
  const parts = relative(server, file).split(sep);
  if (parts.length === 1) return null;
  return parts[0] === 'factors' && parts.length > 2 ? `factors/${parts[1]}` : parts[0];
};

const resolveImport = (from, specifier) => {
  const target = resolve(dirname(from), specifier);
  const candidates = [`${target}.ts`, `${target}.tsx`, join(target, 'index.ts'), target];
  return candidates.find((candidate) => existsSync(candidate) && /\.\w+$/.test(candidate)) ?? target;
};

const isDoor = (file, room) => relative(join(server, room), file).split(sep).join('/') === 'index.ts';
const isFactor = (room) => room !== null && room.startsWith('factors/');

const checkImport = (file, specifier) => {
  const target = resolveImport(file, specifier);
  if (!target.startsWith(server + sep)) return;
  const [from, to] = [roomOf(file), roomOf(target)];
  if (to === null || from === to) return;
  if (isFactor(from) && isFactor(to)) breaches.push(`${here(file)}: a factor imports another factor (${specifier})`);
  // A method is part of the factors room; it may read that room's own contract files.
  if (isFactor(from) && to === 'factors') return;
  if (!isDoor(target, to))
    breaches.push(`${here(file)}: imports inside the room "${to}" (${specifier}), use its index`);
};

const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+|require\s*\(\s*)['"](\.{1,2}\/[^'"]+|\.{1,2})['"]/g;
for (const file of sourcesUnder('server/src')) {
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) checkImport(file, specifier);
}

const importsOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, specifier]) => resolveImport(file, specifier));

/** Depth first; a file met again while it is still open closes a circle, types included. */
const checkCircles = (folder) => {
  const [open, done] = [[], new Set()];
  const visit = (file) => {
    if (open.includes(file)) {
      const circle = [...open.slice(open.indexOf(file)), file].map(here);
      breaches.push(`a circle: ${circle.join(' → ')}`);
      return;
    }
    if (done.has(file) || !existsSync(file)) return;
    open.push(file);
    if (isSource(file)) importsOf(file).forEach(visit);
    open.pop();
    done.add(file);
  };
  sourcesUnder(folder).forEach(visit);
};
for (const folder of ['server/src', 'admin/src', 'shared']) checkCircles(folder);

for (const [folders, limit] of LIMITS) {
  for (const file of folders.flatMap(sourcesUnder)) {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    if (lines > limit) breaches.push(`${here(file)}: ${lines} lines, the limit is ${limit}`);
    if (!here(file).startsWith('tests/') && NAMELESS.test(here(file))) {
      breaches.push(`${here(file)}: a room without a name`);
    }
  }
}

for (const breach of breaches) console.error(breach);
if (breaches.length > 0) {
  console.error(`\n${breaches.length} house rule${breaches.length === 1 ? '' : 's'} broken.`);
  process.exit(1);
}
console.log('House rules hold: rooms, factors, file sizes.');
