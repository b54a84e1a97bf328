/** The state of the trail at low cost, for the diagnostics, which can't take minutes. */
import type { Database } from '../platform';
import type { Seals } from './seal-entry';
import type { Heads } from './chain-head';
import type { HeadCheck, Place } from './chain-head-check';
import { markOf, type BreakKind } from './walk-chain';

export type TrailState =
  | { state: 'ok'; events: number }
  /** Rows from before the server had a key. `events` of them are within retention. */
  | { state: 'partly_unsealed'; events: number }
  | { state: 'unsealed' }
  | { state: 'broken'; seq: number; kind: BreakKind };

interface Deps {
  database: Database;
  seals: Seals;
  heads: Heads;
  judge: HeadCheck;
  lastSeen(): Place | null;
}

const MARKS = 200;

export const createTrailCheck = ({ database, seals, heads, judge, lastSeen }: Deps) => {
  const entries = () => database.table('auditEntries');

  /** A permanent record: by the recorder, by retention, or by the last full verification. */
  const written = async (): Promise<TrailState | null> => {
    const checkpoints = await entries()
      .where({ type: 'audit.checkpoint', outcome: 'failure' })
      .orderBy('seq')
      .limit(MARKS);
    for (const { seq, type, outcome, reason } of checkpoints) {
      const kind = markOf({ type, outcome, reason });
      if (kind) return { state: 'broken', seq: Number(seq), kind };
    }
    const verified = await entries().where({ type: 'audit.verified' }).orderBy('seq', 'desc').limit(MARKS);
    // An anchor is entered by a person and may be wrong itself.
    const last = verified.find(({ details }: { details: string }) => !details.includes('"anchored":true'));
    if (last?.outcome !== 'failure') return null;
    return { state: 'broken', seq: Number(last.seq), kind: last.reason as BreakKind };
  };

  return async (): Promise<TrailState> => {
    const seen = lastSeen();
    const stored = await heads.read();
    const standing = await judge.standing(stored, seen);
    if (standing !== 'fits' && standing !== 'first_key')
      return { state: 'broken', seq: stored.head.seq, kind: standing };
    const told = await written();
    if (told) return told;
    const last = await entries().whereNotNull('seq').orderBy('seq', 'desc').first('seq');
    // More rows than the head knows may have been added since it was read.
    if (Number(last?.seq ?? 0) < stored.head.seq) {
      return { state: 'broken', seq: Number(last?.seq ?? 0) + 1, kind: 'cut_off' };
    }
    const events = stored.head.seq - stored.head.purgedToSeq;
    if (!seals.keyed) return { state: 'unsealed' };
    const [oldest] = await entries().orderBy('seq').limit(1).select('seq', 'hash');
    if (!String(oldest?.hash ?? '').startsWith('s:')) return { state: 'ok', events };
    const key = await entries().where({ type: 'audit.checkpoint', reason: 'first_key' }).orderBy('seq').first('seq');
    return { state: 'partly_unsealed', events: Number(key?.seq ?? stored.head.seq + 1) - Number(oldest.seq) };
  };
};
