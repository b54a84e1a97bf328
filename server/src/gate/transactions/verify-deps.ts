import type { Database } from '../../platform';
import type { Verdicts } from '../../policy';
import type { PayOutDeps } from './pay-out';
import type { TransactionStore } from './store';

export interface VerifyDeps extends PayOutDeps {
  database: Database;
  store: TransactionStore;
  verdicts: Verdicts;
}
