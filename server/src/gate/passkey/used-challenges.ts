import type { Database, Ports, Trx } from '../../platform';
import type { Opened } from './sealed-challenge';

/** Long enough that a used challenge doesn't become valid again if a clock is set back. */
const KEPT_MS = 3_600_000;

/** Redeemed challenges. One insert decides, on whichever node. */
export const createUsedChallenges = ({ database, ports }: { database: Database; ports: Ports }) => {
  const isUsed = async (nonce: string): Promise<boolean> =>
    Boolean(await database.often('usedChallenges').where({ nonce }).first('nonce'));

  return {
    isUsed,

    /** Uses it up in the transaction that redeems it. @throws by the unique index if another request was faster */
    async take({ nonce, expiresAt }: Opened, trx: Trx): Promise<void> {
      await database
        .often('usedChallenges', trx)
        .insert({ nonce, document_id: ports.random.uuid(), expires_at: expiresAt });
    },

    async sweep(): Promise<void> {
      const over = ports.clock.now() - KEPT_MS;
      await database.table('usedChallenges').where('expires_at', '<', over).delete();
    },
  };
};

export type UsedChallenges = ReturnType<typeof createUsedChallenges>;
