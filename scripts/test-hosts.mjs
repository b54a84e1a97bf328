/**
 * Installs the packed plugin into hosts that `create-strapi-app` makes, builds their panel, signs in with a factor, and
 * takes it out again: with each package manager, on each end of Strapi's versions, behind a proxy, at other addresses,
 * beside other plugins, and under `strapi develop`. Needs the npm registry, a browser, 2 GB of memory, and about three
 * minutes a case, and three more for each host that cases share.
 *
 *   npm run test:hosts                 every case; the table is also in tests/results/hosts.json
 *   npm run test:hosts -- oldest       the cases whose name has "oldest" in it
 *
 * MFA_TEST_HOSTS is a folder that keeps the installed hosts for the next run.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { CASES } from './hosts/cases.mjs';
import { installed, makeHost } from './hosts/make.mjs';
import { npm } from './hosts/managers.mjs';
import { prove } from './hosts/prove.mjs';
import { freePort, startHost } from './hosts/start.mjs';
import { buildPlugin } from './lib/build.mjs';
import { checkNode, ensureBrowser, ensurePackages } from './lib/install.mjs';
import { Hint, giveUp, inRoot, step } from './lib/step.mjs';

const RESULTS = 'tests/results/hosts.json';

const pack = async (folder) => {
  const output = await npm(inRoot(), ['pack', '--pack-destination', folder, '--json']);
  const [{ filename }] = JSON.parse(output.slice(output.indexOf('[\n')));
  return join(folder, filename);
};

/** Panels that were built with the same package can be used again. */
const digestOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);

/** Runs `work` while the project runs, as `strapi <command>`, and stops it even if `work` throws. */
const during = async (app, work, { command = 'start', env = {}, port } = {}) => {
  const host = await startHost(app, port ?? (await freePort()), command, env);
  try {
    return await work(host);
  } catch (error) {
    throw new Hint(`${error.message}\nThe host said: ${host.said().slice(-3000)}`);
  } finally {
    await host.stop();
  }
};

const attempt = async (one, kits, tools) => {
  const began = Date.now();
  const folder = mkdtempSync(join(one.watched ? homedir() : tmpdir(), 'mfa-hosts-'));
  const { name, language, adminPath, manager, beside } = one;
  const row = {
    name,
    language,
    adminPath,
    manager,
    beside,
    at: new Date().toISOString(),
    node: process.versions.node,
    passed: false,
  };
  try {
    const app = await makeHost(one, kits, folder);
    row.strapi = installed(app, '@strapi/strapi');
    Object.assign(row, await (one.prove ?? prove)(one, app, tools), { passed: true });
  } catch (error) {
    row.error = error instanceof Hint ? error.message : String(error?.stack ?? error);
    console.error(`  FAILED: ${one.name}\n${row.error}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { ...row, seconds: Math.round((Date.now() - began) / 1000) };
};

const HEAD = ['case', 'Strapi', 'language', 'manager', 'panel', 'HTTP', 'Chromium', 'uninstalled', 'seconds'];

const table = (rows) => {
  const cells = rows.map((row) => [
    row.passed ? row.name : `FAILED ${row.name}`,
    row.strapi,
    row.language,
    row.manager ?? 'npm',
    row.adminPath,
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
  const exact = CASES.filter(({ name }) => name === wanted);
  const cases = exact.length > 0 ? exact : CASES.filter(({ name }) => name.includes(wanted));
  if (cases.length === 0)
    throw new Hint(`No case has "${wanted}" in its name: ${CASES.map(({ name }) => name).join('; ')}`);
  checkNode();
  await ensurePackages();
  const browser = await ensureBrowser();
  await buildPlugin();
  const ground = mkdtempSync(join(tmpdir(), 'mfa-pack-'));
  const kits = process.env.MFA_TEST_HOSTS ?? join(ground, 'hosts');
  const tarball = await step('packing the plugin', () => pack(ground));
  const tools = { tarball, browser, during, panels: join(kits, `panels-${digestOf(tarball)}`) };
  const rows = [];
  for (const one of cases) {
    rows.push(await attempt(one, kits, tools));
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
