import { expectedFormats, isExpectedFormat } from '../../../../server/src/factors/webauthn/attestation-format';

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (size: number): Buffer => Buffer.concat([Buffer.from([0x58, size]), Buffer.alloc(size)]);

/** CBOR of `{fmt, attStmt, authData}`. The statement is a list of encoded pairs of a map. */
const attestation = (fmt: string, statement: Buffer[] = []): string => {
  const map = Buffer.concat([Buffer.from([0xa0 + statement.length]), ...statement]);
  const parts = [text('fmt'), text(fmt), text('attStmt'), map, text('authData'), bytes(40)];
  return Buffer.concat([Buffer.from([0xa3]), ...parts]).toString('base64url');
};

const ALG = Buffer.concat([text('alg'), Buffer.from([0x26])]);
const SIG = Buffer.concat([text('sig'), bytes(70)]);
const X5C = Buffer.concat([text('x5c'), Buffer.from([0x81]), bytes(100)]);

const isExpected = (attestationObject: string) => isExpectedFormat(attestationObject, expectedFormats('none'));
const isProof = (attestationObject: string) => isExpectedFormat(attestationObject, expectedFormats('direct'));

/** A list of this many fake certificates, which the tested code doesn't parse. */
const certificates = (count: number): Buffer =>
  Buffer.concat([text('x5c'), Buffer.from([0x80 + count]), ...Array.from({ length: count }, () => bytes(100))]);

describe('what is said of an authenticator where nobody asked', () => {
  it('is nothing, or signed by the new key itself [A5][A3]', async () => {
    expect(await isExpected(attestation('none'))).toBe(true);
    expect(await isExpected(attestation('packed', [ALG, SIG]))).toBe(true);
  });

  it('in any other format, or with a certificate, is refused unread [A3]', async () => {
    for (const fmt of ['tpm', 'android-key', 'android-safetynet', 'apple', 'fido-u2f', 'compound', 'NONE', '']) {
      expect([fmt, await isExpected(attestation(fmt, [ALG, SIG]))]).toEqual([fmt, false]);
    }
    expect(await isExpected(attestation('packed', [ALG, SIG, X5C]))).toBe(false);
    expect(await isExpected(attestation('none', [X5C]))).toBe(false);
    for (const damaged of ['', 'AAAA', attestation('none').slice(0, 20), Buffer.from([0x80]).toString('base64url')]) {
      expect(await isExpected(damaged)).toBe(false);
    }
  });
});

describe('what is said of an authenticator where proof was asked for', () => {
  it('comes with certificates, in one of five formats [C50]', async () => {
    for (const fmt of ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f'])
      expect([fmt, await isProof(attestation(fmt, [ALG, SIG, X5C]))]).toEqual([fmt, true]);
    expect(await isProof(attestation('packed', [ALG, SIG, certificates(6)]))).toBe(true);
  });

  it('is refused unread without certificates, with too many, with nonsense for one, or in a format nobody speaks any more [C50]', async () => {
    for (const fmt of ['none', 'packed', 'tpm', 'android-key', 'apple', 'fido-u2f'])
      expect([fmt, await isProof(attestation(fmt, [ALG, SIG]))]).toEqual([fmt, false]);
    for (const fmt of ['none', 'android-safetynet', 'compound', 'PACKED', ''])
      expect([fmt, await isProof(attestation(fmt, [ALG, SIG, X5C]))]).toEqual([fmt, false]);
    expect(await isProof(attestation('packed', [ALG, SIG, certificates(0)]))).toBe(false);
    expect(await isProof(attestation('packed', [ALG, SIG, certificates(7)]))).toBe(false);
    const word = Buffer.concat([text('x5c'), Buffer.from([0x81]), text('certificate')]);
    expect(await isProof(attestation('packed', [ALG, SIG, word]))).toBe(false);
    const ecdaa = Buffer.concat([text('ecdaaKeyId'), bytes(32)]);
    expect(await isProof(attestation('packed', [ALG, SIG, X5C, ecdaa]))).toBe(false);
  });
});
