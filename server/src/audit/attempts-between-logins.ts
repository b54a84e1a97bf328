/** Reads from the audit trail what others did with a person's password between two of that person's logins. */
import type { MeView } from '../../../shared/contracts/types';
import { toIso, type Database } from '../platform';

export interface SignIn {
  userId: number;
  /** The session family that it began, and when. */
  familyId: string;
  beganAt: number;
}

export type Attempts = (signIn: SignIn) => Promise<MeView['attempts']>;

/** A lock is always recorded with the failure that caused it, and only the failure counts. */
const FAILED = 'verification.failed';
const SIGN_INS = ['sign_in.completed', 'sign_in.sso'];

const MOST_COUNTED = 50;
/** The family and the event of one login are written in the same transaction, the event a little later. */
const WRITTEN_WITHIN_MS = 60_000;
/** The most logins of one person that may reasonably fall into that time. */
const CLOSE_SIGN_INS = 20;
/** Someone who starts again from the same place within this time is the same person. */
const SAME_VISIT_MS = 30 * 60_000;

interface Row {
  seq: number;
  at: number;
  /** The address and browser. */
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
 * Failures of logins that were begun and not completed. Failures in the transaction that the person completed are their
 * own typos, and so are failures from the same place just before. A login without a transaction can't be told from
 * them.
 */
const isForeign = (row: Row, own: Row): boolean => {
  const { purpose, question } = row.details;
  if (purpose !== 'sign_in' || typeof question !== 'string' || question === own.details.question) return false;
  return row.place !== own.place || own.at - row.at > SAME_VISIT_MS;
};

export const createAttempts = (database: Database): Attempts => {
  /** Uses the index of the person's rows. The function keeps databases from using the index of types. */
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
