import type { Mailer, TextMessages } from '../delivery';
import type { Accounts, PlatformDeps } from '../platform';
import type { Authenticators } from './authenticators';
import type { Ceremonies } from './ceremonies';

/** The dependencies that every method may use. */
export interface FactorDeps extends PlatformDeps {
  accounts: Accounts;
  authenticators: Authenticators;
  ceremonies: Ceremonies;
  mailer: Mailer;
  texts: TextMessages;
}
