import type { Database } from '../../platform';
import type { Verdicts } from '../../policy';
import type { ClockSuspicion } from './clock-suspicion';
import type { RedeemDeps } from './redeem';
import type { TransactionStore } from './store';

export interface VerifyDeps extends RedeemDeps {
  database: Database;
  store: TransactionStore;
  verdicts: Verdicts;
  clockSuspicion: ClockSuspicion;
}
