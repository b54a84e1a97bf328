import { createHmac, hkdfSync } from 'node:crypto';

import { keyFlaw, type KeyFlaw } from './key-strength';

/** Each purpose has its own derived key, so a value made for one is useless for another. */
export type KeyPurpose =
  | 'totp-seed'
  | 'phone-number'
  | 'email-address'
  | 'ceremony'
  | 'delivered-code'
  | 'row-mac'
  | 'audit-chain'
  | 'outbox'
  | 'session-hash'
  | 'sealed-challenge';

export interface MasterKey {
  id: string;
  secret: string;
}

export interface KeyRing {
  /** The ID of the key for new envelopes. Null if the server has no key. */
  readonly activeId: string | null;
  readonly ids: readonly string[];
  /** What is wrong with the active key: it's well known, or it can be guessed. */
  readonly flaw: KeyFlaw | null;
  /** Why nothing new may be encrypted here. Existing data can still be read. */
  readonly refusal: 'no_encryption_key' | 'weak_encryption_key' | null;
  /**
   * 32 bytes by HKDF-SHA-256 (RFC 5869), info `strapi-mfa/<purpose>/v1`. Throws `MissingKeyError` for an unknown ID.
   */
  derive(purpose: KeyPurpose, id?: string): Buffer;
  /** HMAC-SHA-256 in hex with the purpose's key. */
  mac(purpose: KeyPurpose, message: string, id?: string): string;
}

export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError';

  constructor(id: string | null) {
    super(
      id === null
        ? 'plugin "mfa" has no encryption key. Set ENCRYPTION_KEY (admin.secrets.encryptionKey in config/admin) or mfa.config.encryptionKeys, then start again.'
        : `plugin "mfa" has no encryption key with the id "${id}". Put it back into mfa.config.encryptionKeys.`
    );
  }
}

/** An attempt to encrypt with a key that is as good as public. */
export class WeakKeyError extends Error {
  override readonly name = 'WeakKeyError';

  constructor() {
    super('plugin "mfa" encrypts nothing new with a key that is a placeholder or too short. See `strapi-mfa doctor`.');
  }
}

const refusalOf = (active: MasterKey | undefined, refusesWeak: boolean): KeyRing['refusal'] => {
  if (!active) return 'no_encryption_key';
  return refusesWeak && keyFlaw(active.secret) !== null ? 'weak_encryption_key' : null;
};

/** The first key encrypts, and all of them decrypt. `refusesWeak`: in production. */
export const createKeyRing = (keys: readonly MasterKey[], { refusesWeak = false } = {}): KeyRing => {
  const derived = new Map<string, Buffer>();
  const [active] = keys;
  const activeId = active?.id ?? null;

  const derive = (purpose: KeyPurpose, id: string | null = activeId): Buffer => {
    const master = keys.find((key) => key.id === id);
    if (!master) throw new MissingKeyError(id);
    const cacheKey = `${master.id}:${purpose}`;
    const known = derived.get(cacheKey);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', master.secret, '', `strapi-mfa/${purpose}/v1`, 32));
    derived.set(cacheKey, key);
    return key;
  };

  return {
    activeId,
    ids: keys.map((key) => key.id),
    flaw: active ? keyFlaw(active.secret) : null,
    refusal: refusalOf(active, refusesWeak),
    derive,
    mac: (purpose, message, id) => createHmac('sha256', derive(purpose, id)).update(message).digest('hex'),
  };
};
