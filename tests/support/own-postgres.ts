/** A PostgreSQL that belongs to one test, so that it may be killed. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { Client } from 'pg';

import { serverEnv, type PreparedDatabase } from './databases';

export interface OwnPostgres extends PreparedDatabase {
  /** As in a crash: no checkpoint, every connection is cut in the middle of what it does. */
  kill(): Promise<void>;
  /** Starts it again on the same data; harmless while it runs. */
  start(): Promise<void>;
}

const DATABASE = 'mfa_own';

const makeDatabase = async (port: number): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', port, user: 'strapi', database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
};

/** What keeps it from answering, if anything. */
const complaint = async (port: number): Promise<string | null> => {
  const client = new Client({ host: '127.0.0.1', port, user: 'strapi', database: 'postgres' });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return null;
  } catch (error) {
    return String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** It takes connections a moment before it takes questions: first it has to recover. */
const recovered = async (port: number): Promise<void> => {
  for (const deadline = Date.now() + 30_000; ; await new Promise((done) => setTimeout(done, 25))) {
    const said = await complaint(port);
    if (said === null) return;
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not recover within 30 seconds: ${said}`);
  }
};

/** Empty: the first host that boots on it makes the tables. `drop` ends the server. */
export const ownPostgres = async (): Promise<OwnPostgres> => {
  const child = fork(join(__dirname, 'postgres-process.mjs'), [], { execArgv: [] });
  let orders = 0;
  /** Id 0 is its first word, said unasked. */
  const answer = <T>(id: number): Promise<T> =>
    new Promise((done, failed) => {
      const ended = (code: number | null) => failed(new Error(`PostgreSQL's keeper ended with ${code}`));
      const hear = (message: T & { id: number }) => {
        if (message.id !== id) return;
        child.off('exit', ended);
        child.off('message', hear);
        done(message);
      };
      child.once('exit', ended);
      child.on('message', hear);
    });
  const tell = async (order: 'kill' | 'start' | 'stop'): Promise<void> => {
    orders += 1;
    const answered = answer(orders);
    child.send({ id: orders, order });
    await answered;
  };
  const { port } = await answer<{ port: number }>(0);
  await recovered(port);
  await makeDatabase(port);
  return {
    name: 'postgres',
    env: serverEnv('postgres', String(port), DATABASE),
    kill: () => tell('kill'),
    async start() {
      await tell('start');
      await recovered(port);
    },
    drop: () => tell('stop'),
  };
};
