import type { Accounts, Foundation } from '../platform';
import type { Authenticators } from './authenticators';
import type { Ceremonies } from './ceremonies';

/** The dependencies that every method may use. */
export interface FactorDeps extends Foundation {
  accounts: Accounts;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
}
