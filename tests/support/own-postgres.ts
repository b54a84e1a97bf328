/** A PostgreSQL that belongs to one test, so that it may be killed. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { Client } from 'pg';

import { serverEnv, type PreparedDatabase } from './databases';

export interface OwnPostgres extends PreparedDatabase {
  /** SIGKILL, as the kernel does it when memory runs out: no goodbye, every connection is cut. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
}

const DATABASE = 'mfa_own';

const makeDatabase = async (port: number): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', port, user: 'strapi', database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
};

/** Empty: the first host that boots on it makes the tables. `drop` ends the server. */
export const ownPostgres = async (): Promise<OwnPostgres> => {
  const child = fork(join(__dirname, 'postgres-process.mjs'), [], { execArgv: [] });
  const answer = <T>(order?: string): Promise<T> =>
    new Promise((done, failed) => {
      const ended = (code: number | null) => failed(new Error(`PostgreSQL's keeper ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (message: T) => {
        child.off('exit', ended);
        done(message);
      });
      if (order) child.send(order);
    });
  const { port } = await answer<{ port: number }>();
  await makeDatabase(port);
  return {
    name: 'postgres',
    env: serverEnv('postgres', String(port), DATABASE),
    kill: () => answer('kill'),
    start: () => answer('start'),
    drop: () => answer('stop'),
  };
};
