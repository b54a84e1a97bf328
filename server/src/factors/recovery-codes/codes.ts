/** The format of codes that people write down, and the slow hash that stores them. */
import { scrypt } from 'node:crypto';

import { createFairQueue } from '../../platform';

/** Crockford's base32: without I, L, O, and U, so that handwritten codes stay readable. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SYMBOLS = 16;
/** 80 bits: above the 64 of NIST SP 800-63B-4 §4.2.1.1, below the 112 that would allow a fast hash (§3.1.2.2). */
export const CODE_BYTES = 10;
export const SALT_BYTES = 16;
/** The purpose of a stored code's seal. */
export const SEALED = 'recovery-code';

const HASH_BYTES = 32;
const COST = { N: 16_384, r: 8, p: 1 } as const;
/** scrypt runs on libuv's pool of four threads. Two at a time leave room for files, DNS, and Strapi's own bcrypt. */
const AT_ONCE = 2;

/** As many symbols as the bytes need, in groups of four: sixteen from ten bytes, twelve from eight. */
export const formatCode = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const symbols = (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2)));
  return (symbols.join('').match(/.{4}/g) ?? []).join('-');
};

/** The symbols of an entered code, or null. Case, spaces, hyphens, `O` for `0`, and `I` or `L` for `1` don't matter. */
export const readCode = (typed: unknown, length: number): string | null => {
  if (typeof typed !== 'string') return null;
  const symbols = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return symbols.length === length && [...symbols].every((symbol) => ALPHABET.includes(symbol)) ? symbols : null;
};

export const readRecoveryCode = (typed: unknown): string | null => readCode(typed, SYMBOLS);

const slowHash = (symbols: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    scrypt(symbols, Buffer.from(salt, 'base64url'), HASH_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key.toString('hex'))
    );
  });

/** `owner`: the person of the code. People take turns, however many codes each has waiting. */
export type SlowHash = (symbols: string, salt: string, owner?: number) => Promise<string>;

/** Hex scrypt (N=16384, r=8, p=1) of the symbols with a base64url salt, off the main thread, a few at a time. */
export const createSlowHash = (): SlowHash => {
  const queue = createFairQueue({ atOnce: AT_ONCE });
  return (symbols, salt, owner = 0) => queue.run(owner, () => slowHash(symbols, salt));
};
