/** Two nodes on one database, behind a balancer that alternates between them. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as forward, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import supertest from 'supertest';

import {
  catchMail,
  clockFile,
  databasesOfThisRun,
  filled,
  freePort,
  ownPostgres,
  preparedDatabase,
  sharedClock,
  startNode,
  type MailCatcher,
  type Node,
  type PreparedDatabase,
  type Reachable,
  type TestClock,
} from '../support';

export interface Cluster {
  a: Node;
  b: Node;
  /** The address of the balancer. */
  front: Reachable;
  /** Number of requests that the balancer sent to each node. */
  served: [number, number];
  clock: TestClock;
  mail: MailCatcher;
  stop(): Promise<void>;
}

/** A balancer without sticky sessions. It alternates, whoever sends the request. */
const roundRobin = (targets: () => readonly string[], served: number[]): Server => {
  let turn = 0;
  return createServer((request, response) => {
    const index = turn % 2;
    turn += 1;
    served[index] = (served[index] ?? 0) + 1;
    const { method, headers, url = '/' } = request;
    const there = forward(new URL(url, targets()[index]), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    there.on('error', () => response.destroy());
    request.pipe(there);
  });
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done) => server.listen(port, '127.0.0.1', () => done()));

/** Two processes need a database server, because a SQLite file belongs to one process. */
const serverDatabase = async (folder: string): Promise<PreparedDatabase> => {
  const name = databasesOfThisRun().find((one) => one !== 'sqlite');
  if (name) return preparedDatabase(name, folder);
  const own = await ownPostgres();
  await filled(own.env, folder);
  return own;
};

export const startCluster = async (): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-cluster-'));
  mkdirSync(join(folder, 'public/uploads'), { recursive: true });
  const database = await serverDatabase(folder);
  const clock = sharedClock(clockFile(folder));
  const [mail, port] = [await catchMail(), await freePort()];
  const origin = `http://localhost:${port}`;
  const options = { database, folder, clock, origin, env: { SMTP_PORT: String(mail.port) } };
  const [a, b] = await Promise.all([startNode(options), startNode(options)]);

  const served: [number, number] = [0, 0];
  const balancer = roundRobin(() => [a.url, b.url], served);
  await listen(balancer, port);
  return {
    a,
    b,
    served,
    clock,
    mail,
    front: { request: supertest(`http://127.0.0.1:${port}`), clock, origin },
    async stop() {
      balancer.closeAllConnections();
      balancer.close();
      await Promise.all([a.stop(), b.stop()]);
      await Promise.all([mail.stop(), database.drop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
