import { createHmac, hkdfSync } from 'node:crypto';

import { keyFlaw, type KeyFlaw } from './key-strength';

/** Purposes have their own derived key, so that a value made for one is worthless for another. */
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
  /** The id new envelopes are written with; null when the host has no key at all. */
  readonly activeId: string | null;
  readonly ids: readonly string[];
  /** What is wrong with the active key: somebody else knows it, or could guess it. */
  readonly flaw: KeyFlaw | null;
  /** Why nothing new may be encrypted here. What there is can be read all the same. */
  readonly refusal: 'no_encryption_key' | 'weak_encryption_key' | null;
  /** 32 bytes by HKDF-SHA-256 (RFC 5869), info `strapi-mfa/<purpose>/v1`. Throws `MissingKeyError` for an unknown id. */
  derive(purpose: KeyPurpose, id?: string): Buffer;
  /** Hex HMAC-SHA-256 under the purpose's key. */
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

/** Something new was to be encrypted with a key that is as good as public. */
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

/** The first key encrypts, all of them decrypt. `refusesWeak`: in production. */
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
