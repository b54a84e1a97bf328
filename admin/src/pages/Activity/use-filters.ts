import { SYSTEM_EVENT_TYPES } from '../../../../shared/contracts/constants';
import { type ActivityFilters } from '../../api';
import { pick, useUrl } from '../parts';
import { SPANS, type Span } from './presets';

export const PAGE_SIZE = 25;

const PLAIN = ['type', 'outcome', 'userId', 'method', 'ip'] as const;

/** Everything in the address that narrows the list. */
export const FILTER_KEYS = [...PLAIN, 'from', 'to', 'span'] as const;

export const NO_FILTERS = Object.fromEntries(FILTER_KEYS.map((key) => [key, null]));

const pad = (value: number): string => String(value).padStart(2, '0');

/** The day in the reader's time zone, as `YYYY-MM-DD`. */
export const dayOf = (date: Date): string => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

/** The reader's days, because the times on the page are theirs, too. What isn't a day is left to the server. */
const instant = (value: string, time: string): string => {
  const at = new Date(`${value}T${time}`);
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(at.getTime()) ? at.toISOString() : value;
};

const isSpan = (value: string): value is Span => SPANS.some((span) => span === value);

const startOf = (span: Span): string => {
  const start = new Date();
  start.setHours(0, 0, 0, 0);
  if (span !== 'today') start.setDate(start.getDate() - Number(span) + 1);
  return start.toISOString();
};

const periodOf = (get: (key: string) => string): Pick<ActivityFilters, 'from' | 'to'> => {
  const [span, from, to] = [get('span'), get('from'), get('to')];
  if (isSpan(span)) return { from: startOf(span) };
  return {
    ...(from ? { from: instant(from, '00:00:00.000') } : {}),
    ...(to ? { to: instant(to, '23:59:59.999') } : {}),
  };
};

/** What the address asks for. `filters` go to the server, for the list and for the export alike. */
export const useWanted = () => {
  const url = useUrl();
  const named = url.get('type').split(',');
  // Someone who filters by such an event wants to see it.
  const forced = SYSTEM_EVENT_TYPES.some((type) => named.includes(type));
  const system = forced || url.get('system') === '1';
  const filters: ActivityFilters = {
    ...pick(url.get, PLAIN),
    ...periodOf(url.get),
    ...(system ? {} : { system: 'false' }),
  };
  return {
    filters,
    filtered: FILTER_KEYS.some((key) => url.get(key) !== ''),
    system: { shown: system, forced },
    cursor: url.get('cursor'),
    page: Math.max(1, Number.parseInt(url.get('page'), 10) || 1),
    open: url.get('id'),
  };
};
