/** Builds that are skipped if their inputs haven't changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

import { fingerprint } from './files.mjs';
import { Hint, inRoot, root, run, runTool, step } from './step.mjs';

const STAMPS = 'node_modules/.cache/strapi-plugin-mfa';
const PLUGIN = ['server', 'admin', 'shared', 'package.json', 'package-lock.json', 'tsconfig.json'];
const PANEL = [
  'admin',
  'shared',
  'package-lock.json',
  'tests/host/src/admin',
  'tests/host/config',
  'tests/host/package.json',
];

const stampOf = (name) => inRoot(STAMPS, `${name}.stamp`);
const hasContent = (path) => existsSync(inRoot(path)) && statSync(inRoot(path)).size > 0;

/** Builds only if inputs changed or an output is missing. The stamp is removed first, so a failed build is repeated. */
const built = async ({ name, title, inputs, outputs, build }) => {
  const stamp = stampOf(name);
  const now = fingerprint(root, inputs);
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === now && outputs.every(hasContent);
  if (fresh) return console.log(`→ ${title}: unchanged`);
  await step(title, async () => {
    rmSync(stamp, { force: true });
    const { code, output } = await build();
    if (code !== 0 || !outputs.every(hasContent)) throw new Hint(`${title} failed:\n${output.slice(-6000)}`);
    mkdirSync(inRoot(STAMPS), { recursive: true });
    writeFileSync(stamp, now);
  });
};

export const buildPlugin = () =>
  built({
    name: 'plugin',
    title: 'building the plugin',
    inputs: PLUGIN,
    outputs: ['dist/server/index.js', 'dist/server/index.mjs', 'dist/admin/index.js', 'dist/admin/index.mjs'],
    build: () => runTool('@strapi/sdk-plugin/bin/strapi-plugin.js', ['build']),
  });

/** The production build of the admin panel with the plugin. Needs the plugin's build and about 1.5 GB of memory. */
export const buildPanel = () =>
  built({
    name: 'panel',
    title: 'building the admin panel (about a minute)',
    inputs: PANEL,
    outputs: ['tests/host/build/index.html'],
    build: () =>
      run(process.execPath, [inRoot('node_modules/@strapi/strapi/bin/strapi.js'), 'build'], {
        cwd: inRoot('tests/host'),
        env: {
          NODE_ENV: 'production',
          NODE_OPTIONS: '--max-old-space-size=2048',
          STRAPI_TELEMETRY_DISABLED: 'true',
        },
      }),
  });
