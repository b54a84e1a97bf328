/** A fictional maker of security keys, and a fictional Alliance that publishes metadata about them. */
import { createHash, createSign, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { certificate, ofModel, pem, type Issued } from './certificates';
import type { Attest } from './soft-key';

export interface Maker {
  aaguid: string;
  /** The AAGUID as bytes, for authenticator data. */
  model: Buffer;
  root: Issued;
  /** Attests a key of this model: `packed` with a certificate. */
  packed: Attest;
  /** Attests a key from before FIDO2, which has no AAGUID. */
  u2f: Attest;
  /** Identifies the certificate of `u2f` in the metadata. */
  attestationKey: string;
}

const bytesOf = (aaguid: string): Buffer => Buffer.from(aaguid.replaceAll('-', ''), 'hex');

const signed = (key: Issued['privateKey'], ...parts: readonly Buffer[]): Buffer =>
  createSign('sha256').update(Buffer.concat(parts)).sign(key);

export interface MakerOptions {
  aaguid?: string;
  /** An AAGUID for the certificate that differs from the key's. */
  certifies?: Buffer;
  years?: readonly [number, number];
}

export const maker = ({ aaguid = randomUUID(), certifies, years }: MakerOptions = {}): Maker => {
  const model = bytesOf(aaguid);
  const root = certificate({ name: { CN: `Root of ${aaguid}`, O: 'Keys of the Tests', C: 'NZ' }, ca: true });
  const name = { C: 'NZ', O: 'Keys of the Tests', OU: 'Authenticator Attestation', CN: 'Key' };
  const batch = certificate({ name, by: root, extensions: [ofModel(certifies ?? model)], years });
  const older = certificate({ name: { CN: 'U2F key' }, by: root });
  return {
    aaguid,
    model,
    root,
    packed: ({ authData, clientDataHash }) => ({
      fmt: 'packed',
      attStmt: { alg: -7, sig: signed(batch.privateKey, authData, clientDataHash), x5c: [batch.der] },
    }),
    u2f: ({ rpIdHash, clientDataHash, credentialId, point }) => ({
      fmt: 'fido-u2f',
      attStmt: {
        sig: signed(older.privateKey, Buffer.from([0]), rpIdHash, clientDataHash, credentialId, point),
        x5c: [older.der],
      },
    }),
    attestationKey: createHash('sha1')
      .update(older.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65))
      .digest('hex'),
  };
};

export interface Entry {
  maker: Maker;
  status?: string;
  name?: string;
  attestationTypes?: readonly string[];
  roots?: readonly string[];
}

const entryOf = ({ maker: from, status = 'FIDO_CERTIFIED_L1', name = 'Test key', ...rest }: Entry) => ({
  aaguid: from.aaguid,
  statusReports: [{ status, effectiveDate: '2026-01-01' }],
  timeOfLastStatusChange: '2026-01-01',
  metadataStatement: {
    description: name,
    aaguid: from.aaguid,
    protocolFamily: 'fido2',
    attestationTypes: rest.attestationTypes ?? ['basic_full'],
    authenticationAlgorithms: ['secp256r1_ecdsa_sha256_raw'],
    attestationRootCertificates: rest.roots ?? [from.root.der.toString('base64')],
  },
});

const olderOf = ({ aaguid: _aaguid, ...entry }: ReturnType<typeof entryOf>, { attestationKey }: Maker) => ({
  ...entry,
  attestationCertificateKeyIdentifiers: [attestationKey],
});

export interface Edition {
  no?: number;
  /** The date of the next edition, e.g. `2027-01-31`. */
  nextUpdate: string;
  entries: readonly Entry[];
}

export interface Alliance {
  /** PEM, for `webauthn.metadata.roots`. */
  root: string;
  blob(edition: Edition): string;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param signer the name in the certificate that signs */
export const alliance = (signer = 'mds.tests.example'): Alliance => {
  const root = certificate({ name: { CN: 'Root of the Alliance of the Tests' }, ca: true });
  const leaf = certificate({ name: { CN: signer }, by: root });
  return {
    root: pem(root),
    blob({ no = 1, nextUpdate, entries }) {
      const rows = entries.flatMap((entry) => [entryOf(entry), olderOf(entryOf(entry), entry.maker)]);
      const payload = encoded({ legalHeader: 'Made by tests.', no, nextUpdate, entries: rows });
      const text = `${encoded({ alg: 'ES256', typ: 'JWT', x5c: [leaf.der.toString('base64')] })}.${payload}`;
      const signature = createSign('sha256').update(text).sign({ key: leaf.privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
  };
};

/** A file for `webauthn.metadata.file`, and a function that replaces its content. */
export const metadataFile = (blob: string): { file: string; replace(next: string): void } => {
  const file = join(mkdtempSync(join(tmpdir(), 'mfa-metadata-')), 'blob.jwt');
  writeFileSync(file, blob);
  return { file, replace: (next) => writeFileSync(file, next) };
};
