/** Verifies a blob of the FIDO Metadata Service (MDS3), and keeps only what registrations need. */
import { X509Certificate } from 'node:crypto';

import type * as Library from '@simplewebauthn/server';
import type * as Helpers from '@simplewebauthn/server/helpers';
import { z } from 'zod';

import { lazyRequire, within } from '../../../platform';

/** MDS3 §3.1.4. After any of these statuses, neither the model nor its attestation can be trusted. */
export const WITHDRAWING: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/**
 * Attestation types (FIDO Registry §3.8) with certificates that end at a root. In *surrogate* attestation, a key signs
 * for itself.
 */
const ROOTED: readonly string[] = ['basic_full', 'attca', 'anonca'];

export interface Model {
  name: string;
  /** Certificates that an attestation may end at, as base64 DER. If empty, this model can't prove anything. */
  roots: readonly string[];
  /** The status that withdrew the model, or null. */
  withdrawn: string | null;
}

export interface Metadata {
  no: number;
  /** The date of the next edition, UTC ms. */
  nextUpdate: number;
  /** By AAGUID in lower case. */
  models: ReadonlyMap<string, Model>;
  /** By the key identifier (hex) of an attestation certificate, for keys without an AAGUID. */
  byAttestationKey: ReadonlyMap<string, Model>;
}

/** A blob that can't be trusted. Diagnostics show the name. */
export class BlobRefused extends Error {
  constructor(override readonly name: 'NotABlob' | 'ChainRefused' | 'SignatureRefused' | 'SignedBySomebodyElse') {
    super('the FIDO metadata was not believed');
  }
}

const entrySchema = z.object({
  aaguid: z.string().optional(),
  attestationCertificateKeyIdentifiers: z.array(z.string()).optional(),
  statusReports: z.array(z.object({ status: z.string() })).catch([]),
  metadataStatement: z
    .object({
      description: z.string().catch(''),
      attestationTypes: z.array(z.string()).catch([]),
      attestationRootCertificates: z.array(z.string()).catch([]),
    })
    .optional(),
});

const payloadSchema = z.object({
  no: z.int().min(0),
  nextUpdate: z.iso.date(),
  entries: z.array(z.unknown()),
});

const FIDO = 'fidoalliance.org';

/**
 * The library's own roots belong to a public certificate authority, which signs for anyone. So the signer must also be
 * the FIDO Alliance. This doesn't apply to configured roots, because whoever configured them chose the signer.
 */
const isSignedByFido = (blob: string): boolean => {
  const header = JSON.parse(Buffer.from(blob.split('.')[0] ?? '', 'base64url').toString('utf8')) as { x5c: string[] };
  const leaf = new X509Certificate(Buffer.from(header.x5c[0] ?? '', 'base64'));
  const names = [...leaf.subject.matchAll(/^CN=(.*)$/gm), ...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)];
  return names.some(([, name = '']) => `.${name}`.endsWith(`.${FIDO}`));
};

/** The library reads roots from a process-wide setting. This replaces it for a single call. */
const verifiedBy = async (blob: string, roots: readonly string[] | null) => {
  const { SettingsService } = await lazyRequire<typeof Library>('@simplewebauthn/server');
  const { verifyMDSBlob } = await lazyRequire<typeof Helpers>('@simplewebauthn/server/helpers');
  if (roots === null) return verifyMDSBlob(blob);
  const shared = SettingsService.getRootCertificates({ identifier: 'mds' });
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: [...roots] });
  // The call reads the roots synchronously, before its first await.
  const verified = verifyMDSBlob(blob);
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: shared });
  return verified;
};

/** The library downloads certificate revocation lists without a timeout of its own. */
const PATIENCE_MS = 60_000;

const modelOf = (entry: z.infer<typeof entrySchema>): Model => {
  const statement = entry.metadataStatement;
  const rooted = statement?.attestationTypes.some((type) => ROOTED.includes(type)) ?? false;
  return {
    name: statement?.description ?? '',
    roots: rooted ? (statement?.attestationRootCertificates ?? []).map((root) => root.replace(/\s/g, '')) : [],
    withdrawn: entry.statusReports.find(({ status }) => WITHDRAWING.includes(status))?.status ?? null,
  };
};

/**
 * @param roots PEM, or null for the library's own
 * @throws BlobRefused, TimedOut
 */
export const readBlob = async (text: string, roots: readonly string[] | null): Promise<Metadata> => {
  const blob = text.trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(blob)) throw new BlobRefused('NotABlob');
  // Without roots, the library would skip the chain.
  if (roots?.length === 0) throw new BlobRefused('ChainRefused');
  const verified = await within(PATIENCE_MS, () => verifiedBy(blob, roots)).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : '';
    if (said.includes('signature')) throw new BlobRefused('SignatureRefused');
    if (said.includes('certificate path')) throw new BlobRefused('ChainRefused');
    throw error instanceof Error && error.name === 'TimedOut' ? error : new BlobRefused('NotABlob');
  });
  if (roots === null && !isSignedByFido(blob)) throw new BlobRefused('SignedBySomebodyElse');
  const payload = payloadSchema.safeParse(verified.payload);
  if (!payload.success) throw new BlobRefused('NotABlob');

  const [models, byAttestationKey] = [new Map<string, Model>(), new Map<string, Model>()];
  for (const given of payload.data.entries) {
    const entry = entrySchema.safeParse(given);
    if (!entry.success) continue;
    const model = modelOf(entry.data);
    if (entry.data.aaguid) models.set(entry.data.aaguid.toLowerCase(), model);
    for (const id of entry.data.attestationCertificateKeyIdentifiers ?? [])
      byAttestationKey.set(id.toLowerCase(), model);
  }
  const { no, nextUpdate } = payload.data;
  return { no, nextUpdate: Date.parse(nextUpdate), models, byAttestationKey };
};
