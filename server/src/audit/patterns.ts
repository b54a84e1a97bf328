/** What somebody who reads the trail should look at first. Pointers for people: nothing is decided by them. */
import type { Database } from '../store';
import { browserName } from './browser-name';
import { rangeOf, type Range } from './filters';

export type PatternKind = 'many_failures' | 'many_people' | 'new_browser';

export interface Pattern {
  kind: PatternKind;
  /** Whose account; null for an address that tried several. */
  user: { id: number; email: string | null } | null;
  ip: string | null;
  /** Failures, people tried, or sign-ins with the new browser. */
  count: number;
  browser: string | null;
  firstAt: string;
  lastAt: string;
}

type Row = Record<string, unknown>;

const MANY_FAILURES = 10;
const MANY_PEOPLE = 4;
const MOST = 50;
const HISTORY_MS = 180 * 86_400_000;
const PEOPLE_AT_ONCE = 200;

const iso = (value: unknown): string => new Date(Number(value)).toISOString();

const spanOf = (row: Row) => ({ firstAt: iso(row.first_at), lastAt: iso(row.last_at) });

export const createPatterns = (database: Database) => {
  const within = (range: Range) => {
    const query = database.table('auditEntries').where('seq', '>', range.after);
    return range.before < Number.MAX_SAFE_INTEGER ? query.where('seq', '<', range.before) : query;
  };

  const spans = { first_at: 'at' };

  const manyFailures = async (range: Range): Promise<Pattern[]> => {
    const rows: Row[] = await within(range)
      .where({ outcome: 'failure' })
      .whereNotNull('target_id')
      .groupBy('target_id')
      .select('target_id')
      .count({ events: '*' })
      .min(spans)
      .max({ last_at: 'at', email: 'target_email' })
      .having(database.knex.raw('count(*)'), '>=', MANY_FAILURES)
      .orderBy('events', 'desc')
      .limit(MOST);
    return rows.map((row) => ({
      kind: 'many_failures',
      user: { id: Number(row.target_id), email: row.email === null ? null : String(row.email) },
      ip: null,
      count: Number(row.events),
      browser: null,
      ...spanOf(row),
    }));
  };

  const manyPeople = async (range: Range): Promise<Pattern[]> => {
    const rows: Row[] = await within(range)
      .where({ outcome: 'failure' })
      .whereNotNull('target_id')
      .whereNotNull('ip')
      .groupBy('ip')
      .select('ip')
      .countDistinct({ people: 'target_id' })
      .min(spans)
      .max({ last_at: 'at' })
      .having(database.knex.raw('count(distinct target_id)'), '>=', MANY_PEOPLE)
      .orderBy('people', 'desc')
      .limit(MOST);
    return rows.map((row) => ({
      kind: 'many_people',
      user: null,
      ip: String(row.ip),
      count: Number(row.people),
      browser: null,
      ...spanOf(row),
    }));
  };

  const signIns = (range: Range) =>
    within(range)
      .where({ type: 'sign_in.completed', outcome: 'success' })
      .whereNotNull('target_id')
      .whereNotNull('user_agent');

  /** Browsers each of these people signed in with in an earlier range. */
  const knownBrowsers = async (people: readonly number[], range: Range): Promise<Map<number, Set<string>>> => {
    const known = new Map<number, Set<string>>();
    for (let from = 0; from < people.length; from += PEOPLE_AT_ONCE) {
      const rows: Row[] = await signIns(range)
        .whereIn('target_id', people.slice(from, from + PEOPLE_AT_ONCE))
        .distinct('target_id', 'user_agent');
      for (const row of rows) {
        const browsers = known.get(Number(row.target_id)) ?? new Set();
        known.set(Number(row.target_id), browsers.add(browserName(String(row.user_agent))));
      }
    }
    return known;
  };

  const newBrowsers = async (range: Range, earlier: Range): Promise<Pattern[]> => {
    const rows: Row[] = await signIns(range)
      .groupBy('target_id', 'user_agent')
      .select('target_id', 'user_agent')
      .count({ events: '*' })
      .min({ ...spans, ip: 'ip' })
      .max({ last_at: 'at', email: 'target_email' });
    const known = await knownBrowsers([...new Set(rows.map((row) => Number(row.target_id)))], earlier);
    return rows
      .filter((row) => {
        // Somebody without any history is a new person, not a person with a new browser.
        const before = known.get(Number(row.target_id));
        return before !== undefined && !before.has(browserName(String(row.user_agent)));
      })
      .sort((left, right) => Number(right.last_at) - Number(left.last_at))
      .slice(0, MOST)
      .map((row) => ({
        kind: 'new_browser' as const,
        user: { id: Number(row.target_id), email: row.email === null ? null : String(row.email) },
        ip: row.ip === null ? null : String(row.ip),
        count: Number(row.events),
        browser: browserName(String(row.user_agent)),
        ...spanOf(row),
      }));
  };

  /** Patterns of the time since `since` (UTC milliseconds), the worst of each kind first, at most 50 of a kind. */
  return async (since: number): Promise<Pattern[]> => {
    const range = await rangeOf(database, { from: since });
    if (range.before === 0) return [];
    const past = await rangeOf(database, { from: since - HISTORY_MS });
    const earlier = { after: past.after, before: range.after + 1 };
    return [...(await manyFailures(range)), ...(await manyPeople(range)), ...(await newBrowsers(range, earlier))];
  };
};
