/**
 * The package managers that Strapi's projects use. The other ones are fetched with npx. pnpm gives every package only what it
 * declares, so whatever the plugin forgot to declare is missing there.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, run } from '../lib/step.mjs';

const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
export const NPX = process.platform === 'win32' ? 'npx.cmd' : 'npx';
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline'];

/** No prompts and no telemetry. */
export const CALM = { CI: 'true', STRAPI_TELEMETRY_DISABLED: 'true', STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true' };

export const must = async (what, work) => {
  const { code, output } = await work;
  if (code !== 0) throw new Hint(`${what} failed:\n${output.slice(-4000)}`);
  return output;
};

const command =
  (program, before = []) =>
  (folder, args, env = {}) =>
    must(
      `${[...before, ...args].join(' ')}`,
      run(program, [...before, ...args], { cwd: folder, env: { ...CALM, ...env } })
    );

export const npm = command(NPM);
const pnpm = command(NPX, ['--yes', 'pnpm@10.34.8']);
const yarn = command(NPX, ['--yes', 'yarn@1.22.22']);

/** pnpm 10 runs a package's install scripts only if the project says so, as create-strapi-app tells its users. */
const allowScripts = (app) =>
  writeFileSync(
    join(app, 'pnpm-workspace.yaml'),
    "onlyBuiltDependencies:\n  - '@swc/core'\n  - better-sqlite3\n  - core-js-pure\n  - esbuild\n  - sharp\n"
  );

/** Yarn refuses Strapi 5.54 itself on Node 20, whose preferred-pm 5 asks for Node 22.13. */
const LENIENT = ['--non-interactive', '--ignore-engines'];

/** `flag`: what create-strapi-app is given. Each function gets the folder of the project. */
export const MANAGERS = {
  npm: {
    flag: '--use-npm',
    install: (app) => npm(app, ['install', ...QUIET]),
    add: (app, ...names) => npm(app, ['install', ...QUIET, ...names]),
    remove: (app, name) => npm(app, ['uninstall', ...QUIET, name]),
    script: (app, name, env) => npm(app, ['run', name], env),
  },
  pnpm: {
    flag: '--use-pnpm',
    install(app) {
      allowScripts(app);
      return pnpm(app, ['install', '--no-frozen-lockfile', '--prefer-offline']);
    },
    add: (app, ...names) => pnpm(app, ['add', '--prefer-offline', ...names]),
    remove: (app, name) => pnpm(app, ['remove', name]),
    script: (app, name, env) => pnpm(app, ['run', name], env),
  },
  yarn: {
    flag: '--use-yarn',
    install: (app) => yarn(app, ['install', ...LENIENT, '--prefer-offline', '--network-timeout', '300000']),
    add: (app, ...names) =>
      yarn(app, ['add', ...LENIENT, '--prefer-offline', ...names.map((name) => name.replace(/^\//, 'file:/'))]),
    remove: (app, name) => yarn(app, ['remove', ...LENIENT, name]),
    script: (app, name, env) => yarn(app, ['run', name], env),
  },
};
