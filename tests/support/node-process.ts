/** One node of a test: a host that runs the plugin's sources, with a test clock and commands for tests. */
import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/strapi';

import type { PolicyFields } from '../../server/src/platform/config';
import { containerOf } from '../../server/src/container';
import { TABLES, type TableName } from '../../server/src/platform/store';
import { forcePolicy } from './force-policy';
import { createPerson, type PersonOptions } from './people';
import { endLoudly, serveHost, type Commands } from './process-child';
import { silenceMetrics } from './quiet';
import { clockFrom } from './shared-clock';

const began = performance.now();

const commands = (strapi: Core.Strapi): Commands => ({
  person: (options) => createPerson({ strapi }, options as PersonOptions),
  policy: (change) => forcePolicy({ container: containerOf(strapi) }, change as Partial<PolicyFields>),
  rows: async ({ table, where }) =>
    containerOf(strapi)
      .database.table(table as TableName)
      .where((where ?? {}) as Record<string, unknown>)
      .orderBy('id'),
  sessions: ({ userId }) =>
    strapi.db.query('admin::session').count({ where: { userId: String(userId), origin: 'admin' } }),
  /** Every row of the plugin's tables, by table. */
  async everything() {
    // The schedule counts each day once.
    await containerOf(strapi).people.countToday();
    const tables = Object.keys(TABLES) as TableName[];
    const contents = tables.map(async (table) => [
      table,
      await containerOf(strapi).database.table(table).orderBy('id'),
    ]);
    return Object.fromEntries(await Promise.all(contents));
  },
  write: ({ title }) => strapi.documents('api::article.article').create({ data: { title: String(title) } }),
  articles: async () => (await strapi.documents('api::article.article').findMany({})).map(({ title }) => title).sort(),
  /** Like a site that never had the plugin: Strapi keeps no tables for it. */
  keepNoTables: () => strapi.store({ type: 'core', key: 'persisted_tables' }).delete({}),
  transferToken: async () => {
    const wanted = { name: 'transfer', description: '', lifespan: null, permissions: ['push', 'pull'] };
    const { accessKey } = await strapi.service('admin::transfer').token.create(wanted);
    return accessKey;
  },
  trail: () => containerOf(strapi).audit.verify(),
  diagnostics: () => containerOf(strapi).diagnostics.run(null),
  flush: () => containerOf(strapi).notices.flush(),
  /** Kills the process when an event of this type is about to be written, inside its transaction. */
  async dieAt({ event }) {
    const { audit } = containerOf(strapi);
    const append = audit.append.bind(audit);
    audit.append = async (entry, trx) => {
      if (entry.type === event) process.kill(process.pid, 'SIGKILL');
      return append(entry, trx);
    };
  },
});

const file = process.env.MFA_TEST_CLOCK;

serveHost(began, {
  commands,
  beforeBootstrap(strapi) {
    silenceMetrics(strapi);
    if (file && strapi.plugins.mfa) containerOf(strapi).ports.clock.now = clockFrom(file);
  },
}).catch(endLoudly);
