/** Other Nodes than the one that runs this, from the npm package `node`. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { Hint, inRoot, run, step } from './step.mjs';

const CACHE = 'node_modules/.cache/strapi-plugin-mfa/nodes';
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const programIn = (folder) => join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** What a Node says about itself: its version, and whether SQLite's driver, which was built for one of them, loads in it. */
const SAYS = `
  const sqlite = () => { try { new (require('better-sqlite3'))(':memory:').close(); return true; } catch { return false; } };
  console.log(JSON.stringify({ version: process.versions.node, sqlite: sqlite() }));
`;

const examine = async (program) => {
  const { code, output } = await run(program, ['-e', SAYS], { cwd: inRoot() });
  if (code !== 0) throw new Hint(`${program} does not run here:\n${output.slice(-2000)}`);
  return { program, ...JSON.parse(output.slice(output.indexOf('{'))) };
};

/**
 * The newest Node of this major, fetched once and kept in the cache folder.
 * @returns {Promise<{program: string, version: string, sqlite: boolean}>} rejects with npm's words when it cannot be had
 */
export const nodeOf = async (major) => {
  if (Number(process.versions.node.split('.')[0]) === major) return examine(process.execPath);
  const folder = inRoot(CACHE, String(major));
  if (!existsSync(programIn(folder))) {
    await step(`fetching Node ${major}`, async () => {
      mkdirSync(folder, { recursive: true });
      const options = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
      const { code, output } = await run(NPM, ['install', '--prefix', folder, ...options, `node@${major}`]);
      if (code !== 0 || !existsSync(programIn(folder))) {
        throw new Hint(`npm could not bring Node ${major}:\n${output.slice(-2000)}`);
      }
    });
  }
  return examine(programIn(folder));
};

/** An environment in which "node" is this one, for whatever a test starts by name. */
export const first = ({ program }) => ({ PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ''}` });
