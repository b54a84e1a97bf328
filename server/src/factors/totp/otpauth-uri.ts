/** The key URI that authenticator apps scan, and its QR code. Both are secret. */
import type * as Library from 'qrcode';

import { lazyRequire } from '../../platform';
import type { Parameters } from './schema';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Longer labels make the QR code too dense for an old phone. */
const MAX_ACCOUNT_LENGTH = 128;

/** RFC 4648 §6, upper case, without padding: what people type, and what every app accepts. */
export const toBase32 = (bytes: Uint8Array): string => {
  let [text, buffer, bits] = ['', 0, 0];
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32.charAt((buffer << (5 - bits)) & 31) : text;
};

/** The bytes of base32 text from other programs: with padding, in any case, and in groups. Null if it's invalid. */
export const fromBase32 = (text: string): Buffer | null => {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replace(/=+$/, '');
  if (symbols === '' || [...symbols].some((symbol) => !BASE32.includes(symbol))) return null;
  const bits = [...symbols].map((symbol) => BASE32.indexOf(symbol).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** A colon, literal or encoded, separates issuer and account, so neither may contain one. */
const label = (text: string): string => encodeURIComponent(text.replace(/:/g, ' ').trim());

/** Defaults of every app (Key Uri Format). Including them makes the QR code denser and adds nothing. */
const DEFAULTS: Parameters = { algorithm: 'sha1', digits: 6, period: 30 };

/**
 * The entry in the app's list. An app silently replaces an entry with the same issuer and account, so a person's
 * further apps are numbered.
 * @param entry 1 for a person's first app
 */
export const accountLabel = (email: string, entry: number): string =>
  entry > 1 ? `${email.slice(0, MAX_ACCOUNT_LENGTH)} (${entry})` : email.slice(0, MAX_ACCOUNT_LENGTH);

/**
 * `otpauth://totp/<issuer>:<account>?secret=…&issuer=<issuer>…` with `%20` for spaces (Key Uri Format). Default
 * parameters are left out.
 * @param secret base32, upper case, without padding
 */
export const otpauthUri = (issuer: string, account: string, secret: string, parameters: Parameters): string => {
  const query = [
    `secret=${secret}`,
    `issuer=${label(issuer)}`,
    ...(parameters.algorithm === DEFAULTS.algorithm ? [] : [`algorithm=${parameters.algorithm.toUpperCase()}`]),
    ...(parameters.digits === DEFAULTS.digits ? [] : [`digits=${parameters.digits}`]),
    ...(parameters.period === DEFAULTS.period ? [] : [`period=${parameters.period}`]),
  ];
  return `otpauth://totp/${label(issuer)}:${label(account)}?${query.join('&')}`;
};

export const qrCodeLibrary = () => lazyRequire<typeof Library>('qrcode');

/**
 * SVG as a data URI: black on white in every theme, with the quiet zone of four modules that ISO/IEC 18004 requires.
 * Error correction level L: a screen isn't torn or stained, and fewer modules are larger.
 */
export const qrCodeOf = async (uri: string): Promise<string> => {
  const { toString } = await qrCodeLibrary();
  const svg = await toString(uri, {
    type: 'svg',
    margin: 4,
    errorCorrectionLevel: 'L',
    color: { dark: '#000000', light: '#ffffff' },
  });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
};
