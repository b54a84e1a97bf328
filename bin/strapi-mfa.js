#!/usr/bin/env node
'use strict';

/**
 * The command line, for administrators who have access to the server but can't log in. Run it in the folder of the Strapi
 * project. It boots Strapi as Strapi's own commands do, without listening, and passes the arguments to the plugin.
 */
const { existsSync, readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

const FAILED = 4;

class Trouble extends Error {}

const argv = process.argv.slice(2);
const appDir = process.cwd();

/** Scripts parse standard output, so only the answer goes there. Logs and other output go to standard error. */
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const end = ({ exitCode, out, error }) => {
  if (error) process.stderr.write(error);
  write(out, () => process.exit(exitCode));
};

const complain = (message) => {
  const json = argv.includes('--json');
  const out = json ? `${JSON.stringify({ ok: false, exitCode: FAILED, error: { code: 'HOST', message } })}\n` : '';
  end({ exitCode: FAILED, out, error: json ? '' : `strapi-mfa: ${message}\n` });
};

/** The plugin as published. Help and usage errors need no Strapi. */
const commandLine = () => {
  const plugin = require('../dist/server');
  return (plugin.default ?? plugin).services['command-line']({});
};

const strapiOf = (host) => {
  try {
    return host('@strapi/strapi');
  } catch {
    throw new Trouble(`no Strapi found in ${appDir}. Run this in the folder of your Strapi project.`);
  }
};

const hasConfig = (folder) => {
  const config = path.join(folder, 'config');
  return existsSync(config) && readdirSync(config).some((file) => /\.(js|cjs|json)$/.test(file));
};

/** The folder of the project's compiled code. TypeScript projects are built into a folder of their own. */
const distDirOf = async (host) => {
  const candidates = [appDir, path.join(appDir, 'dist')];
  try {
    const tools = createRequire(host.resolve('@strapi/strapi'))('@strapi/typescript-utils');
    if (await tools.isUsingTypeScript(appDir)) candidates.unshift(await tools.resolveOutDir(appDir));
  } catch {
    // A project without these tools is already built, so look in their default output folder first.
    candidates.reverse();
  }
  const found = candidates.find(hasConfig);
  if (!found) throw new Trouble('this Strapi project is not built. Run "npx strapi build" first.');
  return found;
};

const load = async () => {
  const host = createRequire(path.join(appDir, 'package.json'));
  const { createStrapi } = strapiOf(host);
  const strapi = createStrapi({ appDir, distDir: await distDirOf(host), autoReload: false, serveAdminPanel: false });
  strapi.log.level = 'error';
  try {
    await strapi.load();
  } catch (error) {
    await strapi.destroy().catch(() => undefined);
    throw new Trouble(`Strapi does not start: ${error instanceof Error ? error.message : 'unknown cause'}`);
  }
  if (!strapi.plugins.mfa) {
    await strapi.destroy();
    throw new Trouble('the plugin is not installed or not enabled in this Strapi project.');
  }
  return strapi;
};

const main = async () => {
  const answered = commandLine().answer(argv);
  if (answered) return end(answered);
  const strapi = await load();
  const said = await strapi.plugin('mfa').service('command-line').run(argv);
  await strapi.destroy().catch(() => undefined);
  return end(said);
};

main().catch((error) => {
  if (!(error instanceof Trouble)) process.stderr.write(`${error?.stack ?? error}\n`);
  complain(error instanceof Trouble ? error.message : 'the command failed. See above for the cause.');
});
