/**
 * A real Strapi inside the test's own process, on its own database. One at a time, because Strapi uses a global. Call
 * `stop()` before the next one, or `restart()` to boot again on the same data.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createStrapi, type Core } from '@strapi/strapi';
import supertest from 'supertest';

import { containerOf, type Container } from '../../server/src/container';
import { testClock, type TestClock } from './clock';
import { defaultDatabase, freshDatabase, type DatabaseName, type PreparedDatabase } from './databases';
import { catchMail, type MailCatcher } from './mail-catcher';
import { freePort } from './port';
import { silenceMetrics } from './quiet';
import { seed } from './template';
import { catchTexts, type TextCatcher } from './text-catcher';

export const HOST_FOLDER = resolve(__dirname, '../host');

/** Changes to the host's config files, by file. Functions are allowed. `plugins.mfa.config` is the plugin's own. */
export type HostConfig = Record<string, Record<string, unknown> | unknown[]>;

export interface HostOptions {
  /** The kind of database, or an existing one. Default: the run's main one. */
  database?: DatabaseName | PreparedDatabase;
  config?: HostConfig;
  /** The environment at boot, restored at the end. */
  env?: Record<string, string>;
  /** Sets the clock to this time before the plugin's bootstrap. */
  clock?: number;
  /** Serves the built panel, on a port that `server.url` names, for a real browser. */
  panel?: boolean;
  /** Runs before the plugins' bootstrap, for example to listen to the event hub. */
  beforeBootstrap?: (strapi: Core.Strapi) => void;
}

export interface Host {
  strapi: Core.Strapi;
  container: Container;
  clock: TestClock;
  database: PreparedDatabase;
  mail: MailCatcher;
  sms: TextCatcher;
  /** Where the server listens, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** The value of `server.url`: the origin of security keys. */
  origin: string;
  /** A client without a cookie jar. */
  request: ReturnType<typeof supertest>;
  /** A client with a cookie jar, like one browser. */
  browser(): ReturnType<typeof supertest.agent>;
  /** Stops this Strapi, and boots another one on the same data. */
  restart(options?: Omit<HostOptions, 'database'>): Promise<Host>;
  stop(): Promise<void>;
}

/** What a client needs to log in, enroll, and prove. */
export type Reachable = Pick<Host, 'request' | 'clock' | 'origin'>;

type Environment = Record<string, string | undefined>;

const applyEnvironment = (env: Environment): (() => void) => {
  const before = Object.fromEntries(Object.keys(env).map((key) => [key, process.env[key]]));
  const apply = (values: Environment) => {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  };
  apply(env);
  return () => apply(before);
};

export const BASE_ENVIRONMENT: Environment = {
  MFA_TEST_HOST: '1',
  ADMIN_RATE_LIMIT: 'false',
  STRAPI_TELEMETRY_DISABLED: 'true',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
};

interface Boot {
  config: HostConfig;
  panel: boolean;
  beforeBootstrap: (strapi: Core.Strapi) => void;
}

/** Waits at most two seconds until the database is idle. */
const settle = async (strapi: Core.Strapi): Promise<void> => {
  const { pool } = strapi.db.connection.client;
  for (const deadline = Date.now() + 2000; Date.now() < deadline;) {
    if (pool.numUsed() + pool.numPendingAcquires() === 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
};

const destroy = async (strapi: Core.Strapi): Promise<void> => {
  await settle(strapi);
  await strapi.destroy();
};

/** Loads Strapi. A failed load is cleaned up, because otherwise the test process would never end. */
const load = async ({ config, panel, beforeBootstrap }: Boot): Promise<Core.Strapi> => {
  Object.assign(globalThis, { hostConfig: config });
  const strapi = createStrapi({
    appDir: HOST_FOLDER,
    distDir: HOST_FOLDER,
    autoReload: false,
    serveAdminPanel: panel,
  });
  const bootstrap = strapi.bootstrap.bind(strapi);
  strapi.bootstrap = async () => {
    silenceMetrics(strapi);
    beforeBootstrap(strapi);
    return bootstrap();
  };
  try {
    return await strapi.load();
  } catch (error) {
    await strapi.destroy().catch(() => undefined);
    throw error;
  }
};

const fill = (base: Environment) => async (env: Record<string, string>) => {
  const restore = applyEnvironment({ ...base, ...env });
  try {
    const strapi = await load({ config: {}, panel: false, beforeBootstrap: () => undefined });
    await seed(strapi);
    // The first address that boots on a database is its home.
    if (strapi.plugins.mfa)
      await containerOf(strapi).database.table('marks').where('mark_key', 'like', 'home:%').delete();
    await destroy(strapi);
  } finally {
    restore();
  }
};

const listen = async (strapi: Core.Strapi, port: number): Promise<number> => {
  strapi.server.mount();
  const server = strapi.server.httpServer;
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
};

/** Everything that survives a restart: the data, the uploads, and the email and text catchers. */
interface Ground {
  database: PreparedDatabase;
  folder: string;
  mail: MailCatcher;
  sms: TextCatcher;
}

const boot = async (ground: Ground, options: HostOptions): Promise<Host> => {
  const clock = testClock(options.clock);
  const port = options.panel ? await freePort() : 1337;
  const restore = applyEnvironment({
    ...BASE_ENVIRONMENT,
    ...ground.database.env,
    HOST_PUBLIC: join(ground.folder, 'public'),
    PORT: String(port),
    SMTP_PORT: String(ground.mail.port),
    SMS_URL: ground.sms.url,
    ...options.env,
  });

  const strapi = await load({
    config: options.config ?? {},
    panel: options.panel ?? false,
    beforeBootstrap: (loading) => {
      if (loading.plugins.mfa) containerOf(loading).ports.clock.now = clock.now;
      options.beforeBootstrap?.(loading);
    },
  }).catch((error: unknown) => {
    restore();
    throw error;
  });
  const listening = await listen(strapi, options.panel ? port : 0);

  const halt = async () => {
    await destroy(strapi);
    restore();
  };
  return {
    strapi,
    get container() {
      return containerOf(strapi);
    },
    clock,
    ...ground,
    url: `http://127.0.0.1:${listening}`,
    origin: new URL(String(strapi.config.get('server.absoluteUrl'))).origin,
    request: supertest(strapi.server.httpServer),
    browser: () => supertest.agent(strapi.server.httpServer),
    async restart(next = {}) {
      await halt();
      return boot(ground, { clock: options.clock, ...next });
    },
    async stop() {
      await halt();
      await Promise.all([ground.mail.stop(), ground.sms.stop(), ground.database.drop()]);
      rmSync(ground.folder, { recursive: true, force: true });
    },
  };
};

/** Creates the tables and the Super Admin in an empty database. */
export const filled = (env: Record<string, string>, folder: string): Promise<void> =>
  fill({ ...BASE_ENVIRONMENT, HOST_PUBLIC: join(folder, 'public') })(env);

/** A database with the Super Admin, for processes that start elsewhere. */
export const preparedDatabase = (name: DatabaseName, folder: string): Promise<PreparedDatabase> =>
  freshDatabase(name, fill({ ...BASE_ENVIRONMENT, HOST_PUBLIC: join(folder, 'public') }));

/** Boots Strapi with the Super Admin of `template.ts`. Stop it in `afterAll`. */
export const startHost = async (options: HostOptions = {}): Promise<Host> => {
  const folder = mkdtempSync(join(tmpdir(), 'mfa-host-'));
  mkdirSync(join(folder, 'public/uploads'), { recursive: true });
  const wanted = options.database ?? defaultDatabase();
  const database = typeof wanted === 'string' ? await preparedDatabase(wanted, folder) : wanted;
  const [mail, sms] = await Promise.all([catchMail(), catchTexts()]);
  const ground = { database, folder, mail, sms };
  try {
    return await boot(ground, options);
  } catch (error) {
    await Promise.all([mail.stop(), sms.stop(), database.drop()]);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};
