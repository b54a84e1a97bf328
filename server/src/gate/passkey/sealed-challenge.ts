/**
 * A challenge without a row: its data travels with it, under a MAC. Nodes share the key through the configuration.
 * Without an encryption key, the secret of Strapi's own sessions is used, because nothing permanent depends on it.
 */
import { createHmac, hkdfSync } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { CLOCK_SKEW_MS, constantTimeEqual, type KeyRing, type Ports } from '../../platform';

export interface Opened {
  /** The challenge of the ceremony, base64url, 256 bits. Also the name under which its use is stored. */
  nonce: string;
  rpId: string;
  expiresAt: number;
}

export interface SealedChallenges {
  /** @param rpId the relying party of the challenge */
  seal(nonce: string, rpId: string): string;
  /** Null if it wasn't sealed here, was changed, or has expired. */
  open(sealed: string): Opened | null;
}

export const SEALED_CHALLENGE_MS = 5 * 60_000;

const PURPOSE = 'sealed-challenge';
const NONCE_BYTES = 32;
/** No key in the ring can have this ID. */
const HOST_KEY = '!host';

export const newNonce = (ports: Pick<Ports, 'random'>): string => ports.random.bytes(NONCE_BYTES).toString('base64url');

interface Deps {
  strapi: Core.Strapi;
  keys: KeyRing;
  ports: Ports;
}

const parts = (body: string): Omit<Opened, 'expiresAt'> & { sealedAt: number } => {
  const [nonce, rpId, sealedAt] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
    string,
    string,
    number,
  ];
  return { nonce, rpId, sealedAt };
};

export const createSealedChallenges = ({ strapi, keys, ports }: Deps): SealedChallenges => {
  const hostKey = (): Buffer => {
    const secret: unknown = strapi.config.get('admin.auth.secret');
    if (typeof secret !== 'string' || secret === '') throw new Error('the host has no secret for its own sessions');
    return Buffer.from(hkdfSync('sha256', secret, '', `strapi-mfa/${PURPOSE}/host/v1`, 32));
  };

  const macOf = (body: string, keyId: string): string =>
    keyId === HOST_KEY ? createHmac('sha256', hostKey()).update(body).digest('hex') : keys.mac(PURPOSE, body, keyId);

  const isKnown = (keyId: string): boolean => (keyId === HOST_KEY ? keys.activeId === null : keys.ids.includes(keyId));

  return {
    seal(nonce, rpId) {
      const keyId = keys.activeId ?? HOST_KEY;
      const body = Buffer.from(JSON.stringify([nonce, rpId, ports.clock.now()])).toString('base64url');
      return ['v1', keyId, body, macOf(body, keyId)].join('.');
    },

    open(sealed) {
      const [version, keyId = '', body = '', mac = '', ...more] = sealed.split('.');
      if (version !== 'v1' || more.length > 0 || !isKnown(keyId)) return null;
      if (!constantTimeEqual(mac, macOf(body, keyId))) return null;
      const { nonce, rpId, sealedAt } = parts(body);
      const now = ports.clock.now();
      // From the future: the clock was set back since, and it would be valid for as long.
      if (sealedAt > now + CLOCK_SKEW_MS || now - sealedAt >= SEALED_CHALLENGE_MS) return null;
      return { nonce, rpId, expiresAt: sealedAt + SEALED_CHALLENGE_MS };
    },
  };
};
