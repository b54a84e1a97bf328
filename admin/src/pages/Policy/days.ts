/**
 * Days of this computer's calendar. The design system's date picker knows only UTC: its dates are midnight UTC of the day
 * that people see. A requirement starts at midnight here. Pure.
 */

const MOST_DAYS_AHEAD = 364;

const midnightIn = (days: number, from = new Date()): Date =>
  new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);

/** ISO 8601. The start of the day that is so many days after today. */
export const dayIn = (days: number): string => midnightIn(days).toISOString();

/** The picker's date for a moment. */
export const pickedFrom = (iso: string): Date => {
  const at = new Date(iso);
  return new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()));
};

/** The moment for a date of the picker. */
export const momentOf = (picked: Date): string =>
  new Date(picked.getUTCFullYear(), picked.getUTCMonth(), picked.getUTCDate()).toISOString();

export const firstDay = (): Date => pickedFrom(dayIn(1));
export const lastDay = (): Date => pickedFrom(dayIn(MOST_DAYS_AHEAD));

/** Whether a requirement can start then: tomorrow at the earliest, and within a year. */
export const isStartable = (iso: string): boolean => {
  const at = Date.parse(iso);
  return at > Date.now() && at <= midnightIn(MOST_DAYS_AHEAD + 1).getTime();
};
