/**
 * Six-digit codes by email or text message, with one engine for both channels.
 * Promises: nothing is sent until `send` is called; a code lasts five minutes and works once, for one challenge and one
 * purpose; a new code replaces the last one; only a keyed hash is stored; limits by challenge, address, person, and day
 * hold under parallel sends; a failed delivery is reported and costs nothing. Never: a clear address outside the
 * message, a number in the log.
 */
export { createDeliveredCode } from './factor';
export { compare as compareCode, newCode, readCode as readSixDigits, remember as codeDigest } from './codes';
export { sweepSends } from './sends';
