/** What rows of the trail say about the trail: where it got a key, and what retention removed. */
import type { ChainRow, Seals } from './seal-entry';
import { detailsOf } from './view';
import type { Break, Link } from './walk-chain';

const isFirstKey = ({ type, outcome, reason }: ChainRow): boolean =>
  type === 'audit.checkpoint' && outcome === 'success' && reason === 'first_key';

/**
 * Once there is a key, rows without its seal are a break, unless they're the oldest and the first sealed row says so.
 * The server wrote that row when it got its key. `rows` follow `start` and match it.
 */
export const sealingBreak = (rows: readonly ChainRow[], start: Link, seals: Seals): Break | null => {
  if (!seals.keyed || start.keyed) return null;
  const at = rows.findIndex((row) => row.hash.startsWith('k:'));
  const row = rows[at];
  if (!row || isFirstKey(row)) return null;
  const before = rows[at - 1] ?? start;
  return before.hash.startsWith('s:') ? { seq: before.seq, kind: 'unsealed' } : null;
};

/** `<seq> <hash>` of the last row that this row reports as purged. Empty for other rows. */
export const purgeReportedBy = (row: ChainRow): string[] => {
  if (row.type !== 'audit.checkpoint') return [];
  const { purgedToSeq, purgedToHash } = detailsOf(row);
  return purgedToSeq === undefined ? [] : [`${String(purgedToSeq)} ${String(purgedToHash)}`];
};
