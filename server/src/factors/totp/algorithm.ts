/** RFC 6238 with @otplib/totp: takes strings, returns a union, and never throws. */
import { crypto } from '@otplib/plugin-crypto-node';
import { verifySync } from '@otplib/totp';

import type { Parameters } from './schema';

/** RFC 4226 §4 R6 recommends 160 bits. */
export const SEED_BYTES = 20;

/** Seconds. Exactly one step in each direction for a period of 30 (RFC 6238 §5.2). One second would not be one step. */
const TOLERANCE_SECONDS = 30;

export type Matched = { ok: true; step: number } | { ok: false };

/**
 * The digits of an entered code, or null. Copied codes can contain spaces, dashes, and invisible characters, and some
 * keyboards enter full-width or Arabic-Indic digits. Anything else isn't a code.
 */
export const readCode = (typed: unknown, digits: number): string | null => {
  if (typeof typed !== 'string') return null;
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
  return code.length === digits && /^[0-9]+$/.test(code) ? code : null;
};

/** How far off a clock can be when a code is wrong, to name the cause. It never makes a code right. Seconds. */
const FAR_SECONDS = 20 * 60;

const stepWithin = (seed: Uint8Array, code: string, now: number, parameters: Parameters, seconds: number): Matched => {
  try {
    const result = verifySync({
      secret: seed,
      token: code,
      epoch: Math.floor(now / 1000),
      epochTolerance: seconds,
      algorithm: parameters.algorithm,
      digits: parameters.digits,
      period: parameters.period,
      crypto,
    });
    return result.valid === true ? { ok: true, step: result.timeStep } : { ok: false };
  } catch {
    // The library throws for tokens and times that it doesn't accept. To a person, these are all wrong codes.
    return { ok: false };
  }
};

/**
 * The time step of a code: the previous, the current, or the next one.
 * @param now milliseconds since the epoch, from the server's clock
 */
export const matchStep = (seed: Uint8Array, code: string, now: number, parameters: Parameters): Matched =>
  stepWithin(seed, code, now, parameters, TOLERANCE_SECONDS);

/**
 * How many minutes the clock that made a wrong code differs from the server's, if the code is right for another time in
 * the last or next twenty minutes. Positive if the phone is ahead. For the operator: the code stays wrong.
 */
export const minutesOff = (seed: Uint8Array, code: string, now: number, parameters: Parameters): number | null => {
  const far = stepWithin(seed, code, now, parameters, FAR_SECONDS);
  if (!far.ok) return null;
  const steps = far.step - Math.floor(now / 1000 / parameters.period);
  return Math.round((steps * parameters.period) / 60);
};
