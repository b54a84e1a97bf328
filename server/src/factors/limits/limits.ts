import type { CounterKind } from '../factor';
import type { Trx } from '../../platform';

export interface LimitRules {
  /** Consecutive failures until the first lock. */
  maxFailures: number;
  lockoutMinutes: number;
  /** Number of the person's apps: the 30-day budget of guessable failures is 200 divided by it. */
  apps: number;
}

export type LimitState = { open: true } | { open: false; until: number | null };

export type AttemptTaken =
  | {
      ok: true;
      /** Consecutive failures including this one, were it to fail. */ failures: number;
      /** Set when a failure of this attempt locks. */ lockedUntil: number | null;
    }
  | { ok: false; until: number | null };

/**
 * Guessing limits, per account and counter, over transactions, sessions and nodes. `begin` spends the attempt by one
 * committed conditional write before anything is judged; only `succeeded` gives it back.
 */
export interface Limits {
  state(userId: number, counter: CounterKind, rules: LimitRules): Promise<LimitState>;
  /** Several of one person's, in one read. */
  states(userId: number, kinds: readonly CounterKind[], rules: LimitRules): Promise<Map<CounterKind, LimitState>>;
  /** `alongside` spends what this attempt costs elsewhere, in the same transaction and first; what it throws undoes both. */
  begin(
    userId: number,
    counter: CounterKind,
    rules: LimitRules,
    alongside?: (trx: Trx) => Promise<void>
  ): Promise<AttemptTaken>;
  /** A completed proof: the consecutive count of this counter starts again, inside the caller's transaction. */
  succeeded(userId: number, counter: CounterKind, trx: Trx): Promise<void>;
  /** Lifts a stop (50 consecutive, or the 30-day budget) of one counter. */
  lift(userId: number, counter: CounterKind, trx: Trx): Promise<void>;
  /** Lifts whatever is stopped of a person. */
  liftAll(userId: number, trx: Trx): Promise<void>;
  /** Clears every counter of a person (administrator, command line, deletion). */
  unlock(userId: number, trx: Trx): Promise<void>;
  /** Until when any counter is locked (not merely waiting); null when none, `until: null` when stopped. */
  lockOf(userId: number): Promise<{ until: number | null } | null>;
  /** The same for many people in one query. */
  locksOf(userIds: readonly number[]): Promise<Map<number, { until: number | null }>>;
}
