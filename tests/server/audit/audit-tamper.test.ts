import { createAuditTrail, type Anchor, type AuditTrail } from '../../../server/src/audit';
import { seedEvents } from '../../bench/seed-events';
import { DAY, HOUR, onEachDatabase, startHost, type Host } from '../../support';

const START = Date.UTC(2026, 2, 1, 8);
const ROWS = 2500;

onEachDatabase('tampering with the audit trail', (database) => {
  let host: Host;
  /** Like after a restart: the trail remembers none of the rows it wrote. */
  let trail: AuditTrail;
  let first = 0;
  let last = 0;

  beforeAll(async () => {
    host = await startHost({ database, clock: START });
  });
  afterAll(() => host?.stop());

  const entries = () => host.container.database.table('auditEntries');
  const heads = () => host.container.database.table('auditHeads');
  const verify = (anchor?: Anchor) => trail.verify(anchor);
  const record = () => trail.append({ type: 'factor.added', outcome: 'success' });

  /** Each test gets its own trail, because later tests would find the changes of earlier ones. */
  beforeEach(async () => {
    await entries().delete();
    await heads().delete();
    trail = createAuditTrail(host.container);
    await trail.open();
    last = await seedEvents(host.container, { count: ROWS, from: START - 30 * DAY, to: START - HOUR });
    first = last - ROWS + 1;
  });

  /** Changes a row's place. Places are unique, so a swap needs a negative one in between. */
  const place = async (from: number, to: number) => {
    await entries().where({ seq: from }).update({ seq: to });
  };

  it('finds a trail whole that nobody touched [C24]', async () => {
    expect(await verify()).toMatchObject({ intact: true, checked: ROWS, firstBreak: null, unkeyed: 0 });
    await record();
    expect(await verify()).toMatchObject({ intact: true, checked: ROWS + 1 });
  });

  it('names the row that was changed [C24]', async () => {
    const seq = first + 1234;
    await entries().where({ seq }).update({ outcome: 'success', ip: '198.51.100.7' });
    const at = new Date(Number((await entries().where({ seq }).first()).at)).toISOString();
    expect(await verify()).toMatchObject({ intact: false, firstBreak: { seq, kind: 'changed', at } });
  });

  it('names the row whose time was changed [C24]', async () => {
    const seq = first + 7;
    await entries()
      .where({ seq })
      .update({ at: START - 90 * DAY });
    expect((await verify()).firstBreak).toMatchObject({ seq, kind: 'changed' });
  });

  it('names the first of several breaks [C24]', async () => {
    await entries()
      .whereIn('seq', [last - 10, first + 40, first + 900])
      .update({ target_email: 'else@example.com' });
    expect((await verify()).firstBreak).toMatchObject({ seq: first + 40, kind: 'changed' });
  });

  it('names the place of a row that was removed [C24]', async () => {
    const seq = first + 999;
    await entries().where({ seq }).delete();
    expect(await verify()).toMatchObject({ intact: false, firstBreak: { seq, kind: 'removed', at: null } });
  });

  it('sees that the oldest rows were removed without a checkpoint [C24]', async () => {
    await entries()
      .where('seq', '<', first + 20)
      .delete();
    expect((await verify()).firstBreak).toMatchObject({ seq: first, kind: 'removed' });
  });

  it('names a row that was put in between [C24]', async () => {
    const seq = first + 100;
    const { id: _id, ...copy } = await entries().where({ seq }).first();
    await entries()
      .where('seq', '>=', seq)
      .update({ seq: host.container.database.knex.raw('-seq') });
    await entries()
      .where('seq', '<', 0)
      .update({ seq: host.container.database.knex.raw('-seq + 1') });
    await entries().insert({ ...copy, seq, target_email: 'framed@example.com' });
    expect((await verify()).firstBreak).toMatchObject({ seq, kind: 'inserted' });
  });

  it('names a row that was put behind the end [C24]', async () => {
    const { id: _id, ...copy } = await entries().where({ seq: last }).first();
    await entries().insert({ ...copy, seq: last + 1, previous_hash: copy.hash });
    expect((await verify()).firstBreak).toMatchObject({ seq: last + 1, kind: 'inserted' });
  });

  it('names the first of two rows that changed places [C24]', async () => {
    const seq = first + 500;
    await place(seq, -1);
    await place(seq + 1, seq);
    await place(-1, seq + 1);
    expect((await verify()).firstBreak).toMatchObject({ seq, kind: 'reordered' });
  });

  it('sees that the end was cut off [C24]', async () => {
    await entries()
      .where('seq', '>', last - 30)
      .delete();
    expect((await verify()).firstBreak).toMatchObject({ seq: last - 29, kind: 'cut_off' });
  });

  it('sees that the end was cut off together with an old head, given an anchor [C24]', async () => {
    const before = await heads().first();
    for (let extra = 0; extra < 3; extra += 1) await record();
    const { anchor } = await verify();
    trail = createAuditTrail(host.container);
    await entries().where('seq', '>', last).delete();
    const { id: _id, ...old } = before;
    await heads().update(old);
    expect((await verify()).intact).toBe(true);
    expect((await verify(anchor)).firstBreak).toMatchObject({ seq: last + 1, kind: 'cut_off' });
  });

  it('remembers in each process how far the trail had come, without any anchor [C24]', async () => {
    const before = await heads().first();
    await record();
    await entries().where('seq', '>', last).delete();
    const { id: _id, ...old } = before;
    await heads().update(old);
    expect((await verify()).firstBreak).toMatchObject({ seq: last + 1, kind: 'cut_off' });
  });

  it('sees that another trail was put in its place, given an anchor [C24]', async () => {
    const { anchor } = await verify();
    expect((await verify({ seq: first + 4, hash: anchor.hash })).firstBreak).toMatchObject({
      seq: first + 4,
      kind: 'rewritten',
    });
    const row = await entries()
      .where({ seq: first + 4 })
      .first();
    expect((await verify({ seq: first + 4, hash: row.hash })).intact).toBe(true);
  });

  it('sees that the head was changed, goes on recording, and never forgets it [C24]', async () => {
    await heads().update({ seq: last - 5 });
    expect((await verify()).firstBreak?.kind).toBe('head_changed');
    await record();
    const marker = await entries()
      .where({ seq: last + 1 })
      .first();
    expect(marker).toMatchObject({ type: 'audit.checkpoint', outcome: 'failure', reason: 'head_changed' });
    expect((await verify()).firstBreak).toMatchObject({ seq: last + 1, kind: 'head_changed' });
  });

  it('sees that the head was removed, goes on recording, and never forgets it [C24]', async () => {
    await heads().delete();
    expect((await verify()).firstBreak?.kind).toBe('head_missing');
    await record();
    expect(
      await entries()
        .where({ seq: last + 1 })
        .first()
    ).toMatchObject({ reason: 'head_missing' });
    expect((await verify()).firstBreak).toMatchObject({ seq: last + 1, kind: 'head_missing' });
  });

  it('sees that everything was removed, head and all [C24]', async () => {
    await record();
    await entries().delete();
    await heads().delete();
    expect((await verify()).firstBreak).toMatchObject({ seq: 1, kind: 'head_missing' });
  });

  it('sees a checkpoint that nobody signed [C24]', async () => {
    await entries()
      .where('seq', '<=', first + 100)
      .delete();
    const { hash } = await entries()
      .where({ seq: first + 101 })
      .first();
    await heads().update({ purged_to_seq: first + 100, purged_to_hash: hash, checkpoint: 's:0000' });
    expect((await verify()).intact).toBe(false);
  });
});
