import type { Database } from '../store';
import type { Verdicts } from '../verdicts';
import type { PayOutDeps } from './pay-out';
import type { TransactionStore } from './store';

export interface VerifyDeps extends PayOutDeps {
  database: Database;
  store: TransactionStore;
  verdicts: Verdicts;
}
