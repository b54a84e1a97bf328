/** Creates a project with `create-strapi-app`, without prompts, and applies a case's changes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, run } from '../lib/step.mjs';

const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const NPX = process.platform === 'win32' ? 'npx.cmd' : 'npx';
export const QUIET = ['--no-audit', '--no-fund', '--prefer-offline'];
/** No prompts and no telemetry. */
export const CALM = { CI: 'true', STRAPI_TELEMETRY_DISABLED: 'true', STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true' };

const must = async (what, work) => {
  const { code, output } = await work;
  if (code !== 0) throw new Hint(`${what} failed:\n${output.slice(-4000)}`);
  return output;
};

export const npm = (folder, args, env = {}) =>
  must(`npm ${args.join(' ')}`, run(NPM, args, { cwd: folder, env: { ...CALM, ...env } }));

const edit = (path, change) => writeFileSync(path, change(readFileSync(path, 'utf8')));

const editJson = (path, change) =>
  edit(path, (text) => {
    const value = JSON.parse(text);
    change(value);
    return `${JSON.stringify(value, null, 2)}\n`;
  });

const dependencies = (one) => (manifest) => {
  for (const name of Object.keys(manifest.dependencies))
    if (name.startsWith('@strapi/')) manifest.dependencies[name] = one.strapi;
  if (!one.usersPermissions) delete manifest.dependencies['@strapi/plugin-users-permissions'];
  delete manifest.dependencies['@strapi/plugin-cloud'];
};

/** A panel at another path doesn't get its own cookies at `/admin`, so Strapi requires this (strapi/strapi#27442). */
const elsewhere = (path) => (text) =>
  text
    .replace(/=> \(\{\n/, (found) => `${found}  url: '${path}',\n`)
    .replace(/auth: \{\n/, (found) => `${found}    cookie: { path: '/' },\n`);

/** `strapi develop` opens a browser while there is no administrator. */
const unopened = (text) => text.replace(/=> \(\{\n/, (found) => `${found}  autoOpen: false,\n`);

/** Cookies are marked Secure in production, and a plugin that sets one over plain http would fail. */
const plainCookies = (text) => text.replace(/auth: \{\n/, (found) => `${found}    cookie: { secure: false },\n`);

/** @returns the folder of the project, installed and without the plugin */
export const makeHost = async (one, folder) => {
  const flags = ['--non-interactive', '--use-npm', '--skip-cloud', '--skip-db', '--no-example', '--no-git-init'];
  const args = [one.language === 'TypeScript' ? '--typescript' : '--javascript', '--no-install', '--no-run', ...flags];
  const app = join(folder, 'app');
  const creator = `create-strapi-app@${one.creator ?? one.strapi}`;
  await must(creator, run(NPX, ['--yes', creator, 'app', ...args], { cwd: folder, env: CALM }));
  editJson(join(app, 'package.json'), dependencies(one));
  edit(join(app, '.env'), (text) => `${text.replace(/^DATABASE_FILENAME=$/m, 'DATABASE_FILENAME=.tmp/data.db')}\n`);
  const extension = one.language === 'TypeScript' ? 'ts' : 'js';
  const settings = join(app, `config/admin.${extension}`);
  if (!existsSync(settings)) throw new Hint(`${creator} wrote no config/admin.${extension}`);
  edit(settings, unopened);
  if (one.adminPath !== '/admin') edit(settings, elsewhere(one.adminPath));
  if (one.plainCookies) edit(settings, plainCookies);
  await npm(app, ['install', ...QUIET]);
  return app;
};

/** The versions that npm installed. */
export const installed = (app, name) =>
  JSON.parse(readFileSync(join(app, 'node_modules', name, 'package.json'), 'utf8')).version;

export const addPlugin = (app, tarball) => npm(app, ['install', ...QUIET, tarball]);
export const removePlugin = (app) => npm(app, ['uninstall', ...QUIET, 'strapi-plugin-mfa']);
export const buildPanel = (app) =>
  npm(app, ['run', 'build'], { NODE_ENV: 'production', NODE_OPTIONS: '--max-old-space-size=2048' });
