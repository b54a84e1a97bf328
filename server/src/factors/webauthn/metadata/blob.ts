/** A blob of the FIDO Metadata Service (MDS3), verified, and cut down to what a registration asks about. */
import { X509Certificate } from 'node:crypto';

import type * as Library from '@simplewebauthn/server';
import type * as Helpers from '@simplewebauthn/server/helpers';
import { z } from 'zod';

import { lazyRequire, within } from '../../../platform';

/** MDS3 §3.1.4: after any of these a model, or what it says of itself, is nothing to rely on. */
export const WITHDRAWING: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/** Attestation types (FIDO Registry §3.8) that end at a root: *surrogate* is a key that vouches for itself. */
const ROOTED: readonly string[] = ['basic_full', 'attca', 'anonca'];

export interface Model {
  name: string;
  /** Certificates that an attestation may end at: DER, base64. Empty: this model proves nothing. */
  roots: readonly string[];
  /** The status that withdrew it; null while it may be relied on. */
  withdrawn: string | null;
}

export interface Metadata {
  no: number;
  /** Day of the next edition, UTC ms. */
  nextUpdate: number;
  /** By AAGUID, lower case. */
  models: ReadonlyMap<string, Model>;
  /** By the key identifier of an attestation certificate (hex), for keys from before AAGUIDs. */
  byAttestationKey: ReadonlyMap<string, Model>;
}

/** Why a blob was not believed; the name is what diagnostics show. */
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
 * The roots that the library brings are those of a public authority, who signs for anybody: the signer has to be the
 * Alliance as well. Roots of one's own say by themselves who may sign.
 */
const isSignedByFido = (blob: string): boolean => {
  const header = JSON.parse(Buffer.from(blob.split('.')[0] ?? '', 'base64url').toString('utf8')) as { x5c: string[] };
  const leaf = new X509Certificate(Buffer.from(header.x5c[0] ?? '', 'base64'));
  const names = [...leaf.subject.matchAll(/^CN=(.*)$/gm), ...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)];
  return names.some(([, name = '']) => `.${name}`.endsWith(`.${FIDO}`));
};

/** The library looks for roots in a place that the whole process shares; it is given ours for the length of one call. */
const verifiedBy = async (blob: string, roots: readonly string[] | null) => {
  const { SettingsService } = await lazyRequire<typeof Library>('@simplewebauthn/server');
  const { verifyMDSBlob } = await lazyRequire<typeof Helpers>('@simplewebauthn/server/helpers');
  if (roots === null) return verifyMDSBlob(blob);
  const shared = SettingsService.getRootCertificates({ identifier: 'mds' });
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: [...roots] });
  // It reads them before it first waits for anything.
  const verified = verifyMDSBlob(blob);
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: shared });
  return verified;
};

/** It may ask for lists of revoked certificates, and has no patience of its own. */
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
 * @param roots PEM; null for those that the library brings
 * @throws BlobRefused, TimedOut
 */
export const readBlob = async (text: string, roots: readonly string[] | null): Promise<Metadata> => {
  const blob = text.trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(blob)) throw new BlobRefused('NotABlob');
  // Without any root the library would skip the chain.
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
