import { causeOf, mayHaveLeft, TimedOut, within } from '../../../server/src/platform/deadline';

const nodemailer = Object.assign(new Error('Can’t send mail to ada@example.com: 550 no such user'), {
  code: 'EENVELOPE',
  responseCode: 550,
});

describe('a provider that fails', () => {
  const refused = Object.assign(new Error('+4915112345678 refused'), { name: 'SmsRefused', status: 500 });
  const hidden = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  const timeout = Object.assign(new Error('x'), { name: 'TimeoutError' });

  it.each([
    ['a mail server', nodemailer, 'EENVELOPE 550'],
    ['a gateway', refused, 'SmsRefused 500'],
    ['a closed port', hidden('ECONNREFUSED'), 'ECONNREFUSED'],
    ['nobody in time', new TimedOut(10), 'TimedOut'],
    ['a thrown string', 'a string with 123456', 'unknown'],
    ['nothing at all', undefined, 'unknown'],
  ])('is named by its kind, not in its own words: %s [C8]', (_what, error, cause) => {
    expect(causeOf(error)).toBe(cause);
  });

  it.each([
    ['nobody in time', new TimedOut(10), true],
    ['a request that was given up', timeout, true],
    ['a connection that broke', hidden('ECONNRESET'), true],
    ['a closed port', hidden('ECONNREFUSED'), false],
    ['a mail server', nodemailer, false],
    ['a thrown string', 'x', false],
  ])('may have sent the message all the same only when it fell silent: %s [C8]', (_what, error, left) => {
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
