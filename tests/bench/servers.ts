/** Starts hosts for measuring, with and without the plugin, each on a database of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Client } from 'pg';

const ROOT = resolve(__dirname, '../..');

export interface Server {
  url: string;
  bootMs: number;
  ask<T>(name: string, input?: Record<string, unknown>): Promise<T>;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

export type BenchDatabase = 'sqlite' | 'postgres';

/** The PostgreSQL that `npm run bench` has started. */
const postgresPort = (): number => Number(process.env.BENCH_POSTGRES_PORT);

const onPostgres = async (statement: string): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', port: postgresPort(), user: 'strapi', database: 'postgres' });
  await client.connect();
  await client.query(statement);
  await client.end();
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

interface Started {
  child: ChildProcess;
  bootMs: number;
}

const launch = (env: NodeJS.ProcessEnv): Promise<Started> =>
  new Promise((done, failed) => {
    const execArgv = ['--expose-gc', '-r', join(ROOT, 'scripts/lib/typescript.cjs')];
    const child = fork(join(__dirname, 'child.ts'), [], { cwd: join(ROOT, 'tests/host'), env, execArgv });
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
    child.once('message', (message: { bootMs: number }) => done({ child, bootMs: message.bootMs }));
  });

interface ServerOptions {
  plugin: boolean;
  /** Lets a second start find the first one's database; SQLite only. */
  folder?: string;
  database?: BenchDatabase;
}

export const startServer = async (options: ServerOptions): Promise<Server> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'mfa-bench-'));
  const port = await freePort();
  const database = await databaseEnvironment(options.database ?? 'sqlite', folder);
  const { child, bootMs } = await launch(environment(port, database, options.plugin));
  const waiting = new Map<number, { done(value: unknown): void; failed(error: Error): void }>();
  let last = 0;
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.failed(new Error(error));
    else asked?.done(result);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    bootMs,
    ask: <T>(name: string, input: Record<string, unknown> = {}) =>
      new Promise<T>((done, failed) => {
        last += 1;
        waiting.set(last, { done: (value) => done(value as T), failed });
        child.send({ id: last, name, input });
      }),
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners('exit');
        child.once('exit', () => {
          if (!options.folder) rmSync(folder, { recursive: true, force: true });
          done();
        });
        child.send({ id: 0, name: 'stop', input: {} });
      }),
  };
};
