import { scryptSync } from 'node:crypto';

import {
  CODE_BYTES,
  createSlowHash,
  formatCode,
  readRecoveryCode,
  SALT_BYTES,
} from '../../../../server/src/factors/recovery-codes/codes';
import { systemPorts } from '../../../../server/src/platform/ports';

const { random } = systemPorts();

describe('a recovery code', () => {
  it.each([
    ['00000000000000000000', '0000-0000-0000-0000'],
    ['ffffffffffffffffffff', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ'],
    ['00112233445566778899', '008J-4CT4-ANK7-F24S'],
    ['00443214c74254b635cf', '0123-4567-89AB-CDEF'],
  ])('%s is shown as %s', (hex, code) => {
    expect(formatCode(Buffer.from(hex, 'hex'))).toBe(code);
  });

  it('has 80 bits, of which none is lost on paper', () => {
    expect(CODE_BYTES * 8).toBe(80);
    expect(SALT_BYTES * 8).toBeGreaterThanOrEqual(32);
    const codes = Array.from({ length: 2000 }, () => formatCode(random.bytes(CODE_BYTES)));
    expect(new Set(codes).size).toBe(2000);
    expect(codes.every((code) => /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toBe(true);
    expect(codes.every((code) => readRecoveryCode(code) === code.replaceAll('-', ''))).toBe(true);
  });

  it.each([
    ['008J-4CT4-ANK7-F24S'],
    ['008j-4ct4-ank7-f24s'],
    ['008J4CT4ANK7F24S'],
    [' 008J 4CT4  ANK7\tF24S\n'],
    ['OO8J-4CT4-ANK7-F24S'],
    ['oo8j4ct4ank7f24s'],
    ['\u200b008J-4CT4-ANK7-F24S\u200e'],
    ['008J–4CT4—ANK7‑F24S'],
    ['００８Ｊ-4CT4-ANK7-F24S'],
  ])('is read from %j', (typed) => {
    expect(readRecoveryCode(typed)).toBe('008J4CT4ANK7F24S');
  });

  it('reads I and L as 1', () => {
    expect(readRecoveryCode('IIII-LLLL-iiii-llll')).toBe('1'.repeat(16));
  });

  it.each<[unknown]>([
    [''],
    ['008J-4CT4-ANK7-F24'],
    ['008J-4CT4-ANK7-F24SS'],
    ['008U-4CT4-ANK7-F24S'],
    ['008J.4CT4.ANK7.F24S'],
    ['0'.repeat(64)],
    ['%%%%-%%%%-%%%%-%%%%'],
    [8],
    [null],
    [undefined],
    [['008J-4CT4-ANK7-F24S']],
    [{ length: 16 }],
  ])('is not read from %j', (typed) => {
    expect(readRecoveryCode(typed)).toBeNull();
  });
});

describe('the slow hash', () => {
  const salt = Buffer.alloc(SALT_BYTES, 7).toString('base64url');

  it('is scrypt with N=16384, r=8, p=1', async () => {
    const expected = scryptSync('008J4CT4ANK7F24S', Buffer.alloc(SALT_BYTES, 7), 32, { N: 16384, r: 8, p: 1 });
    await expect(createSlowHash()('008J4CT4ANK7F24S', salt)).resolves.toBe(expected.toString('hex'));
  });

  it('leaves half of the thread pool to others, however many codes are tried at once', async () => {
    const hash = createSlowHash();
    const order: number[] = [];
    const started = Array.from({ length: 8 }, async (_, index) => {
      await hash('008J4CT4ANK7F24S', salt);
      order.push(index);
    });
    const { pbkdf2 } = await import('node:crypto');
    // Other work that needs a thread is done long before the queue of hashes.
    const other = new Promise<number>((resolve) => pbkdf2('x', 'y', 1, 32, 'sha256', () => resolve(order.length)));
    expect(await other).toBeLessThan(4);
    await Promise.all(started);
    expect(order).toHaveLength(8);
  });

  it('goes on after a hash that failed', async () => {
    const hash = createSlowHash();
    const failing = Array.from({ length: 4 }, () => hash(undefined as unknown as string, salt));
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    await expect(hash('008J4CT4ANK7F24S', salt)).resolves.toHaveLength(64);
  });
});
