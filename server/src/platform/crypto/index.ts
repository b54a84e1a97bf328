/**
 * Turns secrets into envelopes. Only `vault` ever sees a secret or a phone number in clear text.
 * Promises: AES-256-GCM with the owner bound as additional data; one derived key per purpose; tokens stored as digests;
 * constant-time comparison. Never: a secret in an error message, a fallback if a key is missing.
 */
export { createVault, type Vault, type Opened, type SecretPlace } from './vault';
export { createKeyRing, MissingKeyError, WeakKeyError, type KeyPurpose, type KeyRing } from './key-ring';
export { keyFlaw, type KeyFlaw } from './key-strength';
export { rowIntegrity, sealPrefixes as rowSealPrefixes, sealRow, type RowIntegrity } from './row-seal';
export { constantTimeEqual, passwordFingerprint, sha256Hex } from './digest';
