import { expectedFormats, isExpectedFormat } from '../../../../server/src/factors/webauthn/attestation-format';

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
const bytes = (size: number): Buffer => Buffer.concat([Buffer.from([0x58, size]), Buffer.alloc(size)]);

/** CBOR of `{fmt, attStmt, authData}`; a statement is given as the encoded pairs of a map. */
const attestation = (fmt: string, statement: Buffer[] = []): string => {
  const map = Buffer.concat([Buffer.from([0xa0 + statement.length]), ...statement]);
  const parts = [text('fmt'), text(fmt), text('attStmt'), map, text('authData'), bytes(40)];
  return Buffer.concat([Buffer.from([0xa3]), ...parts]).toString('base64url');
};

const ALG = Buffer.concat([text('alg'), Buffer.from([0x26])]);
const SIG = Buffer.concat([text('sig'), bytes(70)]);
const X5C = Buffer.concat([text('x5c'), Buffer.from([0x81]), bytes(100)]);

const isExpected = (attestationObject: string) => isExpectedFormat(attestationObject, expectedFormats('none'));

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
