import type { PlannedEffect } from '../../../shared/contracts/types';
import type { Database } from '../platform';

/** One login, and what the plan that was saved then would have done. */
export interface PlannedLogin {
  userId: number;
  email: string;
  /** UTC ms. */
  at: number;
  effect: PlannedEffect;
}

const PAGE = 2_000;
const LOGINS = ['sign_in.completed', 'sign_in.sso'];

const effectIn = (details: unknown): PlannedEffect => {
  const { planned }: { planned?: { effect?: PlannedEffect } } = Object(JSON.parse(String(details)));
  return planned?.effect ?? 'none';
};

/** Reads the logins since then that carry the name of this plan, one page at a time, oldest first. */
export const createPlannedEffects = (database: Database) =>
  async function* (plan: string, since: number): AsyncGenerator<PlannedLogin[]> {
    for (let last = 0; ;) {
      const rows: Record<string, unknown>[] = await database
        .table('auditEntries')
        .select('seq', 'at', 'target_id', 'target_email', 'details')
        .whereIn('type', LOGINS)
        .where({ outcome: 'success' })
        .where('at', '>=', since)
        .where('seq', '>', last)
        .whereNotNull('target_id')
        .where('details', 'like', `%"plan":"${plan}"%`)
        .orderBy('seq')
        .limit(PAGE);
      if (rows.length > 0) {
        yield rows.map((row) => ({
          userId: Number(row.target_id),
          email: String(row.target_email),
          at: Number(row.at),
          effect: effectIn(row.details),
        }));
      }
      if (rows.length < PAGE) return;
      last = Number(rows[rows.length - 1]?.seq);
    }
  };
