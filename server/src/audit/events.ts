import type { EventType, Method } from '../../../shared/contracts/types';
import type { Trx } from '../platform';

export interface Person {
  id: number;
  email: string;
}

/** One thing that happened. IP, user agent, session and request id are read from the current request. */
export interface AuditEvent {
  type: EventType;
  outcome: 'success' | 'failure';
  /** Who did it. Default: `target`. */
  actor?: Person | { kind: 'cli' | 'system' };
  /** Whose account it is about. */
  target?: Person;
  method?: Method;
  /** A code or a typed reason; never a secret. */
  reason?: string;
  /** A session this request made; default: the one that asked. Stored as a keyed hash only. */
  sessionId?: string;
  details?: Record<string, unknown>;
}

export interface Recorder {
  /**
   * Appends to the chain. With `trx` (from `database.transaction`) the row lives and dies with the change it describes:
   * no row, no change. It must then be the last statement of that transaction, because the chain's head stays locked
   * until the commit and everybody else's events wait for it; it throws when it has waited 2 s itself.
   * Without `trx` the row is written on its own and a failure is logged, never thrown: a refusal stands even if it can't
   * be recorded. Call that form outside of transactions; inside one it joins, and then throws like the first.
   */
  append(event: AuditEvent, trx?: Trx): Promise<void>;
}
