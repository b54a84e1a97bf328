import type { NOTICE_EVENTS } from '../../../shared/contracts/constants';
import type { Trx } from '../platform';

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Ways to get a hold on somebody's account, as the alarm to super admins names them. */
export const TAKEOVER_STEPS = ['address', 'password', 'second_step', 'pass', 'deactivation'] as const;
export type TakeoverStep = (typeof TAKEOVER_STEPS)[number];

/**
 * What a mail tells beside its event. Known names: `name` and `type` of a method (factor_added, factor_removed), `total`
 * (recovery_codes_generated), `remaining` (recovery_code_used, recovery_codes_low), `browser` and `days`
 * (trusted_browser_added), `failures` and `method` (repeated_failures), `until` and `method` (locked; UTC ms, left out when
 * it stays so until somebody lifts it; `of: 'password'` where it was the password), `by` (whatever somebody else may have done: an e-mail address), `from` and
 * `to` (email_changed), `person` and `steps` (reset_with_password; `TakeoverStep`s with commas between), `date` (grace_*: UTC ms).
 */
export type NoticeFacts = Record<string, string | number | null>;

/** Mails that tell people what happened to their account: sent after the fact, from the outbox, never blocking. */
export interface Notices {
  /** Queues a mail to the address on file, and to those it replaced within 72 hours. Inside `trx` it is sent only if the change is committed. */
  tell(event: NoticeEvent, userId: number, facts: NoticeFacts, trx?: Trx): Promise<void>;
  /** Sends what is due. Safe to call on every node at once; called after commits and once a minute. */
  flush(): Promise<void>;
}
