/** What a request costs the database, counted where every statement passes: independent of how busy the machine is. */
import type { Core } from '@strapi/strapi';

export interface Price {
  /** Everything sent to the database but the brackets of a transaction. */
  statements: number;
  /** Transactions that committed something, and writes outside of any. */
  commits: number;
  /** The statements themselves, in order, for whoever wonders. */
  lines: string[];
}

interface Query {
  sql: string;
  /** Of the connection. */
  __knexUid?: string;
}

const BRACKETS = /^(begin|commit|rollback|savepoint|release)\b/i;
const WRITES = /^\s*(with\b.*\b)?(set statement\b.*\bfor\s+)?(insert|update|delete|replace)\b/is;

const idle = async ({ db }: Pick<Core.Strapi, 'db'>): Promise<void> => {
  const { pool } = db.connection.client;
  // What was begun in the same breath has asked for its connection after a turn or two.
  for (let quiet = 0; quiet < 3;) {
    await new Promise((done) => setImmediate(done));
    quiet = pool.numUsed() + pool.numPendingAcquires() === 0 ? quiet + 1 : 0;
  }
};

/** Counts from now on; what comes back stops it, once the database has nothing more to do. */
export const countPrice = async (strapi: Pick<Core.Strapi, 'db'>): Promise<() => Promise<Price>> => {
  const price: Price = { statements: 0, commits: 0, lines: [] };
  /** Of each connection inside a transaction: whether it has written. Strapi opens some in which nothing happens. */
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

/** Runs `work` alone and says what it cost. */
export const priceOf = async (strapi: Pick<Core.Strapi, 'db'>, work: () => Promise<unknown>): Promise<Price> => {
  const stop = await countPrice(strapi);
  try {
    await work();
  } finally {
    await stop();
  }
  return stop();
};
