/**
 * Pages of the audit trail, newest first. The cursor is a sequence number, not an offset, so every page costs the same.
 */
import type { AuditEventRow } from '../../../shared/contracts/types';
import { type Database, MfaError } from '../platform';
import { fromColumns } from './seal-entry';
import { rangeOf, type Filters } from './filters';
import { countRows, findRows } from './find-rows';
import { toView } from './view';

export interface EventPage {
  events: AuditEventRow[];
  nextCursor: string | null;
}

const CURSOR = /^before:([1-9]\d{0,15})$/;

const LAST_PLACE = 2_147_483_647;

const cursorAt = (seq: number): string => Buffer.from(`before:${seq}`).toString('base64url');

const placeOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const [, place] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  // Sequence numbers are 32-bit integers. One more is larger than any row's.
  if (place !== undefined) return Number(place) > LAST_PLACE ? Number.MAX_SAFE_INTEGER : Number(place);
  throw new MfaError('MFA_INVALID_REQUEST', { errors: [{ path: ['query', 'cursor'], message: 'not a valid value' }] });
};

/**
 * `limit` rows after `cursor` (from the previous page, or none for the first). `nextCursor` is null on the last page.
 */
export const pageOf = async (
  database: Database,
  filters: Filters,
  { cursor, limit }: { cursor?: string; limit: number }
): Promise<EventPage> => {
  const before = placeOf(cursor);
  const range = await rangeOf(database, filters);
  const found = await findRows(database, filters, {
    range: { after: range.after, before: Math.min(range.before, before) },
    order: 'desc',
    limit: limit + 1,
  });
  const rows = found.slice(0, limit).map(fromColumns);
  const last = rows.at(-1);
  return { events: rows.map(toView), nextCursor: found.length > limit && last ? cursorAt(last.seq) : null };
};

/** Counting further would cost more in a larger trail, and nobody reads so many pages. */
const COUNTED = 10_000;

/** `more`: there are more than `count`. */
export interface Total {
  count: number;
  more: boolean;
}

export const totalOf = async (database: Database, filters: Filters): Promise<Total> => {
  const found = await countRows(database, filters, await rangeOf(database, filters), COUNTED + 1);
  return { count: Math.min(found, COUNTED), more: found > COUNTED };
};
