import { AsyncLocalStorage } from 'node:async_hooks';

import knex, { type Knex } from 'knex';

import { createAuditTrail, type AuditTrail } from '../../../server/src/audit';
import { TABLES, type Database, type Trx } from '../../../server/src/platform/store';
import { databasesOfThisRun, startHost, type Host } from '../../support';

/** A separate node with its own connection pool and its own memory, on the same database. */
const anotherNode = (host: Host): { database: Database; close(): Promise<void> } => {
  const { env, name } = host.database;
  const pool: Knex = knex({
    client: name === 'mysql' ? 'mysql2' : 'pg',
    connection: {
      host: env.DATABASE_HOST,
      port: Number(env.DATABASE_PORT),
      database: env.DATABASE_NAME,
      user: env.DATABASE_USERNAME,
      password: env.DATABASE_PASSWORD,
    },
    pool: { min: 0, max: 8 },
  });
  const committing = new AsyncLocalStorage<(() => void)[]>();
  const database: Database = {
    table: (table, trx) => (trx ?? pool)(TABLES[table]),
    often: (table, trx) => (trx ?? pool)(TABLES[table]),
    plans: host.container.database.plans,
    core: host.container.database.core,
    named: host.container.database.named,
    coreNamed: host.container.database.coreNamed,
    relation: host.container.database.relation,
    transaction: (work) =>
      committing.run([], async () => {
        const result = await pool.transaction((trx) => work(trx as Trx));
        for (const callback of committing.getStore() ?? []) callback();
        return result;
      }),
    afterCommit: async (work) => {
      const store = committing.getStore();
      if (store) store.push(work);
      else work();
    },
    knex: pool,
    client: host.container.database.client,
  };
  return { database, close: () => pool.destroy() };
};

const servers = databasesOfThisRun().filter((database) => database !== 'sqlite');

describe.each(servers)('two nodes that write one trail on %s', (name) => {
  let host: Host;
  let other: ReturnType<typeof anotherNode>;
  let trails: [AuditTrail, AuditTrail];

  beforeAll(async () => {
    host = await startHost({ database: name });
    other = anotherNode(host);
    trails = [host.container.audit, createAuditTrail({ ...host.container, database: other.database })];
  });
  afterAll(async () => {
    await other?.close();
    await host?.stop();
  });

  const entries = () => host.container.database.table('auditEntries');
  const count = async () => Number((await entries().count({ rows: '*' }).first())?.rows);

  it('lose nothing and keep the chain whole, however many events come at once [C24][C25]', async () => {
    const before = await count();
    const events = Array.from({ length: 200 }, (_, index) =>
      trails[index % 2 === 0 ? 0 : 1].append({
        type: 'verification.failed',
        outcome: 'failure',
        target: { id: index + 1, email: `p${index}@example.com` },
      })
    );
    await Promise.all(events);
    expect(await count()).toBe(before + 200);
    expect(await trails[0].verify()).toMatchObject({ intact: true, checked: before + 200 });
    expect(await trails[1].verify()).toMatchObject({ intact: true, checked: before + 200 });
    const targets = await entries().where({ type: 'verification.failed' }).distinct('target_id');
    expect(targets).toHaveLength(200);
  });

  it('begin a trail together: one first row, not two [C24][C25]', async () => {
    await entries().delete();
    await host.container.database.table('auditHeads').delete();
    // Like after a restart. The old trails would remember rows that no longer exist.
    trails = [createAuditTrail(host.container), createAuditTrail({ ...host.container, database: other.database })];
    await Promise.all(
      trails.flatMap((trail) => [trail.open(), trail.append({ type: 'code.sent', outcome: 'success' })])
    );
    expect(await entries().orderBy('seq').pluck('seq')).toEqual([1, 2]);
    expect(await host.container.database.table('auditHeads')).toHaveLength(1);
    expect((await trails[0].verify()).intact).toBe(true);
  });

  it('wait at most two seconds for each other, then a change fails and a refusal stands unrecorded [C24]', async () => {
    const errors: string[] = [];
    const log = jest.spyOn(host.strapi.log, 'error').mockImplementation((line: unknown) => {
      errors.push(String(line));
      return host.strapi.log;
    });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let holding = () => {};
    const isHolding = new Promise<void>((resolve) => (holding = resolve));
    const holder = other.database.transaction(async (trx) => {
      await trails[1].append({ type: 'factor.added', outcome: 'success' }, trx);
      holding();
      await held;
    });
    await isHolding;

    const began = Date.now();
    const refusal = trails[0].append({ type: 'verification.failed', outcome: 'failure' });
    const change = host.container.database.transaction((trx) =>
      trails[0].append({ type: 'factor.removed', outcome: 'success' }, trx)
    );
    await expect(refusal).resolves.toBeUndefined();
    await expect(change).rejects.toThrow();
    const waited = Date.now() - began;
    expect(waited).toBeGreaterThan(1500);
    expect(waited).toBeLessThan(8000);
    expect(errors.filter((line) => line.includes('recording verification.failed'))).toHaveLength(1);
    log.mockRestore();
    letGo();
    await holder;
    expect(await entries().where({ type: 'factor.removed' })).toHaveLength(0);
    expect((await trails[0].verify()).intact).toBe(true);
    await trails[0].append({ type: 'code.sent', outcome: 'success' });
    expect((await trails[1].verify()).intact).toBe(true);
  });
});
