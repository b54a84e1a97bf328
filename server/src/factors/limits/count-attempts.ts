import type { CounterKind } from '../factor';
import type { Trx } from '../../platform';

export interface LimitRules {
  /** Consecutive failures until the first lock. */
  maxFailures: number;
  lockoutMinutes: number;
  /** The number of the person's apps. The 30-day budget of 200 failures is divided by it. */
  apps: number;
}

export type LimitState = { open: true } | { open: false; until: number | null };

export interface ClosedCounter {
  /** UTC ms. Null if it's stopped until someone lifts it. */
  until: number | null;
  failures: number;
  /** A lock or a stop, not only a short wait. */
  locked: boolean;
}

export type AttemptTaken =
  | {
      ok: true;
      /** Consecutive failures, including this one if it fails. */ failures: number;
      /** Set if a failure of this attempt causes a lock. */ lockedUntil: number | null;
    }
  | { ok: false; until: number | null };

/**
 * Limits guessing per account and counter, across transactions, sessions, and nodes. `begin` spends the attempt with
 * one committed conditional write before anything is judged. Only `succeeded` returns it.
 */
export interface Limits {
  state(userId: number, counter: CounterKind, rules: LimitRules): Promise<LimitState>;
  /** Several of one person's counters, in one read. */
  states(userId: number, kinds: readonly CounterKind[], rules: LimitRules): Promise<Map<CounterKind, LimitState>>;
  /**
   * `alongside` first spends what this attempt costs elsewhere, in the same transaction. If it throws, both are rolled
   * back. `meanwhile` comes last in it.
   */
  begin(
    userId: number,
    counter: CounterKind,
    rules: LimitRules,
    alongside?: (trx: Trx) => Promise<void>,
    meanwhile?: (taken: AttemptTaken & { ok: true }, trx: Trx) => Promise<void>
  ): Promise<AttemptTaken>;
  /** After a complete proof: resets the consecutive count of this counter, inside the caller's transaction. */
  succeeded(userId: number, counter: CounterKind, trx: Trx): Promise<void>;
  /** Lifts a stop (50 consecutive failures, or the 30-day budget) of one counter. */
  lift(userId: number, counter: CounterKind, trx: Trx): Promise<void>;
  /** Lifts all stops of a person. */
  liftAll(userId: number, trx: Trx): Promise<void>;
  /** Clears every counter of a person (administrator, command line, deletion). */
  unlock(userId: number, trx: Trx): Promise<void>;
  /** Those of these counters that refuse attempts now, and the number of failures in a row that led to it. */
  closed(userId: number, kinds: readonly CounterKind[], rules: LimitRules): Promise<Map<CounterKind, ClosedCounter>>;
  /** When the last lock ends (not counting waits). Null if there is none, and `until: null` if a counter is stopped. */
  lockOf(userId: number): Promise<{ until: number | null } | null>;
  /** The same for many people in one query. */
  locksOf(userIds: readonly number[]): Promise<Map<number, { until: number | null }>>;
}
