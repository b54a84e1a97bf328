import type { Accounts, Foundation } from '../platform';
import type { Authenticators } from './authenticators';
import type { Ceremonies } from './ceremonies';

/** What every method may be given. */
export interface FactorDeps extends Foundation {
  accounts: Accounts;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
}
