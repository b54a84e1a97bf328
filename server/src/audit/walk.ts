/** Goes along the chain link by link. Pure: rows in, the first break out. */
import type { ChainRow, Seals } from './chain';

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
  /** The head was put back to an earlier moment, or leads past the last row that a running host knew. */
  | 'rolled_back'
  /** The head says that rows were removed for their age, and no row tells of it. */
  | 'purge_untold'
  /** Rows that did not fit any more were removed for their age. */
  | 'purged_broken';

export interface Break {
  /** Place of the first row that does not fit; of a removed row, the place it had. */
  seq: number;
  kind: BreakKind;
}

/** The last link that fits, and whether a key of this host has sealed any row so far. */
export interface Link {
  seq: number;
  hash: string;
  keyed: boolean;
}

export interface Walked {
  link: Link;
  checked: number;
  /** Rows that only a plain hash holds together, because the host had no key when they were written. */
  unkeyed: number;
  found: Break | null;
}

/** Marks that the recorder itself leaves when the head did not fit: for good, whatever is appended behind them. */
const HEAD_MARKS: readonly string[] = [
  'head_changed',
  'head_missing',
  'head_unknown_key',
  'head_behind',
  'rolled_back',
];

/** What such a row says was found; null for every other row. */
export const markOf = ({ type, outcome, reason }: Pick<ChainRow, 'type' | 'outcome' | 'reason'>): BreakKind | null => {
  if (type !== 'audit.checkpoint' || outcome !== 'failure' || reason === null) return null;
  if (reason.startsWith('purged_')) return 'purged_broken';
  return HEAD_MARKS.includes(reason) ? (reason as BreakKind) : null;
};

const NEARBY = 200;

/** A row whose seal fits another place nearby has been moved. */
const fitsElsewhere = (row: ChainRow, seals: Seals): boolean => {
  for (let seq = Math.max(1, row.seq - NEARBY); seq <= row.seq + NEARBY; seq += 1) {
    const state = seq === row.seq ? 'wrong' : seals.checkRow({ ...row, seq });
    if (state === 'keyed' || state === 'plain') return true;
  }
  return false;
};

/** What was done to `row`, whose own seal is wrong. */
const kindOfWrong = (row: ChainRow, next: ChainRow | undefined, link: Link, seals: Seals): BreakKind => {
  // The row behind it is the true one of this place, pushed back by one.
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
  // Anybody can make a plain seal: behind a keyed one it can only be a forged end, or a host that lost its key.
  if (state === 'plain' && link.keyed) return 'unsealed';
  if (row.previousHash !== link.hash) return 'rewritten';
  return markOf(row);
};

/** Follows `rows`, in the order of their places, from `start` on; stops at the first break, or behind the first `count`. */
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
