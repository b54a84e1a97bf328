import { useWords } from '../../i18n';

const DAY_MS = 86_400_000;
/** The server's limit: the last day ends less than 90 days from now. */
const LONGEST_DAYS = 90;

/** A day in the administrator's time zone, as a date field has it. */
export const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

export const endOf = (day: string): Date => new Date(`${day}T23:59:59`);

export const latestDay = (): string => dayOf(new Date(Date.now() + (LONGEST_DAYS - 1) * DAY_MS));

/** What is wrong with the day, in words, or null. */
export const useDayFlaw = (day: string): string | null => {
  const t = useWords('people');
  if (!(endOf(day).getTime() > Date.now())) return t('exempt.until.missing');
  return endOf(day).getTime() > endOf(latestDay()).getTime() ? t('exempt.until.tooFar') : null;
};
