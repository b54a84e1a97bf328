import type { Trx } from '../store';

export const NOTICE_EVENTS = [
  'factor_added',
  'factor_removed',
  'recovery_codes_generated',
  'recovery_code_used',
  'recovery_codes_low',
  'trusted_browser_added',
  'repeated_failures',
  'locked',
  'reset',
  'reset_with_password',
  'grace_started',
  'grace_3_days',
  'grace_1_day',
  'reminder',
  'policy_relaxed',
] as const;

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Mails that tell people what happened to their account: sent after the fact, from the outbox, never blocking. */
export interface Notices {
  /** Queues one mail to the address on file. Inside `trx` it is sent only if the change is committed. */
  tell(event: NoticeEvent, userId: number, facts: Record<string, string | number>, trx?: Trx): Promise<void>;
  /** Sends what is due. Safe to call on every node at once; called after commits and once a minute. */
  flush(): Promise<void>;
}
