/**
 * What an authenticator says of its own make. Options ask for `none`, and a browser then answers `none`, or passes on what
 * the authenticator signed with the new key itself (`packed` without a certificate: WebAuthn L3 §5.4.7, §8.2). Everything
 * else comes from a client of somebody's own making, and leads into parsers of certificates that nobody asked for.
 */
import type * as Helpers from '@simplewebauthn/server/helpers';

import { lazyRequire } from '../../platform';

export interface ExpectedFormat {
  fmt: string;
  /** Whether it may contain certificates. */
  certificates: boolean;
}

export type AttestationPreference = 'none';

const SELF_MADE: readonly ExpectedFormat[] = [
  { fmt: 'none', certificates: false },
  { fmt: 'packed', certificates: false },
];

/** The one place that decides which formats an answer may have, depending on what was requested. */
export const expectedFormats = (preference: AttestationPreference): readonly ExpectedFormat[] =>
  ({ none: SELF_MADE })[preference];

/** Whether an attestation object (base64url, CBOR) has one of these formats. Doesn't read its statement. */
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
    const brings = statement.has('x5c') || statement.has('ecdaaKeyId');
    return expected.some((one) => one.fmt === fmt && (one.certificates || !brings));
  } catch {
    return false;
  }
};
