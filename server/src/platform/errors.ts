/** The one place that turns a refusal into HTTP. Other code returns or throws `MfaError` and never sets a status. */
import type { Context } from 'koa';

import type { ErrorBody, ErrorCode } from '../../../shared/contracts/types';

interface Entry {
  status: number;
  name: string;
  message: string;
}

const entry = (status: number, name: string, message: string): Entry => ({ status, name, message });

/** Messages are for people and may change. `details.code` may not. */
const TABLE: Record<ErrorCode, Entry> = {
  MFA_REQUIRED: entry(403, 'ForbiddenError', 'Confirm it’s you to continue.'),
  MFA_ENROLLMENT_REQUIRED: entry(403, 'ForbiddenError', 'Set up MFA to continue.'),
  MFA_PASSWORD_REQUIRED: entry(403, 'ForbiddenError', 'Enter your password to continue.'),
  MFA_REAUTHENTICATION_REQUIRED: entry(403, 'ForbiddenError', 'Log in again to continue.'),
  MFA_PASS_REQUIRED: entry(403, 'ForbiddenError', 'Setting up a first method requires an extra proof.'),
  MFA_NO_USABLE_METHOD: entry(
    403,
    'ForbiddenError',
    'None of your methods work here. Ask an administrator to reset your MFA.'
  ),
  MFA_METHOD_NOT_ALLOWED: entry(403, 'ForbiddenError', 'This method can’t be used here.'),
  MFA_TARGET_ABOVE_YOU: entry(403, 'ForbiddenError', 'This person has permissions that you don’t have.'),
  MFA_FORBIDDEN: entry(403, 'ForbiddenError', 'This can’t be read or changed here.'),
  MFA_INVALID_REQUEST: entry(400, 'ValidationError', 'The request is not valid.'),
  MFA_INVALID_CODE: entry(400, 'ValidationError', 'That code isn’t right. Try again.'),
  MFA_INVALID_PASSWORD: entry(400, 'ValidationError', 'That password isn’t right.'),
  MFA_INVALID_PASS: entry(400, 'ValidationError', 'That pass isn’t right, or no longer works.'),
  MFA_NOTHING_TO_RESET: entry(400, 'ValidationError', 'This person has nothing to reset.'),
  MFA_NOT_FOUND: entry(404, 'NotFoundError', 'Not found.'),
  MFA_ENROLLMENT_INCOMPLETE: entry(409, 'ConflictError', 'Set up MFA and save your recovery codes first.'),
  MFA_LAST_FACTOR_REQUIRED: entry(
    409,
    'ConflictError',
    'MFA is required. Add another method before you remove this one.'
  ),
  MFA_LIMIT_REACHED: entry(409, 'ConflictError', 'You’ve reached the limit for this method. Remove one first.'),
  MFA_ALREADY_REGISTERED: entry(409, 'ConflictError', 'That key is already in use.'),
  MFA_METHOD_UNAVAILABLE: entry(409, 'ConflictError', 'This method can’t be set up on this server.'),
  MFA_NOT_ON_YOURSELF: entry(409, 'ConflictError', 'This can’t be done on your own account.'),
  MFA_POLICY_WOULD_LOCK_OUT: entry(409, 'ConflictError', 'This policy would lock people out.'),
  MFA_POLICY_CHANGED: entry(409, 'ConflictError', 'Someone else changed the policy. Load it again.'),
  MFA_POLICY_LOCKED: entry(409, 'ConflictError', 'This is set in the server configuration.'),
  MFA_TRANSACTION_EXPIRED: entry(410, 'GoneError', 'This timed out or was already used. Log in again.'),
  MFA_TOO_MANY_ATTEMPTS: entry(429, 'RateLimitError', 'Too many attempts. Wait a moment, or use another method.'),
  MFA_RESEND_TOO_EARLY: entry(429, 'RateLimitError', 'A code was just sent. Wait before you send another one.'),
  MFA_DELIVERY_FAILED: entry(503, 'ServiceUnavailableError', 'The code couldn’t be sent. Use another method.'),
  MFA_PASSKEY_REFUSED: entry(
    400,
    'ValidationError',
    'This passkey can’t be used to log in. Log in with your password.'
  ),
  MFA_UNAVAILABLE: entry(503, 'ServiceUnavailableError', 'We can’t confirm it’s you right now. Try again in a moment.'),
};

export type ErrorDetails = Record<string, unknown>;

/** An expected refusal. `cause` is for the log and never part of the answer. */
export class MfaError extends Error {
  override readonly name = 'MfaError';

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown; message?: string }
  ) {
    super(options?.message ?? TABLE[code].message, { cause: options?.cause });
  }
}

export const errorBody = (error: MfaError): ErrorBody => {
  const { status, name } = TABLE[error.code];
  return {
    data: null,
    error: { status, name, message: error.message, details: { code: error.code, ...error.details } },
  };
};

/** Answers the request with the refusal. */
export const answerWith = (ctx: Context, error: MfaError): void => {
  const body = errorBody(error);
  const wait = error.details.retryAfterSeconds;
  ctx.status = body.error.status;
  ctx.body = body;
  ctx.set('Cache-Control', 'no-store');
  if (typeof wait === 'number') ctx.set('Retry-After', String(wait));
};
