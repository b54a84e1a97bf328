/**
 * `npm run docs:generate` writes docs/openapi.json and docs/configuration.md from the code. Tests fail if they're
 * outdated.
 */
import { giveUp, inRoot, run } from './lib/step.mjs';

const args = ['-r', './scripts/lib/typescript.cjs', 'tests/documents/main.ts'];
run(process.execPath, args, { cwd: inRoot(), quiet: false }).then(({ code }) => process.exit(code), giveUp);
