import type { AuthenticatorType } from '../../../shared/contracts/types';
import { toMs, wonBy, type Database, type Trx } from '../platform';
import type { Authenticator, NewAuthenticator } from './factor';

/**
 * Every read and write filters by owner in the WHERE clause, so an ID of another person behaves like an unknown one.
 */
export interface Authenticators {
  of(userId: number, trx?: Trx): Promise<Authenticator[]>;
  /** The same for many people in one query. A person without any has no entry. */
  ofMany(userIds: readonly number[], trx?: Trx): Promise<Map<number, Authenticator[]>>;
  find(userId: number, uid: string, trx?: Trx): Promise<Authenticator | null>;
  count(userId: number, trx?: Trx): Promise<number>;
  /** The authenticator of any person. The hash is unique across all people. */
  byCredential(credentialHash: string): Promise<Authenticator | null>;
  /** Whether anybody has already registered this credential. Unique across all people (WebAuthn L3 §7.1 step 26). */
  isRegistered(credentialHash: string, trx?: Trx): Promise<boolean>;
  add(userId: number, draft: NewAuthenticator, name: string, at: number, trx: Trx): Promise<void>;
  rename(userId: number, uid: string, name: string, trx: Trx): Promise<boolean>;
  remove(userId: number, uid: string, trx: Trx): Promise<boolean>;
  removeAll(userId: number, trx: Trx): Promise<number>;
  /**
   * All authenticators, one batch at a time, in a fixed order. Pass `place` to the next call. It's null after the last
   * batch.
   */
  batch(after: number, limit: number): Promise<{ rows: Authenticator[]; place: number | null }>;
  /**
   * Replaces the columns that depend on an encryption key, if they're still as read. False if they were changed
   * meanwhile.
   */
  rewrite(read: Authenticator, change: { secret?: string; data?: Record<string, unknown> }, trx: Trx): Promise<boolean>;
}

const parseData = (value: unknown): Record<string, unknown> =>
  typeof value === 'string' && value !== '' ? (JSON.parse(value) as Record<string, unknown>) : {};

/** In database form. `authenticatorFromRow` reads them. */
export const AUTHENTICATOR_COLUMNS = [
  'id',
  'uid',
  'user_id',
  'type',
  'name',
  'added_at',
  'last_used_at',
  'secret',
  'credential_hash',
  'data',
  'sign_count',
  'last_step',
] as const;

export const authenticatorFromRow = (row: Record<string, unknown>): Authenticator => ({
  uid: String(row.uid),
  userId: Number(row.user_id),
  type: row.type as AuthenticatorType,
  name: String(row.name),
  addedAt: toMs(row.added_at) ?? 0,
  lastUsedAt: toMs(row.last_used_at),
  secret: row.secret === null || row.secret === undefined ? null : String(row.secret),
  credentialHash:
    row.credential_hash === null || row.credential_hash === undefined ? null : String(row.credential_hash),
  data: parseData(row.data),
  signCount: toMs(row.sign_count) ?? 0,
  lastStep: row.last_step === null || row.last_step === undefined ? null : Number(row.last_step),
});

export const createAuthenticators = (database: Database): Authenticators => ({
  async of(userId, trx) {
    const rows = await database.table('authenticators', trx).where({ user_id: userId }).orderBy('id');
    return rows.map(authenticatorFromRow);
  },

  async ofMany(userIds, trx) {
    const rows = await database
      .table('authenticators', trx)
      .whereIn('user_id', [...userIds])
      .orderBy('id');
    const byUser = new Map<number, Authenticator[]>();
    for (const one of rows.map(authenticatorFromRow)) byUser.set(one.userId, [...(byUser.get(one.userId) ?? []), one]);
    return byUser;
  },

  async find(userId, uid, trx) {
    const row = await database.table('authenticators', trx).where({ user_id: userId, uid }).first();
    return row ? authenticatorFromRow(row) : null;
  },

  async count(userId, trx) {
    const row = await database.table('authenticators', trx).where({ user_id: userId }).count({ total: '*' }).first();
    return Number(row?.total ?? 0);
  },

  async byCredential(credentialHash) {
    const row = await database.table('authenticators').where({ credential_hash: credentialHash }).first();
    return row ? authenticatorFromRow(row) : null;
  },

  async isRegistered(credentialHash, trx) {
    const row = await database.table('authenticators', trx).where({ credential_hash: credentialHash }).first('id');
    return Boolean(row);
  },

  async add(userId, draft, name, at, trx) {
    await database.table('authenticators', trx).insert({
      uid: draft.uid,
      document_id: draft.uid,
      user_id: userId,
      type: draft.type,
      name,
      added_at: at,
      secret: draft.secret,
      credential_hash: draft.credentialHash,
      data: JSON.stringify(draft.data),
      sign_count: draft.signCount,
      last_step: draft.lastStep,
    });
  },

  async rename(userId, uid, name, trx) {
    return wonBy(await database.table('authenticators', trx).where({ user_id: userId, uid }).update({ name }));
  },

  async remove(userId, uid, trx) {
    return wonBy(await database.table('authenticators', trx).where({ user_id: userId, uid }).delete());
  },

  async removeAll(userId, trx) {
    return Number(await database.table('authenticators', trx).where({ user_id: userId }).delete());
  },

  async batch(after, limit) {
    const found = await database.table('authenticators').where('id', '>', after).orderBy('id').limit(limit);
    const last = found.at(-1);
    return { rows: found.map(authenticatorFromRow), place: last && found.length === limit ? Number(last.id) : null };
  },

  async rewrite(read, { secret, data }, trx) {
    const affected = await database
      .table('authenticators', trx)
      .where({ uid: read.uid, user_id: read.userId, secret: read.secret, data: JSON.stringify(read.data) })
      .update({
        ...(secret === undefined ? {} : { secret }),
        ...(data === undefined ? {} : { data: JSON.stringify(data) }),
      });
    return wonBy(affected);
  },
});
