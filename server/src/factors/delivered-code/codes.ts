import { z } from 'zod';

import { constantTimeEqual, type KeyRing, type Ports } from '../../platform';

const DIGITS = 6;

/** OWASP and NIST SP 800-63B-4 §3.1.3.2 allow ten minutes; five is what people need. */
export const CODE_LIFETIME_MS = 5 * 60_000;

export const codeShape = { code: z.string().max(64) } as const;

/** What stays in the ceremony; the code itself is nowhere but in the message. */
export const memorySchema = z.object({
  mac: z.string(),
  keyId: z.string(),
  /** Sign-in: the authenticator it was sent to. */
  authenticator: z.string().optional(),
  /** Enrollment: the sealed address that is being confirmed. */
  address: z.string().optional(),
});

export type Memory = z.infer<typeof memorySchema>;

/** Six digits, each of the million equally likely (NIST SP 800-63B-4 §3.1.3.2). */
export const newCode = ({ random }: Pick<Ports, 'random'>): string =>
  String(random.integer(10 ** DIGITS)).padStart(DIGITS, '0');

/** Spaces, dashes and invisible characters are dropped; full-width and Arabic-Indic digits are digits. */
export const readCode = (typed: unknown): string | null => {
  if (typeof typed !== 'string') return null;
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s\-\u2010-\u2015\p{Cf}]/gu, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  return /^\d{6}$/.test(digits) ? digits : null;
};

/** A million codes are tried in a second, so the hash needs a key; bound to the one ceremony the code was made for. */
const macOf = (keys: KeyRing, ceremonyUid: string, code: string, keyId: string): string =>
  keys.mac('delivered-code', `${ceremonyUid}|${code}`, keyId);

/** @throws MissingKeyError when the host has no key. */
export const remember = (keys: KeyRing, ceremonyUid: string, code: string): Pick<Memory, 'mac' | 'keyId'> => {
  const keyId = keys.activeId ?? '';
  return { mac: macOf(keys, ceremonyUid, code, keyId), keyId };
};

export type Comparison = 'right' | 'wrong' | 'unreadable';

export const compare = (keys: KeyRing, ceremonyUid: string, code: string, { mac, keyId }: Memory): Comparison => {
  if (!keys.ids.includes(keyId)) return 'unreadable';
  return constantTimeEqual(mac, macOf(keys, ceremonyUid, code, keyId)) ? 'right' : 'wrong';
};
