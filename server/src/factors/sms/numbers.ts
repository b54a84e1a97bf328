import type * as Library from 'libphonenumber-js/max';

import { lazyRequire } from '../../platform';
import type { AddressGiven } from '../code-channel';

/** Numbers that cost the sender extra, or that can't receive text messages. */
const REFUSED_TYPES = new Set(['PREMIUM_RATE', 'SHARED_COST', 'TOLL_FREE', 'UAN', 'PAGER', 'VOICEMAIL']);

const refuse = (reason: 'invalid' | 'country_not_allowed', message: string): AddressGiven => ({
  ok: false,
  path: 'phoneNumber',
  reason,
  message,
});

/**
 * @param typed E.164, e.g. `+4915112345678`; spaces, dashes, and brackets between the digits are ignored
 * @param countries ISO 3166-1 alpha-2. The full metadata is needed, because `+1` is 25 countries, and fraudsters use
 * some of them.
 */
export const readNumber = async (typed: unknown, countries: readonly string[]): Promise<AddressGiven> => {
  // With all its metadata, it's the largest library here, and most sites send no text messages.
  const { parsePhoneNumberFromString } = await lazyRequire<typeof Library>('libphonenumber-js/max');
  const text = typeof typed === 'string' ? typed.trim() : '';
  const number = text.startsWith('+') ? parsePhoneNumberFromString(text, { extract: false }) : undefined;
  if (!number?.isValid() || number.ext) {
    return refuse('invalid', 'must be a phone number with a country code, such as +4915112345678');
  }
  if (REFUSED_TYPES.has(number.getType() ?? ''))
    return refuse('invalid', 'must be a number that can receive text messages');
  if (!number.country || !countries.includes(number.country)) {
    return refuse('country_not_allowed', 'must be in a country that text messages are sent to');
  }
  return { ok: true, address: number.number };
};

/** `•••• 42`. */
export const maskNumber = (number: string): string => `•••• ${number.slice(-2)}`;
