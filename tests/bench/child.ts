/** One host in its own process, controlled over IPC. It runs the built plugin, as a site does. */
import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/strapi';

import { NEW_APP } from '../../server/src/factors/totp/schema';
import { containerOf } from '../../server/src/container';
import { sweep } from '../../server/src/schedule';
import { TABLES, type TableName } from '../../server/src/platform/store';
import { forcePolicy } from '../support/force-policy';
import { countPrice } from '../support/statement-count';
import { endLoudly, serveHost, type Commands } from '../support/process-child';
import { CHEAP_HASH, PASSWORD } from './client';
import { profiling } from './profiling';
import { seedEvents } from './seed-events';
import { seedUsers } from './seed-users';

const began = performance.now();
const TICK_MS = 1;
let peak = 0;
let watch: NodeJS.Timeout | undefined;
let counting: Awaited<ReturnType<typeof countPrice>> | undefined;
let effort: NodeJS.CpuUsage | undefined;
let profile: ReturnType<typeof profiling> | undefined;
let pauses: ReturnType<typeof watchLoop> | undefined;

/** Measures the longest pause of the event loop in milliseconds, by how late a one-millisecond timer fires. */
const watchLoop = () => {
  let last = performance.now();
  let longest = 0;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
  };
  const tick = (): void => {
    look();
    timer = setTimeout(tick, TICK_MS);
  };
  tick();
  return {
    stop(): number {
      clearTimeout(timer);
      look();
      return longest;
    },
  };
};

const roleId = async (strapi: Core.Strapi, code: string): Promise<number> =>
  (await strapi.db.query('admin::role').findOne({ where: { code } })).id;

/** Everyone shares one bcrypt hash, because the benchmarks don't measure hashing. */
const seedPeople = async (
  strapi: Core.Strapi,
  { count, prefix, role: code, cheap }: { count: number; prefix: string; role: string; cheap: boolean }
): Promise<void> => {
  const role = await roleId(strapi, code);
  const password = cheap ? CHEAP_HASH : await strapi.service('admin::auth').hashPassword(PASSWORD);
  for (let index = 0; index < count; index += 1) {
    await strapi.db.query('admin::user').create({
      data: {
        email: `${prefix}-${index}@example.com`,
        firstname: prefix,
        lastname: String(index),
        password,
        isActive: true,
        roles: [role],
      },
    });
  }
};

/** Inserts enrolled apps, sealed by the same vault with the same key. Returns the seeds. */
const seedApps = async (strapi: Core.Strapi, prefix: string): Promise<Record<string, string>> => {
  const rooms = containerOf(strapi);
  const users = await strapi.db.query('admin::user').findMany({ where: { email: { $startsWith: `${prefix}-` } } });
  const seeds: Record<string, string> = {};
  const { recovery } = rooms.factors;
  const codes = await recovery.prepare();
  for (const user of users) {
    const uid = rooms.ports.random.uuid();
    const seed = rooms.ports.random.bytes(20);
    const place = { purpose: 'totp-seed' as const, userId: user.id, rowId: uid };
    await rooms.accounts.open(user.id);
    const draft = {
      uid,
      type: 'totp' as const,
      secret: rooms.vault.seal(seed, place),
      credentialHash: null,
      data: { ...NEW_APP },
      signCount: 0,
      lastStep: null,
      defaultName: 'App',
    };
    await rooms.database.transaction(async (trx) => {
      await rooms.authenticators.add(user.id, draft, 'App', rooms.ports.clock.now(), trx);
      await recovery.store(user.id, { ...codes, setId: rooms.ports.random.uuid() }, trx);
    });
    seeds[user.email] = seed.toString('hex');
  }
  return seeds;
};

/** Number of rows in each of our tables and in Strapi's sessions. */
const rowsOf = async (strapi: Core.Strapi): Promise<Record<string, number>> => {
  const { database } = containerOf(strapi);
  const counts: Record<string, number> = { 'admin::session': await strapi.db.query('admin::session').count({}) };
  for (const name of Object.keys(TABLES) as TableName[]) {
    const [row]: { total: unknown }[] = await database.table(name).count({ total: '*' });
    counts[name] = Number(row?.total);
  }
  return counts;
};

const commands = (strapi: Core.Strapi): Commands => ({
  people: ({ count, prefix, role = 'strapi-editor', cheap = false }) =>
    seedPeople(strapi, { count: Number(count), prefix: String(prefix), role: String(role), cheap: cheap === true }),
  policy: ({ change }) => forcePolicy({ container: containerOf(strapi) }, change as object),
  crowd: ({ count }) => seedUsers(containerOf(strapi), Number(count)),
  apps: ({ prefix }) => seedApps(strapi, String(prefix)),
  async events({ count }) {
    const now = Date.now();
    const rooms = containerOf(strapi);
    await seedEvents(rooms, { count: Number(count), from: now - 300 * 86_400_000, to: now });
    if (rooms.database.client === 'postgres') await rooms.database.knex.raw('analyze');
  },
  /** Counts statements and commits from here on. */
  async priceStart() {
    counting = await countPrice(strapi);
  },
  async priceStop() {
    const price = await counting?.();
    return price && { statements: price.statements, commits: price.commits };
  },
  async effortStart() {
    profile = process.env.BENCH_PROFILES ? profiling(process.env.BENCH_PROFILES) : undefined;
    await profile?.start();
    effort = process.cpuUsage();
  },
  /** Milliseconds of processor time since `effortStart`. */
  async effortStop({ name }) {
    const { user, system } = process.cpuUsage(effort);
    await profile?.stop(String(name));
    return (user + system) / 1000;
  },
  async loopStart() {
    pauses = watchLoop();
  },
  async loopStop() {
    return pauses?.stop();
  },
  async peakStart() {
    globalThis.gc?.();
    peak = process.memoryUsage().rss;
    watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    return peak;
  },
  async peakStop() {
    clearInterval(watch);
    return peak;
  },
  rows: () => rowsOf(strapi),
  /** Keeps idle connections open, so that a client on a stalled machine doesn't use one that is closing. */
  async patience() {
    strapi.server.httpServer.keepAliveTimeout = 120_000;
  },
  /** Runs the hourly job as if `aheadMs` milliseconds had passed. */
  async round({ aheadMs }) {
    const rooms = containerOf(strapi);
    const now = rooms.ports.clock.now;
    rooms.ports.clock.now = () => now() + Number(aheadMs);
    await sweep(rooms).finally(() => {
      rooms.ports.clock.now = now;
    });
  },
  /** Returns how many milliseconds it takes to purge the `count` oldest events, which are spread over 300 days. */
  async retention({ count }) {
    const { audit, database, ports } = containerOf(strapi);
    const [row]: { total: unknown }[] = await database.table('auditEntries').count({ total: '*' });
    const aheadDays = 65 + (300 * Number(count)) / Number(row?.total);
    const now = ports.clock.now;
    ports.clock.now = () => now() + aheadDays * 86_400_000;
    const from = performance.now();
    await audit.sweep().finally(() => {
      ports.clock.now = now;
    });
    return performance.now() - from;
  },
  /** Deletes every Strapi session, as if all of them had expired. */
  forgetSessions: () => strapi.db.query('admin::session').deleteMany({ where: {} }),
  async heap() {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    return { heapUsed, rss };
  },
  async memory({ collect }) {
    if (collect && globalThis.gc) globalThis.gc();
    return process.memoryUsage().rss;
  },
});

serveHost(began, { commands }).catch(endLoudly);
