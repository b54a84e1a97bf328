/** Whether the trail is what was written: changed, removed, inserted and reordered rows, and a cut-off end. */
import { setImmediate as breathe } from 'node:timers/promises';

import type { Database } from '../platform';
import { fromColumns, ROW_COLUMNS, type ChainRow, type Seals } from './chain';
import { isCheckpointWrong, startOf } from './checkpoint';
import type { Heads, StoredHead } from './heads';
import { walk, type Break, type Link } from './walk';

/** A place of the chain that was written down outside the database: in the log, hourly, or by this process. */
export interface Anchor {
  seq: number;
  hash: string;
}

export interface Verification {
  intact: boolean;
  /** Rows whose seal was recomputed and that fit. */
  checked: number;
  firstBreak: (Break & { at: string | null }) | null;
  /** Rows that were recorded while the host had no key: they show clumsy changes only. */
  unkeyed: number;
  /** The last row that fits: kept elsewhere, it proves later that nothing before it was cut off or rewritten. */
  anchor: Anchor;
}

interface Deps {
  database: Database;
  seals: Seals;
  heads: Heads;
}

interface Progress {
  link: Link;
  checked: number;
  unkeyed: number;
  found: Break | null;
}

const BATCH = 1000;

const headBreak = ({ head, state }: StoredHead, seals: Seals): Break | null => {
  if (state === 'missing') return { seq: 1, kind: 'head_missing' };
  if (state === 'wrong') return { seq: head.seq, kind: 'head_changed' };
  if (state === 'unknown_key') return { seq: head.seq, kind: 'head_unknown_key' };
  return isCheckpointWrong(head, seals) ? { seq: head.purgedToSeq, kind: 'head_changed' } : null;
};

const anchorBreak = (rows: readonly ChainRow[], anchors: readonly Anchor[]): Break | null => {
  const differs = rows.find((row) => anchors.some((anchor) => anchor.seq === row.seq && anchor.hash !== row.hash));
  return differs ? { seq: differs.seq, kind: 'rewritten' } : null;
};

/** What the end of the walk tells, against the head from before it, the head from after it, and the anchors. */
const endBreak = (last: Link, before: StoredHead, after: StoredHead, anchors: readonly Anchor[]): Break | null => {
  const known = Math.max(before.head.seq, ...anchors.map((anchor) => anchor.seq));
  if (last.seq < known) return { seq: last.seq + 1, kind: 'cut_off' };
  if (last.seq > after.head.seq) return { seq: after.head.seq + 1, kind: 'head_behind' };
  if (last.seq === before.head.seq && last.hash !== before.head.hash) return { seq: last.seq, kind: 'rewritten' };
  return last.keyed && before.state === 'plain' ? { seq: last.seq, kind: 'unsealed' } : null;
};

const first = (left: Break | null, right: Break | null): Break | null => {
  if (left === null || right === null) return left ?? right;
  return left.seq < right.seq ? left : right;
};

/** Walks the whole chain in batches. `anchors` may come from anywhere but this database. */
export const verifyChain = async (
  { database, seals, heads }: Deps,
  anchors: readonly Anchor[]
): Promise<Verification> => {
  const entries = () => database.table('auditEntries');
  const rowsAfter = async (seq: number): Promise<ChainRow[]> =>
    (await entries().select(ROW_COLUMNS).where('seq', '>', seq).orderBy('seq').limit(BATCH)).map(fromColumns);

  const follow = async (start: Link): Promise<Progress> => {
    let progress: Progress = { link: start, checked: 0, unkeyed: 0, found: null };
    for (let rows = await rowsAfter(start.seq); rows.length > 0; rows = await rowsAfter(progress.link.seq)) {
      const walked = walk(rows, progress.link, seals);
      const found = anchorBreak(rows.slice(0, walked.checked), anchors) ?? walked.found;
      progress = {
        link: walked.link,
        checked: progress.checked + walked.checked,
        unkeyed: progress.unkeyed + walked.unkeyed,
        found,
      };
      // A long trail takes seconds of computing: others are let through between two batches.
      await breathe();
      if (!found) continue;
      // Retention may have moved on meanwhile: what it removed is signed for in the new head.
      const moved = startOf((await heads.read()).head, seals);
      if (found.kind !== 'removed' || moved.seq <= walked.link.seq) return progress;
      progress = { ...progress, link: moved, found: null };
    }
    return progress;
  };

  const before = await heads.read();
  const oldest = await entries().orderBy('seq').first('seq');
  const untouched = before.state === 'missing' && !oldest && anchors.length === 0;
  const start = startOf(before.head, seals);
  const { link, checked, unkeyed, found } = await follow(start);

  const judge = async (): Promise<Break | null> => {
    if (untouched) return null;
    // A row in the purged part was not there when the checkpoint was signed.
    if (oldest && Number(oldest.seq) <= start.seq) return { seq: Number(oldest.seq), kind: 'inserted' };
    const after = await heads.read();
    const inside =
      found?.kind === 'changed' && found.seq > after.head.seq ? { ...found, kind: 'inserted' as const } : found;
    const broken = first(headBreak(before, seals), inside);
    return broken ?? endBreak(link, before, after, anchors);
  };

  const broken = await judge();
  const row = broken ? await entries().where({ seq: broken.seq }).first('at') : null;
  return {
    intact: broken === null,
    checked,
    firstBreak: broken ? { ...broken, at: row ? new Date(Number(row.at)).toISOString() : null } : null,
    unkeyed,
    anchor: { seq: link.seq, hash: link.hash },
  };
};
