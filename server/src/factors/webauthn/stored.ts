/**
 * Stored credentials. A MAC covers the deciding values (owner, ID, key, backup eligibility, relying party), so that someone
 * who can write to the database but has no key can't plant or move a credential.
 *
 * The MAC names its key by a fingerprint, not by the key's id: security keys must survive the loss of the encryption key,
 * and a host that lost it usually has another under the same id. A row whose key is gone is accepted and reported; a row
 * whose key is present must match. The price is written down in SECURITY.md: a planted row that names no present key is
 * detected, not refused.
 */
import { constantTimeEqual, type KeyRing } from '../../platform';
import type { Authenticator } from '../factor';
import { credentialSchema, type Credential } from './schema';

export type Integrity = 'intact' | 'unchecked' | 'broken';

const fingerprint = (keys: KeyRing, id: string): string =>
  keys.mac('row-mac', 'strapi-mfa|row-mac|fingerprint', id).slice(0, 16);

const covered = (userId: number, uid: string, credential: Omit<Credential, 'mac'>): string =>
  JSON.stringify([
    'strapi-mfa|row-mac|webauthn|v1',
    userId,
    uid,
    credential.credentialId,
    credential.publicKey,
    credential.aaguid,
    credential.backupEligible,
    credential.rpId,
    ...(credential.attested ? ['attested', credential.attestationKey ?? ''] : []),
  ]);

/** `<key fingerprint>.<hmac>`, or null if the server has no key. */
export const macOf = (
  keys: KeyRing,
  userId: number,
  uid: string,
  credential: Omit<Credential, 'mac'>
): string | null =>
  keys.activeId === null
    ? null
    : `${fingerprint(keys, keys.activeId)}.${keys.mac('row-mac', covered(userId, uid, credential), keys.activeId)}`;

export const readCredential = (authenticator: Pick<Authenticator, 'data'>): Credential | null => {
  const parsed = credentialSchema.safeParse(authenticator.data);
  return parsed.success ? parsed.data : null;
};

export const integrityOf = (keys: KeyRing, { userId, uid }: Authenticator, credential: Credential): Integrity => {
  const [named, mac] = (credential.mac ?? '').split('.');
  const keyId = keys.ids.find((id) => fingerprint(keys, id) === named);
  if (keyId === undefined) return 'unchecked';
  const expected = keys.mac('row-mac', covered(userId, uid, credential), keyId);
  return mac !== undefined && constantTimeEqual(mac, expected) ? 'intact' : 'broken';
};

/** Whether the row is already bound by the active key. */
export const isBoundByActiveKey = (keys: KeyRing, credential: Credential): boolean =>
  keys.activeId !== null && (credential.mac ?? '').startsWith(`${fingerprint(keys, keys.activeId)}.`);
