/**
 * Installs the packed plugin into hosts that `create-strapi-app` makes, builds their panel, signs in with a factor, and
 * takes it out again; logs in under `strapi develop` in one; and moves one in from the plugin strapi-identity. Needs the
 * npm registry, a browser, 2 GB of memory, and about six minutes a host.
 *
 *   npm run test:hosts                 every case; the table is also in tests/results/hosts.json
 *   npm run test:hosts -- oldest       the cases whose name has "oldest" in it
 */
import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { enroll, signInByPassword, signInOverHttp, signInWithChromium } from './hosts/check.mjs';
import { proveDevelop } from './hosts/develop.mjs';
import { proveMove } from './hosts/identity.mjs';
import { addPlugin, buildPanel, installed, makeHost, npm, removePlugin } from './hosts/make.mjs';
import { freePort, startHost } from './hosts/start.mjs';
import { buildPlugin } from './lib/build.mjs';
import { checkNode, ensureBrowser, ensurePackages } from './lib/install.mjs';
import { Hint, giveUp, inRoot, run, step } from './lib/step.mjs';

const RESULTS = 'tests/results/hosts.json';
const FULL = { language: 'TypeScript', adminPath: '/admin', usersPermissions: true };

/** `creator`: the create-strapi-app that creates it, if that version of Strapi has none of its own. */
const CASES = [
  { name: 'typescript', strapi: '5.54.0', ...FULL },
  {
    name: 'javascript, own admin path, without users-permissions',
    strapi: '5.54.0',
    language: 'JavaScript',
    adminPath: '/panel',
    usersPermissions: false,
  },
  { name: 'oldest', strapi: '5.50.0', creator: '5.50.2', ...FULL },
  { name: 'newest', strapi: '5.55.1', creator: '5.55.0', ...FULL },
  { name: 'develop, with an empty cache [C60] [P28]', strapi: '5.54.0', ...FULL, prove: proveDevelop },
  { name: 'moving from strapi-identity', strapi: '5.54.0', ...FULL, plainCookies: true, prove: proveMove },
];

const pack = async (folder) => {
  const output = await npm(inRoot(), ['pack', '--pack-destination', folder, '--json']);
  const [{ filename }] = JSON.parse(output.slice(output.indexOf('[\n')));
  return join(folder, filename);
};

/** Runs `work` while the project runs, as `strapi <command>`, and stops it even if `work` throws. */
const during = async (app, work, command = 'start') => {
  const host = await startHost(app, await freePort(), command);
  try {
    return await work(host);
  } catch (error) {
    throw new Hint(`${error.message}\nThe host said: ${host.said().slice(-3000)}`);
  } finally {
    await host.stop();
  }
};

const doctor = async (app) => {
  const { code, output } = await run(process.execPath, ['node_modules/strapi-plugin-mfa/bin/strapi-mfa.js', 'doctor'], {
    cwd: app,
    env: { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' },
  });
  // 1: it found a problem, for example that no public address is set. Anything else: it couldn't check.
  if (code > 1) throw new Hint(`strapi-mfa doctor ended with ${code}:\n${output.slice(-2000)}`);
};

const prove = async (one, app, tarball, browser) => {
  const done = {};
  await step(`${one.name}: installing the plugin`, () => addPlugin(app, tarball));
  await step(`${one.name}: building the panel`, () => buildPanel(app));
  await step(`${one.name}: asking the doctor`, () => doctor(app));
  await step(`${one.name}: signing in`, () =>
    during(app, async (host) => {
      const phone = await enroll(host.url);
      await signInOverHttp(host.url, phone);
      done.http = true;
      done.chromium = await signInWithChromium(host.url, one.adminPath, phone, browser);
      if (/error.*\[mfa\] (?!outbox: notice)/.test(host.said()))
        throw new Hint(`the host complained:\n${host.said().slice(-2000)}`);
    })
  );
  await step(`${one.name}: uninstalling`, () => removePlugin(app));
  if (existsSync(join(app, 'node_modules/strapi-plugin-mfa'))) throw new Hint('the plugin is still installed');
  await step(`${one.name}: building the panel without it`, () => buildPanel(app));
  await step(`${one.name}: logging in by password`, () => during(app, ({ url }) => signInByPassword(url)));
  done.uninstalled = true;
  return done;
};

const attempt = async (one, tarball, browser) => {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'mfa-hosts-'));
  const row = { ...one, node: process.versions.node, passed: false };
  try {
    const app = await step(`${one.name}: making the host (three minutes)`, () => makeHost(one, folder));
    row.strapi = installed(app, '@strapi/strapi');
    Object.assign(row, await (one.prove ?? prove)(one, app, tarball, browser, during), { passed: true });
  } catch (error) {
    row.error = error instanceof Hint ? error.message : String(error?.stack ?? error);
    console.error(`  FAILED: ${one.name}\n${row.error}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { ...row, seconds: Math.round((Date.now() - began) / 1000) };
};

const HEAD = ['case', 'Strapi', 'language', 'panel', 'users-permissions', 'HTTP', 'Chromium', 'uninstalled', 'seconds'];

const table = (rows) => {
  const cells = rows.map((row) => [
    row.passed ? row.name : `FAILED ${row.name}`,
    row.strapi,
    row.language,
    row.adminPath,
    row.usersPermissions ? 'yes' : 'no',
    row.http ? 'yes' : '–',
    row.chromium ?? '–',
    row.uninstalled ? 'yes' : '–',
    String(row.seconds),
  ]);
  const widths = HEAD.map((title, at) => Math.max(title.length, ...cells.map((line) => line[at].length)));
  return [HEAD, ...cells].map((line) => line.map((cell, at) => cell.padEnd(widths[at])).join('  ')).join('\n');
};

/** Cases that weren't run keep their last result. */
const merged = (rows) => {
  const before = existsSync(inRoot(RESULTS)) ? JSON.parse(readFileSync(inRoot(RESULTS), 'utf8')).cases : [];
  const found = new Map([...before, ...rows].map((row) => [row.name, row]));
  return CASES.flatMap(({ name }) => found.get(name) ?? []);
};

const main = async () => {
  const wanted = process.argv.slice(2).join(' ');
  const cases = CASES.filter(({ name }) => name.includes(wanted));
  if (cases.length === 0)
    throw new Hint(`No case has "${wanted}" in its name: ${CASES.map(({ name }) => name).join('; ')}`);
  checkNode();
  await ensurePackages();
  const browser = await ensureBrowser();
  await buildPlugin();
  const ground = mkdtempSync(join(tmpdir(), 'mfa-pack-'));
  const tarball = await step('packing the plugin', () => pack(ground));
  const rows = [];
  for (const one of cases) {
    rows.push(await attempt(one, tarball, browser));
    mkdirSync(inRoot('tests/results'), { recursive: true });
    const report = { finishedAt: new Date().toISOString(), cases: merged(rows) };
    writeFileSync(inRoot(RESULTS), `${JSON.stringify(report, null, 2)}\n`);
  }
  rmSync(ground, { recursive: true, force: true });
  console.log(`\n${table(rows)}`);
  const failed = rows.filter((row) => !row.passed).length;
  console.log(`\n${rows.length - failed} hosts passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
};

main().catch(giveUp);
