/** The write that spends an attempt, as SQL. */
import type { LimitRules } from './count-attempts';
import { holdUp, STOP_AT } from './rules';

/**
 * One branch per number of failures, so that the write needs no read before it and no power function, which SQLite
 * doesn't have. Only integers computed here are part of the statement.
 */
const delays = (column: string, pick: (failures: number) => number | null): string => {
  const lines: string[] = [];
  for (let before = 0; before < STOP_AT; before += 1) {
    const value = pick(before + 1);
    if (value !== null) lines.push(`WHEN ${before} THEN ${Math.trunc(value)}`);
  }
  return lines.length === 0 ? 'NULL' : `CASE ${column} ${lines.join(' ')} ELSE NULL END`;
};

/** The columns of a counter after one more failure, as SQL. `from` is the row they are computed from. */
export const spending = (now: string, rules: LimitRules, from = ''): Record<string, string> => {
  const delay = (failures: number, onlyLocks: boolean): number | null => {
    const { ms, locks } = holdUp(failures, rules);
    return ms === 0 || (onlyLocks && !locks) ? null : ms;
  };
  const failures = `${from}failures`;
  return {
    blocked_until: `${now} + ${delays(failures, (count) => delay(count, false))}`,
    locked_until: `${now} + ${delays(failures, (count) => delay(count, true))}`,
    stopped_at: `CASE WHEN ${failures} + 1 >= ${STOP_AT} THEN ${now} ELSE NULL END`,
    // MySQL sees columns assigned earlier in the same statement, so this is the last.
    failures: `${failures} + 1`,
  };
};

/** As a plain binding, PostgreSQL would treat the time as text. As part of the text, no plan would be used twice. */
const NOW = 'cast(? as bigint)';

/**
 * Adds a failure in one statement, whether the row exists or not. Not on MySQL, where inserts into the same gap can
 * deadlock.
 */
const upsertText = (table: string, rules: LimitRules): string => {
  const { ms, locks } = holdUp(1, rules);
  const until = ms === 0 ? 'NULL' : `${NOW} + ${Math.trunc(ms)}`;
  const set = Object.entries(spending(NOW, rules, 'c.')).map(([column, value]) => `${column} = ${value}`);
  return `insert into ${table} as c
    (counter_key, document_id, user_id, kind, failures, blocked_until, locked_until)
    values (?, ?, ?, ?, 1, ${until}, ${locks ? until : 'NULL'})
    on conflict (counter_key) do update set ${set.join(', ')}
    where c.stopped_at is null and (c.blocked_until is null or c.blocked_until <= ${NOW})
    returning counter_key`;
};

export interface Upsert {
  text: string;
  /** How often the current time follows the other bindings. */
  times: number;
}

/** The same text as long as the policy doesn't change, because building it takes longer than the rest of the attempt. */
export const upsertTexts = (): ((table: string, rules: LimitRules) => Upsert) => {
  let made: (Upsert & { of: string }) | undefined;
  return (table, rules) => {
    const of = JSON.stringify([table, rules.maxFailures, rules.lockoutMinutes]);
    if (made?.of !== of) {
      const text = upsertText(table, rules);
      made = { of, text, times: text.split(NOW).length - 1 };
    }
    return made;
  };
};
