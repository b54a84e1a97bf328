/**
 * The journeys in engines that are not Chromium: Debian's Firefox and WebKitGTK, installed where they are missing.
 *
 *   npm run test:browsers                   all of it, about ten minutes
 *   npm run test:browsers -- --only webkit  one engine
 *   npm run test:browsers -- login          the files whose path has "login" in it
 *
 * Pictures of what was seen are in tests/results/engines.
 */
import { mkdirSync } from 'node:fs';

import { buildPanel, buildPlugin } from './lib/build.mjs';
import { checkNode, ensureEngines, ensurePackages } from './lib/install.mjs';
import { RESULTS, matching, runJest } from './lib/jest.mjs';
import { Hint, giveUp, inRoot } from './lib/step.mjs';

const readArguments = (argv) => {
  const at = argv.indexOf('--only');
  if (at < 0) return { only: null, patterns: argv };
  return { only: argv[at + 1] ?? '', patterns: [...argv.slice(0, at), ...argv.slice(at + 2)] };
};

const main = async () => {
  const { only, patterns } = readArguments(process.argv.slice(2));
  if (only !== null && !['firefox', 'webkit'].includes(only)) throw new Hint('--only knows firefox and webkit.');
  if (only !== null) process.env.MFA_TEST_ENGINES = only;
  checkNode();
  await ensurePackages();
  const engines = await ensureEngines();
  await buildPlugin();
  await buildPanel();
  mkdirSync(inRoot(RESULTS), { recursive: true });
  // One after the other: each needs the processor for itself.
  const args = ['--runInBand', '--selectProjects', 'engines', ...matching(patterns)];
  const { rows, complaint } = await runJest(`journeys in ${engines}`, args, { env: { MFA_TEST_ENGINES: engines } });
  const failed = rows.filter((row) => row.status !== 'passed');
  if (complaint) console.log(`\n${complaint}`);
  console.log(`\n${rows.length - failed.length} passed, ${failed.length + (complaint ? 1 : 0)} failed`);
  process.exit(failed.length === 0 && complaint === null && rows.length > 0 ? 0 : 1);
};

main().catch(giveUp);
