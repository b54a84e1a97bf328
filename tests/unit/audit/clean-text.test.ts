import fc from 'fast-check';

import { cleanDetails, cleanReason, cleanText } from '../../../server/src/audit/clean-text';

describe('text of an event', () => {
  it('writes out line breaks, controls and marks that turn the reading direction [C24]', () => {
    expect(cleanText('a\r\nb\u0000\u0085\u2028')).toBe('a\\u000d\\u000ab\\u0000\\u0085\\u2028');
    expect(cleanText('invoice\u202egpj.exe\u2066\u200f')).toBe('invoice\\u202egpj.exe\\u2066\\u200f');
    expect(cleanText('Zoë 李 😀 a@b')).toBe('Zoë 李 😀 a@b');
  });

  it('is at most 512 long and never ends within a character [C24]', () => {
    expect(cleanText('x'.repeat(5000))).toHaveLength(512);
    const cut = cleanText(`${'x'.repeat(510)}😀😀`) ?? '';
    expect(cut).toBe(`${'x'.repeat(510)}…`);
    expect(cleanText('\n'.repeat(600))).toHaveLength(512);
  });

  it('leaves nothing behind that cannot be seen or stored, whatever comes in [C24]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), fc.integer({ min: 1, max: 300 }), (text, limit) => {
        const clean = cleanText(text, limit) ?? '';
        expect(clean.length).toBeLessThanOrEqual(limit);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(Buffer.from(clean).toString()).toBe(clean);
      })
    );
  });

  it('keeps nothing for nothing [C24]', () => {
    expect(cleanText(undefined)).toBeNull();
    expect(cleanText(null)).toBeNull();
    expect(cleanReason(undefined)).toBeNull();
  });
});

describe('details of an event', () => {
  const read = (details: Record<string, unknown>) => JSON.parse(cleanDetails(details)) as Record<string, unknown>;

  it.each([
    ['password', 'hunter2'],
    ['newPassword', 'hunter2'],
    ['access_token', 'abc'],
    ['refreshToken', 'abc'],
    ['Authorization', 'Bearer abc'],
    ['code', '123456'],
    ['code', 123456],
    ['recoveryCodes', ['AAAA-BBBB']],
    ['otp', '123456'],
    ['seed', 'JBSWY3DP'],
    ['clientSecret', 'x'],
    ['set-cookie', 'x=y'],
    ['phoneNumber', '+4915112345678'],
    ['transaction', 'opaque'],
    ['response', { id: 'x' }],
    ['sessionId', 'abc'],
  ])('never keep what is called %s [B5][C24]', (key, value) => {
    expect(read({ [key]: value, nested: { list: [{ [key]: value }] } })).toEqual({
      [key]: '[redacted]',
      nested: { list: [{ [key]: '[redacted]' }] },
    });
  });

  it('never keep what looks like a token or a provisioning link, whatever it is called [C24]', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const link = 'otpauth://totp/x?secret=JBSWY3DP';
    expect(read({ note: jwt, more: `see ${link}` })).toEqual({ note: '[redacted]', more: '[redacted]' });
    expect(cleanReason(`Bearer ${jwt}`)).toBe('[redacted]');
    expect(cleanReason('Lost phone, seen in person')).toBe('Lost phone, seen in person');
  });

  it('keep what is no secret: numbers, names, switches, what changed [B32]', () => {
    const details = { removed: 2, before: { requirement: 'optional' }, after: { requirement: 'always_required' } };
    expect(read({ ...details, recoveryCodesRemaining: 3, password: false })).toEqual({
      ...details,
      recoveryCodesRemaining: 3,
      password: false,
    });
  });

  it('stay small: long lists, deep nests and long texts are cut [C24]', () => {
    const deep: Record<string, unknown> = {};
    deep.self = deep;
    expect(cleanDetails(deep).length).toBeLessThan(200);
    expect((read({ list: Array.from({ length: 5000 }, (_, index) => index) }).list as number[]).length).toBe(200);
    const huge = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key${index}`, 'x'.repeat(512)]));
    expect(read(huge)).toEqual({ tooLong: expect.any(Number) });
  });
});
