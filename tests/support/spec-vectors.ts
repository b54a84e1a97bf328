/**
 * The test vectors of WebAuthn Level 3 (§ "Test Vectors"), made from the recipe that the draft gives: every random value is
 * HKDF-SHA-256 of one text, every signature has the nonce of RFC 6979. A digest of what the draft prints says whether they
 * came out the same to the last byte.
 */
import {
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

import { cbor } from './cbor';
import { certificate, identified, signatureOf, type Issued, type Sign } from './certificates';

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Order of P-256. */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const minimal = (value: bigint): Buffer => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
};

const power = (base: bigint, exponent: bigint): bigint => {
  let [result, factor] = [1n, base % ORDER];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * factor) % ORDER;
    factor = (factor * factor) % ORDER;
  }
  return result;
};

const pointOf = (secret: Buffer): Buffer => {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  return curve.getPublicKey();
};

/** RFC 6979 §3.2; the first candidate is good for every vector. */
const nonceFor = (secret: Buffer, digest: Buffer): Buffer => {
  const seed = Buffer.concat([secret, bytesOf(numberOf(digest) % ORDER)]);
  let [key, value]: [Buffer, Buffer] = [Buffer.alloc(32), Buffer.alloc(32, 1)];
  const mac = (...parts: readonly Buffer[]): Buffer => createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  for (const step of [0, 1]) {
    key = mac(value, Buffer.from([step]), seed);
    value = mac(value);
  }
  return mac(value);
};

const secretOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');

const sign: Sign = (key, content) => {
  const [secret, digest] = [secretOf(key), sha256(content)];
  const nonce = nonceFor(secret, digest);
  const r = numberOf(pointOf(nonce).subarray(1, 33)) % ORDER;
  const s = (power(numberOf(nonce), ORDER - 2n) * (numberOf(digest) + r * numberOf(secret))) % ORDER;
  return signatureOf(minimal(r), minimal(s));
};

const keysOf = (secret: Buffer): Pick<Issued, 'privateKey' | 'publicKey'> => {
  const point = pointOf(secret);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: secret.toString('base64url') };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};

/** One value after the other, as the draft draws them. */
const drawing = (info: string) => {
  let salt = -1;
  return (length: number): Buffer => {
    salt += 1;
    return Buffer.from(hkdfSync('sha256', 'WebAuthn test vectors', Buffer.from([salt]), info, length));
  };
};

const YEARS = [2024, 3024] as const;
const MAKER = { CN: 'WebAuthn test vectors', O: 'W3C' } as const;

const authority = (): Issued => {
  const draw = drawing('Attestation CA');
  const keys = keysOf(draw(32));
  const name = { ...MAKER, OU: 'Authenticator Attestation CA', C: 'AA' };
  const usage = Buffer.from('03020106', 'hex');
  const extensions = identified(keys.publicKey, null, usage);
  return certificate({ name, ca: true, extensions, years: YEARS, fixed: { keys, serial: draw(16), sign } });
};

const RP_ID = 'example.org';
const UV_BE_BS = 0x1c;
const [BE, BS] = [0x08, 0x10];

const clientDataOf = (type: string, challenge: Buffer, draw: (length: number) => Buffer): Buffer => {
  const extended = ((draw(1)[0] ?? 0) & 1) === 1;
  const data = { type, challenge: challenge.toString('base64url'), origin: `https://${RP_ID}`, crossOrigin: false };
  const said = 'clientDataJSON may be extended with additional fields in the future, such as this: ';
  const more = extended ? { extraData: `${said}${draw(16).toString('base64url')}` } : {};
  return Buffer.from(JSON.stringify({ ...data, ...more }));
};

export interface SpecVector {
  aaguid: string;
  credentialId: Buffer;
  registration: { challenge: Buffer; clientDataJSON: Buffer; attestationObject: Buffer };
  authentication: { challenge: Buffer; clientDataJSON: Buffer; authenticatorData: Buffer; signature: Buffer };
  /** SHA-256 of everything above that the draft prints, in its order. */
  digest: string;
}

type Kind = 'none' | 'packed-self' | 'packed';

export const specAuthority: Issued = authority();

/** "ES256 Credential with No Attestation", "… with Self Attestation", "Packed Attestation with ES256 Credential". */
export const specVector = (kind: Kind): SpecVector => {
  const draw = drawing(`${kind}.ES256`);
  const challenge = draw(32);
  const keys = keysOf(draw(32));
  const clientDataJSON = clientDataOf('webauthn.create', challenge, draw);
  const model = draw(16);
  const credentialId = draw(32);
  const drawn = (draw(1)[0] ?? 0) & UV_BE_BS;
  const eligible = (drawn & BE) !== 0;
  const flags = eligible ? drawn : drawn & ~BS;
  const point = pointOf(secretOf(keys.privateKey));
  const cose = cbor(
    new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point.subarray(1, 33)],
      [-3, point.subarray(33)],
    ])
  );
  const head = (bits: number): Buffer => Buffer.concat([sha256(RP_ID), Buffer.from([bits, 0, 0, 0, 0])]);
  const authData = Buffer.concat([head(flags | 0x41), model, Buffer.from([0, 32]), credentialId, cose]);
  const signed = Buffer.concat([authData, sha256(clientDataJSON)]);

  const statement = (): Parameters<typeof cbor>[0] => {
    if (kind === 'none') return {};
    if (kind === 'packed-self') return { alg: -7, sig: sign(keys.privateKey, signed) };
    const attesting = keysOf(draw(32));
    const leaf = certificate({
      name: { ...MAKER, OU: 'Authenticator Attestation', C: 'AA' },
      by: specAuthority,
      extensions: identified(attesting.publicKey, specAuthority.publicKey, Buffer.from('03020780', 'hex')),
      years: YEARS,
      fixed: { keys: attesting, serial: draw(16), sign },
    });
    return { alg: -7, sig: sign(attesting.privateKey, signed), x5c: [leaf.der] };
  };
  const attStmt = statement();
  const attestationObject = cbor({ fmt: kind === 'none' ? 'none' : 'packed', attStmt, authData });

  const again = draw(32);
  const clientData = clientDataOf('webauthn.get', again, draw);
  const later = ((draw(1)[0] ?? 0) & 0x14) | (eligible ? BE : 0);
  const authenticatorData = head((eligible ? later : later & ~BS) | 0x01);
  const signature = sign(keys.privateKey, Buffer.concat([authenticatorData, sha256(clientData)]));
  return {
    aaguid: model.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    credentialId,
    registration: { challenge, clientDataJSON, attestationObject },
    authentication: { challenge: again, clientDataJSON: clientData, authenticatorData, signature },
    digest: sha256(clientDataJSON, attestationObject, authenticatorData, clientData, signature).toString('hex'),
  };
};
