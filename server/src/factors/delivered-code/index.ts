/**
 * The delivered-code room: six digits that travel by mail or text message, one engine for both carriers.
 * Promises: nothing is sent until `send` is called; a code lives five minutes, once, for one challenge and one use; a
 * resend kills the last one; only a keyed hash is kept; limits by challenge, address, person and day hold under parallel
 * sends; a failed delivery says so and costs nothing. Never: a clear address outside the message, a number in the log.
 */
export { createDeliveredCode } from './factor';
export { sweepSends } from './sends';
