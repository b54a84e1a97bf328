/**
 * Stored credentials. A MAC covers the deciding values (owner, ID, key, backup eligibility, relying party), so that
 * someone who can write to the database but has no key can't plant or move a credential.
 * The MAC identifies its key by a fingerprint, not by the key's ID. Security keys must survive the loss of the
 * encryption key, and a server that lost it usually has another one with the same ID. A row whose key is missing is
 * accepted and reported. A row whose key is present must match. As SECURITY.md says, this has a price: a planted row
 * that refers to a missing key is detected, but not refused.
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

/** Whether the MAC was made with the active key. */
export const isBoundByActiveKey = (keys: KeyRing, credential: Credential): boolean =>
  keys.activeId !== null && (credential.mac ?? '').startsWith(`${fingerprint(keys, keys.activeId)}.`);
