/** The results of a method's operations: judging, beginning, sending, and whether it can be used at all. */
import type { MethodObstacle } from '../../../shared/contracts/types';

export type RefusalReason =
  | 'wrong_code'
  | 'other_time'
  | 'replayed'
  | 'malformed'
  | 'no_ceremony'
  | 'expired'
  | 'unknown_credential'
  | 'not_verified'
  | 'cross_origin'
  | 'counter_regressed'
  | 'backup_changed'
  | 'unreadable'
  | 'already_registered'
  | 'not_attested'
  | 'model_withdrawn'
  | 'exhausted';

/** The counter that a wrong proof costs. Null for proofs that can't be guessed. */
export type CounterKind = 'guessable' | 'recovery' | 'password';

export type Begun =
  | { ok: true; offer: Record<string, unknown> }
  | {
      ok: false;
      code:
        | 'MFA_METHOD_UNAVAILABLE'
        | 'MFA_DELIVERY_FAILED'
        | 'MFA_RESEND_TOO_EARLY'
        | 'MFA_INVALID_REQUEST'
        | 'MFA_TOO_MANY_ATTEMPTS';
      details?: Record<string, unknown>;
    };

export type Availability = { ok: true } | { ok: false; reason: MethodObstacle };

export type Usability = 'usable' | 'unreadable' | 'other_address' | 'unavailable';

export type Sent =
  | { ok: true; destination: string; resendAt: number; expiresAt: number }
  | {
      ok: false;
      code: 'MFA_RESEND_TOO_EARLY' | 'MFA_TOO_MANY_ATTEMPTS' | 'MFA_DELIVERY_FAILED';
      retryAfterSeconds?: number | null;
    };
