/**
 * The plugin's tables by name, and the one way to run a transaction. Inside `transaction`, every statement must use the
 * given handle. SQLite's pool has one connection, and a statement without the handle waits for the transaction that
 * waits for it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { createKeptPlans, type KeptPlans } from './prepared-statements';
import { TABLES, type TableName } from './tables';

export { listenTo } from './lifecycle-listeners';
export { CONTENT_TYPE_NAMES, CONTENT_TYPE_UIDS, TABLES, type TableName } from './tables';

export type Trx = Knex.Transaction;

export interface Database {
  /** A query on one of the plugin's tables, inside `trx` if given. */
  table(name: TableName, trx?: Trx): Knex.QueryBuilder;
  /** The same for what every login runs: PostgreSQL plans it once. For statements whose text hardly varies. */
  often(name: TableName, trx?: Trx): Knex.QueryBuilder;
  /** A query on one of Strapi's own tables, by its UID. */
  core(uid: string, trx?: Trx): Knex.QueryBuilder;
  /** The join table of a many-to-many relation of a Strapi type: its rows, and the columns of both sides. */
  relation(
    uid: string,
    attribute: string
  ): { rows(trx?: Trx): Knex.QueryBuilder; name: string; own: string; other: string };
  /**
   * Commits when `work` resolves, and rolls back when it throws. Rejects if the commit itself fails. `strapi.db.query`
   * calls inside it join automatically. Inside another transaction, it joins that one, whose owner commits.
   */
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /**
   * Runs `work` after the surrounding transaction has committed, and never if it rolls back. Without a transaction, it
   * runs right away.
   */
  afterCommit(work: () => void): Promise<void>;
  /** The name of one of the plugin's tables for raw statements, quoted, with its schema if there is one. */
  named(name: TableName): Knex.Raw;
  /** The same for one of Strapi's own tables. */
  coreNamed(uid: string): Knex.Raw;
  readonly plans: KeptPlans;
  /** Raw access for dialect-specific reads. Writes use `table`. */
  readonly knex: Knex;
  readonly client: 'sqlite' | 'postgres' | 'mysql';
}

interface Joined {
  joinTable: { name: string; joinColumn: { name: string }; inverseJoinColumn: { name: string } };
}

const dialectOf = (name: string): Database['client'] => {
  if (name.includes('sqlite')) return 'sqlite';
  return name.includes('mysql') ? 'mysql' : 'postgres';
};

export const openDatabase = (strapi: Core.Strapi): Database => {
  const knex = (): Knex => strapi.db.connection as Knex;

  const on = (tableName: string, trx?: Trx): Knex.QueryBuilder => {
    const schema = strapi.db.getSchemaName?.();
    const query = trx ? trx(tableName) : knex()(tableName);
    return schema ? query.withSchema(schema) : query;
  };

  const quoted = (tableName: string): Knex.Raw => {
    const schema = strapi.db.getSchemaName?.();
    return knex().raw('??', [schema ? `${schema}.${tableName}` : tableName]);
  };

  const plans = createKeptPlans(knex, () => dialectOf(String(strapi.db.dialect.client)) === 'postgres');

  return {
    plans,
    often: (name, trx) => plans.keep(on(TABLES[name], trx)),
    named: (name) => quoted(TABLES[name]),
    coreNamed: (uid) => quoted(strapi.db.metadata.get(uid).tableName),
    table: (name, trx) => on(TABLES[name], trx),
    core: (uid, trx) => on(strapi.db.metadata.get(uid).tableName, trx),
    relation(uid, attribute) {
      const { joinTable } = strapi.db.metadata.get(uid).attributes[attribute] as unknown as Partial<Joined>;
      if (!joinTable) throw new Error(`${uid} keeps "${attribute}" elsewhere in this version of Strapi`);
      const { name, joinColumn, inverseJoinColumn } = joinTable;
      return {
        rows: (trx) => on(name, trx),
        name: quoted(name).toQuery(),
        own: joinColumn.name,
        other: inverseJoinColumn.name,
      };
    },
    async transaction<T>(work: (trx: Trx) => Promise<T>) {
      const joined = strapi.db.inTransaction();
      // SQLite answers synchronously. Without a turn for others here, one request would block all of them.
      if (!joined && dialectOf(String(strapi.db.dialect.client)) === 'sqlite') await nextTurn();
      let handle: Trx | undefined;
      const result = (await strapi.db.transaction(async ({ trx }) => {
        handle = trx as Trx;
        return work(handle);
      })) as T;
      // Only the handle's own promise reports a failed COMMIT. Strapi continues as if it had worked.
      if (!joined) await handle?.executionPromise;
      return result;
    },
    afterCommit: async (work) => {
      if (!strapi.db.inTransaction()) return work();
      await strapi.db.transaction(async ({ trx, onCommit }) =>
        onCommit(() => void (trx as Trx).executionPromise.then(work).catch(() => undefined))
      );
    },
    get knex() {
      return knex();
    },
    get client() {
      return dialectOf(String(strapi.db.dialect.client));
    },
  };
};

/** PostgreSQL and MySQL return bigint columns as strings. */
export const toMs = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export const toIso = (value: unknown): string | null => {
  const ms = toMs(value);
  return ms === null ? null : new Date(ms).toISOString();
};

/** The affected rows of an UPDATE or DELETE: a number in knex for all three dialects. */
export const wonBy = (affected: unknown): boolean => Number(affected) === 1;

/** A raw read that returns its rows, wherever the database driver puts them. Its text may have only a few variants. */
export const readRows = async (
  { knex, client, plans }: Pick<Database, 'knex' | 'client' | 'plans'>,
  text: string,
  bindings: readonly (string | number | null)[],
  trx?: Trx
): Promise<Record<string, unknown>[]> => {
  const result: unknown = await plans.keep((trx ?? knex).raw(text, [...bindings]));
  if (client === 'postgres') return (result as { rows: Record<string, unknown>[] }).rows;
  return client === 'mysql' ? (result as [Record<string, unknown>[]])[0] : (result as Record<string, unknown>[]);
};
