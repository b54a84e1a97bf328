import { CLOCK_SKEW_MS, type Database, type KeyRing, type Ports, toMs, type Trx, wonBy } from '../../platform';
import type { CodeChannel, CodeUse } from '../code-channel';
import type { Subject } from '../factor';

const SENDS_PER_CHALLENGE = 3;
export const PAUSE_MS = 60_000;
/** Longer than any transaction lasts. */
const CHALLENGE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

export type SendTaken =
  | { ok: true; at: number; slot: string; sendId: string }
  | { ok: false; code: 'MFA_RESEND_TOO_EARLY' | 'MFA_TOO_MANY_ATTEMPTS'; retryAfterSeconds: number | null };

interface Needs {
  database: Database;
  keys: KeyRing;
  ports: Ports;
}

const secondsUntil = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1000));

/**
 * Limits how often codes are sent. Conditional writes reserve each send before anything leaves the server, and the
 * reservation is returned if the provider refuses.
 */
export const createSends = ({ database, keys, ports }: Needs, channel: CodeChannel) => {
  const { method, allowance } = channel;

  /** One row per challenge and purpose: the number of sends, and the time of the last one. */
  const slotOf = (subject: Subject, use: CodeUse): string => `${method}:${use}:${subject.scope}`;

  const createSlot = async (slot: string, subject: Subject, use: CodeUse, now: number): Promise<void> => {
    await database
      .table('ceremonies')
      .insert({
        uid: slot,
        document_id: ports.random.uuid(),
        scope: subject.scope,
        kind: `${method}-sends:${use}`,
        user_id: subject.userId,
        memory: '',
        attempts: 0,
        opened_at: 0,
        expires_at: now + CHALLENGE_MS,
      })
      .onConflict('uid')
      .ignore();
  };

  /** MySQL sees columns assigned earlier in the same statement, so `expires_at` comes last. */
  const takeSlot = async (slot: string, now: number): Promise<boolean> => {
    const { knex } = database;
    const latest = now + CHALLENGE_MS + CLOCK_SKEW_MS;
    const over = `expires_at <= ${now} OR expires_at > ${latest}`;
    const affected = await database
      .table('ceremonies')
      .where({ uid: slot })
      .where(
        (free) =>
          void free
            .where('expires_at', '<=', now)
            .orWhere('expires_at', '>', latest)
            .orWhere(
              (next) => void next.where('attempts', '<', SENDS_PER_CHALLENGE).where('opened_at', '<=', now - PAUSE_MS)
            )
      )
      .update({
        attempts: knex.raw(`CASE WHEN ${over} THEN 1 ELSE attempts + 1 END`),
        opened_at: now,
        expires_at: knex.raw(`CASE WHEN ${over} THEN ${now + CHALLENGE_MS} ELSE expires_at END`),
      });
    return wonBy(affected);
  };

  const whyNot = async (slot: string, now: number): Promise<SendTaken> => {
    const row = await database.table('ceremonies').where({ uid: slot }).first();
    if (row && Number(row.attempts) >= SENDS_PER_CHALLENGE) {
      return { ok: false, code: 'MFA_TOO_MANY_ATTEMPTS', retryAfterSeconds: null };
    }
    const next = (toMs(row?.opened_at) ?? now) + PAUSE_MS;
    return { ok: false, code: 'MFA_RESEND_TOO_EARLY', retryAfterSeconds: secondsUntil(next, now) };
  };

  const giveBackSlot = async (slot: string, at: number): Promise<void> => {
    await database
      .table('ceremonies')
      .where({ uid: slot, opened_at: at })
      .where('attempts', '>', 0)
      .update({ attempts: database.knex.raw('attempts - 1'), opened_at: at - PAUSE_MS });
  };

  const addressHash = (address: string): string => keys.mac('delivered-code', `address|${method}|${address}`);

  /** When the oldest of the last `limit` sends will be a day old. Null if there are fewer. */
  const fullUntil = async (
    where: Record<string, unknown>,
    limit: number,
    now: number,
    trx: Trx
  ): Promise<number | null> => {
    const row = await database
      .table('sends', trx)
      .select('at')
      .where({ channel: method, ...where })
      .where('at', '>', now - DAY_MS)
      .where('at', '<=', now + CLOCK_SKEW_MS)
      .orderBy('at', 'desc')
      .offset(limit - 1)
      .limit(1)
      .first();
    return row ? (toMs(row.at) ?? now) + DAY_MS : null;
  };

  const lock = `sends:${method}`;

  /** Counts the sends of one channel one after the other, so that two nodes can't both take the last one. */
  const takeOfTheDay = async (
    subject: Subject,
    address: string,
    now: number
  ): Promise<{ sendId: string } | { until: number }> => {
    const destination = addressHash(address);
    await database
      .table('marks')
      .insert({ mark_key: lock, document_id: ports.random.uuid(), at: now })
      .onConflict('mark_key')
      .ignore();
    return database.transaction(async (trx) => {
      await database.table('marks', trx).where({ mark_key: lock }).update({ at: now });
      const limits: [Record<string, unknown>, number | null][] = [
        [{ destination_hash: destination }, allowance.perAddress],
        [{ user_id: subject.userId }, allowance.perPerson],
        [{}, allowance.overall],
      ];
      for (const [where, limit] of limits) {
        const until = limit === null ? null : await fullUntil(where, limit, now, trx);
        if (until !== null) return { until };
      }
      const sendId = ports.random.uuid();
      await database.table('sends', trx).insert({
        document_id: sendId,
        channel: method,
        destination_hash: destination,
        user_id: subject.userId,
        at: now,
      });
      return { sendId };
    });
  };

  return {
    async take(subject: Subject, use: CodeUse, address: string): Promise<SendTaken> {
      const now = ports.clock.now();
      const slot = slotOf(subject, use);
      await createSlot(slot, subject, use, now);
      if (!(await takeSlot(slot, now))) return whyNot(slot, now);
      const day = await takeOfTheDay(subject, address, now);
      if ('sendId' in day) return { ok: true, at: now, slot, sendId: day.sendId };
      await giveBackSlot(slot, now);
      return { ok: false, code: 'MFA_TOO_MANY_ATTEMPTS', retryAfterSeconds: secondsUntil(day.until, now) };
    },

    /** `mayHaveLeft`: nobody knows whether it arrives. It still counts for the day, because it may be billed. */
    async giveBack(taken: { at: number; slot: string; sendId: string }, mayHaveLeft: boolean): Promise<void> {
      await giveBackSlot(taken.slot, taken.at);
      if (!mayHaveLeft) await database.table('sends').where({ document_id: taken.sendId }).delete();
    },
  };
};

/** Deletes sends that no limit counts anymore. */
export const sweepSends = async ({ database, ports }: Pick<Needs, 'database' | 'ports'>): Promise<void> => {
  await database
    .table('sends')
    .where('at', '<', ports.clock.now() - 2 * DAY_MS)
    .delete();
};
