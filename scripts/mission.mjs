/**
 * For each line of docs/mission.md: the tests with its ID, and whether they passed in the last full test run. `--json`
 * prints `{"A1": {"tests": ["…"], "passed": true}, …}`.
 */
import { existsSync, readFileSync } from 'node:fs';

import { Hint, giveUp, inRoot } from './lib/step.mjs';

const LINE = /^- ([A-Z]\d+) (.+)$/gm;
const IDS = /\[([A-Z]\d+(?:,\s*[A-Z]\d+)*)\]/g;
const RESULTS = 'tests/results/last-run.json';

const lastRun = () => {
  if (existsSync(inRoot(RESULTS))) return JSON.parse(readFileSync(inRoot(RESULTS), 'utf8'));
  throw new Hint('There is no test run to read yet: run "npm test" first.');
};

const idsOf = (name) => [...name.matchAll(IDS)].flatMap(([, list]) => list.split(/,\s*/));

const gather = (lines, tests) => {
  const found = new Map(lines.map(([id]) => [id, []]));
  for (const test of tests) for (const id of new Set(idsOf(test.name))) found.get(id)?.push(test);
  return found;
};

const holds = (tests) => tests.length > 0 && tests.every((test) => test.status === 'passed');

const printText = (lines, found, run) => {
  for (const [id, title] of lines) {
    const tests = found.get(id);
    console.log(
      `${holds(tests) ? '✓' : '✗'} ${id.padEnd(4)} ${title.length > 110 ? `${title.slice(0, 109)}…` : title}`
    );
    for (const test of tests) console.log(`       ${test.status === 'passed' ? '✓' : '✗'} ${test.name}`);
  }
  console.log(`\nFrom the test run of ${run.finishedAt}:`);
  for (const letter of [...new Set(lines.map(([id]) => id[0]))]) {
    const ids = lines.map(([id]) => id).filter((id) => id[0] === letter);
    console.log(`  ${letter}: ${ids.filter((id) => holds(found.get(id))).length} of ${ids.length}`);
  }
};

const main = () => {
  const run = lastRun();
  const lines = [...readFileSync(inRoot('docs/mission.md'), 'utf8').matchAll(LINE)].map(([, id, text]) => [id, text]);
  const found = gather(lines, run.tests);
  if (!process.argv.includes('--json')) return printText(lines, found, run);
  const answer = lines.map(([id]) => [
    id,
    { tests: found.get(id).map((test) => test.name), passed: holds(found.get(id)) },
  ]);
  console.log(JSON.stringify(Object.fromEntries(answer), null, 2));
};

try {
  main();
} catch (error) {
  giveUp(error);
}
