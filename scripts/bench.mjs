/**
 * `npm run bench [-- --json] [-- --only names] [-- --pause]`: the same Strapi with and without the plugin, in one run,
 * call by call.
 */
import { startPostgres } from '../tests/setup/postgres.mjs';
import { buildPlugin } from './lib/build.mjs';
import { checkNode, ensurePackages } from './lib/install.mjs';
import { giveUp, inRoot, run } from './lib/step.mjs';

const main = async () => {
  // Programs read the output of --json, so the steps before it go to standard error.
  const told = console.log;
  if (process.argv.includes('--json')) console.log = console.error;
  checkNode();
  await ensurePackages();
  await buildPlugin();
  console.log = told;
  const postgres = await startPostgres();
  const args = ['-r', './scripts/lib/typescript.cjs', 'tests/bench/main.ts', ...process.argv.slice(2)];
  // Waits without blocking: a database whose output nobody reads would stop.
  const { code } = await run(process.execPath, args, {
    cwd: inRoot(),
    quiet: false,
    input: 'inherit',
    env: { BENCH_POSTGRES_PORT: String(postgres.port) },
  });
  await postgres.stop();
  process.exit(code);
};

main().catch(giveUp);
