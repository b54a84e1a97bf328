/** What rows of the trail say about the trail itself: where a key came, and what was removed for its age. */
import type { ChainRow, Seals } from './chain';
import { detailsOf } from './view';
import type { Break, Link } from './walk';

const isFirstKey = ({ type, outcome, reason }: ChainRow): boolean =>
  type === 'audit.checkpoint' && outcome === 'success' && reason === 'first_key';

/**
 * Beside a key, rows without its seal are a break, unless they are the oldest and the first row that has it says so: that
 * row was written by the host when it got its key. `rows` follow `start` and fit it.
 */
export const sealingBreak = (rows: readonly ChainRow[], start: Link, seals: Seals): Break | null => {
  if (!seals.keyed || start.keyed) return null;
  const at = rows.findIndex((row) => row.hash.startsWith('k:'));
  const row = rows[at];
  if (!row || isFirstKey(row)) return null;
  const before = rows[at - 1] ?? start;
  return before.hash.startsWith('s:') ? { seq: before.seq, kind: 'unsealed' } : null;
};

/** `<place> <hash>` of the last row that this one says was removed for its age; nothing for other rows. */
export const purgeToldBy = (row: ChainRow): string[] => {
  if (row.type !== 'audit.checkpoint') return [];
  const { purgedToSeq, purgedToHash } = detailsOf(row);
  return purgedToSeq === undefined ? [] : [`${String(purgedToSeq)} ${String(purgedToHash)}`];
};
