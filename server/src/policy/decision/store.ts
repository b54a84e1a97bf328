import { POLICY_ID } from '../../../../shared/contracts/constants';
import { type Database, type MfaConfig, type PolicyFields, type Ports, type Trx, wonBy } from '../../platform';
import type { Neighbors } from '../neighbors';
import { DEFAULT_FIELDS, effective, NOTHING_STORED, readRow, stampSources, type StoredPolicy } from './document';
import type { EffectivePolicy } from './facts';

export interface PolicyStore {
  /**
   * The policy as it binds now, read from the database every time: a change on one node holds on the others at once.
   * @throws UnreadablePolicyError when the stored policy cannot be read, and whatever the database throws. Callers fail closed.
   */
  current(trx?: Trx): Promise<EffectivePolicy>;
  /** The same from a row of ours that was read with something else, or from none. Throws as `current` does. */
  read(row: Record<string, unknown> | null): Promise<EffectivePolicy>;
  /** What was saved, without defaults and config. Throws as `current` does. */
  stored(trx?: Trx): Promise<StoredPolicy>;
  /**
   * Replaces the stored policy if it is still the one that was changed at `expected`. False means that somebody else was
   * faster and nothing was written.
   */
  replace(next: StoredPolicy, expected: number | null, trx: Trx): Promise<boolean>;
  /** Puts defaults in place of a stored policy that cannot be read; for the command line. */
  repair(fields: Partial<PolicyFields>, trx: Trx): Promise<void>;
  /** At boot: a requirement that config sets, or takes away, gets, or loses, the date its grace period counts from. */
  settle(): Promise<void>;
}

interface Needs {
  database: Database;
  config: MfaConfig;
  ports: Ports;
  neighbors: Neighbors;
}

/** The one row, and its columns. */
export const POLICY_ROW = POLICY_ID;
export const POLICY_COLUMNS = [
  'policy_key',
  'document',
  'since',
  'changed_at',
  'changed_by_id',
  'changed_by_email',
] as const;

const KEY = { policy_key: POLICY_ROW };

export const createPolicyStore = ({ database, config, ports, neighbors }: Needs): PolicyStore => {
  const stored = async (trx?: Trx): Promise<StoredPolicy> => {
    const row = await database.table('policies', trx).where(KEY).first();
    return row ? readRow(row) : NOTHING_STORED;
  };

  const bindingNow = async (from: StoredPolicy): Promise<EffectivePolicy> => {
    const policy = effective(from, config.policy);
    return (await neighbors.stepsAside()) ? { ...policy, stepsAside: true } : policy;
  };

  /** The one row, made on first need; whoever races, one insert wins. */
  const open = async (trx: Trx): Promise<void> => {
    await database
      .table('policies', trx)
      .insert({ ...KEY, document_id: ports.random.uuid(), document: JSON.stringify(DEFAULT_FIELDS), since: '{}' })
      .onConflict('policy_key')
      .ignore();
  };

  return {
    stored,
    current: async (trx) => bindingNow(await stored(trx)),
    read: (row) => bindingNow(row ? readRow(row) : NOTHING_STORED),

    async replace(next, expected, trx) {
      await open(trx);
      const affected = await database
        .table('policies', trx)
        .where(KEY)
        .where({ changed_at: expected })
        .update({
          document: JSON.stringify(next.fields),
          since: JSON.stringify(next.since),
          changed_at: next.changedAt,
          changed_by_id: next.changedBy?.id ?? null,
          changed_by_email: next.changedBy?.email ?? null,
        });
      return wonBy(affected);
    },

    async repair(fields, trx) {
      await open(trx);
      await database
        .table('policies', trx)
        .where(KEY)
        .update({
          document: JSON.stringify({ ...DEFAULT_FIELDS, ...fields }),
          since: '{}',
          changed_at: ports.clock.now(),
          changed_by_id: null,
          changed_by_email: null,
        });
    },

    async settle() {
      const before = await stored();
      const since = stampSources(before.since, effective(before, config.policy), ports.clock.now());
      const was = JSON.stringify(before.since);
      if (JSON.stringify(since) === was) return;
      await database.transaction(async (trx) => {
        await open(trx);
        // Another node that boots at the same moment stamps the same; the first one's date stays.
        await database
          .table('policies', trx)
          .where(KEY)
          .where({ since: was })
          .update({ since: JSON.stringify(since) });
      });
    },
  };
};
