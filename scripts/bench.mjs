/** `npm run bench [-- --json] [-- --only names] [-- --pause]`: the same host with and without the plugin, in one run, interleaved. */
import { startPostgres } from '../tests/setup/postgres.mjs';
import { buildPlugin } from './lib/build.mjs';
import { checkNode, ensurePackages } from './lib/install.mjs';
import { giveUp, inRoot, run } from './lib/step.mjs';

const main = async () => {
  // What comes out of --json is read by programs: the steps before it are told beside it.
  const told = console.log;
  if (process.argv.includes('--json')) console.log = console.error;
  checkNode();
  await ensurePackages();
  await buildPlugin();
  console.log = told;
  const postgres = await startPostgres();
  const args = ['-r', './scripts/lib/typescript.cjs', 'tests/bench/main.ts', ...process.argv.slice(2)];
  // Waited for without blocking: a database whose complaints nobody reads stands still.
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
