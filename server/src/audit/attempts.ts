/** What somebody did with a person's password between two of that person's sign-ins, read from the trail. */
import type { MeView } from '../../../shared/contracts/types';
import { toIso, type Database } from '../store';

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
const TYPES = [...SIGN_INS, FAILED];

const MOST_COUNTED = 50;
/** Family and event of one sign-in are written in the same transaction, the event a little later. */
const WRITTEN_WITHIN_MS = 60_000;

interface Row {
  at: unknown;
  type: unknown;
  details: Record<string, unknown>;
}

const rowOf = ({ at, type, details }: Record<string, unknown>): Row => ({
  at,
  type,
  details: JSON.parse(String(details)) as Record<string, unknown>,
});

/**
 * Failures of a sign-in that was begun and not finished. Those of the question that the person finished are the person's
 * own slips; one without a question can't be told from them.
 */
const isForeign = ({ purpose, question }: Row['details'], own: Row['details']): boolean =>
  purpose === 'sign_in' && typeof question === 'string' && question !== own.question;

export const createAttempts =
  (database: Database): Attempts =>
  async ({ userId, familyId, beganAt }) => {
    const found: Record<string, unknown>[] = await database
      .table('auditEntries')
      .where({ target_id: userId })
      // Behind a function, so that no database takes the index of the types for it.
      .whereRaw(`coalesce(type, '') in (${TYPES.map(() => '?').join(', ')})`, TYPES)
      .where('at', '<=', beganAt + WRITTEN_WITHIN_MS)
      .select('at', 'type', 'details')
      .orderBy('seq', 'desc')
      .limit(MOST_COUNTED + SIGN_INS.length);
    const rows = found.map(rowOf);
    const current = rows.findIndex(({ details }) => details.family === familyId);
    const own = rows[current];
    if (!own) return null;
    const before = rows.slice(current + 1);
    const previous = before.findIndex(({ type }) => type !== FAILED);
    const between = previous === -1 ? before : before.slice(0, previous);
    const foreign = between.filter(({ details }) => isForeign(details, own.details));
    const lastAt = toIso(foreign[0]?.at);
    return lastAt === null ? null : { count: Math.min(foreign.length, MOST_COUNTED), lastAt };
  };
