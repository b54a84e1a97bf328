import { createHmac, hkdfSync } from 'node:crypto';

import { createKeyRing, MissingKeyError } from '../../../../server/src/platform/crypto';

const FIRST = { id: 'first', secret: 'a-secret-of-more-than-thirty-two-characters' };
const SECOND = { id: 'second', secret: 'another-secret-of-more-than-thirty-two-chars' };

describe('the key ring', () => {
  const ring = createKeyRing([FIRST, SECOND]);

  it('writes with the first key and still knows the others', () => {
    expect(ring.activeId).toBe('first');
    expect(ring.ids).toEqual(['first', 'second']);
  });

  it('derives by HKDF-SHA-256 with the purpose in the info (RFC 5869)', () => {
    const expected = Buffer.from(hkdfSync('sha256', FIRST.secret, '', 'strapi-mfa/totp-seed/v1', 32));
    expect(ring.derive('totp-seed')).toEqual(expected);
    expect(ring.derive('totp-seed')).toHaveLength(32);
    expect(ring.mac('row-mac', 'a message')).toBe(
      createHmac('sha256', ring.derive('row-mac')).update('a message').digest('hex')
    );
  });

  it('gives every purpose and every key an answer of its own', () => {
    const purposes = ['totp-seed', 'phone-number', 'ceremony', 'row-mac', 'audit-chain', 'outbox'] as const;
    const keys = purposes.flatMap((purpose) => ring.ids.map((id) => ring.derive(purpose, id).toString('hex')));
    expect(new Set(keys).size).toBe(purposes.length * 2);
  });

  it('names the key that is missing and never falls back to another', () => {
    expect(() => ring.derive('totp-seed', 'third')).toThrow(MissingKeyError);
    expect(() => ring.derive('totp-seed', 'third')).toThrow(/"third"/);
  });

  it('says what to set when the host has no key at all', () => {
    const empty = createKeyRing([]);
    expect(empty.activeId).toBeNull();
    expect(() => empty.mac('row-mac', 'a message')).toThrow(/ENCRYPTION_KEY/);
  });

  it('keeps the secret out of its errors', () => {
    const caught = (() => {
      try {
        return ring.derive('totp-seed', 'third').toString();
      } catch (error) {
        return String(error);
      }
    })();
    expect(caught).not.toContain(FIRST.secret);
    expect(caught).not.toContain(SECOND.secret);
  });
});
