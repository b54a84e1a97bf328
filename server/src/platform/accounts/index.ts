/**
 * What the plugin stores about a person besides their authenticators: one row per person.
 * Promises: a row is created when first needed, only once, even in a race. Never: a relation to `admin::user`.
 */
import { toMs, wonBy, type Database, type Trx } from '../store';
import type { Method } from '../../../../shared/contracts/types';
import type { KeyRing } from '../crypto';
import type { Ports } from '../ports';
import type { Account } from './account';
import { exemptionIn, isBelieved, sealExemption, type Exemption } from './exemption';
import { ADDRESS_REMEMBERED_MS } from './former-addresses';

export type { Account } from './account';
export {
  ADDRESS_REMEMBERED_MS,
  addressAfter,
  formerAddresses,
  remembersAddresses,
  type FormerAddress,
} from './former-addresses';
export { beyondMailbox, MAILBOX_METHODS, withheldByMailbox } from './mailbox';

export type AccountChange = Partial<Omit<Account, 'userId' | 'userHandle'>>;

/** `believed`: written by this server, see `exemption.ts`. */
export interface GivenExemption extends Exemption {
  userId: number;
  believed: boolean;
}

export interface Accounts {
  /** A person's row, or null if none was ever needed. */
  find(userId: number, trx?: Trx): Promise<Account | null>;
  findMany(userIds: readonly number[]): Promise<Map<number, Account>>;
  /** A person's row, created if needed. */
  open(userId: number, trx?: Trx): Promise<Account>;
  change(userId: number, change: AccountChange, trx: Trx): Promise<void>;
  /**
   * Locks a person for the rest of the transaction. Call it first in a transaction that ends or begins something of
   * theirs, so that two of these see each other and can't deadlock.
   */
  lock(userId: number, trx: Trx): Promise<void>;
  remove(userId: number, trx: Trx): Promise<void>;
  /** Gives everyone a new user handle and returns how many. For the command line. */
  renewHandles(): Promise<number>;
  /** Deletes addresses that were replaced long ago. */
  sweep(): Promise<void>;
  /** Exemptions that haven't expired, including those that don't count. */
  exemptions(trx?: Trx): Promise<GivenExemption[]>;
  /** Seals exemptions from before seals existed. Returns their number. */
  sealExemptions(trx: Trx): Promise<number>;
  /** Seals with the current first key. Exemptions that don't count stay unchanged. */
  resealExemptions(trx: Trx): Promise<void>;
}

const COLUMNS: Record<keyof AccountChange, string> = {
  preferredMethod: 'preferred_method',
  recoverySetId: 'recovery_set_id',
  recoverySalt: 'recovery_salt',
  recoveryGeneratedAt: 'recovery_generated_at',
  recoveryAcknowledgedAt: 'recovery_acknowledged_at',
  mustEnrollSince: 'must_enroll_since',
  lastVerifiedAt: 'last_verified_at',
  firstBoundAt: 'first_bound_at',
  mailboxSpentAt: 'mailbox_spent_at',
  formerEmails: 'former_emails',
  emailChangedAt: 'email_changed_at',
  passkeyLaterAt: 'passkey_later_at',
  inviteAfter: 'invite_after',
  exemptReason: 'exempt_reason',
  exemptUntil: 'exempt_until',
  exemptBy: 'exempt_by',
};

/** In database form. `accountFromRow` reads them. */
export const ACCOUNT_COLUMNS: readonly string[] = ['user_id', 'user_handle', 'exempt_seal', ...Object.values(COLUMNS)];

const NOBODY = { exemptReason: null, exemptUntil: null, exemptBy: null };

const exemptionOf = (row: Record<string, unknown>, keys: KeyRing) => {
  const stored = exemptionIn(row);
  if (!stored || !isBelieved(row, stored, keys)) return NOBODY;
  return { exemptReason: (row.exempt_reason ?? null) as string | null, exemptUntil: stored.until, exemptBy: stored.by };
};

export const accountFromRow = (row: Record<string, unknown>, keys: KeyRing): Account => ({
  userId: Number(row.user_id),
  userHandle: String(row.user_handle),
  preferredMethod: (row.preferred_method ?? null) as Method | null,
  recoverySetId: (row.recovery_set_id ?? null) as string | null,
  recoverySalt: (row.recovery_salt ?? null) as string | null,
  recoveryGeneratedAt: toMs(row.recovery_generated_at),
  recoveryAcknowledgedAt: toMs(row.recovery_acknowledged_at),
  mustEnrollSince: toMs(row.must_enroll_since),
  lastVerifiedAt: toMs(row.last_verified_at),
  firstBoundAt: toMs(row.first_bound_at),
  mailboxSpentAt: toMs(row.mailbox_spent_at),
  formerEmails: (row.former_emails ?? null) as string | null,
  emailChangedAt: toMs(row.email_changed_at),
  passkeyLaterAt: toMs(row.passkey_later_at),
  inviteAfter: toMs(row.invite_after),
  ...exemptionOf(row, keys),
});

type Rows = ReturnType<Database['table']>;

interface Deps {
  database: Database;
  keys: KeyRing;
  ports: Ports;
}

export const createAccounts = ({ database, keys, ports }: Deps): Accounts => {
  const find = async (userId: number, trx?: Trx): Promise<Account | null> => {
    const row = await database.table('accounts', trx).where({ user_id: userId }).first();
    return row ? accountFromRow(row, keys) : null;
  };

  const open = async (userId: number, trx?: Trx): Promise<Account> => {
    const known = await find(userId, trx);
    if (known) return known;
    // Two nodes may both find no row. The unique index lets one insert win, and both then read the same handle.
    await database
      .table('accounts', trx)
      .insert({
        user_id: userId,
        document_id: ports.random.uuid(),
        user_handle: ports.random.bytes(64).toString('base64url'),
      })
      .onConflict('user_id')
      .ignore();
    // Inside a transaction on MySQL, a plain read returns an older snapshot, without a row that another transaction
    // created.
    const made = database.table('accounts', trx).where({ user_id: userId });
    const row = await (trx ? made.forUpdate() : made).first();
    if (!row) throw new Error(`no account row for user ${userId} after inserting it`);
    return accountFromRow(row, keys);
  };

  const columnsOf = (userId: number, change: AccountChange): Record<string, unknown> => {
    const columns = Object.fromEntries(
      Object.entries(change).map(([key, value]) => [COLUMNS[key as keyof AccountChange], value])
    );
    const { exemptUntil: until, exemptBy = null } = change;
    if (until === undefined) return columns;
    const exempt_seal = until === null ? null : sealExemption(keys, userId, { until, by: exemptBy });
    return { ...columns, exempt_by: exemptBy, exempt_seal };
  };

  const exempt = async (trx?: Trx, narrow?: (rows: Rows) => Rows): Promise<GivenExemption[]> => {
    const all = database.table('accounts', trx).whereNotNull('exempt_until');
    const rows: Record<string, unknown>[] = await (narrow ? narrow(all) : all);
    return rows.flatMap((row) => {
      const stored = exemptionIn(row);
      return stored ? { ...stored, userId: Number(row.user_id), believed: isBelieved(row, stored, keys) } : [];
    });
  };

  const sealAgain = async ({ userId, until, by }: GivenExemption, trx: Trx): Promise<void> => {
    await database
      .table('accounts', trx)
      .where({ user_id: userId, exempt_until: until })
      .update({ exempt_seal: sealExemption(keys, userId, { until, by }) });
  };

  return {
    find,
    open,

    async renewHandles() {
      const rows: { user_id: unknown }[] = await database.table('accounts').select('user_id');
      for (const { user_id } of rows) {
        const user_handle = ports.random.bytes(64).toString('base64url');
        await database.table('accounts').where({ user_id }).update({ user_handle });
      }
      return rows.length;
    },

    async findMany(userIds) {
      const rows = await database.table('accounts').whereIn('user_id', [...userIds]);
      return new Map(rows.map((row: Record<string, unknown>) => [Number(row.user_id), accountFromRow(row, keys)]));
    },

    async change(userId, change, trx) {
      const columns = columnsOf(userId, change);
      if (Object.keys(columns).length === 0) return;
      const update = () => database.often('accounts', trx).where({ user_id: userId }).update(columns);
      if (wonBy(await update())) return;
      await open(userId, trx);
      if (!wonBy(await update())) throw new Error(`the account row of user ${userId} vanished`);
    },

    async lock(userId, trx) {
      // SQLite allows only one writer anyway.
      if (database.client === 'sqlite') return;
      await database.often('accounts', trx).where({ user_id: userId }).forUpdate().first('user_id');
    },

    async remove(userId, trx) {
      await database.table('accounts', trx).where({ user_id: userId }).delete();
    },

    async sweep() {
      const long = ports.clock.now() - ADDRESS_REMEMBERED_MS;
      await database.table('accounts').where('email_changed_at', '<', long).update({ former_emails: null });
    },

    exemptions: (trx) => exempt(trx, (rows) => rows.where('exempt_until', '>', ports.clock.now())),

    async sealExemptions(trx) {
      const open = await exempt(trx, (rows) => rows.whereNull('exempt_seal'));
      for (const one of open) await sealAgain(one, trx);
      return open.length;
    },

    async resealExemptions(trx) {
      for (const one of await exempt(trx)) if (one.believed) await sealAgain(one, trx);
    },
  };
};
