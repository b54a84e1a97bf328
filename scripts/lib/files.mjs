import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Generated or installed files. */
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'build',
  'coverage',
  '.strapi',
  '.tmp',
  '.cache',
  'results',
  'uploads',
]);

/** Every file below a folder, sorted, absolute. A missing folder has none, and a file is its own only entry. */
export const filesUnder = (path) => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? filesUnder(child) : [child];
    })
    .sort();
};

/** SHA-256 over the names and contents of everything below the paths, so that unchanged builds can be skipped. */
export const fingerprint = (root, paths, salt = '') => {
  const hash = createHash('sha256').update(salt);
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};
