import { createHash, timingSafeEqual } from 'node:crypto';

/** Lower-case hex SHA-256. Right for random tokens of 128 bits and more; guessable codes need scrypt or HMAC. */
export const sha256Hex = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');

/** Tells one password hash from another without being it. */
export const passwordFingerprint = (passwordHash: string | null): string => sha256Hex(passwordHash ?? 'no password');

/** Compares in time independent of where the strings differ; different lengths are hashed to equal ones first. */
export const constantTimeEqual = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
