/** Starts a project in its own process, as `npm run start` or `npm run develop` does, and stops it. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { Hint } from '../lib/step.mjs';
import { CALM } from './managers.mjs';

const PATIENCE_MS = 180_000;

export const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

const answers = async (url) => {
  try {
    return (await fetch(`${url}/_health`)).status === 204;
  } catch {
    return false;
  }
};

const MODES = { start: 'production', develop: 'development' };

/**
 * @param more variables of its environment
 * @returns {Promise<{url: string, said: () => string, stop: () => Promise<void>}>}
 */
export const startHost = async (app, port, command = 'start', more = {}) => {
  const url = `http://localhost:${port}`;
  // The address that people open. Security keys are bound to it.
  const env = { ...process.env, ...CALM, NODE_ENV: MODES[command], HOST: '127.0.0.1', PORT: String(port), ...more };
  const child = spawn(process.execPath, [join(app, 'node_modules/@strapi/strapi/bin/strapi.js'), command], {
    cwd: app,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let ended = null;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  child.once('exit', (code) => (ended = code ?? 1));
  // Not before its last process has gone: `develop` has a second one.
  const over = new Promise((done) => child.once('close', done));
  for (const deadline = Date.now() + PATIENCE_MS; !(await answers(url));) {
    if (ended !== null) throw new Hint(`the host ended with ${ended}:\n${said.slice(-4000)}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Hint(`the host did not answer:\n${said.slice(-4000)}`);
    }
    await new Promise((done) => setTimeout(done, 300));
  }
  return {
    url,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await over;
    },
  };
};
