import type { Database, Ports, Trx } from '../../platform';
import type { Opened } from './sealed-challenge';

/** Long enough that a clock that is set back does not bring a used challenge to life again. */
const KEPT_MS = 3_600_000;

/** Challenges that were redeemed. One insert decides, whichever node makes it. */
export const createUsedChallenges = ({ database, ports }: { database: Database; ports: Ports }) => {
  const isUsed = async (nonce: string): Promise<boolean> =>
    Boolean(await database.table('usedChallenges').where({ nonce }).first('nonce'));

  return {
    isUsed,

    /** Uses it up in the transaction that pays out. @throws by the unique index when somebody else was faster */
    async take({ nonce, expiresAt }: Opened, trx: Trx): Promise<void> {
      await database
        .table('usedChallenges', trx)
        .insert({ nonce, document_id: ports.random.uuid(), expires_at: expiresAt });
    },

    async sweep(): Promise<void> {
      const over = ports.clock.now() - KEPT_MS;
      await database.table('usedChallenges').where('expires_at', '<', over).delete();
    },
  };
};

export type UsedChallenges = ReturnType<typeof createUsedChallenges>;
