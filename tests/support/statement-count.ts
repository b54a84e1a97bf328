/**
 * Counts what a request costs the database, at the point that every statement passes. The result doesn't depend on the
 * machine's load.
 */
import type { Core } from '@strapi/strapi';

export interface Price {
  /** All statements, except those that begin and end a transaction. */
  statements: number;
  /** Transactions that committed changes, and writes outside of transactions. */
  commits: number;
  /** The statements in order, for debugging. */
  lines: string[];
}

interface Query {
  sql: string;
  /** The ID of the connection. */
  __knexUid?: string;
}

const BRACKETS = /^(begin|commit|rollback|savepoint|release)\b/i;
const WRITES = /^\s*(with\b.*\b)?(set statement\b.*\bfor\s+)?(insert|update|delete|replace)\b/is;

const idle = async ({ db }: Pick<Core.Strapi, 'db'>): Promise<void> => {
  const { pool } = db.connection.client;
  // Work that started at the same time requests its connection within a turn or two.
  for (let quiet = 0; quiet < 3;) {
    await new Promise((done) => setImmediate(done));
    quiet = pool.numUsed() + pool.numPendingAcquires() === 0 ? quiet + 1 : 0;
  }
};

/** Starts counting. The returned function stops it when the database is idle. */
export const countPrice = async (strapi: Pick<Core.Strapi, 'db'>): Promise<() => Promise<Price>> => {
  const price: Price = { statements: 0, commits: 0, lines: [] };
  /** For each connection inside a transaction, whether it has written. Strapi opens some in which nothing happens. */
  const open = new Map<string | undefined, boolean>();
  const count = ({ sql, __knexUid: connection }: Query): void => {
    price.lines.push(sql);
    if (/^begin\b/i.test(sql)) open.set(connection, false);
    if (/^commit\b/i.test(sql) && open.get(connection)) price.commits += 1;
    if (/^(commit|rollback)\b/i.test(sql)) open.delete(connection);
    if (!BRACKETS.test(sql)) price.statements += 1;
    if (!WRITES.test(sql)) return;
    if (open.has(connection)) open.set(connection, true);
    else price.commits += 1;
  };
  await idle(strapi);
  strapi.db.connection.on('query', count);
  return async () => {
    await idle(strapi);
    strapi.db.connection.removeListener('query', count);
    return price;
  };
};

/** Runs `work` alone, and returns its cost. */
export const priceOf = async (strapi: Pick<Core.Strapi, 'db'>, work: () => Promise<unknown>): Promise<Price> => {
  const stop = await countPrice(strapi);
  try {
    await work();
  } finally {
    await stop();
  }
  return stop();
};
