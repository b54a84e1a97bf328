/**
 * Unusual patterns that a reader of the activity log should look at first. They're hints for people, and nothing
 * depends on them.
 */
import type { Database } from '../platform';
import { browserName } from './browser-name';
import { rangeOf, type Range } from './filters';

/** From and to (UTC milliseconds), and the sequence numbers between which such rows are. */
type Span = Range & { from: number; to?: number };

export type PatternKind = 'many_failures' | 'many_people' | 'new_browser';

export interface Pattern {
  kind: PatternKind;
  /** The person. Null for an address that tried several. */
  user: { id: number; email: string | null } | null;
  ip: string | null;
  /** The number of failures, of people, or of logins from the new browser. */
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
  /** The rows of a time span: sequence numbers find them, and times decide. */
  const within = ({ from, to, after, before }: Span) => {
    const query = database.table('auditEntries').where('seq', '>', after).where('at', '>=', from);
    if (before < Number.MAX_SAFE_INTEGER) void query.where('seq', '<', before);
    return to === undefined ? query : query.where('at', '<=', to);
  };

  const spanBetween = async (from: number, to?: number): Promise<Span> => ({
    from,
    to,
    ...(await rangeOf(database, to === undefined ? { from } : { from, to })),
  });

  const spans = { first_at: 'at' };

  const manyFailures = async (span: Span): Promise<Pattern[]> => {
    const rows: Row[] = await within(span)
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

  const manyPeople = async (span: Span): Promise<Pattern[]> => {
    const rows: Row[] = await within(span)
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

  const signIns = (span: Span) =>
    within(span)
      .where({ type: 'sign_in.completed', outcome: 'success' })
      .whereNotNull('target_id')
      .whereNotNull('user_agent');

  /** The browsers that each of these people used in an earlier range. */
  const knownBrowsers = async (people: readonly number[], span: Span): Promise<Map<number, Set<string>>> => {
    const known = new Map<number, Set<string>>();
    for (let from = 0; from < people.length; from += PEOPLE_AT_ONCE) {
      const rows: Row[] = await signIns(span)
        .whereIn('target_id', people.slice(from, from + PEOPLE_AT_ONCE))
        .distinct('target_id', 'user_agent');
      for (const row of rows) {
        const browsers = known.get(Number(row.target_id)) ?? new Set();
        known.set(Number(row.target_id), browsers.add(browserName(String(row.user_agent))));
      }
    }
    return known;
  };

  const newBrowsers = async (span: Span, earlier: Span): Promise<Pattern[]> => {
    const rows: Row[] = await signIns(span)
      .groupBy('target_id', 'user_agent')
      .select('target_id', 'user_agent')
      .count({ events: '*' })
      .min({ ...spans, ip: 'ip' })
      .max({ last_at: 'at', email: 'target_email' });
    const known = await knownBrowsers([...new Set(rows.map((row) => Number(row.target_id)))], earlier);
    return rows
      .filter((row) => {
        // A person without any history is new, so a browser of theirs isn't reported.
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

  /** Patterns since `since` (UTC milliseconds), the worst of each kind first, at most 50 of a kind. */
  return async (since: number): Promise<Pattern[]> => {
    const span = await spanBetween(since);
    if (span.before === 0) return [];
    const earlier = await spanBetween(since - HISTORY_MS, since - 1);
    return [...(await manyFailures(span)), ...(await manyPeople(span)), ...(await newBrowsers(span, earlier))];
  };
};
