/**
 * Everything, from a clean clone on: installs what is missing, checks types, style and structure rules, builds, and runs all
 * tests. The last line is always `N passed, N failed`.
 *
 *   npm test                          all of it
 *   npm test -- --only browser        one part: unit, server, browser (no checks before it)
 *   npm test -- --only server sign    the files of that part whose path has "sign" in it
 *   npm run test:databases            every HTTP test on each of the three databases
 */
import { mkdirSync, writeFileSync } from 'node:fs';

import { buildPanel, buildPlugin } from './lib/build.mjs';
import { checkNode, ensureBrowser, ensureEngines, ensureMariadb, ensurePackages } from './lib/install.mjs';
import { QUIET, RESULTS, matching, runJest } from './lib/jest.mjs';
import { Hint, giveUp, inRoot, run, step } from './lib/step.mjs';

const DATABASES = process.env.MFA_TEST_DATABASES ?? 'sqlite,postgres,mysql';

const readArguments = (argv) => {
  const options = { only: null, databases: false, patterns: [] };
  for (let index = 0; index < argv.length; index += 1) {
    if (argv[index] === '--databases') options.databases = true;
    else if (argv[index] === '--only') options.only = argv[(index += 1)];
    else options.patterns.push(argv[index]);
  }
  if (options.only && !['unit', 'server', 'browser'].includes(options.only)) {
    throw new Hint(`--only knows unit, server and browser, not "${options.only}".`);
  }
  return options;
};

const failures = [];

/**
 * A check that has to pass before tests mean anything. A failed one is reported and counted, and doesn't stop the
 * others.
 */
const gate = async (title, work) => {
  try {
    await step(title, async () => {
      const { code, output } = await work();
      if (code !== 0) throw new Hint(output.trim().slice(-8000));
    });
    return true;
  } catch (error) {
    console.error(`  FAILED: ${title}\n${error.message}\n`);
    failures.push(title);
    return false;
  }
};

/** What the work came to, or true; false when it could not be done. */
const attempt = async (title, work) => {
  try {
    return (await work()) ?? true;
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    console.error(`  FAILED: ${error.message}\n`);
    failures.push(title);
    return false;
  }
};

const npmScript = (name) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['run', '--silent', name]);

/** Runs Jest and returns its rows; what went wrong beside them is remembered. */
const jest = async (title, args, env = {}) => {
  const { rows, complaint } = await runJest(title, args, { env });
  if (complaint) failures.push(complaint);
  return rows;
};

const close = (rows, { keep }) => {
  const passed = rows.filter((row) => row.status === 'passed').length;
  const failed = rows.length - passed + failures.length;
  if (keep) {
    const record = {
      finishedAt: new Date().toISOString(),
      node: process.version,
      passed,
      failed,
      failures,
      tests: rows,
    };
    writeFileSync(inRoot(RESULTS, 'last-run.json'), `${JSON.stringify(record, null, 2)}\n`);
  }
  const bad = [...failures, ...rows.filter((row) => row.status !== 'passed').map((row) => `${row.file}: ${row.name}`)];
  if (bad.length > 0) console.log(`\nNot well:\n${bad.map((line) => `  ${line}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
};

const IN_A_BROWSER = ['--selectProjects', 'browser'];

const part = async (only, patterns) => {
  if (only !== 'browser') return jest(`${only} tests`, ['--selectProjects', only, ...matching(patterns)]);
  await ensureBrowser();
  await buildPlugin();
  await buildPanel();
  return jest('browser tests', [...IN_A_BROWSER, ...matching(patterns)]);
};

const everyDatabase = async (patterns) => {
  const rows = [];
  if (DATABASES.includes('mysql')) await ensureMariadb();
  for (const database of DATABASES.split(',')) {
    const env = { MFA_TEST_DATABASE: database, MFA_TEST_DATABASES: database };
    const found = await jest(
      `HTTP tests on ${database}`,
      [QUIET, '--selectProjects', 'server', ...matching(patterns)],
      env
    );
    rows.push(...found.map((row) => ({ ...row, name: `[${database}] ${row.name}` })));
  }
  return rows;
};

const everything = async () => {
  const browserIsThere = await attempt('a browser', ensureBrowser);
  const databasesAreThere = await attempt('MariaDB', async () => {
    if (DATABASES.includes('mysql')) await ensureMariadb();
  });
  const engines = await attempt('Firefox and WebKitGTK', ensureEngines);
  const databases = databasesAreThere ? DATABASES : 'sqlite,postgres';

  await gate('checking types', () => npmScript('typecheck'));
  await gate('checking style', () => npmScript('lint'));
  await gate('checking structure rules', () => npmScript('rooms:check'));
  const pluginIsBuilt = await attempt('building the plugin', buildPlugin);
  if (pluginIsBuilt) {
    await gate('checking the package', () => npmScript('package:check'));
    await gate('checking the size of the login page', () => run(process.execPath, [inRoot('scripts/check-size.mjs')]));
  }
  const panelIsBuilt = pluginIsBuilt && (await attempt('building the admin panel', buildPanel));

  const rows = await jest('unit and HTTP tests', [QUIET, '--selectProjects', 'unit', 'server'], {
    MFA_TEST_DATABASES: databases,
  });
  if (!browserIsThere || !panelIsBuilt) failures.push('the browser tests could not be run');
  else rows.push(...(await jest('browser tests', [QUIET, ...IN_A_BROWSER])));
  if (engines && panelIsBuilt) {
    const args = [QUIET, '--selectProjects', 'engines', ...matching(['engines/smoke'])];
    rows.push(...(await jest('a login in other engines', args, { MFA_TEST_ENGINES: engines })));
  }
  return rows;
};

const main = async () => {
  const { only, databases, patterns } = readArguments(process.argv.slice(2));
  checkNode();
  await ensurePackages();
  mkdirSync(inRoot(RESULTS), { recursive: true });
  if (only) return close(await part(only, patterns), { keep: false });
  if (databases) return close(await everyDatabase(patterns), { keep: false });
  return close(await everything(), { keep: patterns.length === 0 });
};

main().catch(giveUp);
