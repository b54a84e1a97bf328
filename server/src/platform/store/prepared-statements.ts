/**
 * Lets PostgreSQL plan a statement once per connection instead of every time. Planning the statement that reads a
 * person takes longer than running it. A statement is prepared only if it has a name, and knex gives it none.
 *
 * A pooler that changes the server connection between two transactions (PgBouncer and others) loses prepared
 * statements. It also answers with a process ID of its own at startup, so plans are kept only if the ID is the server's.
 */
import { createHash } from 'node:crypto';

import type { Knex } from 'knex';

/** Those of hot paths only. Others, for example with lists of changing length, would fill the server's memory. */
const MOST = 60;

/** The statement is unknown there, exists already, or returns other columns since the table was changed. */
const LOST = new Set(['26000', '42P05', '0A000']);

interface Compiled {
  sql: string;
  options?: Record<string, unknown>;
}

interface Compilable {
  toSQL(...given: unknown[]): Compiled;
}

interface Connection {
  processID?: unknown;
  query(text: string): Promise<{ rows: { pid: unknown }[] }>;
}

export interface KeptPlans {
  /** The same query, whose plan is kept. Its text may have only a few variants. */
  keep<T extends Knex.QueryBuilder | Knex.Raw>(query: T): T;
  /** Starts keeping, if this database and the way to it allow it. */
  begin(): Promise<void>;
}

export const createKeptPlans = (knex: () => Knex, isPostgres: () => boolean): KeptPlans => {
  let keeps = false;
  const names = new Map<string, string>();

  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST) return known;
    const name = `mfa_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
    return name;
  };

  const isDirect = async (): Promise<boolean> => {
    const { client } = knex();
    const connection = (await client.acquireConnection()) as Connection;
    try {
      const { rows } = await connection.query('select pg_backend_pid() as pid');
      return connection.processID !== undefined && Number(rows[0]?.pid) === Number(connection.processID);
    } finally {
      await client.releaseConnection(connection);
    }
  };

  return {
    keep(query) {
      if (!keeps) return query;
      const compilable = query as unknown as Compilable;
      const compile = compilable.toSQL.bind(query);
      compilable.toSQL = (...given) => {
        const compiled = compile(...given);
        const name = nameOf(compiled.sql);
        return name === undefined ? compiled : Object.assign(compiled, { options: { ...compiled.options, name } });
      };
      return query;
    },

    async begin() {
      if (keeps || !isPostgres()) return;
      keeps = await isDirect();
      knex().on('query-error', ({ code }: { code?: unknown }) => {
        if (LOST.has(String(code))) keeps = false;
      });
    },
  };
};
