/** Sets of recovery codes, on a real host and on each database of the run. */
import type { Subject } from '../../server/src/factors';
import { onEachDatabase, startHost, type Host } from '../support';
import { judge, newSubject, prove, storedText } from './factor-calls';

const SHOWN = /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/;

onEachDatabase('recovery codes', (database) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ database });
  });
  afterAll(() => host.stop());

  const room = () => host.container.factors.recovery;
  const use = (subject: Subject, code: string) => prove(host, 'recovery_code', subject, { code });

  const issue = async (subject: Subject): Promise<string[]> => {
    const prepared = await room().prepare();
    await host.container.database.transaction((trx) => room().store(subject.userId, prepared, trx));
    return prepared.codes;
  };
  const withCodes = async () => {
    const subject = await newSubject(host);
    const codes = await issue(subject);
    const [first = '', second = '', third = ''] = codes;
    return { subject, codes, first, second, third };
  };

  it('come ten at a time, written for people, kept as digests', async () => {
    const { subject, codes } = await withCodes();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => SHOWN.test(code))).toBe(true);
    expect(await room().status(subject.userId)).toEqual({
      remaining: 10,
      total: 10,
      generatedAt: expect.any(Number),
      acknowledgedAt: null,
    });
    const stored = await storedText(host, subject);
    for (const code of codes) expect(stored).not.toContain(code.replaceAll('-', ''));
  });

  it('are read however they were written down, and are gone after one use [A30]', async () => {
    const { subject, first, second, third } = await withCodes();
    expect(await use(subject, first)).toBe(true);
    expect(await use(subject, ` ${second.toLowerCase().replaceAll('-', ' ')} `)).toBe(true);
    expect(await use(subject, third.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(true);
    expect(await judge(host, 'recovery_code', subject, { code: first })).toEqual({ ok: false, reason: 'replayed' });
    expect(await room().status(subject.userId)).toMatchObject({ remaining: 7, total: 10 });
  });

  it('die with the set they belong to, also when one was being judged meanwhile [A33]', async () => {
    const { subject, first, second } = await withCodes();
    const judged = await judge(host, 'recovery_code', subject, { code: second });
    const [fresh = ''] = await issue(subject);
    const spent = judged.ok && (await host.container.database.transaction((trx) => judged.spend(trx)));
    expect([judged.ok, spent]).toEqual([true, false]);
    expect(await judge(host, 'recovery_code', subject, { code: first })).toEqual({ ok: false, reason: 'wrong_code' });
    expect(await use(subject, fresh)).toBe(true);
    expect(await room().status(subject.userId)).toMatchObject({ remaining: 9, total: 10 });
  });

  it('keep the old set when the change that brings the new one fails [A33]', async () => {
    const { subject, first } = await withCodes();
    const prepared = await room().prepare();
    const failing = host.container.database.transaction(async (trx) => {
      await room().store(subject.userId, prepared, trx);
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect(await use(subject, first)).toBe(true);
    expect(await use(subject, prepared.codes[0] ?? '')).toBe(false);
  });

  it('are acknowledged by one that was shown, which stays unused', async () => {
    const { subject, first } = await withCodes();
    const stranger = await withCodes();
    expect(await room().acknowledge(subject.userId, stranger.first)).toBe(false);
    expect(await room().acknowledge(subject.userId, 'hello')).toBe(false);
    expect((await room().status(subject.userId)).acknowledgedAt).toBeNull();

    const recorded: string[] = [];
    const alongside = async () => void recorded.push('acknowledged');
    expect(await room().acknowledge(subject.userId, first.toLowerCase(), alongside)).toBe(true);
    expect(recorded).toEqual(['acknowledged']);
    expect(await room().status(subject.userId)).toMatchObject({ remaining: 10, acknowledgedAt: expect.any(Number) });
    expect(await use(subject, first)).toBe(true);
  });

  it('are not acknowledged when that cannot be recorded, and a new set asks again', async () => {
    const { subject, first } = await withCodes();
    const failing = room().acknowledge(subject.userId, first, async () => {
      throw new Error('no audit');
    });
    await expect(failing).rejects.toThrow('no audit');
    expect((await room().status(subject.userId)).acknowledgedAt).toBeNull();
    await room().acknowledge(subject.userId, first);
    const [fresh = ''] = await issue(subject);
    expect((await room().status(subject.userId)).acknowledgedAt).toBeNull();
    expect(await room().acknowledge(subject.userId, first)).toBe(false);
    expect(await room().acknowledge(subject.userId, fresh)).toBe(true);
  });

  it('are counted for many people at once', async () => {
    const [one, two, none] = [await withCodes(), await withCodes(), await newSubject(host)];
    await use(two.subject, two.first);
    const ids = [one.subject.userId, two.subject.userId, none.userId];
    const many = [...ids, ...Array.from({ length: 1200 }, (_, index) => 1_000_000 + index)];
    const found = await room().statusOf(many);
    expect([...found.keys()].sort()).toEqual([...ids.slice(0, 2)].sort());
    expect(found.get(one.subject.userId)?.remaining).toBe(10);
    expect(found.get(two.subject.userId)?.remaining).toBe(9);
    expect(await room().status(none.userId)).toEqual({
      remaining: 0,
      total: 0,
      generatedAt: null,
      acknowledgedAt: null,
    });
  });

  it('are removed for one person and nobody else', async () => {
    const [one, two] = [await withCodes(), await withCodes()];
    await host.container.database.transaction((trx) => room().removeAll(one.subject.userId, trx));
    expect(await room().status(one.subject.userId)).toMatchObject({ remaining: 0, total: 0, generatedAt: null });
    expect(await use(one.subject, one.first)).toBe(false);
    expect(await use(two.subject, two.first)).toBe(true);
  });
});
