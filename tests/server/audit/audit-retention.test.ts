import { createAuditTrail, type AuditTrail } from '../../../server/src/audit';
import { seedEvents } from '../../bench/seed-events';
import { DAY, HOUR, onEachDatabase, startHost, type Host } from '../../support';

const NOW = Date.UTC(2027, 5, 1, 12);
const RETENTION = 365;
const ROWS = 3000;

onEachDatabase('keeping the trail for a set time', (database) => {
  let host: Host;
  let trail: AuditTrail;

  const entries = () => host.container.database.table('auditEntries');
  const head = () => host.container.database.table('auditHeads').first();
  const oldestAt = async () => Number((await entries().orderBy('seq').first()).at);

  beforeAll(async () => {
    host = await startHost({ database, clock: NOW });
  });
  afterAll(() => host?.stop());
  beforeEach(async () => {
    host.clock.set(NOW);
    await entries().delete();
    await host.container.database.table('auditHeads').delete();
    trail = createAuditTrail(host.container);
    await trail.open();
    await seedEvents(host.container, { count: ROWS, from: NOW - 400 * DAY, to: NOW - HOUR });
  });

  it('removes the oldest only, leaves a signed checkpoint, and the rest still verifies [C24]', async () => {
    const all = await entries().orderBy('seq');
    const old = all.filter((row: { at: unknown }) => Number(row.at) < NOW - RETENTION * DAY);
    await trail.sweep();
    expect(await oldestAt()).toBeGreaterThanOrEqual(NOW - RETENTION * DAY);
    const kept = await entries().orderBy('seq');
    expect(kept).toHaveLength(ROWS - old.length + 1);
    expect(await head()).toMatchObject({ purged_to_hash: old.at(-1).hash, checkpoint: expect.stringMatching(/^k:/) });
    expect(kept.at(-1)).toMatchObject({ type: 'audit.checkpoint', outcome: 'success', actor_kind: 'system' });
    expect(JSON.parse(kept.at(-1).details)).toMatchObject({ removed: old.length, firstBreak: null });
    expect(await trail.verify()).toMatchObject({ intact: true, checked: kept.length });
  });

  it('removes nothing that is younger, and nothing twice [C24]', async () => {
    await trail.sweep();
    const count = async () => Number((await entries().count({ rows: '*' }).first())?.rows);
    const once = await count();
    await trail.sweep();
    await Promise.all([trail.sweep(), trail.sweep(), createAuditTrail(host.container).sweep()]);
    expect(await count()).toBe(once);
    expect(await entries().where({ type: 'audit.checkpoint' })).toHaveLength(1);
  });

  it('is safe on two nodes at once, while others are recording [C24][C25]', async () => {
    const other = createAuditTrail(host.container);
    const record = () => other.append({ type: 'factor.added', outcome: 'success' });
    await Promise.all([trail.sweep(), other.sweep(), ...Array.from({ length: 20 }, record)]);
    expect(await trail.verify()).toMatchObject({ intact: true });
    expect(await entries().where({ type: 'factor.added', node: null })).toHaveLength(0);
    expect(await oldestAt()).toBeGreaterThanOrEqual(NOW - RETENTION * DAY);
  });

  it('can empty the trail without losing the thread [C24]', async () => {
    host.clock.set(NOW + 800 * DAY);
    await trail.sweep();
    const rows = await entries();
    // One checkpoint per thousand rows, committed together with the removal.
    expect(rows.map(({ type }: { type: string }) => type)).toEqual(Array(3).fill('audit.checkpoint'));
    expect(await trail.verify()).toMatchObject({ intact: true, checked: 3 });
    await trail.append({ type: 'factor.added', outcome: 'success' });
    expect(await trail.verify()).toMatchObject({ intact: true, checked: 4 });
  });

  it('notes what had been done to rows that leave, so that age does not hide it [C24]', async () => {
    await entries().where({ seq: 12 }).update({ target_email: 'else@example.com' });
    await trail.sweep();
    expect((await entries().orderBy('seq', 'desc').first()).reason).toBe('purged_changed');
    expect(await entries().orderBy('seq', 'desc').first()).toMatchObject({ outcome: 'failure' });
  });

  it('removes nothing under a head that somebody touched [C24]', async () => {
    await host.container.database.table('auditHeads').update({ purged_to_seq: 5 });
    const other = createAuditTrail(host.container);
    await other.sweep();
    expect((await other.verify()).intact).toBe(false);
  });

  it('tells an anchor to the log, outside the database [C24]', async () => {
    const lines: string[] = [];
    const info = jest.spyOn(host.strapi.log, 'info').mockImplementation((line: unknown) => {
      lines.push(String(line));
      return host.strapi.log;
    });
    await trail.sweep();
    info.mockRestore();
    const [, seq, hash] = /^\[mfa\] audit anchor (\d+) (k:default:[0-9a-f]{64})$/.exec(lines.at(-1) ?? '') ?? [];
    expect(await head()).toMatchObject({ seq: Number(seq), hash });
    expect((await trail.verify({ seq: Number(seq), hash: hash ?? '' })).intact).toBe(true);
  });
});
