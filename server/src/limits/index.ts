/**
 * The guessing limits: how often somebody who has the password may be wrong.
 *
 * Promises: an attempt is spent by one committed conditional write before it is judged, per account, over transactions,
 * sessions, nodes and restarts; a refused try is not counted and lengthens nothing. Never: a limit by address, a reset by
 * a right password or by another method's success.
 */
import type { CounterKind } from '../factors';
import { CLOCK_SKEW_MS, type Ports } from '../ports';
import type { Database, Trx } from '../store';
import { createCounterRows, isOpen, type CounterRow } from './counters';
import { createFailureDays } from './failure-days';
import type { AttemptTaken, LimitRules, Limits, LimitState } from './limits';
import { budgetOf, dayOf, holdUp } from './rules';

export { COUNTER_KINDS } from './counters';
export type { AttemptTaken, LimitRules, Limits, LimitState } from './limits';

/** The later of two locks of one person; a stop (null) outlasts everything. */
const later = (known: { until: number | null } | undefined, until: number | null): { until: number | null } => {
  if (known === undefined) return { until };
  if (known.until === null || until === null) return { until: null };
  return { until: Math.max(known.until, until) };
};

const locksAmong = (rows: readonly CounterRow[], now: number): Map<number, { until: number | null }> => {
  const locks = new Map<number, { until: number | null }>();
  for (const row of rows) {
    const locked = row.lockedUntil !== null && row.lockedUntil > now;
    if (!row.stopped && !locked) continue;
    locks.set(row.userId, later(locks.get(row.userId), row.stopped ? null : row.lockedUntil));
  }
  return locks;
};

export const createLimits = ({ database, ports }: { database: Database; ports: Ports }): Limits => {
  const counters = createCounterRows(database);
  const days = createFailureDays(database);
  const { clock, random } = ports;

  /** A wait that is longer than any we give comes from a clock that was set back since: the person waits once, not for ever. */
  const sane = async (row: CounterRow | null, counter: CounterKind, rules: LimitRules): Promise<CounterRow | null> => {
    if (row === null || row.stopped || row.blockedUntil === null) return row;
    const longest = clock.now() + holdUp(row.failures, rules).ms;
    if (row.blockedUntil <= longest + CLOCK_SKEW_MS) return row;
    await counters.shorten(row, counter, longest);
    return counters.find(row.userId, counter);
  };

  const state = async (userId: number, counter: CounterKind, rules: LimitRules): Promise<LimitState> => {
    const now = clock.now();
    const row = await sane(await counters.find(userId, counter), counter, rules);
    const known = isOpen(row, now);
    if (row === null || !known.open) return known;
    if ((await days.total(userId, counter, dayOf(now))) < budgetOf(rules)) return known;
    // The budget shrinks when an app is added: from here on it is a stop like any other, to be lifted like one.
    await counters.stop(userId, counter, now);
    return { open: false, until: null };
  };

  /** The counter's row is locked by the first statement, so what follows in the transaction is exact. */
  const spend = (userId: number, counter: CounterKind, rules: LimitRules, now: number): Promise<AttemptTaken | null> =>
    database.transaction(async (trx) => {
      if (!(await counters.spend(userId, counter, now, rules, trx))) return null;
      await days.add(userId, counter, dayOf(now), trx);
      const spent = await days.total(userId, counter, dayOf(now), trx);
      if (spent >= budgetOf(rules)) await counters.stop(userId, counter, now, trx);
      const row = await counters.find(userId, counter, trx);
      if (row === null) throw new Error(`counter ${counter} of user ${userId} vanished`);
      return { ok: true, failures: row.failures, lockedUntil: row.lockedUntil };
    });

  return {
    state,

    async begin(userId, counter, rules) {
      const before = await state(userId, counter, rules);
      if (!before.open) return { ok: false, until: before.until };
      const now = clock.now();
      await days.prepare(userId, counter, dayOf(now), random.uuid());
      if (!(await counters.find(userId, counter))) await counters.create(userId, counter, random.uuid());
      const taken = await spend(userId, counter, rules, now);
      if (taken) return taken;
      const after = isOpen(await counters.find(userId, counter), now);
      return { ok: false, until: after.open ? now : after.until };
    },

    async succeeded(userId, counter, trx) {
      // A stop that this very attempt had set goes with it; one that the budget sets comes back with the next attempt.
      await counters.clear(userId, counter, trx, 'always');
      await days.giveBack(userId, counter, dayOf(clock.now()), trx);
    },

    async lift(userId, counter, trx) {
      if (await counters.clear(userId, counter, trx, 'stopped')) await days.forget(userId, [counter], trx);
    },

    async unlock(userId: number, trx: Trx) {
      await counters.removeAll(userId, trx);
      await days.forgetAll(userId, trx);
    },

    async lockOf(userId) {
      const rows = await counters.ofPeople([userId]);
      return locksAmong(rows, clock.now()).get(userId) ?? null;
    },

    async locksOf(userIds) {
      return userIds.length === 0 ? new Map() : locksAmong(await counters.ofPeople(userIds), clock.now());
    },
  };
};
