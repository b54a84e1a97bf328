import { POLICY_ID } from '../../../shared/contracts/constants';
import type { MfaConfig } from '../config';
import type { Database, Trx } from '../store';
import { effective, NOTHING_STORED, readRow, type StoredPolicy } from './document';
import type { EffectivePolicy } from './facts';

export interface PolicyStore {
  /**
   * The policy as it binds now, read from the database every time: a change on one node holds on the others at once.
   * @throws UnreadablePolicyError when the stored policy cannot be read, and whatever the database throws. Callers fail closed.
   */
  current(trx?: Trx): Promise<EffectivePolicy>;
}

interface Needs {
  database: Database;
  config: MfaConfig;
}

export const createPolicyStore = ({ database, config }: Needs): PolicyStore => {
  const stored = async (trx?: Trx): Promise<StoredPolicy> => {
    const row = await database.table('policies', trx).where({ policy_key: POLICY_ID }).first();
    return row ? readRow(row) : NOTHING_STORED;
  };

  return {
    current: async (trx) => effective(await stored(trx), config.policy),
  };
};
