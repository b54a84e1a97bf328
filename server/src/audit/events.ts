import type { EventType, Method } from '../../../shared/contracts/types';
import type { Trx } from '../platform';

export interface Person {
  id: number;
  email: string;
}

/** One event. The IP address, user agent, session, and request ID are read from the current request. */
export interface AuditEvent {
  type: EventType;
  outcome: 'success' | 'failure';
  /** Who did it. Default: `target`. */
  actor?: Person | { kind: 'cli' | 'system' };
  /** Whose account it's about. */
  target?: Person;
  method?: Method;
  /** A code or an entered reason. Never a secret. */
  reason?: string;
  /** A session that this request created. Default: the session of the request. Stored only as a keyed hash. */
  sessionId?: string;
  details?: Record<string, unknown>;
}

export interface Recorder {
  /**
   * Appends to the chain. With `trx` (from `database.transaction`), the row is committed or rolled back with its
   * change. It must then be the last statement of that transaction, because the head of the chain stays locked until
   * the commit and blocks all other events. It throws after it has waited for the lock for 2 s. Without `trx`, the row
   * is written on its own, and a failure is logged and never thrown: a refusal stands even if it can't be recorded.
   * Call that form outside of transactions. Inside one, it joins and throws like the first form.
   */
  append(event: AuditEvent, trx?: Trx): Promise<void>;
}
