/**
 * The demo: a Strapi with this plugin, a production build of its panel and a few people, on this machine only.
 *
 *   npm run demo                  http://localhost:1337/admin, mailbox on the next port
 *   PORT=8080 npm run demo        another port
 *   npm run demo -- --fresh       forget everything from last time
 */
import { fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';

import { buildPanel, buildPlugin } from './lib/build.mjs';
import { checkNode, ensurePackages, sqliteWorks } from './lib/install.mjs';
import { Hint, giveUp, inRoot, step } from './lib/step.mjs';

const port = Number(process.env.PORT ?? 1337);
const DATA = '.tmp/demo.db';

const mustBeFree = (wanted) =>
  new Promise((resolve, reject) => {
    const other = `PORT=${port + 1000} npm run demo`;
    const probe = createServer();
    probe.once('error', () =>
      reject(new Hint(`Port ${wanted} is busy. Stop what is using it, or take another:\n  ${other}`))
    );
    probe.listen(wanted, '127.0.0.1', () => probe.close(resolve));
  });

/** SQLite in a file. If it couldn't be compiled, a PostgreSQL that loses its data at the end. */
const openDatabase = async () => {
  if (sqliteWorks())
    return { env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: DATA }, stop: async () => undefined };
  console.log(
    [
      '  SQLite (better-sqlite3) could not be built here, so the demo runs on a PostgreSQL that forgets everything when',
      '  it ends. To keep data: install python3, make and a C++ compiler, then "npm rebuild better-sqlite3".',
    ].join('\n')
  );
  const { startPostgres } = await import('../tests/setup/postgres.mjs');
  const server = await startPostgres();
  const env = { DATABASE_CLIENT: 'postgres', DATABASE_PORT: String(server.port), DATABASE_NAME: 'postgres' };
  return { env, stop: server.stop };
};

const startHost = (env) =>
  new Promise((resolve, reject) => {
    const host = fork(inRoot('scripts/demo/host.cjs'), { env: { ...process.env, ...env } });
    const early = (code) => reject(new Hint(`The demo's Strapi ended with code ${code}; what it said is above.`));
    host.once('exit', early);
    host.once('message', () => {
      host.off('exit', early);
      resolve(host);
    });
  });

const welcome = (people, password, mailbox) => {
  const width = Math.max(...people.map(({ email }) => email.length));
  return [
    '',
    `  Panel      http://localhost:${port}/admin`,
    `  Mailbox    ${mailbox}   every mail and text message the demo sends`,
    '',
    ...people.map(
      ({ email, firstname, lastname }) => `  ${email.padEnd(width)}  ${password}   ${firstname} ${lastname}`
    ),
    '',
    '  Sign in and open Settings, My Security to add a security key or an authenticator app.',
    '  Ctrl+C ends the demo; what you did is still there next time ("npm run demo -- --fresh" forgets it).',
    '',
  ].join('\n');
};

const main = async () => {
  checkNode();
  await mustBeFree(port);
  await mustBeFree(port + 1);
  await ensurePackages();
  await buildPlugin();
  await buildPanel();
  if (process.argv.includes('--fresh')) rmSync(inRoot('tests/host', DATA), { force: true });
  mkdirSync(inRoot('tests/host/.tmp'), { recursive: true });

  const { openMailbox } = await import('./demo/mailbox.mjs');
  const { default: demo } = await import('./demo/people.cjs');
  const mailbox = await openMailbox(port + 1);
  const database = await openDatabase();
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    SMTP_PORT: String(mailbox.smtpPort),
    SMS_URL: mailbox.smsUrl,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    STRAPI_TELEMETRY_DISABLED: 'true',
    ...database.env,
  };
  const host = await step('starting Strapi', () => startHost(env));
  console.log(welcome(demo.PEOPLE, demo.PASSWORD, mailbox.url));

  let ending = false;
  const end = async (code) => {
    if (ending) return;
    ending = true;
    host.kill('SIGTERM');
    await database.stop();
    process.exit(code);
  };
  host.once('exit', (code) => end(code ?? 0));
  process.once('SIGINT', () => end(0));
  process.once('SIGTERM', () => end(0));
};

main().catch(giveUp);
