import { causeOf, mayHaveLeft, TimedOut, within } from '../../../server/src/deadline';

const nodemailer = Object.assign(new Error('Can’t send mail to ada@example.com: 550 no such user'), {
  code: 'EENVELOPE',
  responseCode: 550,
});

describe('a provider that fails', () => {
  it.each([
    [nodemailer, 'EENVELOPE 550'],
    [Object.assign(new Error('+4915112345678 refused'), { name: 'SmsRefused', status: 500 }), 'SmsRefused 500'],
    [new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }), 'ECONNREFUSED'],
    [new TimedOut(10), 'TimedOut'],
    ['a string with 123456', 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
  ])('is named by its kind, not in its own words: %s [C8]', (error, cause) => {
    expect(causeOf(error)).toBe(cause);
  });

  it.each([
    [new TimedOut(10), true],
    [Object.assign(new Error('x'), { name: 'TimeoutError' }), true],
    [new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }), true],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), false],
    [nodemailer, false],
    ['x', false],
  ])('may have sent the message all the same only when it fell silent: %s [C8]', (error, left) => {
    expect(mayHaveLeft(error)).toBe(left);
  });

  it('is not waited for longer than agreed, and its late failure harms nobody [C8]', async () => {
    const late = () => new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('late')), 60));
    await expect(within(20, late)).rejects.toBeInstanceOf(TimedOut);
    await new Promise((resolve) => setTimeout(resolve, 80));
  });

  it('hands on what came in time [C8]', async () => {
    await expect(within(1000, async () => 'taken')).resolves.toBe('taken');
    await expect(within(1000, () => Promise.reject(nodemailer))).rejects.toBe(nodemailer);
  });
});
