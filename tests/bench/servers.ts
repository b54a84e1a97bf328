/** Starts hosts for measuring, with and without the plugin, each with its own database. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Client } from 'pg';

import { freePort } from '../support/port';
import { forkHost, type ProcessHost } from '../support/process-host';

const HOST = resolve(__dirname, '../host');

export interface Server extends Pick<ProcessHost, 'bootMs' | 'ask' | 'stop'> {
  url: string;
}

export type BenchDatabase = 'sqlite' | 'postgres';

/** The PostgreSQL server that `npm run bench` started. */
const postgresPort = (): number => Number(process.env.BENCH_POSTGRES_PORT);

const onPostgres = async (statement: string): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', port: postgresPort(), user: 'strapi', database: 'postgres' });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/**
 * Counts how many connections wait for another's lock, again and again, until it's stopped. Resolves with their average
 * number.
 */
export const watchLocks = async (): Promise<() => Promise<number>> => {
  const client = new Client({ host: '127.0.0.1', port: postgresPort(), user: 'strapi', database: 'postgres' });
  await client.connect();
  const counts: number[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      const { rows } = await client.query(
        "select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock'"
      );
      counts.push(Number(rows[0]?.waiting));
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  return async () => {
    over = true;
    await watching;
    await client.end();
    return counts.reduce((sum, one) => sum + one, 0) / Math.max(1, counts.length);
  };
};

const databaseEnvironment = async (database: BenchDatabase, folder: string): Promise<NodeJS.ProcessEnv> => {
  if (database === 'sqlite') return { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: join(folder, 'data.db') };
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await onPostgres(`CREATE DATABASE ${name}`);
  return { DATABASE_CLIENT: 'postgres', DATABASE_PORT: String(postgresPort()), DATABASE_NAME: name };
};

const environment = (port: number, database: NodeJS.ProcessEnv, plugin: boolean): NodeJS.ProcessEnv => ({
  ...process.env,
  ...database,
  NODE_ENV: 'production',
  PORT: String(port),
  MFA_ENABLED: String(plugin),
  ADMIN_RATE_LIMIT: 'false',
  LOG_LEVEL: 'error',
  STRAPI_TELEMETRY_DISABLED: 'true',
});

interface ServerOptions {
  plugin: boolean;
  database?: BenchDatabase;
}

/** Starts `count` nodes on one database, each in its own process. */
export const startNodes = async (options: ServerOptions, count: number): Promise<Server[]> => {
  const database = await databaseEnvironment(options.database ?? 'sqlite', tmpdir());
  const nodes: Server[] = [];
  for (let node = 0; node < count; node += 1) nodes.push(await startServer(options, database));
  return nodes;
};

export const startServer = async (options: ServerOptions, shared?: NodeJS.ProcessEnv): Promise<Server> => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-bench-'));
  const port = await freePort();
  const database = shared ?? (await databaseEnvironment(options.database ?? 'sqlite', folder));
  const env = environment(port, database, options.plugin);
  const host = await forkHost(join(__dirname, 'child.ts'), env, ['--expose-gc']);
  return {
    url: `http://127.0.0.1:${port}`,
    bootMs: host.bootMs,
    ask: host.ask,
    async stop() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Milliseconds from process start to listening, on the SQLite database in `folder`. The first start creates it. */
export const bootTime = async ({ plugin, folder }: { plugin: boolean; folder: string }): Promise<number> => {
  const database = await databaseEnvironment('sqlite', folder);
  const env = environment(await freePort(), database, plugin);
  const began = performance.now();
  const child = fork(join(__dirname, 'boot.cjs'), [], { env, cwd: HOST, execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  const gone = once(child, 'exit');
  const listening = await Promise.race([once(child, 'message').then(() => performance.now() - began), gone]);
  if (typeof listening !== 'number') throw new Error('the host ended before it listened');
  child.send('stop');
  await gone;
  return listening;
};
