/**
 * One declaration file an entry: `dist/<entry>/index.d.mts` for `import` and `index.d.ts` for `require`, where TypeScript
 * looks for them by itself. They go by the compiler's own declarations of every file, which stay out of the package.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

import { Hint, giveUp, inRoot, runTool, step } from './lib/step.mjs';

/** Entry → its project, and where the compiler writes what it exports. */
const ENTRIES = {
  server: ['server/tsconfig.build.json', 'server/src/index.d.ts'],
  admin: ['admin/tsconfig.build.json', 'admin/src/index.d.ts'],
  'shared/contracts': ['shared/tsconfig.json', 'shared/contracts/index.d.ts'],
};

const isOutside = (id) => !id.startsWith('.') && !id.startsWith('/');

const declare = async (project, folder) => {
  const flags = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--rootDir', '.', '--outDir', folder];
  const { code, output } = await runTool('typescript/bin/tsc', ['-p', project, ...flags]);
  if (code !== 0) throw new Hint(`the types of ${project} do not hold:\n${output.slice(-4000)}`);
};

const bundle = async (entry, [project, declared], folder) => {
  await declare(project, folder);
  const built = await rollup({ input: join(folder, declared), external: isOutside, plugins: [dts()] });
  const target = (ending) => inRoot('dist', entry, `index.${ending}`);
  await built.write({ file: target('d.mts'), format: 'es' });
  await built.close();
  copyFileSync(target('d.mts'), target('d.ts'));
};

const main = async () => {
  const ground = mkdtempSync(join(tmpdir(), 'mfa-types-'));
  try {
    for (const [entry, from] of Object.entries(ENTRIES)) await bundle(entry, from, join(ground, entry));
  } finally {
    rmSync(ground, { recursive: true, force: true });
  }
};

step('bundling the declarations', main).catch(giveUp);
