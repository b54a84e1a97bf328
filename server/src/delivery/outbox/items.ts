/** The rows of the outbox. One conditional UPDATE decides which node works on an item. */
import type { Knex } from 'knex';

import { CLOCK_SKEW_MS, type Database, type Ports, type Trx, wonBy } from '../../platform';

export interface Item {
  uid: string;
  kind: string;
  payload: Record<string, unknown>;
  /** Attempts so far. After `claim`, this includes the current one. */
  attempts: number;
}

export interface Items {
  add(kind: string, payload: Record<string, unknown>, trx?: Trx): Promise<void>;
  /** Due items of these kinds that no node works on, oldest first. */
  due(kinds: readonly string[], limit: number): Promise<Item[]>;
  /** Claims the item for this node and counts the attempt. False if another node was faster. */
  claim(item: Item): Promise<boolean>;
  later(item: Item, pauseMs: number, error: unknown): Promise<void>;
  remove(item: Item): Promise<void>;
  waiting(kind: string, payloadLike: string): Promise<number>;
}

/** If a node dies while it handles an item, other nodes take over after this time. No handler may take longer. */
const CLAIM_MS = 5 * 60_000;
const ERROR_LIMIT = 255;
/** Nothing is postponed or claimed for longer. Anything that seems to be comes from a clock that was set back since. */
const LONGEST_MS = 3_600_000 + CLOCK_SKEW_MS;

const reached = (column: string, now: number) => (when: Knex.QueryBuilder) =>
  void when.where(column, '<=', now).orWhere(column, '>', now + LONGEST_MS);

const fromRow = (row: Record<string, unknown>): Item => ({
  uid: String(row.uid),
  kind: String(row.kind),
  payload: JSON.parse(String(row.payload)) as Record<string, unknown>,
  attempts: Number(row.attempts),
});

export const createItems = ({ database, ports, node }: { database: Database; ports: Ports; node: string }): Items => {
  const mine = (item: Item) => database.table('outbox').where({ uid: item.uid, claimed_by: node });

  return {
    async add(kind, payload, trx) {
      const now = ports.clock.now();
      await database.table('outbox', trx).insert({
        uid: ports.random.uuid(),
        kind,
        payload: JSON.stringify(payload),
        attempts: 0,
        next_at: now,
        claimed_until: 0,
        created_at_ms: now,
      });
    },

    async due(kinds, limit) {
      if (kinds.length === 0) return [];
      const now = ports.clock.now();
      const rows = await database
        .table('outbox')
        .whereIn('kind', [...kinds])
        .where(reached('next_at', now))
        .where(reached('claimed_until', now))
        .orderBy([{ column: 'next_at' }, { column: 'id' }])
        .limit(limit);
      return rows.map(fromRow);
    },

    async claim(item) {
      const now = ports.clock.now();
      const affected = await database
        .table('outbox')
        .where({ uid: item.uid, attempts: item.attempts })
        .where(reached('claimed_until', now))
        .update({ claimed_until: now + CLAIM_MS, claimed_by: node, attempts: item.attempts + 1 });
      item.attempts += 1;
      return wonBy(affected);
    },

    async later(item, pauseMs, error) {
      await mine(item).update({
        next_at: ports.clock.now() + pauseMs,
        claimed_until: 0,
        claimed_by: null,
        last_error: (error instanceof Error ? error.name : 'unknown').slice(0, ERROR_LIMIT),
      });
    },

    async waiting(kind, payloadLike) {
      const row = await database
        .table('outbox')
        .where({ kind })
        .where('payload', 'like', payloadLike)
        .count({ items: '*' })
        .first();
      return Number(row?.items ?? 0);
    },

    async remove(item) {
      await mine(item).delete();
    },
  };
};
