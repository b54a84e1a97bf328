/**
 * The database room: our tables by name, and one way into a transaction.
 *
 * Inside `transaction` every statement must take the handle it is given: SQLite has a pool of one connection, and a
 * statement outside the handle waits for the transaction that waits for it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { TABLES, type TableName } from './tables';

export { hear } from './lifecycle-listeners';
export { CONTENT_TYPE_NAMES, CONTENT_TYPE_UIDS, TABLES, type TableName } from './tables';

export type Trx = Knex.Transaction;

export interface Database {
  /** A query on one of our tables, inside `trx` when given. */
  table(name: TableName, trx?: Trx): Knex.QueryBuilder;
  /** A query on one of Strapi's own tables, found by its UID. */
  core(uid: string, trx?: Trx): Knex.QueryBuilder;
  /** The table behind a many-to-many relation of one of Strapi's own types: its rows, and the columns of its two sides. */
  relation(
    uid: string,
    attribute: string
  ): { rows(trx?: Trx): Knex.QueryBuilder; name: string; own: string; other: string };
  /**
   * Commits when `work` resolves, rolls back when it throws; rejects when the commit itself fails. `strapi.db.query` calls
   * inside it join by themselves. Inside a transaction of somebody else's it joins that one, whose owner commits.
   */
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Runs `work` once the transaction around this call has committed, never if it rolls back; at once when there is none. */
  afterCommit(work: () => void): Promise<void>;
  /** Name of one of our tables for raw statements, quoted, with its schema where there is one. */
  named(name: TableName): Knex.Raw;
  /** The same of one of Strapi's own. */
  coreNamed(uid: string): Knex.Raw;
  /** Raw access for dialect-specific reads; writes go through `table`. */
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

  return {
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
      // SQLite answers in the same breath: without a turn for the others here, one request would hold up all of them.
      if (!joined && dialectOf(String(strapi.db.dialect.client)) === 'sqlite') await nextTurn();
      let handle: Trx | undefined;
      const result = (await strapi.db.transaction(async ({ trx }) => {
        handle = trx as Trx;
        return work(handle);
      })) as T;
      // A COMMIT that fails is told to the handle's own promise and to nobody else: Strapi goes on as if it had worked.
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

/** bigint columns come back as strings from PostgreSQL and MySQL. */
export const toMs = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export const toIso = (value: unknown): string | null => {
  const ms = toMs(value);
  return ms === null ? null : new Date(ms).toISOString();
};

/** Affected rows of an UPDATE or DELETE: a number in knex for all three dialects. */
export const wonBy = (affected: unknown): boolean => Number(affected) === 1;

/** A raw read, with its rows wherever the driver of this database puts them. */
export const readRows = async (
  { knex, client }: Pick<Database, 'knex' | 'client'>,
  text: string,
  bindings: readonly (string | number)[],
  trx?: Trx
): Promise<Record<string, unknown>[]> => {
  const result: unknown = await (trx ?? knex).raw(text, [...bindings]);
  if (client === 'postgres') return (result as { rows: Record<string, unknown>[] }).rows;
  return client === 'mysql' ? (result as [Record<string, unknown>[]])[0] : (result as Record<string, unknown>[]);
};
