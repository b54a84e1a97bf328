/** Walks the chain link by link. Pure: takes rows, and returns the first break. */
import type { ChainRow, Seals } from './seal-entry';

export type BreakKind =
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'cut_off'
  | 'rewritten'
  | 'unsealed'
  | 'unknown_key'
  | 'head_changed'
  | 'head_missing'
  | 'head_unknown_key'
  | 'head_behind'
  /** The head was rolled back, or points past the last row that a running server knew. */
  | 'rolled_back'
  /** The head says that rows were purged, and no row reports it. */
  | 'purge_untold'
  /** Rows that no longer matched were purged. */
  | 'purged_broken';

export interface Break {
  /** The sequence number of the first row that doesn't match. For a removed row, the number it had. */
  seq: number;
  kind: BreakKind;
}

/** The last link that matches, and whether a key of this server has sealed any row so far. */
export interface Link {
  seq: number;
  hash: string;
  keyed: boolean;
}

export interface Walked {
  link: Link;
  checked: number;
  /** Rows that only have a plain hash, because the server had no key when they were written. */
  unkeyed: number;
  found: Break | null;
}

/** Rows in which the recorder reported a mismatched head. They're permanent breaks, whatever follows. */
const HEAD_MARKS: readonly string[] = [
  'head_changed',
  'head_missing',
  'head_unknown_key',
  'head_behind',
  'rolled_back',
];

/** What such a row reports. Null for every other row. */
export const markOf = ({ type, outcome, reason }: Pick<ChainRow, 'type' | 'outcome' | 'reason'>): BreakKind | null => {
  if (type !== 'audit.checkpoint' || outcome !== 'failure' || reason === null) return null;
  if (reason.startsWith('purged_')) return 'purged_broken';
  return HEAD_MARKS.includes(reason) ? (reason as BreakKind) : null;
};

const NEARBY = 200;

/** A row whose seal matches another position nearby was moved. */
const fitsElsewhere = (row: ChainRow, seals: Seals): boolean => {
  for (let seq = Math.max(1, row.seq - NEARBY); seq <= row.seq + NEARBY; seq += 1) {
    const state = seq === row.seq ? 'wrong' : seals.checkRow({ ...row, seq });
    if (state === 'keyed' || state === 'plain') return true;
  }
  return false;
};

/** What was done to `row`, whose own seal is wrong. */
const kindOfWrong = (row: ChainRow, next: ChainRow | undefined, link: Link, seals: Seals): BreakKind => {
  // The row after it is the real one of this position, shifted by one.
  if (next?.previousHash === link.hash && row.previousHash !== next.hash) {
    const pushed = seals.checkRow({ ...next, seq: row.seq });
    if (pushed === 'keyed' || pushed === 'plain') return fitsElsewhere(row, seals) ? 'reordered' : 'inserted';
  }
  return fitsElsewhere(row, seals) ? 'reordered' : 'changed';
};

const breakAt = (row: ChainRow, next: ChainRow | undefined, link: Link, seals: Seals): BreakKind | null => {
  const state = seals.checkRow(row);
  if (state === 'wrong') return kindOfWrong(row, next, link, seals);
  if (state === 'unknown_key') return 'unknown_key';
  // Anybody can make a plain seal. After a keyed one, it's a forged end, or the server lost its key.
  if (state === 'plain' && link.keyed) return 'unsealed';
  if (row.previousHash !== link.hash) return 'rewritten';
  return markOf(row);
};

/** Follows `rows`, sorted by sequence number, from `start`. Stops at the first break, or after the first `count`. */
export const walk = (rows: readonly ChainRow[], start: Link, seals: Seals, count = rows.length): Walked => {
  let link = start;
  let unkeyed = 0;
  for (const [index, row] of rows.slice(0, count).entries()) {
    const done = (seq: number, kind: BreakKind): Walked => ({ link, checked: index, unkeyed, found: { seq, kind } });
    if (row.seq > link.seq + 1) return done(link.seq + 1, 'removed');
    const kind = breakAt(row, rows[index + 1], link, seals);
    if (kind) return done(row.seq, kind);
    const keyed = row.hash.startsWith('k:');
    if (!keyed) unkeyed += 1;
    link = { seq: row.seq, hash: row.hash, keyed: link.keyed || keyed };
  }
  return { link, checked: Math.min(count, rows.length), unkeyed, found: null };
};
