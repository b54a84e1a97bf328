/** What somebody did with a person's password between two of that person's sign-ins, read from the trail. */
import type { MeView } from '../../../shared/contracts/types';
import { toIso, type Database } from '../platform';

export interface SignIn {
  userId: number;
  /** The session family that it began, and when. */
  familyId: string;
  beganAt: number;
}

export type Attempts = (signIn: SignIn) => Promise<MeView['attempts']>;

/** A lock is never alone: the failure that brought it is counted. */
const FAILED = 'verification.failed';
const SIGN_INS = ['sign_in.completed', 'sign_in.sso'];

const MOST_COUNTED = 50;
/** Family and event of one sign-in are written in the same transaction, the event a little later. */
const WRITTEN_WITHIN_MS = 60_000;
/** As many sign-ins of one person as may reasonably fall into that. */
const CLOSE_SIGN_INS = 20;
/** Somebody who began again from the same place a moment ago is the same person. */
const SAME_VISIT_MS = 30 * 60_000;

interface Row {
  seq: number;
  at: number;
  /** From where, by what. */
  place: string;
  failed: boolean;
  details: Record<string, unknown>;
}

const rowOf = ({ seq, at, type, ip, user_agent: agent, details }: Record<string, unknown>): Row => ({
  seq: Number(seq),
  at: Number(at),
  place: JSON.stringify([ip, agent]),
  failed: type === FAILED,
  details: JSON.parse(String(details)) as Record<string, unknown>,
});

/**
 * Failures of a sign-in that was begun and not finished. Those of the question that the person finished are the person's
 * own slips, and so are those of a visit from the same place just before; one without a question can't be told from them.
 */
const isForeign = (row: Row, own: Row): boolean => {
  const { purpose, question } = row.details;
  if (purpose !== 'sign_in' || typeof question !== 'string' || question === own.details.question) return false;
  return row.place !== own.place || own.at - row.at > SAME_VISIT_MS;
};

export const createAttempts = (database: Database): Attempts => {
  /** Along a person's own rows; behind a function, so that no database takes the index of the types for it. */
  const newest = async (userId: number, types: readonly string[], limit: number, until: [string, number]) => {
    const rows: Record<string, unknown>[] = await database
      .table('auditEntries')
      .where({ target_id: userId })
      .whereRaw(`coalesce(type, '') in (${types.map(() => '?').join(', ')})`, [...types])
      .where(until[0], '<=', until[1])
      .select('seq', 'at', 'type', 'ip', 'user_agent', 'details')
      .orderBy('seq', 'desc')
      .limit(limit);
    return rows.map(rowOf);
  };

  return async ({ userId, familyId, beganAt }) => {
    const close = await newest(userId, SIGN_INS, CLOSE_SIGN_INS, ['at', beganAt + WRITTEN_WITHIN_MS]);
    const own = close.find(({ details }) => details.family === familyId);
    if (!own) return null;
    const before = await newest(userId, [...SIGN_INS, FAILED], MOST_COUNTED + 1, ['seq', own.seq - 1]);
    const previous = before.findIndex(({ failed }) => !failed);
    const between = previous === -1 ? before : before.slice(0, previous);
    const foreign = between.filter((row) => isForeign(row, own));
    const lastAt = toIso(foreign[0]?.at);
    return lastAt === null ? null : { count: Math.min(foreign.length, MOST_COUNTED), lastAt };
  };
};
