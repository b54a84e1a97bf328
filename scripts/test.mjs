/**
 * Everything, from a clean clone on: installs what is missing, checks types, style and structure rules, builds, and runs all
 * tests. The last line is always `N passed, N failed`.
 *
 *   npm test                          all of it
 *   npm test -- --only browser        one part: unit, server, browser (no checks before it)
 *   npm test -- --only server sign    the files of that part whose path has "sign" in it
 *   npm run test:databases            every HTTP test on each of the three databases
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import { buildPanel, buildPlugin } from './lib/build.mjs';
import { checkNode, ensureBrowser, ensureMariadb, ensurePackages } from './lib/install.mjs';
import { Hint, giveUp, inRoot, root, run, runTool, step } from './lib/step.mjs';

const RESULTS = 'tests/results';
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

/** A check that must hold before tests mean anything. A failed one is told, counted, and does not stop the others. */
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

const attempt = async (title, work) => {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    console.error(`  FAILED: ${error.message}\n`);
    failures.push(title);
    return false;
  }
};

const npmScript = (name) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['run', '--silent', name]);

const projectOf = (file) => {
  const folder = file.split('/')[1];
  return ['unit', 'browser'].includes(folder) ? folder : 'server';
};

/** Runs Jest and returns one row for each test, and for each file that could not be run at all. */
const jest = async (title, args, env = {}) => {
  console.log(`→ ${title}`);
  const outputFile = inRoot(RESULTS, `jest-${process.pid}.json`);
  rmSync(outputFile, { force: true });
  const flags = ['--json', `--outputFile=${outputFile}`, '--passWithNoTests', ...args];
  const { code } = await runTool('jest/bin/jest.js', flags, { quiet: false, env });
  const rows = readRows(outputFile);
  rmSync(outputFile, { force: true });
  if (code !== 0 && !rows.some((row) => row.status === 'failed')) failures.push(`${title}: Jest ended with ${code}`);
  return rows;
};

const readRows = (outputFile) => {
  let report;
  try {
    report = JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    return [];
  }
  return report.testResults.flatMap((suite) => {
    const file = relative(root, suite.name).replaceAll('\\', '/');
    const base = { file, project: projectOf(file) };
    if (suite.status === 'failed' && suite.assertionResults.length === 0) {
      return [{ ...base, name: `${file} could not be run`, status: 'failed', durationMs: 0 }];
    }
    return suite.assertionResults.map((test) => ({
      ...base,
      name: test.fullName,
      // A test that was not run proves nothing: it counts as failed.
      status: test.status === 'passed' ? 'passed' : 'failed',
      durationMs: test.duration ?? 0,
    }));
  });
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

/** Hosts that are attacked complain a lot; in a full run only the tests' own verdicts are shown. */
const QUIET = '--silent';
const IN_A_BROWSER = ['--selectProjects', 'browser'];
const files = (patterns) => (patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []);

const part = async (only, patterns) => {
  if (only !== 'browser') return jest(`${only} tests`, ['--selectProjects', only, ...files(patterns)]);
  await ensureBrowser();
  await buildPlugin();
  await buildPanel();
  return jest('browser tests', [...IN_A_BROWSER, ...files(patterns)]);
};

const everyDatabase = async (patterns) => {
  const rows = [];
  if (DATABASES.includes('mysql')) await ensureMariadb();
  for (const database of DATABASES.split(',')) {
    const env = { MFA_TEST_DATABASE: database, MFA_TEST_DATABASES: database };
    const found = await jest(
      `HTTP tests on ${database}`,
      [QUIET, '--selectProjects', 'server', ...files(patterns)],
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
  const databases = databasesAreThere ? DATABASES : 'sqlite,postgres';

  await gate('checking types', () => npmScript('typecheck'));
  await gate('checking style', () => npmScript('lint'));
  await gate('checking structure rules', () => npmScript('rooms:check'));
  const pluginIsBuilt = await attempt('building the plugin', buildPlugin);
  if (pluginIsBuilt) await gate('checking the package', () => npmScript('package:check'));
  const panelIsBuilt = pluginIsBuilt && (await attempt('building the admin panel', buildPanel));

  const rows = await jest('unit and HTTP tests', [QUIET, '--selectProjects', 'unit', 'server'], {
    MFA_TEST_DATABASES: databases,
  });
  if (!browserIsThere || !panelIsBuilt) failures.push('the browser tests could not be run');
  else rows.push(...(await jest('browser tests', [QUIET, ...IN_A_BROWSER])));
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
