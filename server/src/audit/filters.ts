/** What can be asked of the trail, and between which sequence numbers the answer is. */
import { z } from 'zod';

import { EVENT_TYPES, METHODS, SYSTEM_EVENT_TYPES } from '../../../shared/contracts/constants';
import type { Database } from '../platform';
import { CHAIN } from './seal-entry';

export interface Filters {
  types?: readonly string[];
  outcome?: string;
  /** As the actor or the target. */
  userId?: number;
  /** As the actor only. */
  actorId?: number;
  method?: string;
  ip?: string;
  /** This one event. */
  seq?: number;
  /** UTC milliseconds, both inclusive. */
  from?: number;
  to?: number;
}

const csv = z
  .union([z.string().max(2000), z.array(z.string().max(100)).max(EVENT_TYPES.length)])
  .transform((value) => (typeof value === 'string' ? value.split(',') : value).filter((part) => part !== ''))
  .pipe(z.array(z.enum(EVENT_TYPES)));

const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** A day means its first millisecond for `from` and its last for `to`, both in UTC. */
const time = (end: boolean) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .transform((value) => Date.parse(value) + (end && value.length === 10 ? 86_400_000 - 1 : 0));

/** The query parameters that the list and the export share. */
export const filterShape = {
  type: csv.optional(),
  /** `false` leaves out what the plugin did by itself, unless `type` names it. */
  system: z.enum(['true', 'false']).optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  userId: id.optional(),
  actorId: id.optional(),
  method: z.enum(METHODS).optional(),
  ip: z.string().min(1).max(64).optional(),
  from: time(false).optional(),
  to: time(true).optional(),
};

type FilterQuery = z.infer<z.ZodObject<typeof filterShape>>;

const SYSTEM: readonly string[] = SYSTEM_EVENT_TYPES;
const BY_PEOPLE = EVENT_TYPES.filter((type) => !SYSTEM.includes(type));

const typesOf = ({ type, system }: Pick<FilterQuery, 'type' | 'system'>): readonly string[] | undefined => {
  if (type && type.length > 0) return [...new Set(type)];
  return system === 'false' ? BY_PEOPLE : undefined;
};

export const filtersOf = ({ type, system, ...rest }: FilterQuery): Filters => {
  const types = typesOf({ type, system });
  return { ...rest, ...(types ? { types } : {}) };
};

/** Rows with `after < seq < before`. */
export interface Range {
  after: number;
  before: number;
}

export const EVERYTHING: Range = { after: 0, before: Number.MAX_SAFE_INTEGER };

/**
 * The sequence numbers of a time span. Rows are nearly in the order of time, but the clocks of two nodes differ. The
 * head stores the largest difference so far, and no row of the span can be further away than that.
 */
export const rangeOf = async (database: Database, { from, to }: Filters): Promise<Range> => {
  if (from === undefined && to === undefined) return EVERYTHING;
  const head = await database.table('auditHeads').where({ chain: CHAIN }).first();
  const disorder = Number(head?.disorder_ms ?? 0);
  const entries = () => database.table('auditEntries');
  const range = { ...EVERYTHING };
  if (from !== undefined) {
    const first = await entries().where('at', '>=', from).orderBy('at', 'asc').first('at');
    if (!first) return { after: 0, before: 0 };
    const at = Number(first.at);
    const [lowest] = await entries()
      .whereBetween('at', [at, at + disorder])
      .min({ seq: 'seq' });
    range.after = Number(lowest?.seq) - 1;
  }
  if (to !== undefined) {
    const last = await entries().where('at', '<=', to).orderBy('at', 'desc').first('at');
    if (!last) return { after: 0, before: 0 };
    const at = Number(last.at);
    const [highest] = await entries()
      .whereBetween('at', [at - disorder, at])
      .max({ seq: 'seq' });
    range.before = Number(highest?.seq) + 1;
  }
  return range;
};
