/**
 * Runs once per test run: chooses the databases, starts their servers, and sets the folder of prepared databases. A
 * host starts from a copy of a prepared database, which is faster than creating a new one.
 *
 * MFA_TEST_DATABASES  databases for the tests marked *database*, e.g. `sqlite,postgres,mysql`
 * MFA_TEST_DATABASE   database for all other tests
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fingerprint } from '../../scripts/lib/files.mjs';
import { startMariadb } from './mariadb.mjs';
import { startPostgres } from './postgres.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const SCHEMA = [
  'server/src/content-types',
  'server/src/platform/store',
  'tests/host',
  'tests/support/template.ts',
  'package-lock.json',
];

const sqliteWorks = () => {
  try {
    new (require('better-sqlite3'))(':memory:').close();
    return true;
  } catch {
    return false;
  }
};

const wantedDatabases = () => {
  const wanted = (process.env.MFA_TEST_DATABASES ?? 'sqlite,postgres').split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !['sqlite', 'postgres', 'mysql'].includes(name));
  if (unknown.length > 0) throw new Error(`MFA_TEST_DATABASES names what is unknown here: ${unknown.join(', ')}.`);
  if (!wanted.includes('sqlite') || sqliteWorks()) return wanted;
  console.log('\nSQLite (better-sqlite3) could not be built on this machine; the tests run on PostgreSQL instead.');
  return [...new Set(wanted.map((name) => (name === 'sqlite' ? 'postgres' : name)))];
};

/** Strapi checks that this file exists before Jest provides the sources. */
const ensureEntry = () => {
  const entry = join(root, 'dist/server/index.js');
  if (existsSync(entry)) return;
  mkdirSync(dirname(entry), { recursive: true });
  writeFileSync(entry, '');
};

const DAY_MS = 24 * 60 * 60 * 1000;

const forgetOldTemplates = (folder) => {
  for (const name of readdirSync(folder).filter((file) => file.startsWith('sqlite-'))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
};

export default async () => {
  if (globalThis.mfaDatabaseServers) return;
  globalThis.mfaDatabaseServers = [];
  ensureEntry();

  const databases = wantedDatabases();
  const main = process.env.MFA_TEST_DATABASE ?? databases[0];
  process.env.MFA_TEST_DATABASES = databases.join(',');
  process.env.MFA_TEST_DATABASE = main;
  process.env.MFA_TEST_TEMPLATE = fingerprint(root, SCHEMA).slice(0, 16);
  process.env.MFA_TEST_CACHE = join(root, 'node_modules/.cache/strapi-plugin-mfa');
  mkdirSync(process.env.MFA_TEST_CACHE, { recursive: true });
  forgetOldTemplates(process.env.MFA_TEST_CACHE);

  const needed = new Set([...databases, main]);
  const start = async (name, variable, begin) => {
    if (!needed.has(name)) return;
    const server = await begin();
    globalThis.mfaDatabaseServers.push(server);
    process.env[variable] = String(server.port);
  };
  await start('postgres', 'MFA_TEST_POSTGRES_PORT', startPostgres);
  await start('mysql', 'MFA_TEST_MYSQL_PORT', startMariadb);
};
