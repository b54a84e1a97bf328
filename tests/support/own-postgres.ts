/** A PostgreSQL that belongs to one test, so that the test can kill it. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { Client } from 'pg';

import { serverEnv, type PreparedDatabase } from './databases';
import { patience } from './timeouts';

export interface OwnPostgres extends PreparedDatabase {
  /** Like a crash: there's no checkpoint, and every connection is cut. */
  kill(): Promise<void>;
  /** Starts it again on the same data. Does nothing if it's running. */
  start(): Promise<void>;
}

const DATABASE = 'mfa_own';

const makeDatabase = async (port: number): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', port, user: 'strapi', database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
};

/** The error that keeps it from answering, or null. */
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

/** Accepting connections isn't enough, because the server recovers before it accepts queries. */
const recovered = async (port: number): Promise<void> => {
  for (const deadline = Date.now() + patience(30_000); ; await new Promise((done) => setTimeout(done, 25))) {
    const said = await complaint(port);
    if (said === null) return;
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not recover: ${said}`);
  }
};

/** An empty database. The first Strapi that boots creates the tables. `drop` stops the server. */
export const ownPostgres = async (): Promise<OwnPostgres> => {
  const child = fork(join(__dirname, 'postgres-process.mjs'), [], { execArgv: [] });
  let orders = 0;
  /** ID 0 is the first message, which the process sends by itself. */
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
