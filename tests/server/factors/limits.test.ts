import { DAY, MINUTE, SECOND } from '../../support/clock';
import { databasesOfThisRun } from '../../support/databases';
import { startHost, type Host } from '../../support/host';
import type { AttemptTaken, Limits } from '../../../server/src/factors/limits';

const START = Date.UTC(2026, 2, 1, 8);
const RULES = { maxFailures: 10, lockoutMinutes: 15, apps: 1 };

describe.each(databasesOfThisRun())('guessing limits on %s', (database) => {
  let host: Host;
  let limits: Limits;
  let person = 0;

  beforeAll(async () => {
    host = await startHost({ database, clock: START });
    limits = host.container.limits;
  });
  afterAll(() => host.stop());
  beforeEach(() => {
    person += 1;
    host.clock.set(START + person * 100 * DAY);
  });

  const begin = (rules = RULES) => limits.begin(person, 'guessable', rules);
  const inside = (work: (trx: Parameters<Limits['unlock']>[1]) => Promise<void>) =>
    host.container.database.transaction(work);
  const succeed = () => inside((trx) => limits.succeeded(person, 'guessable', trx));

  /** Fails `times` times in a row, and waits whenever necessary. */
  const fail = async (times: number, rules = RULES): Promise<AttemptTaken> => {
    let last: AttemptTaken = { ok: false, until: 0 };
    for (let done = 0; done < times; done += 1) {
      const state = await limits.state(person, 'guessable', rules);
      if (!state.open) {
        if (state.until === null) throw new Error(`stopped after ${done} failures`);
        host.clock.set(state.until);
      }
      last = await begin(rules);
      if (!last.ok) throw new Error(`refused at failure ${done + 1}`);
    }
    return last;
  };

  it('takes four wrong guesses without a wait and makes the next wait after the fifth [A16]', async () => {
    expect(await fail(4)).toEqual({ ok: true, failures: 4, lockedUntil: null });
    expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: true });
    expect(await fail(1)).toEqual({ ok: true, failures: 5, lockedUntil: null });
    const until = host.clock.now() + 30 * SECOND;
    expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: false, until });
    host.clock.set(until - 1);
    expect(await begin()).toEqual({ ok: false, until });
    host.clock.set(until);
    expect(await begin()).toEqual({ ok: true, failures: 6, lockedUntil: null });
  });

  it('does not count or lengthen by tries that were refused [A16]', async () => {
    await fail(5);
    const until = host.clock.now() + 30 * SECOND;
    for (let tries = 0; tries < 20; tries += 1) expect(await begin()).toEqual({ ok: false, until });
    host.clock.set(until);
    expect(await begin()).toEqual({ ok: true, failures: 6, lockedUntil: null });
    expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: false, until: until + 60 * SECOND });
  });

  it('locks at the policy’s number of failures, longer with every further one, and tells a lock from a wait [A16]', async () => {
    await fail(9);
    expect(await limits.lockOf(person)).toBeNull();
    const tenth = await fail(1);
    const until = host.clock.now() + 15 * MINUTE;
    expect(tenth).toEqual({ ok: true, failures: 10, lockedUntil: until });
    expect(await limits.lockOf(person)).toEqual({ until });
    host.clock.set(until);
    expect(await limits.lockOf(person)).toBeNull();
    expect(await begin()).toEqual({ ok: true, failures: 11, lockedUntil: until + 30 * MINUTE });
  });

  it('stops at 50 in a row until it is lifted [A16]', async () => {
    await fail(49);
    const before = await limits.state(person, 'guessable', RULES);
    host.clock.set(before.open || before.until === null ? 0 : before.until);
    expect((await begin()).ok).toBe(true);
    host.clock.advance(400 * DAY);
    expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: false, until: null });
    expect(await begin()).toEqual({ ok: false, until: null });
    expect(await limits.lockOf(person)).toEqual({ until: null });
    await inside((trx) => limits.lift(person, 'guessable', trx));
    expect(await begin()).toEqual({ ok: true, failures: 1, lockedUntil: null });
  });

  it('forgets the failures in a row on success, but not those of the month [A16]', async () => {
    for (let round = 1; round < 50; round += 1) {
      await fail(4);
      expect((await begin()).ok).toBe(true);
      await succeed();
      expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: true });
      host.clock.advance(4 * 60 * MINUTE);
    }
    expect(await fail(3)).toEqual({ ok: true, failures: 3, lockedUntil: null });
    expect(await limits.state(person, 'guessable', RULES)).toEqual({ open: true });
    await fail(1);
    expect(await begin()).toEqual({ ok: false, until: null });
    expect(await limits.lockOf(person)).toEqual({ until: null });
  });

  it('takes a right answer at the very edge of the month’s budget for what it is [A16]', async () => {
    const rules = { ...RULES, apps: 50 };
    await fail(3, rules);
    await begin(rules);
    await succeed();
    expect(await limits.state(person, 'guessable', rules)).toEqual({ open: true });
    await fail(1, rules);
    expect(await begin(rules)).toEqual({ ok: false, until: null });
  });

  it('lets old failures go after 30 days [A16]', async () => {
    const rules = { ...RULES, apps: 50 };
    await fail(3, rules);
    host.clock.advance(31 * DAY);
    expect(await fail(3, rules)).toEqual({ ok: true, failures: 6, lockedUntil: null });
  });

  it('stops when an app is added and the smaller budget is spent already, and can be lifted then [A16]', async () => {
    await fail(4);
    const rules = { ...RULES, apps: 50 };
    expect(await begin(rules)).toEqual({ ok: false, until: null });
    await inside((trx) => limits.lift(person, 'guessable', trx));
    expect((await begin(rules)).ok).toBe(true);
  });

  it('gives back an attempt that was begun before midnight [A16]', async () => {
    const rules = { ...RULES, apps: 100 };
    host.clock.set(Math.ceil(host.clock.now() / DAY) * DAY - 1);
    await begin(rules);
    host.clock.advance(2);
    await succeed();
    expect(await begin(rules)).toEqual({ ok: true, failures: 1, lockedUntil: null });
  });

  it('keeps a wait that is not a stop when a key is used instead [A16]', async () => {
    await fail(5);
    await inside((trx) => limits.lift(person, 'guessable', trx));
    expect((await begin()).ok).toBe(false);
  });

  it('counts each kind of guess and each person apart [A16]', async () => {
    await fail(5);
    expect((await begin()).ok).toBe(false);
    expect(await limits.begin(person, 'recovery', RULES)).toEqual({ ok: true, failures: 1, lockedUntil: null });
    expect(await limits.begin(person, 'password', RULES)).toEqual({ ok: true, failures: 1, lockedUntil: null });
    expect(await limits.begin(person + 1000, 'guessable', RULES)).toEqual({ ok: true, failures: 1, lockedUntil: null });
    await inside((trx) => limits.succeeded(person, 'recovery', trx));
    expect((await begin()).ok).toBe(false);
  });

  it('spends exactly five of 50 attempts that come at the same moment [A16]', async () => {
    const taken = await Promise.all(Array.from({ length: 50 }, () => begin()));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(5);
    expect(taken.filter(({ ok }) => !ok)).toHaveLength(45);
    const row = await host.container.database
      .table('counters')
      .where({ counter_key: `${person}:guessable` })
      .first();
    expect(Number(row.failures)).toBe(5);
    const day = await host.container.database
      .table('failureDays')
      .where({ counter_key: `${person}:guessable` })
      .first();
    expect(Number(day.failures)).toBe(5);
  });

  it('keeps what was spent when the request that spent it dies [A16]', async () => {
    await begin();
    await expect(
      inside(async (trx) => {
        await limits.succeeded(person, 'guessable', trx);
        throw new Error('the mint failed');
      })
    ).rejects.toThrow('the mint failed');
    expect(await begin()).toEqual({ ok: true, failures: 2, lockedUntil: null });
  });

  it('is cleared as a whole by an administrator [A16]', async () => {
    await fail(10);
    await limits.begin(person, 'recovery', RULES);
    await inside((trx) => limits.unlock(person, trx));
    expect(await limits.lockOf(person)).toBeNull();
    expect(await begin()).toEqual({ ok: true, failures: 1, lockedUntil: null });
    expect(await limits.begin(person, 'recovery', RULES)).toEqual({ ok: true, failures: 1, lockedUntil: null });
  });

  it('tells the locks of many people at once [A16]', async () => {
    await fail(10);
    const until = host.clock.now() + 15 * MINUTE;
    const locks = await limits.locksOf([person, person + 5000]);
    expect([...locks]).toEqual([[person, { until }]]);
    expect(await limits.locksOf([])).toEqual(new Map());
  });
});
