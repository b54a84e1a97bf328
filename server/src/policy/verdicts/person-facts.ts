/**
 * Reads everything that a verdict about one person needs, in one statement: the person with roles, their account, their
 * authenticators, unused codes, the session's family, and the effective policy. Every login, and every first check of a
 * session, uses it. Strapi's own queries would need nine round trips.
 */
import type { Core } from '@strapi/strapi';

import { AUTHENTICATOR_COLUMNS, authenticatorFromRow, type Authenticator } from '../../factors';
import {
  type Account,
  ACCOUNT_COLUMNS,
  accountFromRow,
  type Database,
  type KeyRing,
  readRows,
  type Trx,
} from '../../platform';
import { type Family, FAMILY_COLUMNS, familyFromRow } from '../../sessions';
import { POLICY_COLUMNS, POLICY_ROW, type EffectivePolicy, type PolicyStore } from '../decision';
import type { AdminUser } from './admin-user';

export interface PersonFacts {
  user: AdminUser;
  policy: EffectivePolicy;
  account: Account | null;
  authenticators: Authenticator[];
  /** The unused codes of the person's set. 0 for a person without an authenticator. */
  recoveryCodes: number;
  /** The family of the given session. */
  family: Family | null;
}

export interface PersonFactsOptions {
  trx?: Trx;
  /** A password change meanwhile waits until `trx` ends, and then sees the result. */
  hold?: boolean;
  sessionId?: string;
}

interface Deps {
  strapi: Core.Strapi;
  database: Database;
  keys: KeyRing;
  policies: PolicyStore;
}

type Row = Record<string, unknown>;

const USER = 'admin::user';
const ROLE = 'admin::role';
const FIELDS = [
  'id',
  'email',
  'firstname',
  'lastname',
  'username',
  'password',
  'isActive',
  'preferedLanguage',
  'createdAt',
] as const satisfies readonly (keyof AdminUser)[];
const ROLE_COLUMNS = ['id', 'code', 'name', 'description'] as const;

/** How each database builds a list of objects from rows. */
const JSON_WORDS = {
  sqlite: { list: 'json_group_array', object: 'json_object' },
  postgres: { list: 'json_agg', object: 'json_build_object' },
  mysql: { list: 'json_arrayagg', object: 'json_object' },
} as const satisfies Record<Database['client'], { list: string; object: string }>;

/**
 * PostgreSQL and MySQL return a value, SQLite and MariaDB its text. If there are no rows, it's null or an empty list.
 */
const listOf = (value: unknown): Row[] => {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  const rows = Array.isArray(list) ? (list as Row[]) : [];
  return rows.sort((one, other) => Number(one.id) - Number(other.id));
};

const textOf = ({ strapi, database }: Deps): string => {
  const { list, object } = JSON_WORDS[database.client];
  const rows = (alias: string, columns: readonly string[]): string =>
    `${list}(${object}(${columns.map((column) => `'${column}', ${alias}.${column}`).join(', ')}))`;
  const prefixed = (alias: string, columns: readonly string[]): string =>
    columns.map((column) => `${alias}.${column} as ${alias}_${column}`).join(', ');
  const { attributes } = strapi.db.metadata.get(USER);
  const fields = FIELDS.map((field) => {
    const attribute: object = attributes[field] ?? {};
    return `u.${'columnName' in attribute ? String(attribute.columnName) : field} as u_${field.toLowerCase()}`;
  });
  const held = database.relation(USER, 'roles');
  const name = (table: Parameters<Database['named']>[0]): string => database.named(table).toQuery();
  return `
    select ${fields.join(', ')},
      ${prefixed('a', ACCOUNT_COLUMNS)}, ${prefixed('p', POLICY_COLUMNS)}, ${prefixed('f', FAMILY_COLUMNS)},
      (select ${rows('r', ROLE_COLUMNS)} from ${database.coreNamed(ROLE).toQuery()} r
        where r.id in (select h.${held.other} from ${held.name} h where h.${held.own} = u.id)) as roles,
      (select ${rows('m', AUTHENTICATOR_COLUMNS)} from ${name('authenticators')} m where m.user_id = u.id) as methods,
      (select count(*) from ${name('recoveryCodes')} c
        where c.user_id = u.id and c.set_id = a.recovery_set_id and c.used_at is null) as codes
    from ${database.coreNamed(USER).toQuery()} u
      left join ${name('accounts')} a on a.user_id = u.id
      left join ${name('policies')} p on p.policy_key = ?
      left join ${name('sessionLinks')} l on l.session_id = ?
      left join ${name('families')} f on f.family_id = l.family_id and f.user_id = u.id
    where u.id = ?`;
};

/** The columns of one table, without the prefix. Null if the join found nothing. */
const part = (row: Row, alias: string, columns: readonly string[], key: string): Row | null => {
  if (row[`${alias}_${key}`] === null || row[`${alias}_${key}`] === undefined) return null;
  return Object.fromEntries(columns.map((column) => [column, row[`${alias}_${column}`]]));
};

const userOf = (row: Row): AdminUser => {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, row[`u_${field.toLowerCase()}`]]));
  const roles = listOf(row.roles).map((role) => ({ ...role, id: Number(role.id) }));
  return { ...fields, id: Number(row.u_id), isActive: Boolean(row.u_isactive), roles } as unknown as AdminUser;
};

export const createPersonFacts = (deps: Deps) => {
  const { database, keys, policies } = deps;
  let text: string | undefined;

  /**
   * Reads and locks the password once no other transaction is changing it. On MySQL, plain reads show this
   * transaction's first snapshot, and a left join also locks rows that it didn't find. So the lock is a separate read.
   */
  const held = async (userId: number, row: Row, trx: Trx): Promise<Row> => {
    const current: Row | undefined = await database.core(USER, trx).where({ id: userId }).forShare().first('password');
    return { ...row, u_password: current?.password ?? null };
  };

  return async (userId: number, { trx, hold, sessionId }: PersonFactsOptions = {}): Promise<PersonFacts | null> => {
    text ??= textOf(deps);
    const { client } = database;
    const locked = hold && client === 'postgres' ? `${text} for share of u` : text;
    const [found] = await readRows(database, locked, [POLICY_ROW, sessionId ?? '', userId], trx);
    if (!found) return null;
    const row = hold && trx && client === 'mysql' ? await held(userId, found, trx) : found;
    const account = part(row, 'a', ACCOUNT_COLUMNS, 'user_id');
    const family = part(row, 'f', FAMILY_COLUMNS, 'family_id');
    const authenticators = listOf(row.methods).map(authenticatorFromRow);
    return {
      user: userOf(row),
      policy: await policies.read(part(row, 'p', POLICY_COLUMNS, 'policy_key')),
      account: account && accountFromRow(account, keys),
      authenticators,
      recoveryCodes: authenticators.length > 0 ? Number(row.codes) : 0,
      family: family && familyFromRow(family),
    };
  };
};
