import { useMemo } from 'react';

import { useIntl } from 'react-intl';

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Formats times: relative in text, a date for deadlines, the exact time where it matters. Input: ISO 8601. */
export const useWhen = () => {
  const { formatDate, formatRelativeTime } = useIntl();
  return useMemo(() => {
    const relative = (iso: string): string => {
      const seconds = Math.round((Date.parse(iso) - Date.now()) / 1000);
      const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
      if (!step) return formatRelativeTime(0, 'second', { numeric: 'auto' });
      return formatRelativeTime(Math.trunc(seconds / step[1]), step[0], { numeric: 'auto' });
    };
    /** For past events. If the server's clock is ahead of this computer's, they must not sound like the future. */
    const ago = (iso: string): string => relative(new Date(Math.min(Date.parse(iso), Date.now())).toISOString());
    const date = (iso: string): string => formatDate(iso, { dateStyle: 'medium' });
    const moment = (iso: string): string => formatDate(iso, { dateStyle: 'medium', timeStyle: 'short' });
    return { relative, ago, date, moment };
  }, [formatDate, formatRelativeTime]);
};
