/**
 * Checks that an authenticator is the model it claims to be: WebAuthn L3 §7.1, "assess the attestation
 * trustworthiness". The library has already verified the statement and its signature. It checks where the certificates
 * come from only if it was given roots, so this file checks the chain for each model.
 */
import { createHash, X509Certificate } from 'node:crypto';

import type * as Helpers from '@simplewebauthn/server/helpers';

import { lazyRequire, within } from '../../platform';
import type { Models } from './metadata';

export type Attested =
  { ok: true; attestationKey?: string } | { ok: false; reason: 'not_attested' | 'model_withdrawn' };

interface Statement {
  fmt: string;
  certificates: readonly Buffer[];
}

/** The library downloads certificate revocation lists without a timeout of its own. */
const PATIENCE_MS = 15_000;
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
/** FIDO U2F keys have no AAGUID. Metadata identifies them by their attestation certificates (MDS3 §3.1.1). */
const WITHOUT_AAGUID = 'fido-u2f';

const readStatement = async (attestationObject: string): Promise<Statement> => {
  const { decodeAttestationObject } = await lazyRequire<typeof Helpers>('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  const x5c: unknown = decoded.get('attStmt').get('x5c');
  const certificates = Array.isArray(x5c) ? x5c.filter((one) => one instanceof Uint8Array) : [];
  return { fmt: decoded.get('fmt'), certificates: certificates.map((one) => Buffer.from(one)) };
};

/** RFC 5280 §4.2.1.2 (1): the SHA-1 of the public key bits. For P-256, those are the last 65 bytes of the SPKI. */
const keyIdentifierOf = (certificate: Buffer): string => {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(key.subarray(-65)).digest('hex');
};

const isInTime = (certificate: Buffer): boolean => {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return Date.parse(validFrom) <= Date.now() && Date.now() <= Date.parse(validTo);
};

/** A certificate that is itself a root must come alone. Any other must lead to a root. */
const endsAtRoot = async (certificates: readonly Buffer[], roots: readonly string[]): Promise<boolean> => {
  const [leaf, ...others] = certificates;
  // Without roots, the library would accept every chain.
  if (!leaf || roots.length === 0) return false;
  const isRoot = (certificate: Buffer): boolean => roots.includes(certificate.toString('base64'));
  if (isRoot(leaf)) return others.length === 0 && isInTime(leaf);
  const { convertCertBufferToPEM, validateCertificatePath } = await lazyRequire<typeof Helpers>(
    '@simplewebauthn/server/helpers'
  );
  const pem = (certificate: Buffer | string): string =>
    convertCertBufferToPEM(typeof certificate === 'string' ? certificate : new Uint8Array(certificate));
  // Some authenticators include the root. The library rejects a chain that contains the same certificate twice.
  const chain = [leaf, ...others.filter((one) => !isRoot(one))].map(pem);
  try {
    return await within(PATIENCE_MS, () => validateCertificatePath(chain, roots.map(pem)));
  } catch {
    return false;
  }
};

/** @param attestationObject base64url, from a registration that the library has verified */
export const assessAttestation = async (
  models: Models,
  attestationObject: string,
  aaguid: string
): Promise<Attested> => {
  const refused: Attested = { ok: false, reason: 'not_attested' };
  if (models.standing().state !== 'current') return refused;
  const { fmt, certificates } = await readStatement(attestationObject);
  const [leaf] = certificates;
  if (!leaf) return refused;
  const attestationKey = fmt === WITHOUT_AAGUID ? keyIdentifierOf(leaf) : undefined;
  if (attestationKey === undefined && aaguid === NO_MODEL) return refused;
  const model = models.find({ aaguid, attestationKey });
  if (!model) return refused;
  if (model.withdrawn !== null) return { ok: false, reason: 'model_withdrawn' };
  if (!(await endsAtRoot(certificates, model.roots))) return refused;
  return attestationKey === undefined ? { ok: true } : { ok: true, attestationKey };
};
