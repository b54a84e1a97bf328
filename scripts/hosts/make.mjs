/** Creates a project with `create-strapi-app`, without prompts, and applies a case's changes. */
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { Hint, run, step } from '../lib/step.mjs';
import { CALM, MANAGERS, NPX, must } from './managers.mjs';

const PLUGIN = 'strapi-plugin-mfa';

export const edit = (path, change) => writeFileSync(path, change(readFileSync(path, 'utf8')));

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
  for (const name of one.beside ?? []) manifest.dependencies[name] = one.strapi;
};

const extensionOf = (one) => (one.language === 'TypeScript' ? 'ts' : 'js');

/** A file of the project's configuration. */
export const configOf = (one, app, name) => join(app, `config/${name}.${extensionOf(one)}`);

const into = (opening, line) => (text) => {
  if (!text.includes(opening)) throw new Hint(`create-strapi-app wrote no "${opening.trim()}"`);
  return text.replace(opening, (found) => `${found}${line}\n`);
};

/** Adds a line to what a file of the configuration returns. */
export const setting = (one, app, name, line) => edit(configOf(one, app, name), into('=> ({\n', `  ${line}`));
/** Adds a line to `admin.auth`. */
export const authSetting = (one, app, line) => edit(configOf(one, app, 'admin'), into('auth: {\n', `    ${line}`));

/** Adds a block to the configuration of a plugin in `config/plugins`. */
export const pluginSetting = (one, app, name, value) => {
  const path = configOf(one, app, 'plugins');
  if (/=> \(\{\s/.test(readFileSync(path, 'utf8')))
    edit(path, (text) => text.replace(/=> \(\{/, (found) => `${found}\n  '${name}': ${JSON.stringify(value)},`));
  else writeFileSync(path, `module.exports = () => ({ '${name}': ${JSON.stringify(value)} });\n`);
};

const kitOf = (one) =>
  [one.strapi, extensionOf(one), one.manager ?? 'npm', one.usersPermissions ? 'up' : 'no-up', ...(one.beside ?? [])]
    .join('-')
    .replace(/[^\w.-]+/g, '_');

const managerOf = (one) => MANAGERS[one.manager ?? 'npm'];

const create = async (one, folder) => {
  mkdirSync(folder, { recursive: true });
  const flags = [
    '--non-interactive',
    managerOf(one).flag,
    '--skip-cloud',
    '--skip-db',
    '--no-example',
    '--no-git-init',
  ];
  const args = [one.language === 'TypeScript' ? '--typescript' : '--javascript', '--no-install', '--no-run', ...flags];
  const app = join(folder, 'app');
  const creator = `create-strapi-app@${one.creator ?? one.strapi}`;
  await must(creator, run(NPX, ['--yes', creator, 'app', ...args], { cwd: folder, env: CALM }));
  editJson(join(app, 'package.json'), dependencies(one));
  edit(join(app, '.env'), (text) => `${text.replace(/^DATABASE_FILENAME=$/m, 'DATABASE_FILENAME=.tmp/data.db')}\n`);
  if (!existsSync(configOf(one, app, 'admin'))) throw new Hint(`${creator} wrote no ${configOf(one, app, 'admin')}`);
  // `strapi develop` opens a browser while there is no administrator.
  setting(one, app, 'admin', 'autoOpen: false,');
  await managerOf(one).install(app);
  return app;
};

/** Package managers write their own notes in place, so these can't be shared between two projects. */
const isNote = (name) => name.startsWith('.') || name.endsWith('.yaml');

const linkOrCopy = (from, to) => {
  try {
    linkSync(from, to);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    cpSync(from, to);
  }
};

/** Hard links: an installed project has some 100,000 files, and none of them is changed in place. */
const linkAll = (from, to) => {
  mkdirSync(to);
  for (const { name } of readdirSync(from, { withFileTypes: true })) {
    const [here, there] = [join(from, name), join(to, name)];
    const stat = lstatSync(here);
    if (stat.isSymbolicLink()) symlinkSync(readlinkSync(here), there);
    else if (stat.isDirectory()) linkAll(here, there);
    else if (isNote(name)) cpSync(here, there);
    else linkOrCopy(here, there);
  }
};

const copyProject = (from, to) => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, filter: (path) => path !== join(from, 'node_modules') });
  linkAll(join(from, 'node_modules'), join(to, 'node_modules'));
};

/**
 * Cases that differ only in their settings share what was installed.
 * @param kits a folder for it. Kits that are there already aren't made again.
 * @returns the folder of the project, installed and without the plugin
 */
export const makeHost = async (one, kits, folder) => {
  const kit = join(kits, kitOf(one));
  const ready = join(kit, 'ready');
  if (!existsSync(ready)) {
    await step(`${one.name}: making a host (three minutes)`, async () => {
      rmSync(kit, { recursive: true, force: true });
      await create(one, kit);
      writeFileSync(ready, '');
    });
  }
  const app = join(folder, 'app');
  copyProject(join(kit, 'app'), app);
  one.configure?.(one, app);
  return app;
};

/** The versions that were installed. */
export const installed = (app, name) =>
  JSON.parse(readFileSync(join(app, 'node_modules', name, 'package.json'), 'utf8')).version;

export const addPlugin = (one, app, tarball) => managerOf(one).add(app, tarball);
export const addPackage = (one, app, name) => managerOf(one).add(app, name);
export const removePackage = (one, app, name) => managerOf(one).remove(app, name);

export const removePlugin = async (one, app) => {
  await managerOf(one).remove(app, PLUGIN);
  if (existsSync(join(app, 'node_modules', PLUGIN))) throw new Hint('the plugin is still installed');
};

const outputOf = (one) => (one.language === 'TypeScript' ? 'dist' : 'build');

/** What was built before goes first: TypeScript leaves the old configuration in `dist`. */
export const buildPanel = async (one, app, env = {}) => {
  rmSync(join(app, outputOf(one)), { recursive: true, force: true });
  await managerOf(one).script(app, 'build', {
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-old-space-size=2048',
    ...env,
  });
};

/**
 * The same as `buildPanel`, for a case whose settings don't change the panel's files: they are built once for all of them,
 * and only the project's own TypeScript is compiled.
 */
export const takePanel = async (one, app, panels) => {
  const shared = join(panels, kitOf(one));
  const own = join(app, one.language === 'TypeScript' ? 'dist/build' : 'build');
  if (!existsSync(shared)) {
    await buildPanel(one, app);
    cpSync(own, shared, { recursive: true });
    return;
  }
  rmSync(join(app, outputOf(one)), { recursive: true, force: true });
  if (one.language === 'TypeScript')
    await must('tsc', run(process.execPath, [join(app, 'node_modules/typescript/bin/tsc')], { cwd: app }));
  cpSync(shared, own, { recursive: true });
};
