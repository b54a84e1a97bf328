import type { Method } from '../../../shared/contracts/types';
import { passwordFingerprint } from '../crypto';
import type { Account } from './account';

/** Methods whose proof arrives in the mailbox. */
export const MAILBOX_METHODS: readonly Method[] = ['email'];

/**
 * Whether this password came into being through a mailed link, and nothing but the mailbox has been proved since: a code
 * sent there now would prove the same thing a second time.
 */
export const mailboxIsSpent = (account: Account | null, passwordHash: string | null): boolean =>
  account !== null && account.mailedPassword !== null && account.mailedPassword === passwordFingerprint(passwordHash);
