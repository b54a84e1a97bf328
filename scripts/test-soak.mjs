/**
 * `npm run test:soak`: 50,000 logins on one server, with limits for memory and rows. SOAK_SIGN_INS=2000 shortens it.
 */
import { buildPlugin } from './lib/build.mjs';
import { checkNode, ensurePackages } from './lib/install.mjs';
import { giveUp, inRoot, run } from './lib/step.mjs';

const main = async () => {
  checkNode();
  await ensurePackages();
  await buildPlugin();
  const args = ['-r', './scripts/lib/typescript.cjs', 'tests/bench/soak.ts'];
  const { code } = await run(process.execPath, args, { cwd: inRoot(), quiet: false });
  process.exit(code);
};

main().catch(giveUp);
