/** When a person has to have a method by, computed in the database as `rows.ts` shows it, so that a list can sort by it. */
import type { Knex } from 'knex';

import type { EffectivePolicy } from '../../policy';
import type { Database } from '../../platform';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface Expression {
  sql: string;
  bindings: Knex.RawBinding[];
}

/**
 * `people.created_at` in UTC ms. Measured from a time that both sides know, because databases disagree about the time
 * zone of a column without one.
 */
const createdMs = (client: Database['client'], known: number): Expression => {
  const date = new Date(known);
  if (client === 'sqlite') return { sql: `(people.created_at - ? + ${known})`, bindings: [date] };
  if (client === 'postgres') {
    const apart = 'extract(epoch from (people.created_at - cast(? as timestamp)))';
    return { sql: `(${apart} * 1000 + ${known})`, bindings: [date] };
  }
  return { sql: `(timestampdiff(microsecond, ?, people.created_at) / 1000 + ${known})`, bindings: [date] };
};

/** When the earliest requirement of the person began. Null without one. */
const began = ({ requirement, since }: EffectivePolicy, byRole: boolean): string => {
  const everyone = requirement === 'optional' ? null : Math.trunc(since.default ?? 0);
  if (everyone === null) return byRole ? 'bound.since' : 'null';
  return byRole ? `case when bound.since < ${everyone} then bound.since else ${everyone} end` : String(everyone);
};

const graceEnd = (policy: EffectivePolicy, byRole: boolean, created: Expression): Expression => {
  if (!policy.enabled || policy.gracePeriodDays === 0) return { sql: 'null', bindings: [] };
  const start = began(policy, byRole);
  const later = `case when ${start} is null then null when ${created.sql} > ${start} then ${created.sql} else ${start} end`;
  return {
    sql: `(${later}) + ${policy.gracePeriodDays * DAY_MS}`,
    bindings: [...created.bindings, ...created.bindings],
  };
};

export interface DeadlineFacts {
  /** The joins of `standings` include `bound`. */
  byRole: boolean;
  client: Database['client'];
  now: number;
  resetEnrollmentHours: number;
}

/** UTC ms, or null. For the joins of `standings`: `people`, `held`, `accounts`, and `bound`. */
export const deadline = (policy: EffectivePolicy, facts: DeadlineFacts): Expression => {
  const { sql, bindings } = graceEnd(policy, facts.byRole, createdMs(facts.client, facts.now));
  const afterReset = `accounts.must_enroll_since + ${facts.resetEnrollmentHours * HOUR_MS}`;
  return {
    sql: `case when held.user_id is not null then null
      when accounts.must_enroll_since is not null then ${afterReset} else ${sql} end`,
    bindings,
  };
};
