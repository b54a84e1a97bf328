import type { LimitRules } from './count-attempts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

const FIRST_WAIT_AT = 5;
const FIRST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;
const LONGEST_LOCK_MS = DAY_MS;

/** Consecutive failures that stop a counter (NIST SP 800-63B-4 §3.2.2 allows 100). */
export const STOP_AT = 50;
export const BUDGET_DAYS = 30;
const BUDGET = 200;

/** Whole days since the epoch, UTC. */
export const dayOf = (now: number): number => Math.floor(now / DAY_MS);

/**
 * Failures in 30 days that stop a counter, even with successes between them, so that a thief can't guess between the
 * owner's logins. Each app is one more code that would be right, so the budget is divided among a person's apps.
 */
export const budgetOf = ({ apps }: LimitRules): number => Math.floor(BUDGET / Math.max(1, apps));

/** How long the `failures`-th consecutive failure delays the next attempt, in ms. `locks` tells a lock from a wait. */
export const holdUp = (failures: number, rules: LimitRules): { ms: number; locks: boolean } => {
  const wait =
    failures < FIRST_WAIT_AT ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (failures - FIRST_WAIT_AT), LONGEST_WAIT_MS);
  if (failures < rules.maxFailures) return { ms: wait, locks: false };
  const lock = rules.lockoutMinutes * MINUTE_MS * 2 ** (failures - rules.maxFailures);
  return { ms: Math.max(wait, Math.min(lock, LONGEST_LOCK_MS)), locks: true };
};
