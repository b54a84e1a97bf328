/**
 * The attestation formats that a registration may have.
 * If the options request `none`, a browser answers `none` or passes on a self attestation (`packed` without a
 * certificate: WebAuthn L3 §5.4.7, §8.2). If they request `direct`, an answer proves something only if it has
 * certificates. Any other format comes from a modified client, and would reach parsers that aren't needed otherwise.
 */
import type * as Helpers from '@simplewebauthn/server/helpers';

import { lazyRequire } from '../../platform';

export interface ExpectedFormat {
  fmt: string;
  /** Whether it must contain certificates. If false, it must not. */
  certificates: boolean;
}

export type AttestationPreference = 'none' | 'direct';

const SELF_MADE: readonly ExpectedFormat[] = [
  { fmt: 'none', certificates: false },
  { fmt: 'packed', certificates: false },
];

/** L3 §8.2–8.8 without `android-safetynet`, which Google has turned off. */
const VOUCHED_FOR: readonly ExpectedFormat[] = ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f'].map((fmt) => ({
  fmt,
  certificates: true,
}));

/** The one place that decides which formats an answer may have, depending on what was requested. */
export const expectedFormats = (preference: AttestationPreference): readonly ExpectedFormat[] =>
  ({ none: SELF_MADE, direct: VOUCHED_FOR })[preference];

/** Room for a leaf certificate, its issuers, and one more. */
const MOST_CERTIFICATES = 6;

const certificatesOf = (statement: ReadonlyMap<unknown, unknown>): 'none' | 'some' | 'nonsense' => {
  if (statement.has('ecdaaKeyId')) return 'nonsense';
  if (!statement.has('x5c')) return 'none';
  const x5c = statement.get('x5c');
  const fits = Array.isArray(x5c) && x5c.length > 0 && x5c.length <= MOST_CERTIFICATES;
  return fits && x5c.every((one) => one instanceof Uint8Array) ? 'some' : 'nonsense';
};

/** Whether an attestation object (base64url, CBOR) has one of these formats. Doesn't read its certificates. */
export const isExpectedFormat = async (
  attestationObject: string,
  expected: readonly ExpectedFormat[]
): Promise<boolean> => {
  const { decodeAttestationObject } = await lazyRequire<typeof Helpers>('@simplewebauthn/server/helpers');
  try {
    const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
    const fmt: unknown = decoded.get('fmt');
    const statement: unknown = decoded.get('attStmt');
    if (!(statement instanceof Map)) return false;
    const brings = certificatesOf(statement);
    return expected.some((one) => one.fmt === fmt && (one.certificates ? brings === 'some' : brings === 'none'));
  } catch {
    return false;
  }
};
