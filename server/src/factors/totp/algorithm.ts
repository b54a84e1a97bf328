/** RFC 6238 by way of @otplib/totp: strings in, a returned union out, never an exception. */
import { crypto } from '@otplib/plugin-crypto-node';
import { verifySync } from '@otplib/totp';

import type { Parameters } from './schema';

/** RFC 4226 §4 R6 recommends 160 bits. */
export const SEED_BYTES = 20;

/** Seconds. Exactly one step either way for a period of 30 (RFC 6238 §5.2); one second would not be one step. */
const TOLERANCE_SECONDS = 30;

export type Matched = { ok: true; step: number } | { ok: false };

/**
 * The digits of a typed code, or null. Spaces, dashes and invisible characters are how codes are copied; full-width and
 * Arabic-Indic digits are how some keyboards write them. Anything else is not a code.
 */
export const readCode = (typed: unknown, digits: number): string | null => {
  if (typeof typed !== 'string') return null;
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
  return code.length === digits && /^[0-9]+$/.test(code) ? code : null;
};

/**
 * Which time step, among the previous, the current and the next, a code belongs to.
 * @param now milliseconds since the epoch, from the server's clock
 */
export const matchStep = (seed: Uint8Array, code: string, now: number, parameters: Parameters): Matched => {
  try {
    const result = verifySync({
      secret: seed,
      token: code,
      epoch: Math.floor(now / 1000),
      epochTolerance: TOLERANCE_SECONDS,
      algorithm: parameters.algorithm,
      digits: parameters.digits,
      period: parameters.period,
      crypto,
    });
    return result.valid === true ? { ok: true, step: result.timeStep } : { ok: false };
  } catch {
    // The library throws for tokens and times it does not like; to a person all of them are a wrong code.
    return { ok: false };
  }
};
