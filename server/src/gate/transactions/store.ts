import type { Method, Purpose, StepUpReason } from '../../../../shared/contracts/types';
import { LIMITS, METHODS } from '../../../../shared/contracts/constants';
import { CLOCK_SKEW_MS, type Database, type Ports, sha256Hex, toMs, type Trx, wonBy } from '../../platform';
import { type FirstFactor, firstFactorColumns, firstFactorIn, type SessionPlan } from '../../sessions';

/** How the first factor was entered. It decides which methods may be offered. */
export type EntryPoint = 'login' | 'passkey' | 'reset-password' | 'register' | 'register-admin' | 'session' | 'other';

export interface Transaction {
  uid: string;
  userId: number;
  purpose: Purpose;
  task: 'verify' | 'enroll';
  door: EntryPoint;
  provider: string;
  /** Strapi's `admin.auth.success` was due. The completion emits it. */
  announce: boolean;
  /** A changed password ends every transaction that began with the old one. */
  passwordFingerprint: string;
  familyId: string | null;
  reason: StepUpReason | null;
  plan: SessionPlan | null;
  provenMethod: Method | null;
  enrolledUid: string | null;
  /** What was proved here before the first authenticator. */
  firstFactor: FirstFactor | null;
  /** A hash of the request's origin. It only decides what a flood may end. */
  address?: string | null;
  attempts: number;
  expiresAt: number;
}

export type NewTransaction = Omit<Transaction, 'uid' | 'attempts' | 'expiresAt' | 'enrolledUid'>;

export interface TransactionStore {
  /** This answer is the only place where the token is in clear text. */
  open(fresh: NewTransaction, trx?: Trx): Promise<{ token: string; transaction: Transaction }>;
  /**
   * Beyond 20 similar ones, opening a transaction ends one of them. Similar are logins from one address, and step-ups
   * of one session family from one address, so nobody elsewhere ends other people's transactions.
   */
  trim(opened: Transaction): Promise<void>;
  /** An open one, or null: unknown, used, expired, and exhausted all look alike. */
  find(token: string): Promise<Transaction | null>;
  spendAttempt(uid: string, trx?: Trx): Promise<boolean>;
  consume(uid: string, trx: Trx): Promise<boolean>;
  /** A proof with a method that is no longer allowed. The same transaction continues as an enrollment. */
  continueAsEnrollment(uid: string, method: Method, trx: Trx): Promise<boolean>;
  /** Remembers what was enrolled here, and allows time for saving the codes. */
  enrolled(uid: string, authenticatorUid: string, trx: Trx): Promise<boolean>;
  /** Remembers what was proved here before the first authenticator, and allows time for setting it up. */
  proveFirst(uid: string, given: FirstFactor, trx: Trx): Promise<boolean>;
  endAll(userId: number, trx: Trx, options?: { except?: string }): Promise<void>;
  endOfFamily(familyId: string, trx: Trx): Promise<void>;
  /** The step-ups of a person's other sessions. */
  endOfOtherFamilies(userId: number, familyId: string, trx: Trx): Promise<void>;
  sweep(): Promise<void>;
}

const TOKEN_BYTES = 32;
const MINUTE_MS = 60_000;

/** Those that `fromRow` reads. With `*`, a column that a newer node adds would spoil the plan of this one. */
const COLUMNS = [
  'uid',
  'user_id',
  'purpose',
  'task',
  'door',
  'provider',
  'announce',
  'password_fingerprint',
  'family_id',
  'reason',
  'plan',
  'proven_method',
  'enrolled_uid',
  'first_factor_proof',
  'first_factor_at',
  'address',
  'attempts',
  'expires_at',
];

const fromRow = (row: Record<string, unknown>): Transaction => ({
  uid: String(row.uid),
  userId: Number(row.user_id),
  purpose: row.purpose as Purpose,
  task: row.task === 'enroll' ? 'enroll' : 'verify',
  door: row.door as EntryPoint,
  provider: String(row.provider),
  announce: Boolean(row.announce),
  passwordFingerprint: String(row.password_fingerprint),
  familyId: (row.family_id ?? null) as string | null,
  reason: (row.reason ?? null) as StepUpReason | null,
  plan: typeof row.plan === 'string' ? (JSON.parse(row.plan) as SessionPlan) : null,
  provenMethod: METHODS.find((method) => method === row.proven_method) ?? null,
  enrolledUid: (row.enrolled_uid ?? null) as string | null,
  firstFactor: firstFactorIn(row),
  address: (row.address ?? null) as string | null,
  attempts: Number(row.attempts),
  expiresAt: toMs(row.expires_at) ?? 0,
});

/**
 * Identifies a transaction in the audit trail, so that its failures and its success belong together. It gives no
 * access.
 */
export const questionOf = ({ uid }: Pick<Transaction, 'uid'>): string => sha256Hex(uid).slice(0, 16);

interface Deps {
  database: Database;
  ports: Ports;
  lifetimeMinutes: number;
}

export const createTransactionStore = ({ database, ports, lifetimeMinutes }: Deps): TransactionStore => {
  const lifetimeMs = lifetimeMinutes * MINUTE_MS;

  const live = (trx?: Trx) =>
    database
      .often('transactions', trx)
      .whereNull('consumed_at')
      .where('expires_at', '>', ports.clock.now())
      // If the clock was set back, they would stay open for as long.
      .where('expires_at', '<=', ports.clock.now() + lifetimeMs + CLOCK_SKEW_MS);

  return {
    async open(fresh, trx) {
      const token = ports.random.bytes(TOKEN_BYTES).toString('base64url');
      const now = ports.clock.now();
      const row = {
        uid: ports.random.uuid(),
        token_hash: sha256Hex(token),
        user_id: fresh.userId,
        purpose: fresh.purpose,
        task: fresh.task,
        door: fresh.door,
        provider: fresh.provider,
        announce: fresh.announce,
        password_fingerprint: fresh.passwordFingerprint,
        family_id: fresh.familyId,
        reason: fresh.reason,
        plan: fresh.plan ? JSON.stringify(fresh.plan) : null,
        proven_method: fresh.provenMethod,
        ...firstFactorColumns(fresh.firstFactor),
        address: fresh.address ?? null,
        attempts: 0,
        sends: 0,
        opened_at: now,
        expires_at: now + lifetimeMs,
      };
      await database.often('transactions', trx).insert({ ...row, document_id: row.uid });
      return { token, transaction: fromRow(row) };
    },

    async trim({ uid, userId, purpose, familyId, address }) {
      const alike = database.often('transactions').where({ user_id: userId, purpose });
      const near = alike.where({ address: address ?? null });
      const bucket = purpose === 'step_up' ? near.where({ family_id: familyId }) : near;
      const rows = await bucket
        .select('uid')
        .whereNull('consumed_at')
        .where('expires_at', '>', ports.clock.now())
        .orderBy('id', 'desc')
        .limit(LIMITS.openTransactions + 100);
      const uids = rows.map((row: Record<string, unknown>) => String(row.uid)).filter((one: string) => one !== uid);
      const surplus = uids.length + 1 - LIMITS.openTransactions;
      if (surplus <= 0) return;
      // Within one family, a flood from the same address comes from someone who shares the owner's session and address.
      // The owner's question is the older one.
      const ending = purpose === 'step_up' ? uids.slice(0, surplus) : uids.slice(-surplus);
      await database.table('transactions').whereIn('uid', ending).delete();
    },

    async find(token) {
      const row = await live()
        .where({ token_hash: sha256Hex(token) })
        .where('attempts', '<', LIMITS.attemptsPerTransaction)
        .first(...COLUMNS);
      return row ? fromRow(row) : null;
    },

    async spendAttempt(uid, trx) {
      const affected = await live(trx)
        .where({ uid })
        .where('attempts', '<', LIMITS.attemptsPerTransaction)
        .increment('attempts', 1);
      return wonBy(affected);
    },

    async consume(uid, trx) {
      return wonBy(await live(trx).where({ uid }).update({ consumed_at: ports.clock.now() }));
    },

    async continueAsEnrollment(uid, method, trx) {
      const change = { task: 'enroll', proven_method: method, attempts: 0, expires_at: ports.clock.now() + lifetimeMs };
      return wonBy(await live(trx).where({ uid, task: 'verify' }).update(change));
    },

    async enrolled(uid, authenticatorUid, trx) {
      const change = { enrolled_uid: authenticatorUid, expires_at: ports.clock.now() + lifetimeMs };
      return wonBy(await live(trx).where({ uid, task: 'enroll' }).update(change));
    },

    async proveFirst(uid, given, trx) {
      const change = { ...firstFactorColumns(given), expires_at: ports.clock.now() + lifetimeMs };
      return wonBy(await live(trx).where({ uid, task: 'enroll' }).update(change));
    },

    async endAll(userId, trx, { except } = {}) {
      const query = database.table('transactions', trx).where({ user_id: userId });
      await (except ? query.whereNot({ uid: except }) : query).delete();
    },

    async endOfFamily(familyId, trx) {
      await database.table('transactions', trx).where({ family_id: familyId }).delete();
    },

    async endOfOtherFamilies(userId, familyId, trx) {
      const others = database.table('transactions', trx).where({ user_id: userId }).whereNotNull('family_id');
      await others.whereNot({ family_id: familyId }).delete();
    },

    async sweep() {
      await database
        .table('transactions')
        .where('expires_at', '<', ports.clock.now() - MINUTE_MS)
        .delete();
    },
  };
};
