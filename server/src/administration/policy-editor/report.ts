/**
 * What a planned requirement would have done at the logins since it was saved. The verdicts were computed at each login,
 * with its own facts, and are in its event: this only adds up. Writes nothing.
 */
import type { Core } from '@strapi/strapi';

import type { PolicyReport, PolicyReportCount, PolicyReportPerson } from '../../../../shared/contracts/types';
import type { AuditTrail } from '../../audit';
import { giveWay, type Ports } from '../../platform';
import { planName, type PolicyStore } from '../../policy';

interface Deps {
  strapi: Core.Strapi;
  audit: AuditTrail;
  policies: PolicyStore;
  ports: Ports;
}

const DAY_MS = 86_400_000;
const LISTED = 50;
/** From mild to strict. A person counts once a day, and once in total, by the strictest. */
const EFFECTS = ['none', 'ask', 'set_up', 'stop'] as const;
const KEYS = { ask: 'ask', set_up: 'setUp', stop: 'stop' } as const;

interface Seen {
  email: string;
  effect: number;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const note = (people: Map<number, Seen>, userId: number, { email, effect }: Seen): void => {
  people.set(userId, { email, effect: Math.max(effect, people.get(userId)?.effect ?? 0) });
};

const countOf = (people: ReadonlyMap<number, Seen>): PolicyReportCount => {
  const count: PolicyReportCount = { people: people.size, ask: 0, setUp: 0, stop: 0 };
  for (const { effect } of people.values()) {
    const name = EFFECTS[effect];
    if (name !== undefined && name !== 'none') count[KEYS[name]] += 1;
  }
  return count;
};

const nameOf = (row: Record<string, unknown>): string =>
  [row.firstname, row.lastname].filter(Boolean).join(' ') || String(row.username ?? row.email);

export const createPolicyReport = ({ strapi, audit, policies, ports }: Deps) => {
  /** Names as of now. People who were deleted since keep the address that they had at the login. */
  const named = async (
    people: ReadonlyMap<number, Seen>,
    effect: (typeof EFFECTS)[number]
  ): Promise<PolicyReportPerson[]> => {
    const wanted = [...people].filter(([, seen]) => EFFECTS[seen.effect] === effect).slice(0, LISTED);
    if (wanted.length === 0) return [];
    const rows: Record<string, unknown>[] = await strapi.db.query('admin::user').findMany({
      select: ['id', 'email', 'firstname', 'lastname', 'username'],
      where: { id: { $in: wanted.map(([id]) => id) } },
    });
    const found = new Map(rows.map((row) => [Number(row.id), row]));
    return wanted.map(([id, { email }]) => {
      const row = found.get(id);
      return row ? { id, email: String(row.email), name: nameOf(row) } : { id, email, name: email };
    });
  };

  /** `days`: today and the days before it, in UTC. */
  return async (days: number): Promise<PolicyReport> => {
    const { planned } = await policies.current();
    const today = ports.clock.now();
    const first = today - (days - 1) * DAY_MS;
    const byDay = new Map(
      Array.from({ length: days }, (_, no) => [dayOf(first + no * DAY_MS), new Map<number, Seen>()])
    );
    const all = new Map<number, Seen>();
    if (planned !== null) {
      for await (const page of audit.plannedEffects(planName(planned), Date.parse(dayOf(first)))) {
        for (const { userId, email, at, effect } of page) {
          const seen = { email, effect: EFFECTS.indexOf(effect) };
          const day = byDay.get(dayOf(at));
          if (!day) continue;
          note(day, userId, seen);
          note(all, userId, seen);
        }
        await giveWay();
      }
    }
    return {
      planned,
      firstDay: dayOf(first),
      days: [...byDay].map(([date, people]) => ({ date, ...countOf(people) })),
      total: countOf(all),
      who: { ask: await named(all, 'ask'), setUp: await named(all, 'set_up'), stop: await named(all, 'stop') },
    };
  };
};

export type PolicyReporting = ReturnType<typeof createPolicyReport>;
