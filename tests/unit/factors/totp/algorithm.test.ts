import { crypto } from '@otplib/plugin-crypto-node';
import { generateSync } from '@otplib/totp';

import { matchStep, readCode } from '../../../../server/src/factors/totp/algorithm';
import { NEW_APP, type Parameters } from '../../../../server/src/factors/totp/schema';

const ascii = (text: string) => Buffer.from(text, 'ascii');
const SHA1_SEED = ascii('12345678901234567890');
const SHA256_SEED = ascii('12345678901234567890123456789012');
const SHA512_SEED = ascii('1234567890123456789012345678901234567890123456789012345678901234');
const eight = (algorithm: Parameters['algorithm']): Parameters => ({ algorithm, digits: 8, period: 30 });

describe('RFC 4226 appendix D', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('counter %i is %s', (count, code) => {
    expect(matchStep(SHA1_SEED, code, count * 30_000, NEW_APP)).toEqual({ ok: true, step: count });
  });
});

describe('RFC 6238 appendix B', () => {
  it.each([
    [59, '94287082', '46119246', '90693936', '287082'],
    [1111111109, '07081804', '68084774', '25091201', '081804'],
    [1111111111, '14050471', '67062674', '99943326', '050471'],
    [1234567890, '89005924', '91819424', '93441116', '005924'],
    [2000000000, '69279037', '90698825', '38618901', '279037'],
    [20000000000, '65353130', '77737706', '47863826', '353130'],
  ])('at %i seconds', (time, sha1, sha256, sha512, six) => {
    const step = Math.floor(time / 30);
    const at = time * 1000;
    expect(matchStep(SHA1_SEED, sha1, at, eight('sha1'))).toEqual({ ok: true, step });
    expect(matchStep(SHA256_SEED, sha256, at, eight('sha256'))).toEqual({ ok: true, step });
    expect(matchStep(SHA512_SEED, sha512, at, eight('sha512'))).toEqual({ ok: true, step });
    expect(matchStep(SHA1_SEED, six, at, NEW_APP)).toEqual({ ok: true, step });
  });
});

describe('the window', () => {
  /** Starts at 1700000010. */
  const STEP = 56_666_667;
  const codes = new Map<number, string>();

  for (const offset of [-2, -1, 0, 1, 2])
    codes.set(offset, generateSync({ secret: SHA1_SEED, crypto, epoch: (STEP + offset) * 30 }));

  it('is looked at with five different codes', () => {
    expect(new Set(codes.values()).size).toBe(5);
  });

  it.each(
    [0, 1, 15, 29].flatMap((second) =>
      [
        [-2, false],
        [-1, true],
        [0, true],
        [1, true],
        [2, false],
      ].map(([offset, accepted]) => [second, offset, accepted] as [number, number, boolean])
    )
  )('at second %i of a step, the code of step T%i is accepted: %s', (second, offset, accepted) => {
    const now = STEP * 30_000 + second * 1000;
    const match = matchStep(SHA1_SEED, codes.get(offset) ?? '', now, NEW_APP);
    expect(match).toEqual(accepted ? { ok: true, step: STEP + offset } : { ok: false });
  });

  it('counts milliseconds into the second they belong to', () => {
    expect(matchStep(SHA1_SEED, codes.get(0) ?? '', STEP * 30_000 + 29_999, NEW_APP)).toEqual({ ok: true, step: STEP });
    expect(matchStep(SHA1_SEED, codes.get(-2) ?? '', STEP * 30_000 - 1, NEW_APP)).toEqual({ ok: true, step: STEP - 2 });
  });
});

describe('what counts as a code', () => {
  it.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    [' 123456\n', '123456'],
    ['123-456', '123456'],
    ['1 2 3 4 5 6', '123456'],
    ['123\u00a0456', '123456'],
    ['１２３４５６', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['۱۲۳۴۵۶', '123456'],
    ['123\u200b456\ufeff', '123456'],
    ['123–456', '123456'],
    ['000000', '000000'],
  ])('reads %j', (typed, code) => {
    expect(readCode(typed, 6)).toBe(code);
  });

  it.each<[unknown]>([
    ['12345'],
    ['1234567'],
    ['12345a'],
    [''],
    ['      '],
    ['+12345'],
    ['1e5000'],
    ['0x1234'],
    ['12.456'],
    ['123456\u0000'],
    [123456],
    [null],
    [undefined],
    [['123456']],
    [{ code: '123456' }],
    [true],
  ])('refuses %j', (typed) => {
    expect(readCode(typed, 6)).toBeNull();
  });
});

describe('whatever it is given', () => {
  it.each<[string, Uint8Array, string, number]>([
    ['a code with letters', SHA1_SEED, 'abcdef', 59_000],
    ['an empty code', SHA1_SEED, '', 59_000],
    ['a short seed', Buffer.from('short'), '123456', 59_000],
    ['a time before the epoch', SHA1_SEED, '755224', -60_000],
    ['no time', SHA1_SEED, '755224', Number.NaN],
  ])('answers no to %s and does not throw', (_what, seed, code, now) => {
    expect(matchStep(seed, code, now, NEW_APP)).toEqual({ ok: false });
  });
});
