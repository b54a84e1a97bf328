/** Creates certificates for tests: X.509 (RFC 5280) on P-256, in DER (X.690). Supports only what attestation needs. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

const length = (size: number): Buffer => {
  if (size < 0x80) return Buffer.from([size]);
  return size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff]);
};

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
export const octets = (content: Buffer): Buffer => tagged(0x04, content);
export const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
/** A constructed, context-specific tag: `[number]`. */
export const explicit = (number: number, ...parts: readonly Buffer[]): Buffer => tagged(0xa0 + number, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
const yes = tagged(0x01, Buffer.from([0xff]));
const bits = (content: Buffer): Buffer => tagged(0x03, Buffer.from([0]), content);

export const objectId = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from(bytes));
};

const ATTRIBUTES = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;

export type Name = Partial<Record<keyof typeof ATTRIBUTES, string>>;

const nameOf = (name: Name): Buffer =>
  sequence(
    ...Object.entries(name).map(([key, value]) => {
      const kind = key === 'C' ? 0x13 : 0x0c;
      return set(sequence(objectId(ATTRIBUTES[key as keyof Name]), tagged(kind, Buffer.from(value))));
    })
  );

/** RFC 5280 §4.1.2.5: two-digit years until 2049. */
const time = (year: number): Buffer =>
  year < 2050 ? tagged(0x17, Buffer.from(`${year % 100}0101000000Z`)) : tagged(0x18, Buffer.from(`${year}0101000000Z`));

const ECDSA_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

export const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [yes] : []), octets(value));

/** The extension that names the model of a certificate (FIDO, id-fido-gen-ce-aaguid). */
export const ofModel = (aaguid: Buffer): Buffer => extension('1.3.6.1.4.1.45724.1.1.4', octets(aaguid));

export interface Issued {
  der: Buffer;
  privateKey: KeyObject;
  publicKey: KeyObject;
  name: Name;
}

export interface Wanted {
  name: Name;
  /** If missing, the certificate is self-signed. */
  by?: Issued;
  ca?: boolean;
  extensions?: readonly Buffer[];
  /** The years of its start and its end. */
  years?: readonly [number, number];
  /** The random parts of a certificate, for tests that need fixed ones. */
  fixed?: { keys: Pick<Issued, 'privateKey' | 'publicKey'>; serial: Buffer; sign: Sign };
}

/** ECDSA with SHA-256, in DER. */
export type Sign = (key: KeyObject, content: Buffer) => Buffer;

const signAnew: Sign = (key, content) => createSign('sha256').update(content).sign(key);

/** A non-negative integer. */
const unsigned = (bytes: Buffer): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) > 0x7f ? Buffer.from([0]) : Buffer.alloc(0), bytes);

/** An ECDSA signature (RFC 3279 §2.2.3). */
export const signatureOf = (r: Buffer, s: Buffer): Buffer => sequence(unsigned(r), unsigned(s));

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const certificate = ({ name, by, ca = false, extensions = [], years = [2020, 2090], fixed }: Wanted): Issued => {
  const { privateKey, publicKey } = fixed?.keys ?? newKeys();
  const constraints = extension('2.5.29.19', sequence(...(ca ? [yes] : [])), true);
  const content = sequence(
    explicit(0, integer(2)),
    unsigned(fixed?.serial ?? Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    nameOf(by?.name ?? name),
    sequence(...years.map(time)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(constraints, ...extensions))
  );
  const signature = (fixed?.sign ?? signAnew)(by?.privateKey ?? privateKey, content);
  return { der: sequence(content, ECDSA_SHA256, bits(signature)), privateKey, publicKey, name };
};

/** keyUsage, subjectKeyIdentifier, and authorityKeyIdentifier, in the form that certificate authorities use. */
export const identified = (own: KeyObject, issuer: KeyObject | null, usage: Buffer): Buffer[] => {
  const idOf = (key: KeyObject): Buffer =>
    createHash('sha1')
      .update(key.export({ type: 'spki', format: 'der' }).subarray(-65))
      .digest();
  return [
    extension('2.5.29.15', usage, true),
    extension('2.5.29.14', octets(idOf(own))),
    ...(issuer ? [extension('2.5.29.35', sequence(tagged(0x80, idOf(issuer))))] : []),
  ];
};

export const pem = ({ der }: Pick<Issued, 'der'>): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
