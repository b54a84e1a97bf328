import { z } from 'zod';

import { constantTimeEqual, type KeyRing, type Ports } from '../../platform';

const DIGITS = 6;

/** OWASP and NIST SP 800-63B-4 §3.1.3.2 allow ten minutes. People need five. */
export const CODE_LIFETIME_MS = 5 * 60_000;

export const codeShape = { code: z.string().max(64) } as const;

/** What the ceremony stores. The code itself is only in the message. */
export const memorySchema = z.object({
  mac: z.string(),
  keyId: z.string(),
  /** Login: the authenticator that it was sent to. */
  authenticator: z.string().optional(),
  /** Enrollment: the encrypted address that is being confirmed. */
  address: z.string().optional(),
});

export type Memory = z.infer<typeof memorySchema>;

/** Six digits, with equal probability for each of the million codes (NIST SP 800-63B-4 §3.1.3.2). */
export const newCode = ({ random }: Pick<Ports, 'random'>): string =>
  String(random.integer(10 ** DIGITS)).padStart(DIGITS, '0');

/** Removes spaces, dashes, and invisible characters. Full-width and Arabic-Indic digits count as digits. */
export const readCode = (typed: unknown): string | null => {
  if (typeof typed !== 'string') return null;
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s\-\u2010-\u2015\p{Cf}]/gu, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  return /^\d{6}$/.test(digits) ? digits : null;
};

/** A million codes can be tried in a second, so the hash needs a key. It's bound to the ceremony of the code. */
const macOf = (keys: KeyRing, ceremonyUid: string, code: string, keyId: string): string =>
  keys.mac('delivered-code', `${ceremonyUid}|${code}`, keyId);

/** @throws MissingKeyError if the server has no key */
export const remember = (keys: KeyRing, ceremonyUid: string, code: string): Pick<Memory, 'mac' | 'keyId'> => {
  const keyId = keys.activeId ?? '';
  return { mac: macOf(keys, ceremonyUid, code, keyId), keyId };
};

export type Comparison = 'right' | 'wrong' | 'unreadable';

export const compare = (keys: KeyRing, ceremonyUid: string, code: string, { mac, keyId }: Memory): Comparison => {
  if (!keys.ids.includes(keyId)) return 'unreadable';
  return constantTimeEqual(mac, macOf(keys, ceremonyUid, code, keyId)) ? 'right' : 'wrong';
};
