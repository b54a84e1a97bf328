/** The rows of `mfa_identity_checks`: one per code that was sent, kept for two days for the limits. */
import {
  CLOCK_SKEW_MS,
  type Database,
  type KeyRing,
  type Ports,
  rowIntegrity,
  sealRow,
  toMs,
  type Trx,
  wonBy,
} from '../../../platform';
import { codeDigest, compareCode, newCode, readSixDigits } from '../../../factors';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const LIFETIME_MS = 10 * MINUTE_MS;
/** How long a verified caller counts for what the administrator does next. */
export const COUNTS_FOR_MS = 30 * MINUTE_MS;
export const ATTEMPTS = 5;
const PAUSE_MS = MINUTE_MS;
const PER_PERSON_A_DAY = 10;
const PER_ACTOR_A_DAY = 30;

/** Who asks, and who has to read the code. A code counts for exactly this pair. */
export interface Pair {
  actorId: number;
  userId: number;
}

export type Opened =
  | { ok: true; uid: string; code: string; sentAt: number; expiresAt: number }
  | { ok: false; code: 'MFA_RESEND_TOO_EARLY' | 'MFA_TOO_MANY_ATTEMPTS'; retryAfterSeconds: number };

export type Judged =
  | { ok: true; uid: string }
  | { ok: false; reason: 'malformed' | 'no_code' | 'wrong_code' | 'unreadable'; attemptsRemaining: number };

export interface CheckState {
  sentAt: number;
  expiresAt: number;
  verifiedAt: number | null;
}

type Row = Record<string, unknown>;

const where = ({ actorId, userId }: Pair) => ({ actor_id: actorId, user_id: userId });

const covered = (row: Row, verifiedAt: number) => [
  String(row.uid),
  Number(row.user_id),
  Number(row.actor_id),
  verifiedAt,
];

const LOCK = 'sends:verification';

interface Deps {
  database: Database;
  keys: KeyRing;
  ports: Ports;
}

export const createCheckRows = ({ database, keys, ports }: Deps) => {
  const rows = (trx?: Trx) => database.table('identityChecks', trx);
  const now = () => ports.clock.now();

  const live = (trx?: Trx) =>
    rows(trx)
      .whereNull('verified_at')
      .where('attempts', '<', ATTEMPTS)
      .where('expires_at', '>', now())
      // If the clock was set back, an older code would be valid for longer.
      .where('expires_at', '<=', now() + LIFETIME_MS + CLOCK_SKEW_MS);

  /** When one more may be sent. Null if now. */
  const fullUntil = async (who: object, times: number, spanMs: number, trx: Trx): Promise<number | null> => {
    const row = await rows(trx)
      .where(who)
      .where('sent_at', '>', now() - spanMs)
      .where('sent_at', '<=', now() + CLOCK_SKEW_MS)
      .orderBy('sent_at', 'desc')
      .offset(times - 1)
      .limit(1)
      .first();
    return row ? (toMs(row.sent_at) ?? now()) + spanMs : null;
  };

  const believed = (row: Row): number | null => {
    const at = toMs(row.verified_at);
    if (at === null || at <= now() - COUNTS_FOR_MS || at > now() + CLOCK_SKEW_MS) return null;
    const seal = (row.seal ?? null) as string | null;
    return rowIntegrity(keys, 'identity-check', covered(row, at), seal) === 'intact' ? at : null;
  };

  return {
    /**
     * Stores a new code, which replaces the pair's last one. Counted under one lock, so that neither parallel requests
     * nor other nodes send more than allowed.
     */
    async open(pair: Pair): Promise<Opened> {
      const at = now();
      const uid = ports.random.uuid();
      const mark = { mark_key: LOCK, document_id: ports.random.uuid(), at };
      await database.table('marks').insert(mark).onConflict('mark_key').ignore();
      return database.transaction(async (trx) => {
        await database.table('marks', trx).where({ mark_key: LOCK }).update({ at });
        const limits = [
          ['MFA_RESEND_TOO_EARLY', where(pair), 1, PAUSE_MS],
          ['MFA_TOO_MANY_ATTEMPTS', { user_id: pair.userId }, PER_PERSON_A_DAY, DAY_MS],
          ['MFA_TOO_MANY_ATTEMPTS', { actor_id: pair.actorId }, PER_ACTOR_A_DAY, DAY_MS],
        ] as const;
        for (const [refusal, who, times, spanMs] of limits) {
          const until = await fullUntil(who, times, spanMs, trx);
          if (until !== null)
            return { ok: false, code: refusal, retryAfterSeconds: Math.max(1, Math.ceil((until - at) / 1000)) };
        }
        await live(trx).where(where(pair)).update({ expires_at: at });
        const code = newCode(ports);
        const { mac, keyId } = codeDigest(keys, uid, code);
        const expiresAt = at + LIFETIME_MS;
        const times = { sent_at: at, expires_at: expiresAt, verified_at: null, attempts: 0 };
        await rows(trx).insert({ uid, document_id: uid, ...where(pair), mac, key_id: keyId, ...times, seal: null });
        return { ok: true, uid, code, sentAt: at, expiresAt };
      });
    },

    /** The email wasn't sent. `mayHaveLeft`: it may have been, so it still counts for the limits. */
    async undo(uid: string, mayHaveLeft: boolean): Promise<void> {
      if (mayHaveLeft) await rows().where({ uid }).update({ expires_at: now() });
      else await rows().where({ uid }).delete();
    },

    /** Spends an attempt with a committed conditional write, then compares. Doesn't use up the code. */
    async judge(pair: Pair, typed: string): Promise<Judged> {
      const code = readSixDigits(typed);
      const row = await live().where(where(pair)).orderBy('id', 'desc').first();
      if (!row) return { ok: false, reason: 'no_code', attemptsRemaining: 0 };
      const left = ATTEMPTS - Number(row.attempts);
      // No code ever looks like this, so it reveals nothing and costs nothing.
      if (code === null) return { ok: false, reason: 'malformed', attemptsRemaining: left };
      const uid = String(row.uid);
      if (!wonBy(await live().where({ uid }).increment('attempts', 1)))
        return { ok: false, reason: 'no_code', attemptsRemaining: 0 };
      const compared = compareCode(keys, uid, code, { mac: String(row.mac), keyId: String(row.key_id) });
      if (compared === 'right') return { ok: true, uid };
      const reason = compared === 'wrong' ? 'wrong_code' : 'unreadable';
      return { ok: false, reason, attemptsRemaining: left - 1 };
    },

    /** Uses it up. Exactly one caller gets the time. */
    async use(uid: string, trx: Trx): Promise<number | null> {
      const at = now();
      const row = await rows(trx).where({ uid }).first();
      if (!row) return null;
      const seal = sealRow(keys, 'identity-check', covered(row, at));
      const open = rows(trx).where({ uid }).whereNull('verified_at').where('expires_at', '>', at);
      return wonBy(await open.update({ verified_at: at, seal })) ? at : null;
    },

    /** When this administrator verified this person, within the last 30 minutes. */
    async verifiedAt(pair: Pair, trx?: Trx): Promise<number | null> {
      const found: Row[] = await rows(trx)
        .where(where(pair))
        .where('verified_at', '>', now() - COUNTS_FOR_MS);
      const times = found.flatMap((row) => believed(row) ?? []);
      return times.length === 0 ? null : Math.max(...times);
    },

    /** The pair's last code that still matters. */
    async state(pair: Pair): Promise<CheckState | null> {
      const row = await rows().where(where(pair)).orderBy('id', 'desc').first();
      if (!row) return null;
      const verifiedAt = believed(row);
      const expiresAt = toMs(row.expires_at) ?? 0;
      const isOpen = toMs(row.verified_at) === null && expiresAt > now() && Number(row.attempts) < ATTEMPTS;
      return verifiedAt !== null || isOpen ? { sentAt: toMs(row.sent_at) ?? 0, expiresAt, verifiedAt } : null;
    },

    async sweep(): Promise<void> {
      await rows()
        .where('sent_at', '<', now() - 2 * DAY_MS)
        .delete();
    },

    async forget(userId: number, trx: Trx): Promise<void> {
      await rows(trx)
        .where((one) => void one.where({ user_id: userId }).orWhere({ actor_id: userId }))
        .delete();
    },
  };
};

export type CheckRows = ReturnType<typeof createCheckRows>;
