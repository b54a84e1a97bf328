import { LIMITS } from '../../../../shared/contracts/constants';
import { type Account, sealRow, type Trx, wonBy } from '../../platform';
import type { FactorDeps } from '../factor-deps';
import { CODE_BYTES, formatCode, readRecoveryCode, SALT_BYTES, SEALED, type SlowHash } from './codes';
import { resealCodes } from './reseal';

/** A new set, hashed and not stored yet. `codes` are shown once. */
export interface PreparedCodes {
  codes: string[];
  setId: string;
  salt: string;
  hashes: string[];
}

export interface RecoveryStatus {
  remaining: number;
  total: number;
  generatedAt: number | null;
  acknowledgedAt: number | null;
}

/** Creates, counts, acknowledges, and ends sets of codes. The verifier judges them. */
export interface RecoveryCodes {
  /**
   * Creates and hashes a set, which takes about a quarter of a second off the main thread. Call it before a transaction
   * begins.
   */
  prepare(userId?: number): Promise<PreparedCodes>;
  /** Replaces the person's whole set. The old one ends when `trx` commits. */
  store(userId: number, prepared: PreparedCodes, trx: Trx): Promise<void>;
  /**
   * Compares with one of the codes just shown, without using it up. True acknowledges the set, in its own transaction,
   * in which `alongside` may record it.
   */
  acknowledge(userId: number, code: string, alongside?: (trx: Trx) => Promise<void>): Promise<boolean>;
  status(userId: number, trx?: Trx): Promise<RecoveryStatus>;
  /** The same for a person whose row has already been read. */
  statusFor(account: Account | null, trx?: Trx): Promise<RecoveryStatus>;
  /** People without an entry have never had a set. */
  statusOf(userIds: readonly number[]): Promise<Map<number, RecoveryStatus>>;
  removeAll(userId: number, trx: Trx): Promise<void>;
  /** Call this after another key became the first one. */
  reseal(): Promise<void>;
}

/** Below the bind limits of every database. */
const AT_ONCE = 500;
const NO_CODES: RecoveryStatus = { remaining: 0, total: 0, generatedAt: null, acknowledgedAt: null };

type CountRow = { user_id: unknown; set_id: unknown; total: unknown; used: unknown };

const statusFrom = (account: Account, row: CountRow | undefined): RecoveryStatus => ({
  remaining: Number(row?.total ?? 0) - Number(row?.used ?? 0),
  total: Number(row?.total ?? 0),
  generatedAt: account.recoveryGeneratedAt,
  acknowledgedAt: account.recoveryAcknowledgedAt,
});

export const createRecoveryCodes = (deps: FactorDeps, hash: SlowHash): RecoveryCodes => {
  const { accounts, database, keys, ports } = deps;

  // COUNT of a column skips nulls, so it counts the used ones.
  const counts = (userIds: readonly number[], trx?: Trx): Promise<CountRow[]> =>
    database
      .table('recoveryCodes', trx)
      .whereIn('user_id', [...userIds])
      .groupBy('user_id', 'set_id')
      .select('user_id', 'set_id')
      .count({ total: 'id', used: 'used_at' }) as unknown as Promise<CountRow[]>;

  const rowOf = (account: Account, rows: readonly CountRow[]): CountRow | undefined =>
    rows.find((row) => Number(row.user_id) === account.userId && row.set_id === account.recoverySetId);

  const statusFor = async (account: Account | null, trx?: Trx): Promise<RecoveryStatus> =>
    account?.recoverySetId ? statusFrom(account, rowOf(account, await counts([account.userId], trx))) : NO_CODES;

  return {
    async prepare(userId) {
      const salt = ports.random.bytes(SALT_BYTES).toString('base64url');
      const codes = Array.from({ length: LIMITS.recoveryCodes }, () => formatCode(ports.random.bytes(CODE_BYTES)));
      const hashes = await Promise.all(codes.map((code) => hash(code.replaceAll('-', ''), salt, userId)));
      return { codes, setId: ports.random.uuid(), salt, hashes };
    },

    async store(userId, { setId, salt, hashes }, trx) {
      await accounts.change(
        userId,
        {
          recoverySetId: setId,
          recoverySalt: salt,
          recoveryGeneratedAt: ports.clock.now(),
          recoveryAcknowledgedAt: null,
        },
        trx
      );
      await database.table('recoveryCodes', trx).where({ user_id: userId }).delete();
      const rows = hashes.map((each) => ({
        document_id: ports.random.uuid(),
        user_id: userId,
        set_id: setId,
        hash: each,
        seal: sealRow(keys, SEALED, [userId, setId, salt, each]),
      }));
      await database.table('recoveryCodes', trx).insert(rows);
    },

    async acknowledge(userId, code, alongside) {
      const symbols = readRecoveryCode(code);
      const account = await accounts.find(userId);
      if (symbols === null || !account?.recoverySetId || !account.recoverySalt) return false;
      const digest = await hash(symbols, account.recoverySalt, userId);
      const set = { user_id: userId, set_id: account.recoverySetId };
      return database.transaction(async (trx) => {
        const shown = await database
          .table('recoveryCodes', trx)
          .where({ ...set, hash: digest })
          .first('id');
        if (!shown) return false;
        // Another tab may have created a new set meanwhile. Acknowledging the old one must not acknowledge the new one.
        const affected = await database
          .table('accounts', trx)
          .where({ user_id: userId, recovery_set_id: account.recoverySetId })
          .update({ recovery_acknowledged_at: ports.clock.now() });
        if (!wonBy(affected)) return false;
        await alongside?.(trx);
        return true;
      });
    },

    reseal: () => resealCodes(deps),

    status: async (userId, trx) => statusFor(await accounts.find(userId, trx), trx),
    statusFor,

    async statusOf(userIds) {
      const found = new Map<number, RecoveryStatus>();
      for (let start = 0; start < userIds.length; start += AT_ONCE) {
        const part = userIds.slice(start, start + AT_ONCE);
        const rows = await counts(part);
        for (const account of (await accounts.findMany(part)).values()) {
          if (account.recoverySetId) found.set(account.userId, statusFrom(account, rowOf(account, rows)));
        }
      }
      return found;
    },

    async removeAll(userId, trx) {
      await database.table('recoveryCodes', trx).where({ user_id: userId }).delete();
      if (!(await accounts.find(userId, trx))) return;
      await accounts.change(
        userId,
        { recoverySetId: null, recoverySalt: null, recoveryGeneratedAt: null, recoveryAcknowledgedAt: null },
        trx
      );
    },
  };
};
