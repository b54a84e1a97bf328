import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in lower-case hex. For random tokens of at least 128 bits. Guessable codes need scrypt or an HMAC. */
export const sha256Hex = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');

/** Identifies a password hash without revealing it. */
export const passwordFingerprint = (passwordHash: string | null): string => sha256Hex(passwordHash ?? 'no password');

/** Compares in a time that doesn't depend on where the strings differ. Both are hashed first, so lengths may differ. */
export const constantTimeEqual = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
