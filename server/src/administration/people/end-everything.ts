import type { Trx } from '../../platform';
import type { Ceremonies } from '../../factors';
import type { Sessions, Trust } from '../../sessions';
import type { TransactionStore } from '../../gate';

export interface EndingDeps {
  ceremonies: Ceremonies;
  sessions: Sessions;
  store: TransactionStore;
  trust: Trust;
}

/**
 * Ends a person's sessions (except `except`), transactions, ceremonies, and trusted browsers. Returns the number of
 * sessions.
 */
export const endEverything = async (deps: EndingDeps, userId: number, trx: Trx, except?: string): Promise<number> => {
  const ended = await deps.sessions.endAll(userId, trx, { except });
  await deps.store.endAll(userId, trx);
  await deps.ceremonies.endAll(userId, trx);
  await deps.trust.revoke(userId, null, trx);
  return ended;
};
