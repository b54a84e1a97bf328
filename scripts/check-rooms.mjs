/**
 * Structure rules that a compiler doesn't know: code enters a wing, and a room inside it, by its door (`index.ts`); no
 * import goes up; factors never know each other; files never import each other in a circle; files stay small; every
 * folder has a meaningful name. Prints every violation, and fails if there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** From the top floor down. An import may go down, never up. Files outside the wings are where Strapi comes in. */
const WINGS = [
  'administration',
  'self-service',
  'gate',
  'notices',
  'policy',
  'factors',
  'audit',
  'sessions',
  'delivery',
  'platform',
];
const MOST_FOLDERS = 16;
const MOST_FILES = 8;

const partsOf = (file) => relative(server, file).split(sep);

/** The wing of a server file, or null on the top floor. */
const wingOf = (file) => {
  const [first, ...rest] = partsOf(file);
  return rest.length > 0 && WINGS.includes(first) ? first : null;
};

/** The room of a server file: a folder on the top floor, or one inside a wing. Null outside of rooms. */
const roomOf = (file) => {
  const parts = partsOf(file);
  const depth = wingOf(file) === null ? 1 : 2;
  return parts.length > depth ? parts.slice(0, depth).join('/') : null;
};

const resolveImport = (from, specifier) => {
  const target = resolve(dirname(from), specifier);
  const candidates = [`${target}.ts`, `${target}.tsx`, join(target, 'index.ts'), target];
  return candidates.find((candidate) => existsSync(candidate) && /\.\w+$/.test(candidate)) ?? target;
};

const isDoorOf = (file, place) => relative(join(server, place), file).split(sep).join('/') === 'index.ts';
/** `delivered-code` is the engine of both methods that send codes. */
const NOT_METHODS = ['factors/limits', 'factors/delivered-code'];
const isMethod = (room) => room !== null && room.startsWith('factors/') && !NOT_METHODS.includes(room);

const checkFloors = (file, target, specifier) => {
  const [from, to] = [wingOf(file), wingOf(target)];
  if (from === to) return;
  if (from !== null && to === null && roomOf(target) !== null) {
    breaches.push(`${here(file)}: the wing "${from}" imports from the top floor (${specifier})`);
  } else if (from !== null && to !== null && WINGS.indexOf(to) < WINGS.indexOf(from)) {
    breaches.push(`${here(file)}: an arrow that runs up, from "${from}" to "${to}" (${specifier})`);
  }
  if (to !== null && !isDoorOf(target, to)) {
    breaches.push(`${here(file)}: imports inside the wing "${to}" (${specifier}), use its index`);
  }
};

const checkRooms = (file, target, specifier) => {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (to === null || from === to) return;
  if (isMethod(from) && isMethod(to)) breaches.push(`${here(file)}: a factor imports another factor (${specifier})`);
  if (!isDoorOf(target, to)) {
    breaches.push(`${here(file)}: imports inside the room "${to}" (${specifier}), use its index`);
  }
};

const checkImport = (file, specifier) => {
  const target = resolveImport(file, specifier);
  if (!target.startsWith(server + sep)) return;
  checkFloors(file, target, specifier);
  if (wingOf(file) === wingOf(target)) checkRooms(file, target, specifier);
};

const checkWidth = () => {
  const entries = readdirSync(server, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).length;
  const files = entries.length - folders;
  if (folders > MOST_FOLDERS)
    breaches.push(`server/src: ${folders} folders side by side, the limit is ${MOST_FOLDERS}`);
  if (files > MOST_FILES) breaches.push(`server/src: ${files} files side by side, the limit is ${MOST_FILES}`);
};
checkWidth();

const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+|require\s*\(\s*)['"](\.{1,2}\/[^'"]+|\.{1,2})['"]/g;
for (const file of sourcesUnder('server/src')) {
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) checkImport(file, specifier);
}

const importsOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, specifier]) => resolveImport(file, specifier));

/** Depth first. A file that is reached again while it's still open closes a circle, even with type imports. */
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
  console.error(`\n${breaches.length} structure rule${breaches.length === 1 ? '' : 's'} broken.`);
  process.exit(1);
}
console.log('The structure holds: wings, floors, doors, factors, file sizes.');
