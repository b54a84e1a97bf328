/** Jest as the test commands use it: one row for each test, and for each file that could not be run at all. */
import { readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

import { inRoot, root, run } from './step.mjs';

export const RESULTS = 'tests/results';

/** Hosts that are attacked complain a lot; in a full run only the tests' own verdicts are shown. */
export const QUIET = '--silent';

/** The arguments that keep Jest to the files whose path matches one of the patterns; none of them for no pattern. */
export const matching = (patterns) => (patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []);

const projectOf = (file) => {
  const folder = file.split('/')[1];
  return ['unit', 'browser', 'engines'].includes(folder) ? folder : 'server';
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

/**
 * Runs Jest to its end, on the given Node or on this one.
 * @returns {Promise<{rows: {file: string, project: string, name: string, status: 'passed' | 'failed', durationMs: number}[],
 *   complaint: string | null}>} `complaint` when it failed without a row that says so
 */
export const runJest = async (title, args, { env = {}, node = process.execPath } = {}) => {
  console.log(`→ ${title}`);
  const outputFile = inRoot(RESULTS, `jest-${process.pid}.json`);
  rmSync(outputFile, { force: true });
  const flags = ['--json', `--outputFile=${outputFile}`, '--passWithNoTests', ...args];
  const { code } = await run(node, [inRoot('node_modules/jest/bin/jest.js'), ...flags], { quiet: false, env });
  const rows = readRows(outputFile);
  rmSync(outputFile, { force: true });
  const told = code === 0 || rows.some((row) => row.status === 'failed');
  return { rows, complaint: told ? null : `${title}: Jest ended with ${code}` };
};
