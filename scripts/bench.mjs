/** `npm run bench [-- --json] [-- --only name]`: the same host with and without the plugin, in one run, interleaved. */
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startPostgres } from '../tests/setup/postgres.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const node = ['-r', './scripts/lib/typescript.cjs', 'tests/bench/main.ts', ...process.argv.slice(2)];
const postgres = await startPostgres();
const env = { ...process.env, BENCH_POSTGRES_PORT: String(postgres.port) };
const { status } = spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit', env });
await postgres.stop();
process.exit(status ?? 1);
