/** How coverage developed. */
import type { PersonStatus } from './types';

/** How many active administrators had each status on a day (UTC). */
export interface CoverageDay {
  /** YYYY-MM-DD. */
  day: string;
  total: number;
  byStatus: Record<PersonStatus, number>;
}

/** `GET /mfa/users/coverage`. Days on which the server was off are missing. The last one is today, counted now. */
export interface CoverageHistory {
  /** The first day that was ever counted. Null if today is the first. */
  since: string | null;
  days: CoverageDay[];
}
