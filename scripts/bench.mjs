/** `npm run bench [-- --json] [-- --only name]`: the same host with and without the plugin, in one run, interleaved. */
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const node = ['-r', './scripts/lib/typescript.cjs', 'tests/bench/main.ts', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
