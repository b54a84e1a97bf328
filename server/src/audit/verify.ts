/** Verifies the trail: finds changed, removed, inserted, and reordered rows, and a missing end. */
import { giveWay, type Database } from '../platform';
import { fromColumns, ROW_COLUMNS, type ChainRow, type Seals } from './seal-entry';
import { startOf } from './checkpoint';
import type { Heads, StoredHead } from './chain-head';
import { purgeReportedBy, sealingBreak } from './trail-reports';
import type { HeadCheck, Place, HeadState } from './chain-head-check';
import { walk, type Break, type Link, type Walked } from './walk-chain';

/** A row that was noted outside the database: in the log, every hour, or by this process. */
export type Anchor = Place;

/**
 * `confirmed`: the row is unchanged. `purged`: retention removed the row, so it can't be compared. `contradicted`: the
 * row is different or missing.
 */
export type AnchorState = 'confirmed' | 'purged' | 'contradicted';

export interface Verification {
  intact: boolean;
  /** The number of rows whose recomputed seal matches. */
  checked: number;
  firstBreak: (Break & { at: string | null }) | null;
  /** Rows recorded while the server had no key. They only show careless changes. */
  unkeyed: number;
  /** The last row that matches. Stored elsewhere, it proves later that nothing before it was removed or rewritten. */
  anchor: Anchor;
  /** The result for the given anchor. Null if there was none. */
  givenAnchor: AnchorState | null;
}

interface Deps {
  database: Database;
  seals: Seals;
  heads: Heads;
  judge: HeadCheck;
}

interface Progress {
  /** The row after which the walk began. Later if retention removed rows meanwhile. */
  start: Link;
  link: Link;
  checked: number;
  unkeyed: number;
  /** The sequence numbers up to which rows were purged, according to the rows that report it. */
  told: readonly string[];
  found: Break | null;
}

const BATCH = 250;
/** Two or three milliseconds of computing, so that other requests don't wait longer. */
const SLICE = 50;

const headBreak = ({ head }: StoredHead, standing: HeadState): Break | null => {
  // A rolled-back head also shows in the walk, which usually finds a more precise name for it.
  if (standing === 'fits' || standing === 'first_key' || standing === 'rolled_back') return null;
  return { seq: standing === 'head_missing' ? 1 : head.seq, kind: standing };
};

const anchorBreak = (rows: readonly ChainRow[], anchors: readonly Anchor[]): Break | null => {
  const differs = rows.find((row) => anchors.some((anchor) => anchor.seq === row.seq && anchor.hash !== row.hash));
  return differs ? { seq: differs.seq, kind: 'rewritten' } : null;
};

/** Compares the end of the walk with the head before it, the head after it, and the anchors. */
const endBreak = (last: Link, before: StoredHead, after: StoredHead, anchors: readonly Anchor[]): Break | null => {
  const known = Math.max(before.head.seq, ...anchors.map((anchor) => anchor.seq));
  if (last.seq < known) return { seq: last.seq + 1, kind: 'cut_off' };
  if (last.seq > after.head.seq) return { seq: after.head.seq + 1, kind: 'head_behind' };
  if (last.seq === before.head.seq && last.hash !== before.head.hash) return { seq: last.seq, kind: 'rewritten' };
  return last.keyed && before.state === 'plain' ? { seq: last.seq, kind: 'unsealed' } : null;
};

/** The purged part has no rows, but its last seal is confirmed by the checkpoint. */
const startBreak = ({ start, told }: Progress, anchors: readonly Anchor[]): Break | null => {
  if (start.seq === 0) return null;
  if (anchors.some(({ seq, hash }) => seq === start.seq && hash !== start.hash)) {
    return { seq: start.seq, kind: 'rewritten' };
  }
  return told.includes(`${start.seq} ${start.hash}`) ? null : { seq: start.seq, kind: 'purge_untold' };
};

const first = (left: Break | null, right: Break | null): Break | null => {
  if (left === null || right === null) return left ?? right;
  return left.seq < right.seq ? left : right;
};

/** A long trail takes a minute of computing, so other requests get turns meanwhile. */
const walkInSlices = async (rows: readonly ChainRow[], start: Link, seals: Seals): Promise<Walked> => {
  let whole: Walked = { link: start, checked: 0, unkeyed: 0, found: null };
  while (whole.checked < rows.length && !whole.found) {
    const part = walk(rows.slice(whole.checked), whole.link, seals, SLICE);
    whole = { ...part, checked: whole.checked + part.checked, unkeyed: whole.unkeyed + part.unkeyed };
    await giveWay();
  }
  return whole;
};

/** Where the walk began, and what it found. */
interface Verified {
  verification: Verification;
  start: Link;
}

/** Walks the whole chain in batches. `seen`: the last row this process knows, from before the head is read. */
const walkChain = async ({ database, seals, heads, judge }: Deps, seen: Place | null): Promise<Verified> => {
  const anchors = seen ? [seen] : [];
  const entries = () => database.table('auditEntries');
  const rowsAfter = async (seq: number): Promise<ChainRow[]> =>
    (await entries().select(ROW_COLUMNS).where('seq', '>', seq).orderBy('seq').limit(BATCH)).map(fromColumns);

  const follow = async (start: Link): Promise<Progress> => {
    let progress: Progress = { start, link: start, checked: 0, unkeyed: 0, told: [], found: null };
    for (let rows = await rowsAfter(start.seq); rows.length > 0; rows = await rowsAfter(progress.link.seq)) {
      const walked = await walkInSlices(rows, progress.link, seals);
      const fitting = rows.slice(0, walked.checked);
      const found = first(sealingBreak(fitting, progress.link, seals), anchorBreak(fitting, anchors) ?? walked.found);
      progress = {
        ...progress,
        link: walked.link,
        checked: progress.checked + walked.checked,
        unkeyed: progress.unkeyed + walked.unkeyed,
        told: [...progress.told, ...fitting.flatMap(purgeReportedBy)],
        found,
      };
      if (!found) continue;
      // Retention may have removed rows meanwhile. The new head confirms what it removed.
      const moved = startOf((await heads.read()).head, seals);
      if (found.kind !== 'removed' || moved.seq <= walked.link.seq) return progress;
      progress = { ...progress, start: moved, link: moved, found: null };
    }
    return progress;
  };

  const before = await heads.read();
  const oldest = await entries().whereNotNull('seq').orderBy('seq').first('seq');
  const standing = await judge.standing(before, seen);
  const progress = await follow(startOf(before.head, seals));
  const { start, link, checked, unkeyed, found } = progress;

  const judged = async (): Promise<Break | null> => {
    // Nothing was ever recorded.
    if (before.state === 'missing' && standing === 'fits') return null;
    if (await entries().whereNull('seq').first('id')) return { seq: 0, kind: 'inserted' };
    // A row in the purged part wasn't there when the checkpoint was sealed.
    if (oldest && Number(oldest.seq) <= startOf(before.head, seals).seq) {
      return { seq: Number(oldest.seq), kind: 'inserted' };
    }
    const after = await heads.read();
    const inside =
      found?.kind === 'changed' && found.seq > after.head.seq ? { ...found, kind: 'inserted' as const } : found;
    const broken = first(headBreak(before, standing), inside) ?? endBreak(link, before, after, anchors);
    if (broken) return broken;
    return standing === 'rolled_back' ? { seq: before.head.seq, kind: 'rolled_back' } : startBreak(progress, anchors);
  };

  const broken = await judged();
  const row = broken ? await entries().where({ seq: broken.seq }).first('at') : null;
  const firstBreak = broken ? { ...broken, at: row ? new Date(Number(row.at)).toISOString() : null } : null;
  const anchor = { seq: link.seq, hash: link.hash };
  return { verification: { intact: !firstBreak, checked, firstBreak, unkeyed, anchor, givenAnchor: null }, start };
};

/** Sequence numbers are 32-bit integers. */
const LAST_SEQ = 2_147_483_647;

/** The result for a row that was noted elsewhere. */
const compare = async (database: Database, start: Link, { seq, hash }: Anchor): Promise<AnchorState> => {
  if (seq < start.seq) return 'purged';
  if (seq === start.seq) return hash === start.hash ? 'confirmed' : 'contradicted';
  // PostgreSQL fails on a number that doesn't fit the column.
  if (seq > LAST_SEQ) return 'contradicted';
  const row = await database.table('auditEntries').where({ seq }).first('hash');
  return row?.hash === hash ? 'confirmed' : 'contradicted';
};

/** Verifies once for everyone who asks meanwhile. They share the walk, and each has their own anchor. */
export const createVerifier = (deps: Deps & { lastSeen(): Place | null }) => {
  let running: Promise<Verified> | null = null;

  const shared = (): Promise<Verified> => {
    running ??= walkChain(deps, deps.lastSeen()).finally(() => {
      running = null;
    });
    return running;
  };

  return async (given: Anchor | null): Promise<Verification> => {
    const { verification, start } = await shared();
    if (given === null) return verification;
    const givenAnchor = await compare(deps.database, start, given);
    const { anchor: last, firstBreak } = verification;
    if (givenAnchor !== 'contradicted') return { ...verification, givenAnchor };
    const found: Break =
      given.seq > last.seq ? { seq: last.seq + 1, kind: 'cut_off' } : { seq: given.seq, kind: 'rewritten' };
    const known = firstBreak && firstBreak.seq <= found.seq ? firstBreak : { ...found, at: null };
    return { ...verification, intact: false, firstBreak: known, givenAnchor };
  };
};
