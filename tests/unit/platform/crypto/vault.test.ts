import { createDecipheriv } from 'node:crypto';

import { createKeyRing, createVault, MissingKeyError, type SecretPlace } from '../../../../server/src/platform/crypto';
import { systemPorts } from '../../../../server/src/platform/ports';

const FIRST = { id: 'first', secret: 'a-secret-of-more-than-thirty-two-characters' };
const SECOND = { id: 'second', secret: 'another-secret-of-more-than-thirty-two-chars' };
const SEED = Buffer.from('12345678901234567890');
const HERE: SecretPlace = { purpose: 'totp-seed', userId: 42, rowId: 'row-9' };

const vaultOf = (...keys: { id: string; secret: string }[]) => createVault(createKeyRing(keys), systemPorts());

/** The envelope with one part replaced. */
const tampered = (envelope: string, part: number, change: (text: string) => string): string =>
  envelope
    .split('.')
    .map((text, index) => (index === part ? change(text) : text))
    .join('.');

const flipFirstBit = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

describe('the vault', () => {
  const vault = vaultOf(FIRST);
  const envelope = vault.seal(SEED, HERE);

  it('opens what it sealed, where it was sealed', () => {
    expect(vault.open(envelope, HERE)).toEqual({ ok: true, secret: SEED, keyId: 'first' });
  });

  it('writes version, key id, 96-bit IV, ciphertext and 128-bit tag, and nothing in clear', () => {
    const [version, keyId, iv, sealed, tag] = envelope.split('.');
    expect([version, keyId]).toEqual(['v1', 'first']);
    expect(Buffer.from(iv ?? '', 'base64url')).toHaveLength(12);
    expect(Buffer.from(sealed ?? '', 'base64url')).toHaveLength(SEED.length);
    expect(Buffer.from(tag ?? '', 'base64url')).toHaveLength(16);
    for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const)
      expect(envelope).not.toContain(SEED.toString(form));
  });

  it('is plain AES-256-GCM with the owner as additional data, readable with node:crypto alone', () => {
    const [, , iv, sealed, tag] = envelope.split('.').map((part) => Buffer.from(part, 'base64url'));
    if (!iv || !sealed || !tag) throw new Error('not an envelope');
    const key = createKeyRing([FIRST]).derive('totp-seed');
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAAD(Buffer.from('strapi-mfa|totp-seed|user=42|row=row-9|v1'));
    decipher.setAuthTag(tag);
    expect(Buffer.concat([decipher.update(sealed), decipher.final()])).toEqual(SEED);
  });

  it.each<[string, Partial<SecretPlace>]>([
    ['another person', { userId: 43 }],
    ['another row', { rowId: 'row-10' }],
    ['another purpose', { purpose: 'phone-number' }],
  ])('does not open an envelope that was moved to %s', (_where, change) => {
    expect(vault.open(envelope, { ...HERE, ...change })).toEqual({ ok: false, reason: 'unreadable' });
  });

  it.each<[string, string]>([
    ['a changed IV', tampered(envelope, 2, flipFirstBit)],
    ['a changed ciphertext', tampered(envelope, 3, flipFirstBit)],
    ['a changed tag', tampered(envelope, 4, flipFirstBit)],
    [
      'a tag of four bytes',
      tampered(envelope, 4, (tag) => Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url')),
    ],
    ['no tag', envelope.split('.').slice(0, 4).join('.')],
    ['further parts', `${envelope}.AAAA`],
    ['another version', tampered(envelope, 0, () => 'v2')],
    ['nothing', ''],
    ['text', 'hello world'],
  ])('refuses %s', (_what, broken) => {
    expect(vault.open(broken, HERE)).toEqual({ ok: false, reason: 'unreadable' });
  });

  it('tells a missing key from a broken envelope', () => {
    expect(vaultOf(SECOND).open(envelope, HERE)).toEqual({ ok: false, reason: 'missing_key' });
    expect(vaultOf({ ...SECOND, id: 'first' }).open(envelope, HERE)).toEqual({ ok: false, reason: 'unreadable' });
  });

  it('reads with an old key and writes with the new one after a rotation', () => {
    const rotated = vaultOf(SECOND, FIRST);
    expect(rotated.open(envelope, HERE)).toMatchObject({ ok: true, keyId: 'first' });
    expect(rotated.keyIdOf(rotated.seal(SEED, HERE))).toBe('second');
    expect(rotated.keyIdOf(envelope)).toBe('first');
    expect(rotated.keyIdOf('hello world')).toBeNull();
  });

  it('seals nothing when the host has no key', () => {
    expect(() => vaultOf().seal(SEED, HERE)).toThrow(MissingKeyError);
  });

  it('never repeats an IV: 100,000 envelopes of the same secret', () => {
    const ivs = new Set<string>();
    for (let made = 0; made < 100_000; made += 1) ivs.add(vault.seal(SEED, HERE).split('.')[2] ?? '');
    expect(ivs.size).toBe(100_000);
  });
});
