/** Emails that ask people to set up MFA, and the progress of sending them. */
import type { Core } from '@strapi/strapi';

import type { AuditTrail, Person } from '../../audit';
import { type Census, decide, type EffectivePolicy, type PolicyStore, type Surveyed } from '../../policy';
import { type Database, MfaError, type Ports } from '../../platform';
import { createOnceOnly, NOTICE_KIND, type Notices } from '../../notices';
import type { Outbox } from '../../delivery';
import type { Ranks } from './ranks';

export interface ReminderDeps {
  strapi: Core.Strapi;
  audit: AuditTrail;
  census: Census;
  database: Database;
  notices: Notices;
  outbox: Outbox;
  policies: PolicyStore;
  ports: Ports;
  ranks: Ranks;
}

export type SkipReason =
  'not_found' | 'inactive' | 'already_set_up' | 'exempt' | 'reminded_today' | 'switched_off' | 'yourself' | 'above_you';

export interface Reminded {
  queued: number;
  skipped: { id: number; reason: SkipReason }[];
}

export interface ReminderProgress {
  pending: number;
  sent: number;
  failed: { id: number | null; email: string | null; reason: string; at: string }[];
}

const PAUSE_MS = 24 * 3_600_000;
/** One transaction each, because a list of thousands must not keep the head of the audit trail locked. */
const BATCH = 100;
/** More failures than anybody reads. */
const MOST_PAGES = 25;

export const createReminders = (deps: ReminderDeps) => {
  const { audit, census, database, notices, policies, ports, ranks } = deps;
  const marks = createOnceOnly({ database, ports });

  const standsAgainst = (person: Surveyed, policy: EffectivePolicy): SkipReason | null => {
    if (person.authenticators.length > 0) return 'already_set_up';
    const verdict = decide({ ...person.facts, policy });
    return verdict.action === 'allow' && verdict.because === 'person_exempt' ? 'exempt' : null;
  };

  /**
   * Queues reminders. People who were reminded within a day are left out, even if two administrators click at the same
   * time.
   */
  const mail = async (actor: Person, people: readonly Surveyed[], skipped: Reminded['skipped']): Promise<number> => {
    let queued = 0;
    for (let from = 0; from < people.length; from += BATCH) {
      const early: number[] = [];
      const part = people.slice(from, from + BATCH);
      queued += await database.transaction(async (trx) => {
        const told: Person[] = [];
        for (const { id, email } of part) {
          if (!(await marks.claim(`notice:reminder:${id}`, PAUSE_MS, trx))) {
            early.push(id);
            continue;
          }
          await notices.tell('reminder', id, { by: actor.email }, trx);
          told.push({ id, email });
        }
        if (told.length === 0) return 0;
        const target = told.length === 1 ? told[0] : undefined;
        const details = { people: told.length, userIds: told.map(({ id }) => id) };
        await audit.append({ type: 'user.reminded', outcome: 'success', actor, target, details }, trx);
        return told.length;
      });
      skipped.push(...early.map((id) => ({ id, reason: 'reminded_today' as const })));
    }
    return queued;
  };

  const inactive = async (ids: readonly number[]): Promise<Set<number>> => {
    const rows: { id: unknown }[] = await deps.strapi.db
      .query('admin::user')
      .findMany({ select: ['id'], where: { id: { $in: [...ids] }, isActive: { $ne: true } } });
    return new Set(rows.map(({ id }) => Number(id)));
  };

  const refuseForbidden = async (actor: Person, ids: readonly number[]): Promise<void> => {
    if (ids.includes(actor.id)) throw new MfaError('MFA_NOT_ON_YOURSELF');
    if (!(await ranks.anyoneAbove(actor.id, ids))) return;
    const details = { userIds: ids };
    await audit.append({
      type: 'access.denied',
      outcome: 'failure',
      actor,
      reason: 'reminder_of_somebody_above',
      details,
    });
    throw new MfaError('MFA_TARGET_ABOVE_YOU');
  };

  const remindThese = async (actor: Person, ids: readonly number[], policy: EffectivePolicy): Promise<Reminded> => {
    await refuseForbidden(actor, ids);
    const found = new Map((await census.of(ids)).map((person) => [person.id, person]));
    const away = await inactive(ids);
    const skipped: Reminded['skipped'] = [];
    const wanted: Surveyed[] = [];
    for (const id of ids) {
      const person = found.get(id);
      const reason = !person ? 'not_found' : away.has(id) ? 'inactive' : standsAgainst(person, policy);
      if (reason) skipped.push({ id, reason });
      else if (person) wanted.push(person);
    }
    return { queued: await mail(actor, wanted, skipped), skipped };
  };

  const remindAll = async (actor: Person, policy: EffectivePolicy): Promise<Reminded> => {
    const above = await ranks.rolesAbove(actor.id);
    const skipped: Reminded['skipped'] = [];
    let queued = 0;
    for await (const page of census.everyone()) {
      const wanted: Surveyed[] = [];
      for (const person of page) {
        const reason = standsAgainst(person, policy);
        if (reason === 'already_set_up') continue;
        const isAbove = person.roles.some((role) => above.has(Number(role.id)));
        const forbidden = person.id === actor.id ? 'yourself' : isAbove ? 'above_you' : null;
        if (forbidden ?? reason) skipped.push({ id: person.id, reason: (forbidden ?? reason) as SkipReason });
        else wanted.push(person);
      }
      queued += await mail(actor, wanted, skipped);
    }
    return { queued, skipped };
  };

  return {
    /**
     * To these people, or to every active person without an authenticator.
     * @throws MfaError MFA_NOT_ON_YOURSELF, MFA_TARGET_ABOVE_YOU for named people
     */
    async remind(actor: Person, userIds: readonly number[] | undefined): Promise<Reminded> {
      const policy = await policies.current();
      const ids = userIds ? [...new Set(userIds)] : undefined;
      if (policy.notices.reminder === false) {
        return { queued: 0, skipped: (ids ?? []).map((id) => ({ id, reason: 'switched_off' })) };
      }
      return ids ? remindThese(actor, ids, policy) : remindAll(actor, policy);
    },

    /** The state of reminders since then (UTC ms): waiting, sent, and each one that failed at least once. */
    async progress(since: number): Promise<ReminderProgress> {
      const pending = await deps.outbox.waiting(NOTICE_KIND, 'event', 'reminder');
      const done: ReminderProgress = { pending, sent: 0, failed: [] };
      const filters = { types: ['notice.sent', 'notice.failed'], from: since };
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { events, nextCursor } = await audit.list(filters, { cursor, limit: 200 });
        for (const { details, outcome, target, at } of events) {
          if (details.event !== 'reminder') continue;
          if (outcome === 'success') done.sent += 1;
          else done.failed.push({ id: target.id, email: target.email, reason: String(details.cause ?? 'unknown'), at });
        }
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return done;
    },
  };
};

export type Reminders = ReturnType<typeof createReminders>;
