/** Strapi in its own process, controlled by HTTP and messages. */
import { join } from 'node:path';

import supertest from 'supertest';

import type { PolicyFields } from '../../server/src/platform/config';
import type { TableName } from '../../server/src/platform/store';
import type { Verification } from '../../server/src/audit';
import type { TestClock } from './clock';
import type { PreparedDatabase } from './databases';
import { BASE_ENVIRONMENT, type HostConfig, type Reachable } from './host';
import type { Person, PersonOptions } from './people';
import { freePort } from './port';
import { TYPESCRIPT, forkHost, type ProcessHost } from './process-host';

const SCRIPT = join(__dirname, 'node-process.ts');
const SOURCES = join(__dirname, 'sources.cjs');

export type { PolicyFields } from '../../server/src/platform/config';

export interface NodeOptions {
  database: PreparedDatabase;
  /** What the processes of a test share besides the database: the uploads and the time. */
  folder: string;
  clock: TestClock;
  /** The public address. Default: this node's own. */
  origin?: string;
  config?: HostConfig;
  env?: Record<string, string>;
}

export interface Node extends Reachable {
  url: string;
  process: ProcessHost;
  person(options: PersonOptions & { email: string }): Promise<Person>;
  policy(change: Partial<PolicyFields>): Promise<void>;
  rows(table: TableName, where?: Record<string, unknown>): Promise<Record<string, unknown>[]>;
  sessions(userId: number): Promise<number>;
  trail(): Promise<Verification>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Lets a process of Strapi's own command line read the plugin's sources, too. */
export const ON_SOURCES = `-r ${TYPESCRIPT} -r ${SOURCES}`;

/** The file with the test's time. See `sharedClock`. */
export const clockFile = (folder: string): string => join(folder, 'clock.json');

export const nodeEnvironment = (options: NodeOptions, port: number): NodeJS.ProcessEnv => {
  const origin = options.origin ?? `http://localhost:${port}`;
  const config = { ...options.config, server: { url: origin, ...options.config?.server } };
  return {
    ...process.env,
    ...BASE_ENVIRONMENT,
    ...options.database.env,
    PORT: String(port),
    HOST_PUBLIC: join(options.folder, 'public'),
    HOST_CONFIG: JSON.stringify(config),
    MFA_TEST_CLOCK: clockFile(options.folder),
    ...options.env,
  };
};

export const startNode = async (options: NodeOptions): Promise<Node> => {
  const port = await freePort();
  const host = await forkHost(SCRIPT, nodeEnvironment(options, port), ['-r', SOURCES]);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    process: host,
    clock: options.clock,
    origin: options.origin ?? `http://localhost:${port}`,
    request: supertest(url),
    person: (person) => host.ask('person', { ...person }),
    policy: (change) => host.ask('policy', change),
    rows: (table, where) => host.ask('rows', { table, where }),
    sessions: (userId) => host.ask('sessions', { userId }),
    trail: () => host.ask('trail'),
    stop: host.stop,
    kill: host.kill,
  };
};
