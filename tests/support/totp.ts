/**
 * Creates codes as a phone does (RFC 6238). This follows the standard and doesn't use the server's library, so that one
 * bug can't hide in both.
 */
import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PERIOD_MS = 30_000;
const DIGITS = 6;

const fromBase32 = (text: string): Buffer => {
  const bits = [...text.replace(/[\s=]/g, '').toUpperCase()]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
};

/** The code for a secret (base32) at a time in UTC milliseconds. */
export const totpCode = (secret: string, atMs: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / PERIOD_MS)));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const value = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** DIGITS).padStart(DIGITS, '0');
};

/** Six digits that aren't correct around this time. */
export const wrongTotpCode = (secret: string, atMs: number): string => {
  const right = [-2, -1, 0, 1, 2].map((step) => totpCode(secret, atMs + step * PERIOD_MS));
  const wrong = ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code));
  if (!wrong) throw new Error('Six codes cannot all be right.');
  return wrong;
};
