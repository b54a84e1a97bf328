/**
 * The attack: someone can read and write the database, but has no key. They create the seals of a host without a key
 * for any state of the trail's head, and wait until honest events follow.
 */
import { createHash } from 'node:crypto';

import { createDiagnostics } from '../../../server/src/administration';
import { createAuditTrail, type AuditTrail } from '../../../server/src/audit';
import { canonicalJson, type Json } from '../../../server/src/audit/canonical';
import { createSeals, fromColumns, toColumns } from '../../../server/src/audit/seal-entry';
import { createKeyRing } from '../../../server/src/platform/crypto';
import { seedEvents } from '../../bench/seed-events';
import { DAY, HOUR, onEachDatabase, personWithTotp, startHost, type Host } from '../../support';

const START = Date.UTC(2026, 2, 1, 8);
const ROWS = 30;
const GENESIS = '0'.repeat(64);

const forged = (label: string, value: Json): string =>
  `s:${createHash('sha256')
    .update(`${label}\n${canonicalJson(value)}`)
    .digest('hex')}`;

type Columns = Record<string, unknown>;

onEachDatabase('a trail that was forged without the key', (database) => {
  let host: Host;
  let trail: AuditTrail;
  let first = 0;
  let last = 0;

  const entries = () => host.container.database.table('auditEntries');
  const heads = () => host.container.database.table('auditHeads');
  const headRow = async (): Promise<Columns> => {
    const { id: _id, ...row } = await heads().first();
    return row;
  };
  const hashAt = async (seq: number): Promise<string> => String((await entries().where({ seq }).first('hash')).hash);
  const events = async (count: number, on = trail) => {
    for (let done = 0; done < count; done += 1) await on.append({ type: 'preference.changed', outcome: 'success' });
  };
  /** Like a restarted host, which remembers nothing. */
  const started = async (): Promise<AuditTrail> => {
    trail = createAuditTrail(host.container);
    await trail.open();
    return trail;
  };
  const marks = () => entries().where({ type: 'audit.checkpoint', outcome: 'failure' }).orderBy('seq');
  /** What diagnostics and the doctor report about the trail. */
  const said = async () => {
    const checks = await createDiagnostics({ ...host.container, audit: trail }).run(null);
    return checks.find(({ id }) => id === 'audit_trail');
  };
  const wipe = async () => {
    await entries().delete();
    await heads().delete();
  };

  /** Changes the head, and creates the seal that needs no key. */
  const forgeHead = async (changes: Partial<Record<string, Json>>) => {
    const row = { ...(await headRow()), ...changes } as Record<string, Json>;
    const value = {
      chain: 'main',
      seq: Number(row.seq),
      hash: String(row.hash),
      latestAt: Number(row.latest_at),
      disorderMs: Number(row.disorder_ms),
      purgedToSeq: Number(row.purged_to_seq),
      purgedToHash: String(row.purged_to_hash),
      purgedAt: row.purged_at === null ? null : Number(row.purged_at),
      checkpoint: row.checkpoint ?? null,
    };
    await heads().update({ ...changes, mac: forged('mfa-audit-head-v1', value) });
  };

  /** (a) Removes the oldest rows, as retention would. */
  const removeOldest = async (upTo: number) => {
    const purged = { purgedAt: START, purgedToHash: await hashAt(upTo), purgedToSeq: upTo };
    await entries().where('seq', '<=', upTo).delete();
    await forgeHead({
      purged_to_seq: upTo,
      purged_to_hash: purged.purgedToHash,
      purged_at: START,
      checkpoint: forged('mfa-audit-checkpoint-v1', purged),
    });
  };

  /** (b) Removes the newest rows. */
  const removeNewest = async (count: number) => {
    await entries()
      .where('seq', '>', last - count)
      .delete();
    await forgeHead({ seq: last - count, hash: await hashAt(last - count) });
  };

  /** (c) Rewrites the whole history. */
  const rewriteAll = async () => {
    const plain = createSeals(createKeyRing([]));
    let previousHash = GENESIS;
    for (const stored of await entries().orderBy('seq')) {
      const { hash: _hash, ...row } = { ...fromColumns(stored), previousHash, targetEmail: 'else@example.com' };
      previousHash = plain.row(row);
      await entries()
        .where({ seq: row.seq })
        .update(toColumns({ ...row, hash: previousHash }));
    }
    await forgeHead({ hash: previousHash });
  };

  beforeAll(async () => {
    host = await startHost({ database, clock: START });
  });
  afterAll(() => host?.stop());

  beforeEach(async () => {
    host.clock.set(START);
    await wipe();
    for (const table of ['accounts', 'authenticators'] as const) await host.container.database.table(table).delete();
    await started();
    last = await seedEvents(host.container, { count: ROWS, from: START - 30 * DAY, to: START - HOUR });
    first = last - ROWS + 1;
    await events(1);
    last += 1;
  });

  const FORGERIES: [string, () => Promise<void>][] = [
    ['without its oldest rows', () => removeOldest(first + 9)],
    ['without its newest rows', () => removeNewest(3)],
    ['rewritten as a whole', rewriteAll],
  ];

  it('is told from one that nobody touched [C70]', async () => {
    expect(await said()).toMatchObject({ status: 'ok', code: 'audit_trail_ok', values: { count: ROWS + 1 } });
    await trail.verifyFor({ kind: 'cli' }, { seq: last, hash: 'of something else' });
    expect(await said()).toMatchObject({ status: 'ok' });
    await entries().where({ seq: first }).update({ reason: 'else' });
    await trail.verifyFor({ kind: 'cli' });
    expect(await said()).toMatchObject({ status: 'error', values: { kind: 'changed' } });
  });

  it.each(FORGERIES)('%s does not verify, before and after any number of honest events [C70]', async (_what, forge) => {
    await forge();
    expect((await trail.verify()).firstBreak).not.toBeNull();
    for (const count of [1, 4, ROWS]) {
      await events(count);
      expect((await trail.verify()).intact).toBe(false);
    }
    expect(await marks()).toEqual([expect.objectContaining({ reason: 'head_changed', actor_kind: 'system' })]);
    expect(await said()).toMatchObject({ status: 'error', code: 'audit_trail_broken' });
  });

  it.each(FORGERIES)('%s does not verify after a restart either [C70]', async (_what, forge) => {
    await forge();
    await started();
    await events(ROWS);
    expect((await (await started()).verify()).intact).toBe(false);
    expect(await marks()).toHaveLength(1);
    expect(await said()).toMatchObject({ status: 'error', code: 'audit_trail_broken' });
  });

  it('whose forger takes the mark away again is marked again [C70]', async () => {
    await removeNewest(3);
    await events(2);
    last -= 3;
    const [mark] = await marks();
    await entries().where('seq', '>=', mark.seq).delete();
    await forgeHead({ seq: last, hash: await hashAt(last) });
    expect((await trail.verify()).intact).toBe(false);
    await events(2);
    await started();
    expect(await marks()).toHaveLength(1);
    expect((await trail.verify()).intact).toBe(false);
  });

  it('that an older version has sealed keeps its forged checkpoint visible [C70]', async () => {
    await removeOldest(first + 9);
    const seals = createSeals(host.container.keys);
    const row = await headRow();
    const head = {
      seq: Number(row.seq),
      hash: String(row.hash),
      latestAt: Number(row.latest_at),
      disorderMs: Number(row.disorder_ms),
      purgedToSeq: Number(row.purged_to_seq),
      purgedToHash: String(row.purged_to_hash),
      purgedAt: Number(row.purged_at),
      checkpoint: String(row.checkpoint),
    };
    await heads().update({ mac: seals.seal('mfa-audit-head-v1', { chain: 'main', ...head }) });
    expect((await (await started()).verify()).intact).toBe(false);
    expect(await marks()).toHaveLength(1);
  });

  it('which says that rows were purged, and no row tells of it, does not verify [C70]', async () => {
    host.clock.set(START + 400 * DAY);
    await trail.sweep();
    const told = await entries().where({ type: 'audit.checkpoint' }).orderBy('seq', 'desc').first();
    expect((await trail.verify()).intact).toBe(true);
    // With the host's own key, to create what an older version could be tricked into sealing.
    const seals = createSeals(host.container.keys);
    const { hash: _hash, ...silent } = { ...fromColumns(told), details: '{}' };
    const hash = seals.row(silent);
    await entries().where({ seq: told.seq }).update({ details: '{}', hash });
    const row = await headRow();
    const head = {
      seq: Number(row.seq),
      hash,
      latestAt: Number(row.latest_at),
      disorderMs: Number(row.disorder_ms),
      purgedToSeq: Number(row.purged_to_seq),
      purgedToHash: String(row.purged_to_hash),
      purgedAt: Number(row.purged_at),
      checkpoint: String(row.checkpoint),
    };
    await heads().update({ hash, mac: seals.seal('mfa-audit-head-v1', { chain: 'main', ...head }) });
    const afresh = createAuditTrail(host.container);
    expect((await afresh.verify()).firstBreak).toMatchObject({ kind: 'purge_untold', seq: head.purgedToSeq });
  });

  it('answers for an anchor whose place was purged that it is not there any more [C70]', async () => {
    const [before, at, after] = [first + 2, first + ROWS - 1, last];
    const hashes = new Map<number, string>();
    for (const seq of [before, at, after]) hashes.set(seq, await hashAt(seq));
    const given = (seq: number, hash = hashes.get(seq) ?? '') => trail.verify({ seq, hash });
    expect((await given(before)).givenAnchor).toBe('confirmed');
    // All rows except the last one, which is a day newer.
    host.clock.set(START + 365 * DAY - HOUR / 2);
    await trail.sweep();
    expect(await given(before)).toMatchObject({ intact: true, givenAnchor: 'purged' });
    expect(await given(at)).toMatchObject({ intact: true, givenAnchor: 'confirmed' });
    expect(await given(after)).toMatchObject({ intact: true, givenAnchor: 'confirmed' });
    expect(await given(at, hashes.get(after))).toMatchObject({ intact: false, givenAnchor: 'contradicted' });
    expect(await given(last + 50)).toMatchObject({ intact: false, givenAnchor: 'contradicted' });
    expect((await trail.verify()).givenAnchor).toBeNull();
  });

  it('put back to an earlier moment is noticed by the next event, and for good [C70]', async () => {
    const old = { rows: await entries().orderBy('seq'), head: await headRow() };
    await events(5);
    await entries().where('seq', '>', last).delete();
    await heads().update(old.head);
    await events(1);
    const [mark] = await marks();
    expect(mark).toMatchObject({ reason: 'rolled_back', seq: last + 6 });
    expect(JSON.parse(mark.details)).toMatchObject({ lastSeq: last, knownSeq: last + 5 });
    await events(20);
    expect((await trail.verify()).intact).toBe(false);
    expect((await (await started()).verify()).intact).toBe(false);
    expect(await marks()).toHaveLength(1);
  });

  it('put back to an earlier moment and grown past it elsewhere is noticed too [C70]', async () => {
    const old = await headRow();
    await events(2);
    await entries().where('seq', '>', last).delete();
    await heads().update(old);
    const elsewhere = createAuditTrail(host.container);
    await elsewhere.append({ type: 'factor.added', outcome: 'success' });
    await events(5, elsewhere);
    await events(1);
    expect((await marks()).map(({ reason }: Columns) => reason)).toEqual(['rolled_back']);
    expect((await trail.verify()).intact).toBe(false);
  });

  it('into which a row without a place was put does not verify, and goes on [C70]', async () => {
    const { id: _id, ...copy } = await entries().where({ seq: last }).first();
    await entries().insert({ ...copy, seq: null, target_email: 'framed@example.com' });
    expect((await trail.verify()).firstBreak).toMatchObject({ kind: 'inserted' });
    await started();
    await events(2);
    expect(await entries().where({ type: 'preference.changed' }).whereNotNull('seq')).toHaveLength(3);
    expect((await trail.verify()).intact).toBe(false);
  });

  it('emptied while the host runs is noticed by the next event [C70]', async () => {
    await wipe();
    await events(3);
    expect((await marks()).map(({ reason }: Columns) => reason)).toEqual(['head_missing']);
    expect((await (await started()).verify()).intact).toBe(false);
  });

  it('of which changed rows were removed for their age does not verify any more [C70]', async () => {
    await entries()
      .where({ seq: first + 3 })
      .update({ target_email: 'else@example.com', at: START - 500 * DAY });
    host.clock.set(START + 350 * DAY);
    await trail.sweep();
    expect((await (await started()).verify()).firstBreak).toMatchObject({ kind: 'purged_broken' });
  });

  it('from before there was a key is gone on with, says so, and verifies [C70]', async () => {
    await wipe();
    await host.container.database.table('marks').where({ mark_key: 'audit:sealed' }).delete();
    const without = createAuditTrail({ ...host.container, keys: createKeyRing([]) });
    await without.open();
    await events(4, without);
    expect(await without.verify()).toMatchObject({ intact: true, unkeyed: 4 });
    await started();
    const key = await entries().where({ type: 'audit.checkpoint' });
    expect(key).toEqual([expect.objectContaining({ seq: 5, outcome: 'success', reason: 'first_key' })]);
    expect(JSON.parse(key[0].details)).toMatchObject({ unkeyed: 4 });
    await events(2);
    expect(await (await started()).verify()).toMatchObject({ intact: true, checked: 7, unkeyed: 4, firstBreak: null });
    expect(await marks()).toEqual([]);
    expect(await said()).toMatchObject({
      status: 'warning',
      code: 'audit_trail_partly_unsealed',
      values: { count: 4 },
    });
    // This works only once, because the host is now known to have a key.
    await entries().where('seq', '>', 4).delete();
    await forgeHead({ seq: 4, hash: await hashAt(4) });
    expect((await (await started()).verify()).firstBreak?.kind).toBe('head_changed');
  });

  it('emptied, head and rows, is noticed after a restart, because people have methods [C44]', async () => {
    await personWithTotp(host);
    await host.container.notices.flush();
    await wipe();
    host = await host.restart({ clock: START });
    trail = host.container.audit;
    expect((await trail.verify()).firstBreak).toMatchObject({ seq: 1, kind: 'head_missing' });
    await events(3);
    expect((await marks()).map(({ reason }: Columns) => reason)).toEqual(['head_missing']);
    expect((await (await started()).verify()).intact).toBe(false);
  });
});
