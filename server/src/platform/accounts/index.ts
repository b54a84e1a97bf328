/**
 * The accounts room: what MFA remembers of a person beside the authenticators, one row a person.
 * Promises: a person's row appears on first need, once, whatever races. Never: a relation to `admin::user`.
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

/** `believed`: written by this host, see `exemption.ts`. */
export interface GivenExemption extends Exemption {
  userId: number;
  believed: boolean;
}

export interface Accounts {
  /** The row of a person, or null when none was ever needed. */
  find(userId: number, trx?: Trx): Promise<Account | null>;
  findMany(userIds: readonly number[]): Promise<Map<number, Account>>;
  /** The row of a person, made now if need be. */
  open(userId: number, trx?: Trx): Promise<Account>;
  change(userId: number, change: AccountChange, trx: Trx): Promise<void>;
  /**
   * One writer at a time per person: first of all in a transaction that ends or begins something of theirs, so that two
   * such see each other and nobody waits in a circle.
   */
  lock(userId: number, trx: Trx): Promise<void>;
  remove(userId: number, trx: Trx): Promise<void>;
  /** Forgets addresses that were replaced long ago. */
  sweep(): Promise<void>;
  /** Exemptions that have not run out, also those that are not believed. */
  exemptions(trx?: Trx): Promise<GivenExemption[]>;
  /** Gives those from before there were seals theirs; how many that were. */
  sealExemptions(trx: Trx): Promise<number>;
  /** With the key that is first now; those that are not believed stay as they are. */
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
  exemptReason: 'exempt_reason',
  exemptUntil: 'exempt_until',
  exemptBy: 'exempt_by',
};

/** As the database has them; `accountFromRow` reads them. */
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
    // Two nodes may both see no row: the unique index lets one insert win and both read the same handle.
    await database
      .table('accounts', trx)
      .insert({
        user_id: userId,
        document_id: ports.random.uuid(),
        user_handle: ports.random.bytes(64).toString('base64url'),
      })
      .onConflict('user_id')
      .ignore();
    // Inside a transaction a plain read on MySQL shows an older picture, without a row somebody else made meanwhile.
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

    async findMany(userIds) {
      const rows = await database.table('accounts').whereIn('user_id', [...userIds]);
      return new Map(rows.map((row: Record<string, unknown>) => [Number(row.user_id), accountFromRow(row, keys)]));
    },

    async change(userId, change, trx) {
      const columns = columnsOf(userId, change);
      if (Object.keys(columns).length === 0) return;
      const update = () => database.table('accounts', trx).where({ user_id: userId }).update(columns);
      if (wonBy(await update())) return;
      await open(userId, trx);
      if (!wonBy(await update())) throw new Error(`the account row of user ${userId} vanished`);
    },

    async lock(userId, trx) {
      // SQLite has one writer anyway.
      if (database.client === 'sqlite') return;
      await database.table('accounts', trx).where({ user_id: userId }).forUpdate().first('user_id');
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
