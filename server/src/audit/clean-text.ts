/** Cleans text before it's stored: short, printable, and without secrets (CWE-117, CWE-532). */
import { canonicalJson, type Json } from './canonical';

const TEXT_LIMIT = 512;
const DETAILS_LIMIT = 16_384;
const ITEM_LIMIT = 200;
const DEPTH_LIMIT = 6;
const REDACTED = '[redacted]';

/**
 * Controls (Cc), invisible characters such as those that change the reading direction (Cf), halves of surrogate pairs,
 * which databases don't return as they were hashed (Cs), and the two separators that end a line in some log viewers.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const encoded = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** At most `limit` UTF-16 units, without half a character at the end. */
const capped = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`;
};

/**
 * The text as it's stored: invisible characters are escaped, for example a line break as `\u000a`, and then it's cut to
 * `limit`.
 */
export const cleanText = (value: unknown, limit = TEXT_LIMIT): string | null => {
  if (value === null || value === undefined) return null;
  // Cut before escaping as well, because a megabyte of user agent isn't worth processing.
  return capped(capped(String(value), limit * 2).replace(UNPRINTABLE, encoded), limit);
};

const SECRET_NAMES = new Set([
  'code',
  'codes',
  'recoverycode',
  'recoverycodes',
  'otp',
  'pin',
  'seed',
  'otpauthuri',
  'qrcode',
  'phonenumber',
  'authorization',
  'transaction',
  'credential',
  'response',
  'deviceid',
  'sessionid',
  'challenge',
]);
const SECRET_ENDINGS = /(password|passphrase|secret|token|cookie|privatekey|jwt)$/;
const SECRET_VALUES = /otpauth:|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/;

const isSecretName = (key: string): boolean => {
  const bare = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return SECRET_NAMES.has(bare) || SECRET_ENDINGS.test(bare);
};

const cleanValue = (value: unknown, depth: number): Json => {
  if (value === null || value === undefined || typeof value === 'function') return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== 'object') {
    const text = cleanText(value) ?? '';
    return SECRET_VALUES.test(text) ? REDACTED : text;
  }
  if (depth >= DEPTH_LIMIT) return '…';
  if (Array.isArray(value)) return value.slice(0, ITEM_LIMIT).map((item) => cleanValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEM_LIMIT)
      .map(([key, item]) => [
        cleanText(key, 64) ?? '',
        isSecretName(key) && typeof item !== 'boolean' && item !== null ? REDACTED : cleanValue(item, depth + 1),
      ])
  );
};

/** The details of an event as the canonical text that is stored and hashed. */
export const cleanDetails = (details: Record<string, unknown> | undefined): string => {
  const text = canonicalJson(cleanValue(details ?? {}, 0));
  return text.length <= DETAILS_LIMIT ? text : canonicalJson({ tooLong: text.length });
};

/** A reason is a code or entered by a person, who may have pasted a token or a link by mistake. */
export const cleanReason = (reason: string | undefined): string | null => {
  const text = cleanText(reason);
  return text !== null && SECRET_VALUES.test(text) ? REDACTED : text;
};
