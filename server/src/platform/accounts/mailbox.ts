import type { Method } from '../../../../shared/contracts/types';
import type { Account } from './account';

/** Methods whose codes arrive in the mailbox. */
export const MAILBOX_METHODS: readonly Method[] = ['email'];

const LOCAL = 'local';

/**
 * What is withheld from a person whose password was set through an emailed link, while nothing but the mailbox has been
 * proved since: a code sent there would prove the same thing twice. A person without methods sets one up with the
 * password, and one who came through an identity provider has proved something else.
 */
export const withheldByMailbox = (
  account: Account | null,
  { enrolled, provider }: { enrolled: boolean; provider: string }
): readonly Method[] =>
  enrolled && provider === LOCAL && account !== null && account.mailboxSpentAt !== null ? MAILBOX_METHODS : [];

/** The change that a proof by this method makes to it. */
export const beyondMailbox = (method: Method): { mailboxSpentAt?: null } =>
  MAILBOX_METHODS.includes(method) ? {} : { mailboxSpentAt: null };
