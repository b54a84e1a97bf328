/**
 * A security key whose every byte can be bent: for the answers that no honest browser and no honest key gives.
 * ES256, attestation "none" (WebAuthn L3 §6.5, §8.7).
 */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** What one answer claims. */
export interface Claims {
  origin: string;
  rpId: string;
  challenge: string;
  type: string;
  /** Further members of the client data, e.g. `crossOrigin`. */
  clientData: Record<string, unknown>;
  userPresent: boolean;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  counter: number;
  aaguid: Buffer;
  transports: string[];
  userHandle: string | null;
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

/** CBOR (RFC 8949), as much of it as an attestation object needs. */
const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0x59]), uint16(bytes.length), bytes]);

/** COSE (RFC 9053): kty EC2, alg ES256, crv P-256, x, y. */
const coseKey = (x: Buffer, y: Buffer): Buffer =>
  Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);

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

export const softKey = (home: { origin: string; rpId: string }, idBytes = 32): SoftKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
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
      ...claims,
    };
  };

  const create: SoftKey['create'] = (options, changes = {}) => {
    const claims = claimsFor('webauthn.create', options.challenge, changes);
    const coordinates = [x, y].map((part) => Buffer.from(part ?? '', 'base64url'));
    const authData = Buffer.concat([
      sha256(claims.rpId),
      flagsOf(claims, true),
      uint32(claims.counter),
      claims.aaguid,
      uint16(credentialId.length),
      credentialId,
      coseKey(coordinates[0] ?? Buffer.alloc(0), coordinates[1] ?? Buffer.alloc(0)),
    ]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText('fmt'),
      cborText('none'),
      cborText('attStmt'),
      Buffer.from([0xa0]),
      cborText('authData'),
      cborBytes(authData),
    ]);
    return {
      id: encoded(credentialId),
      rawId: encoded(credentialId),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: encoded(clientDataOf(claims)),
        attestationObject: encoded(attestation),
        transports: claims.transports as NonNullable<RegistrationResponseJSON['response']['transports']>,
      },
    };
  };

  const get: SoftKey['get'] = (options, changes = {}) => {
    const claims = claimsFor('webauthn.get', options.challenge, changes);
    const authData = Buffer.concat([sha256(claims.rpId), flagsOf(claims, false), uint32(claims.counter)]);
    const clientData = clientDataOf(claims);
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(privateKey);
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
