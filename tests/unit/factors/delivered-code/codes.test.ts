import { createKeyRing } from '../../../../server/src/platform/crypto';
import { compare, newCode, readCode, remember } from '../../../../server/src/factors/delivered-code/codes';
import { maskAddress } from '../../../../server/src/factors/email';
import { maskNumber, readNumber } from '../../../../server/src/factors/sms/numbers';
import { systemPorts } from '../../../../server/src/platform/ports';

const OLD = { id: 'old', secret: 'a'.repeat(40) };
const NEW = { id: 'new', secret: 'b'.repeat(40) };

describe('a delivered code', () => {
  it('is six digits, zeros in front kept [C8]', () => {
    const code = newCode({ random: { ...systemPorts().random, integer: () => 42 } });
    expect(code).toBe('000042');
  });

  it('takes each of the million codes from one unbiased draw [C8]', () => {
    const asked: number[] = [];
    newCode({ random: { ...systemPorts().random, integer: (below) => asked.push(below) } });
    expect(asked).toEqual([1_000_000]);
  });

  it.each(['123456', ' 123 456 ', '123-456', '１２３４５６', '١٢٣٤٥٦', '۱۲۳۴۵۶', '12\u200b34\u00a056', '123–456'])(
    'is read as people and phones type it: %j [C8]',
    (typed) => {
      expect(readCode(typed)).toBe('123456');
    }
  );

  it.each(['', '12345', '1234567', '12345a', '123 45', ['123456'], 123456, null, undefined, { code: '123456' }])(
    'is refused when it is not six digits: %j [C8]',
    (typed) => {
      expect(readCode(typed)).toBeNull();
    }
  );

  it('is kept as a keyed hash of this one ceremony [C8]', () => {
    const keys = createKeyRing([NEW]);
    const memory = remember(keys, 'ceremony-1', '123456');
    expect(JSON.stringify(memory)).not.toContain('123456');
    expect(compare(keys, 'ceremony-1', '123456', memory)).toBe('right');
    expect(compare(keys, 'ceremony-1', '123457', memory)).toBe('wrong');
    expect(compare(keys, 'ceremony-2', '123456', memory)).toBe('wrong');
    expect(remember(createKeyRing([OLD]), 'ceremony-1', '123456').mac).not.toBe(memory.mac);
  });

  it('outlives a rotation of the key and does not survive its loss [C8][C27]', () => {
    const memory = remember(createKeyRing([OLD]), 'ceremony-1', '123456');
    expect(compare(createKeyRing([NEW, OLD]), 'ceremony-1', '123456', memory)).toBe('right');
    expect(compare(createKeyRing([NEW]), 'ceremony-1', '123456', memory)).toBe('unreadable');
  });
});

describe('where codes go', () => {
  it.each([
    ['ada@example.com', 'a•••@example.com'],
    ['x@y.z', 'x•••@y.z'],
    ['"a@b"@example.com', '"•••@example.com'],
    ['💡@example.com', '💡•••@example.com'],
  ])('shows %s as %s [B10]', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('shows the last two digits of a number and nothing else [B9]', () => {
    expect(maskNumber('+4915112345642')).toBe('•••• 42');
  });

  it.each([
    ['+4915112345678', '+4915112345678'],
    ['+49 151 1234-5678', '+4915112345678'],
    ['+1 (415) 555-0100', '+14155550100'],
    ['+819012345678', '+819012345678'],
  ])('takes %s as %s [B9]', async (typed, address) => {
    await expect(readNumber(typed, ['DE', 'US', 'JP'])).resolves.toEqual({ ok: true, address });
  });

  it.each([
    '',
    '015112345678',
    '4915112345678',
    '+49151',
    'call me',
    '+4915112345678 ext. 5',
    '+999123456789',
    null,
    5,
    ['+4915112345678'],
  ])('refuses what is no full number: %j [B9]', async (typed) => {
    await expect(readNumber(typed, ['DE'])).resolves.toMatchObject({
      ok: false,
      reason: 'invalid',
      path: 'phoneNumber',
    });
  });

  it.each(['+19005551234', '+18005551234', '+448712345678'])(
    'refuses numbers that cost the sender: %s [B9]',
    async (typed) => {
      await expect(readNumber(typed, ['US', 'GB'])).resolves.toMatchObject({ ok: false, reason: 'invalid' });
    }
  );

  it.each(['+18765550123', '+33612345678', '+447911123456'])(
    'refuses countries that are not on the list, also behind a code they share: %s [B9]',
    async (typed) => {
      await expect(readNumber(typed, ['US', 'GB', 'DE'])).resolves.toMatchObject({
        ok: false,
        reason: 'country_not_allowed',
      });
    }
  );
});
