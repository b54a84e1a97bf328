import type { Accounts } from '../accounts';
import type { Foundation } from '../foundation';
import type { Authenticators } from './authenticators';
import type { Ceremonies } from './ceremonies';

/** What every method may be given. */
export interface FactorDeps extends Foundation {
  accounts: Accounts;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
}
