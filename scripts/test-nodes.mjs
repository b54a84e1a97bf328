/**
 * The unit and HTTP tests on every Node that the package says it runs on. Each Node is fetched once, from the npm package
 * `node`. SQLite where its driver loads, which was built for the Node that installed the packages; PostgreSQL elsewhere.
 *
 *   npm run test:nodes                    all of it; about half an hour a Node
 *   npm run test:nodes -- --only 24       one Node, or several: --only 22,24
 *   npm run test:nodes -- runtime gate    the files whose path has "runtime" or "gate" in it
 *
 * The table is also in tests/results/nodes.json; Nodes that were not run now keep what their last whole run found.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { checkNode, ensurePackages } from './lib/install.mjs';
import { QUIET, RESULTS, matching, runJest } from './lib/jest.mjs';
import { first, nodeOf } from './lib/nodes.mjs';
import { Hint, giveUp, inRoot } from './lib/step.mjs';

const MAJORS = [20, 22, 24, 26];
const REPORT = `${RESULTS}/nodes.json`;
const PARTS = ['unit', 'server'];

const readArguments = (argv) => {
  const options = { majors: MAJORS, patterns: [] };
  for (let index = 0; index < argv.length; index += 1) {
    if (argv[index] === '--only')
      options.majors = String(argv[(index += 1)])
        .split(',')
        .map(Number);
    else options.patterns.push(argv[index]);
  }
  const unknown = options.majors.filter((major) => !MAJORS.includes(major));
  if (unknown.length > 0) throw new Hint(`--only knows ${MAJORS.join(', ')}, not ${unknown.join(', ')}.`);
  return options;
};

const count = (rows, project) => {
  const own = rows.filter((row) => row.project === project);
  return { passed: own.filter((row) => row.status === 'passed').length, of: own.length };
};

const runOn = async (major, patterns) => {
  const began = Date.now();
  const result = { major, version: null, database: null, ok: false };
  try {
    const node = await nodeOf(major);
    const database = node.sqlite ? 'sqlite' : 'postgres';
    Object.assign(result, { version: node.version, database });
    const env = { ...first(node), MFA_TEST_DATABASES: process.env.MFA_TEST_DATABASES ?? database };
    const args = [QUIET, '--selectProjects', ...PARTS, ...matching(patterns)];
    const { rows, complaint } = await runJest(`Node ${node.version} on ${database}`, args, { env, node: node.program });
    const failed = rows.filter((row) => row.status !== 'passed').map((row) => `${row.file}: ${row.name}`);
    for (const part of PARTS) result[part] = count(rows, part);
    result.trouble = [...(complaint ? [complaint] : []), ...failed];
    result.ok = result.trouble.length === 0 && rows.length > 0;
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    result.trouble = [error.message];
  }
  result.seconds = Math.round((Date.now() - began) / 1000);
  return result;
};

const HEAD = ['Node', 'database', 'unit', 'HTTP', 'seconds', 'result'];

const told = (part) => (part ? `${part.passed} of ${part.of}` : '–');

const table = (results) => {
  const cells = results.map((one) => [
    one.version ?? String(one.major),
    one.database ?? '–',
    told(one.unit),
    told(one.server),
    String(one.seconds),
    one.ok ? 'passed' : 'FAILED',
  ]);
  const widths = HEAD.map((title, at) => Math.max(title.length, ...cells.map((line) => line[at].length)));
  return [HEAD, ...cells].map((line) => line.map((cell, at) => cell.padEnd(widths[at])).join('  ')).join('\n');
};

/** A run over some of the files says nothing about a Node, so only whole runs are kept. */
const keep = (results) => {
  const before = existsSync(inRoot(REPORT)) ? JSON.parse(readFileSync(inRoot(REPORT), 'utf8')).nodes : [];
  const found = new Map([...before, ...results].map((one) => [one.major, one]));
  const nodes = MAJORS.flatMap((major) => found.get(major) ?? []);
  writeFileSync(inRoot(REPORT), `${JSON.stringify({ finishedAt: new Date().toISOString(), nodes }, null, 2)}\n`);
};

const main = async () => {
  const { majors, patterns } = readArguments(process.argv.slice(2));
  checkNode();
  await ensurePackages();
  mkdirSync(inRoot(RESULTS), { recursive: true });
  const results = [];
  for (const major of majors) {
    results.push(await runOn(major, patterns));
    if (patterns.length === 0) keep(results);
  }
  const bad = results.flatMap(({ major, trouble = [] }) => trouble.map((line) => `  Node ${major}: ${line}`));
  if (bad.length > 0) console.log(`\nNot well:\n${bad.join('\n')}`);
  console.log(`\n${table(results)}`);
  const failed = results.filter((one) => !one.ok).length;
  console.log(`\n${results.length - failed} Nodes passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
};

main().catch(giveUp);
