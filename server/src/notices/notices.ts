import type { NOTICE_EVENTS } from '../../../shared/contracts/constants';
import type { Trx } from '../platform';

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Steps to take over an account, as the email to Super Admins names them. */
export const TAKEOVER_STEPS = ['address', 'password', 'second_step', 'pass', 'deactivation'] as const;
export type TakeoverStep = (typeof TAKEOVER_STEPS)[number];

/**
 * What an email says besides its event: `name` and `type` of a method (factor_added, factor_removed), `total`
 * (recovery_codes_generated), `remaining` (recovery_code_used, recovery_codes_low), `browser` and `days`
 * (trusted_browser_added), `failures` and `method` (repeated_failures), `until` and `method` (locked), `from` and `to`
 * (email_changed), `person` and `steps` (reset_with_password; `TakeoverStep`s separated by commas), `date` (grace_*;
 * UTC ms), and `by` (an email address, for every event that someone else can cause).
 * For `locked`, `until` is UTC ms, and is missing if the lock has no end. `of: 'password'` means that the password is
 * locked.
 */
export type NoticeFacts = Record<string, string | number | null>;

/**
 * Emails that tell people what happened to their account. They're sent after the fact, from the outbox, and never
 * block.
 */
export interface Notices {
  /**
   * Queues an email to the account's address, and to those it replaced within 72 hours. Inside `trx`, it's sent only if
   * the change is committed.
   */
  tell(event: NoticeEvent, userId: number, facts: NoticeFacts, trx?: Trx): Promise<void>;
  /** Sends due emails. Safe on every node at the same time. Called after commits and once a minute. */
  flush(): Promise<void>;
}
