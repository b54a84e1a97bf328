/**
 * Limits how often someone who has the password may be wrong.
 * Promises: one committed conditional write spends an attempt before it's judged, per account, across transactions,
 * sessions, nodes, and restarts; a refused attempt isn't counted and extends nothing. Never: a limit by address; a
 * reset by the right password or by another method's success.
 */
import type { CounterKind } from '../factor';
import { CLOCK_SKEW_MS, type Database, type Ports, type Trx } from '../../platform';
import { createCounterRows, isOpen, type CountedRow, type CounterRow } from './counter-rows';
import { createFailureDays, totalOf } from './failure-days';
import type { DayRow } from './counter-key';
import type { AttemptTaken, ClosedCounter, LimitRules, Limits, LimitState } from './count-attempts';
import { budgetOf, dayOf, holdUp } from './rules';

export type { AttemptTaken, LimitRules, Limits, LimitState } from './count-attempts';

/** The later one of a person's locks. A stop (null) outlasts everything. */
const later = (known: { until: number | null } | undefined, until: number | null): { until: number | null } => {
  if (known === undefined) return { until };
  if (known.until === null || until === null) return { until: null };
  return { until: Math.max(known.until, until) };
};

/** Rolls back what the attempt cost elsewhere. */
class HeldUp extends Error {}

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

  /**
   * A wait longer than the longest possible one comes from a clock that was set back since. The person waits once, not
   * forever.
   */
  const sane = async (row: CounterRow | null, counter: CounterKind, rules: LimitRules): Promise<CounterRow | null> => {
    if (row === null || row.stopped || row.blockedUntil === null) return row;
    const longest = clock.now() + holdUp(row.failures, rules).ms;
    if (row.blockedUntil <= longest + CLOCK_SKEW_MS) return row;
    await counters.shorten(row, counter, longest);
    return counters.find(row.userId, counter);
  };

  interface Seen {
    state: LimitState;
    row: CounterRow | null;
    past: readonly DayRow[];
  }

  /** The state of a counter, and its rows. */
  const reading = async (
    userId: number,
    counter: CounterKind,
    rules: LimitRules,
    counted: CountedRow | undefined
  ): Promise<Seen> => {
    const now = clock.now();
    const row = await sane(counted?.row ?? null, counter, rules);
    const known = isOpen(row, now);
    if (row === null || !known.open) return { state: known, row, past: [] };
    const past = counted?.past ?? [];
    if (totalOf(past, dayOf(now)) < budgetOf(rules)) return { state: known, row, past };
    // The budget shrinks if an app is added. Beyond it, the counter is stopped and can be lifted like any other stop.
    await counters.stop(userId, counter, now);
    return { state: { open: false, until: null }, row, past };
  };

  const look = async (userId: number, counter: CounterKind, rules: LimitRules): Promise<Seen> =>
    reading(userId, counter, rules, (await counters.withDays(userId, [counter])).get(counter));

  /**
   * Spends without a read before it. The first statement locks the counter's row, so the rest of the transaction is
   * exact. Throws `HeldUp` if the state has to be read, and on MySQL if a row has to be created.
   */
  const spend = (
    userId: number,
    counter: CounterKind,
    rules: LimitRules,
    now: number,
    alongside?: (trx: Trx) => Promise<void>,
    meanwhile?: (taken: AttemptTaken & { ok: true }, trx: Trx) => Promise<void>
  ): Promise<AttemptTaken> =>
    database.transaction(async (trx) => {
      await alongside?.(trx);
      const today = dayOf(now);
      if (!(await counters.spend(userId, counter, { now, rules, documentId: random.uuid() }, trx))) throw new HeldUp();
      if (!(await days.add(userId, counter, { today, documentId: random.uuid() }, trx))) throw new HeldUp();
      const counted = (await counters.withDays(userId, [counter], trx)).get(counter);
      if (!counted) throw new Error(`counter ${counter} of user ${userId} vanished`);
      await days.dropOld(counted.past, today, trx);
      const spent = totalOf(counted.past, today);
      // Used up before this attempt, for example because the budget has shrunk.
      if (spent > budgetOf(rules)) throw new HeldUp();
      if (spent === budgetOf(rules)) await counters.stop(userId, counter, now, trx);
      const taken = { ok: true as const, failures: counted.row.failures, lockedUntil: counted.row.lockedUntil };
      await meanwhile?.(taken, trx);
      return taken;
    });

  const lift = async (userId: number, counter: CounterKind, trx: Trx): Promise<void> => {
    if (await counters.clear(userId, counter, trx, 'stopped')) await days.forget(userId, [counter], trx);
  };

  /**
   * Creates the rows that count an attempt, before the transaction that counts. On MySQL, an update of a missing row
   * followed by an insert would lock the same gap, and two people would deadlock.
   */
  const prepare = async (
    userId: number,
    counter: CounterKind,
    now: number,
    { row, past }: { row: CounterRow | null; past: readonly DayRow[] }
  ): Promise<void> => {
    const today = dayOf(now);
    const begun = past.some(({ day }) => day === today);
    if (row !== null && begun) return;
    await database.transaction(async (trx) => {
      if (row === null) await counters.create(userId, counter, random.uuid(), trx);
      if (!begun) await days.open(userId, counter, today, past, random.uuid(), trx);
    });
  };

  /** Null if the counter refuses, or doesn't exist yet. */
  const trySpending = async (...given: Parameters<typeof spend>): Promise<AttemptTaken | null> => {
    try {
      return await spend(...given);
    } catch (error) {
      if (error instanceof HeldUp) return null;
      throw error;
    }
  };

  return {
    state: async (userId, counter, rules) => (await look(userId, counter, rules)).state,

    async states(userId, kinds, rules) {
      const counted = await counters.withDays(userId, kinds);
      const states = new Map<CounterKind, LimitState>();
      for (const kind of kinds) states.set(kind, (await reading(userId, kind, rules, counted.get(kind))).state);
      return states;
    },

    async closed(userId, kinds, rules) {
      const counted = await counters.withDays(userId, kinds);
      const closed = new Map<CounterKind, ClosedCounter>();
      for (const kind of kinds) {
        const { state, row } = await reading(userId, kind, rules, counted.get(kind));
        if (state.open) continue;
        const locked = state.until === null || (row?.lockedUntil ?? 0) > clock.now();
        closed.set(kind, { until: state.until, failures: row?.failures ?? 0, locked });
      }
      return closed;
    },

    async begin(userId, counter, rules, alongside, meanwhile) {
      const now = clock.now();
      const taken = await trySpending(userId, counter, rules, now, alongside, meanwhile);
      if (taken) return taken;
      const seen = await look(userId, counter, rules);
      if (!seen.state.open) return { ok: false, until: seen.state.until };
      await prepare(userId, counter, now, seen);
      const second = await trySpending(userId, counter, rules, now, alongside, meanwhile);
      if (second) return second;
      const after = isOpen(await counters.find(userId, counter), now);
      return { ok: false, until: after.open ? now : after.until };
    },

    async succeeded(userId, counter, trx) {
      // Also lifts a stop that this attempt caused. A stop of the budget returns with the next attempt.
      await counters.clear(userId, counter, trx, 'always');
      await days.giveBack(userId, counter, dayOf(clock.now()), trx);
    },

    lift,

    async liftAll(userId, trx) {
      for (const counter of await counters.stopped(userId, trx)) await lift(userId, counter, trx);
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
