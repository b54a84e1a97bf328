/** The rows of `mfa_enrollment_passes`: at most one per person, stored as a slow hash. */
import {
  CLOCK_SKEW_MS,
  constantTimeEqual,
  type Database,
  type KeyRing,
  type Ports,
  rowIntegrity,
  sealRow,
  toMs,
  type Trx,
  wonBy,
} from '../../platform';
import { formatCode, readCode, SALT_BYTES, type SlowHash } from '../../factors';

/** Twelve symbols of five bits each. The four remaining bits are dropped. */
const PASS_BYTES = 8;
const SYMBOLS = 12;
export const PASS_TRIES = 5;
export const LONGEST_PASS_HOURS = 72;
const HOUR_MS = 3_600_000;
/** Below the limit of bound parameters of every database. */
const AT_ONCE = 500;

/** Created and hashed, but not stored. `pass` is shown once. */
export interface PreparedPass {
  pass: string;
  salt: string;
  hash: string;
}

export type PassJudged =
  | { ok: true; uid: string }
  /** `ended`: that was the last attempt. */
  | { ok: false; reason: 'malformed' | 'no_pass' | 'wrong_pass'; ended: boolean };

export interface Passes {
  /** Call this before a transaction begins, because the hash is slow on purpose. */
  prepare(): Promise<PreparedPass>;
  /** Replaces the previous pass. `expiresAt`: UTC ms. True if there was a valid one. */
  put(userId: number, prepared: PreparedPass, expiresAt: number, trx: Trx): Promise<boolean>;
  /** Counts one of five attempts with a committed conditional write, then compares. Doesn't use up the pass. */
  judge(userId: number, typed: string): Promise<PassJudged>;
  /** Uses it up. Exactly one caller gets true. */
  use(uid: string, trx: Trx): Promise<boolean>;
  /** True if there was a valid one. */
  end(userId: number, trx: Trx): Promise<boolean>;
  /** When the passes of these people expire, UTC ms. */
  of(userIds: readonly number[]): Promise<Map<number, number>>;
  /** Removes expired passes, and returns their owners. Each is returned to one caller only. */
  takeExpired(): Promise<number[]>;
  /** Seals passes from before seals existed. Returns their number. */
  sealFirst(trx: Trx): Promise<number>;
  /** Seals with the current first key. Passes that don't count stay unchanged. */
  reseal(trx: Trx): Promise<void>;
}

type Row = Record<string, unknown>;

const covered = ({ uid, user_id, salt, hash, expires_at }: Row) => [
  String(uid),
  Number(user_id),
  String(salt),
  String(hash),
  toMs(expires_at),
];

const sealOf = (keys: KeyRing, row: Row): string | null => sealRow(keys, 'pass', covered(row));

/**
 * Once there is a key, a pass without this server's seal doesn't count. It lasts for days at most, so it doesn't have
 * to survive the loss of a key.
 */
const isBelieved = (keys: KeyRing, row: Row): boolean =>
  keys.activeId === null || rowIntegrity(keys, 'pass', covered(row), (row.seal ?? null) as string | null) === 'intact';

interface Deps {
  database: Database;
  keys: KeyRing;
  ports: Ports;
  hash: SlowHash;
}

export const createPasses = ({ database, keys, ports, hash }: Deps): Passes => {
  const rows = (trx?: Trx) => database.table('passes', trx);

  const live = (trx?: Trx) =>
    rows(trx)
      .where('attempts', '<', PASS_TRIES)
      .where('expires_at', '>', ports.clock.now())
      // If the clock was set back, an older pass would be valid for longer.
      .where('expires_at', '<=', ports.clock.now() + LONGEST_PASS_HOURS * HOUR_MS + CLOCK_SKEW_MS);

  const end = async (userId: number, trx: Trx): Promise<boolean> => {
    const worked = wonBy(await live(trx).where({ user_id: userId }).delete());
    await rows(trx).where({ user_id: userId }).delete();
    return worked;
  };

  const sealAgain = async (row: Row, trx: Trx): Promise<void> => {
    await rows(trx)
      .where({ uid: row.uid })
      .update({ seal: sealOf(keys, row) });
  };

  return {
    end,

    async prepare() {
      const salt = ports.random.bytes(SALT_BYTES).toString('base64url');
      const pass = formatCode(ports.random.bytes(PASS_BYTES));
      return { pass, salt, hash: await hash(pass.replaceAll('-', ''), salt) };
    },

    async put(userId, { salt, hash: digest }, expiresAt, trx) {
      const replaced = await end(userId, trx);
      const uid = ports.random.uuid();
      const decides = { uid, user_id: userId, salt, hash: digest, expires_at: expiresAt };
      await rows(trx).insert({ ...decides, document_id: uid, attempts: 0, seal: sealOf(keys, decides) });
      return replaced;
    },

    async judge(userId, typed) {
      const symbols = readCode(typed, SYMBOLS);
      // No pass ever looks like this, so it reveals nothing and costs nothing.
      if (symbols === null) return { ok: false, reason: 'malformed', ended: false };
      const row = await live().where({ user_id: userId }).first();
      if (!row || !isBelieved(keys, row)) return { ok: false, reason: 'no_pass', ended: false };
      const uid = String(row.uid);
      if (!wonBy(await live().where({ uid }).increment('attempts', 1)))
        return { ok: false, reason: 'no_pass', ended: false };
      if (constantTimeEqual(await hash(symbols, String(row.salt)), String(row.hash))) return { ok: true, uid };
      const spent = await rows().where({ uid }).where('attempts', '>=', PASS_TRIES).delete();
      return { ok: false, reason: 'wrong_pass', ended: wonBy(spent) };
    },

    use: async (uid, trx) => wonBy(await rows(trx).where({ uid }).where('expires_at', '>', ports.clock.now()).delete()),

    async of(userIds) {
      const found = new Map<number, number>();
      for (let from = 0; from < userIds.length; from += AT_ONCE) {
        const some = await live()
          .select('user_id', 'expires_at')
          .whereIn('user_id', userIds.slice(from, from + AT_ONCE));
        for (const row of some) found.set(Number(row.user_id), toMs(row.expires_at) ?? 0);
      }
      return found;
    },

    async takeExpired() {
      const over = await rows().select('uid', 'user_id').where('expires_at', '<=', ports.clock.now()).limit(AT_ONCE);
      const taken: number[] = [];
      for (const row of over) if (wonBy(await rows().where({ uid: row.uid }).delete())) taken.push(Number(row.user_id));
      return taken;
    },

    async sealFirst(trx) {
      const open: Row[] = await rows(trx).whereNull('seal');
      for (const row of open) await sealAgain(row, trx);
      return open.length;
    },

    async reseal(trx) {
      const all: Row[] = await rows(trx);
      for (const row of all) if (isBelieved(keys, row)) await sealAgain(row, trx);
    },
  };
};
