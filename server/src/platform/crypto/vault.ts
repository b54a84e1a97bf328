import { createCipheriv, createDecipheriv } from 'node:crypto';

import type { Ports } from '../ports';
import { MissingKeyError, WeakKeyError, type KeyPurpose, type KeyRing } from './key-ring';

/**
 * Where a secret belongs. Bound as additional data, so an envelope that was moved to another row or person doesn't
 * open.
 */
export interface SecretPlace {
  purpose: KeyPurpose;
  userId: number;
  /** The ID of the row that contains the envelope. */
  rowId: string;
}

export type Opened = { ok: true; secret: Buffer; keyId: string } | { ok: false; reason: 'missing_key' | 'unreadable' };

export interface Vault {
  /**
   * `v1.<key id>.<iv>.<ciphertext>.<tag>`, base64url. Throws `MissingKeyError` if the server has no key, and
   * `WeakKeyError` if its key encrypts nothing new.
   */
  seal(secret: Uint8Array, place: SecretPlace): string;
  open(envelope: string, place: SecretPlace): Opened;
  /** The ID of an envelope's key, for rotation. */
  keyIdOf(envelope: string): string | null;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

const additionalData = (place: SecretPlace): Buffer =>
  Buffer.from(`strapi-mfa|${place.purpose}|user=${place.userId}|row=${place.rowId}|v1`);

export const createVault = (ring: KeyRing, ports: Pick<Ports, 'random'>): Vault => {
  const seal = (secret: Uint8Array, place: SecretPlace): string => {
    if (ring.activeId === null) throw new MissingKeyError(null);
    if (ring.refusal !== null) throw new WeakKeyError();
    const iv = ports.random.bytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', ring.derive(place.purpose), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(additionalData(place));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    const parts = [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
    return ['v1', ring.activeId, ...parts].join('.');
  };

  const open = (envelope: string, place: SecretPlace): Opened => {
    const [version, keyId, iv, sealed, tag, ...more] = envelope.split('.');
    if (version !== 'v1' || !keyId || !iv || sealed === undefined || !tag || more.length > 0)
      return { ok: false, reason: 'unreadable' };
    if (!ring.ids.includes(keyId)) return { ok: false, reason: 'missing_key' };
    try {
      const key = ring.derive(place.purpose, keyId);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      const secret = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]);
      return { ok: true, secret, keyId };
    } catch {
      return { ok: false, reason: 'unreadable' };
    }
  };

  const keyIdOf = (envelope: string): string | null => {
    const [version, keyId] = envelope.split('.');
    return version === 'v1' && keyId ? keyId : null;
  };

  return { seal, open, keyIdOf };
};
