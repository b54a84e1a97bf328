/**
 * A security key whose every byte can be changed, for answers that no honest browser or key gives.
 * ES256, EdDSA, or RS256. The attestation is "none" by default (WebAuthn L3 §6.5, §8).
 */
import { createHash, generateKeyPairSync, randomBytes, sign as signWith, type KeyObject } from 'node:crypto';

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

import { cbor, type Cbor } from './cbor';

/** The input for an attestation statement. */
export interface Attestable {
  authData: Buffer;
  clientDataHash: Buffer;
  rpIdHash: Buffer;
  credentialId: Buffer;
  /** The new public key, uncompressed (ANSI X9.62). */
  point: Buffer;
  /** Signs with the new private key. */
  sign(...parts: Buffer[]): Buffer;
}

export type Attest = (about: Attestable) => { fmt: string; attStmt: Cbor };

/** Values that override those of one answer. */
export interface Claims {
  origin: string;
  rpId: string;
  challenge: string;
  type: string;
  /** Additional members of the client data, e.g. `crossOrigin`. */
  clientData: Record<string, unknown>;
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  counter: number;
  aaguid: Buffer;
  transports: string[];
  userHandle: string | null;
  attest: Attest;
}

export interface SoftKey {
  readonly credentialId: Buffer;
  create(options: PublicKeyCredentialCreationOptionsJSON, claims?: Partial<Claims>): RegistrationResponseJSON;
  get(options: PublicKeyCredentialRequestOptionsJSON, claims?: Partial<Claims>): AuthenticationResponseJSON;
}

const sha256 = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest();
const encoded = (value: Buffer | string): string => Buffer.from(value).toString('base64url');
const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const unattested: Attest = () => ({ fmt: 'none', attStmt: {} });

/** Signed by the new key itself. */
export const selfAttested: Attest = ({ authData, clientDataHash, sign }) => ({
  fmt: 'packed',
  attStmt: { alg: -7, sig: sign(authData, clientDataHash) },
});

export type SoftAlgorithm = 'ES256' | 'EdDSA' | 'RS256 with 4096 bits';

const pairOf = (algorithm: SoftAlgorithm): { publicKey: KeyObject; privateKey: KeyObject } => {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return algorithm === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 4096 });
};

/** COSE (RFC 9053, RFC 8230). EC2: ES256, P-256, x, y. OKP: EdDSA, Ed25519, x. RSA: RS256, n, e. */
const coseKey = (key: KeyObject): Buffer => {
  const jwk = key.export({ format: 'jwk' });
  const part = (name: 'x' | 'y' | 'n' | 'e'): Buffer => Buffer.from(jwk[name] ?? '', 'base64url');
  if (jwk.kty === 'OKP') {
    const pairs: [number, number | Buffer][] = [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part('x')],
    ];
    return cbor(new Map(pairs));
  }
  const pairs: [number, number | Buffer][] =
    jwk.kty === 'EC'
      ? [
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, part('x')],
          [-3, part('y')],
        ]
      : [
          [1, 3],
          [3, -257],
          [-1, part('n')],
          [-2, part('e')],
        ];
  return cbor(new Map(pairs));
};

const pointOf = (key: KeyObject): Buffer => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
};

const flagsOf = (claims: Claims, hasCredential: boolean): Buffer =>
  Buffer.from([
    (claims.userPresent ? 0x01 : 0) |
      (claims.userVerified ? 0x04 : 0) |
      (claims.backupEligible ? 0x08 : 0) |
      (claims.backedUp ? 0x10 : 0) |
      (hasCredential ? 0x40 : 0),
  ]);

const clientDataOf = ({ type, challenge, origin, clientData }: Claims): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...clientData }));

export const softKey = (
  home: { origin: string; rpId: string },
  idBytes = 32,
  algorithm: SoftAlgorithm = 'ES256'
): SoftKey => {
  const { privateKey, publicKey } = pairOf(algorithm);
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  const sign = (...parts: Buffer[]): Buffer => signWith(digest, Buffer.concat(parts), privateKey);
  const credentialId = randomBytes(idBytes);
  let counter = 0;

  const claimsFor = (type: string, challenge: string, claims: Partial<Claims>): Claims => {
    counter += 1;
    return {
      ...home,
      type,
      challenge,
      clientData: {},
      userPresent: true,
      userVerified: true,
      backupEligible: false,
      backedUp: false,
      counter,
      aaguid: Buffer.alloc(16),
      transports: ['usb'],
      userHandle: null,
      attest: unattested,
      ...claims,
    };
  };

  const create: SoftKey['create'] = (options, changes = {}) => {
    const claims = claimsFor('webauthn.create', options.challenge, changes);
    const authData = Buffer.concat([
      sha256(claims.rpId),
      flagsOf(claims, true),
      uint32(claims.counter),
      claims.aaguid,
      uint16(credentialId.length),
      credentialId,
      coseKey(publicKey),
    ]);
    const clientData = clientDataOf(claims);
    const { fmt, attStmt } = claims.attest({
      authData,
      clientDataHash: sha256(clientData),
      rpIdHash: sha256(claims.rpId),
      credentialId,
      point: pointOf(publicKey),
      sign,
    });
    const attestation = cbor({ fmt, attStmt, authData });
    return {
      id: encoded(credentialId),
      rawId: encoded(credentialId),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: encoded(clientData),
        attestationObject: encoded(attestation),
        transports: claims.transports as NonNullable<RegistrationResponseJSON['response']['transports']>,
      },
    };
  };

  const get: SoftKey['get'] = (options, changes = {}) => {
    const claims = claimsFor('webauthn.get', options.challenge, changes);
    const authData = Buffer.concat([sha256(claims.rpId), flagsOf(claims, false), uint32(claims.counter)]);
    const clientData = clientDataOf(claims);
    const signature = sign(authData, sha256(clientData));
    return {
      id: encoded(credentialId),
      rawId: encoded(credentialId),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: encoded(clientData),
        authenticatorData: encoded(authData),
        signature: encoded(signature),
        ...(claims.userHandle === null ? {} : { userHandle: claims.userHandle }),
      },
    };
  };

  return { credentialId, create, get };
};
