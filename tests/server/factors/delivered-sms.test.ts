import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  askToSignIn,
  createPerson,
  DAY,
  HOST_FOLDER,
  logInToEnroll,
  onEachDatabase,
  startHost,
  type Host,
  type Person,
} from '../../support';
import { ALL, allowing, lastCode, numberOf, PAUSE, personWith, send, signIn } from './delivered-steps';

const begin = async (host: Host, person: Person, phoneNumber: unknown) =>
  (await logInToEnroll(host, person)).post('/mfa/me/sms/begin', { phoneNumber });

describe('text messages', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ config: allowing(ALL, { issuer: 'Example CMS' }) });
  });
  afterAll(() => host.stop());

  it('name the site and end with the line that browsers fill codes in from [B9][C8]', async () => {
    const { person, to } = await personWith(host, 'sms');
    await send(host, 'sms', (await askToSignIn(host, person)).transaction);
    const code = lastCode(host, 'sms', to);
    const text = host.sms.to(to).at(-1)?.text ?? '';
    expect(text).toContain('Example CMS');
    expect(text.split('\n').at(-1)).toBe(`@localhost #${code}`);
  });

  it.each([
    ['de', 'ist Ihr Anmeldecode'],
    ['fr', 'est votre code de connexion'],
    ['es', 'es su código de acceso'],
    ['pt-BR', 'é o seu código de acesso'],
    ['ja', 'のログインコードです'],
    ['zh-Hans', '登录验证码'],
    ['it', 'is your login code'],
  ])('speak the language of the person’s panel: %s [B9][C8][C32]', async (preferedLanguage, words) => {
    const { person, to } = await personWith(host, 'sms', { preferedLanguage });
    await send(host, 'sms', (await askToSignIn(host, person)).transaction);
    expect(host.sms.to(to).at(-1)?.text).toContain(words);
  });

  it.each([
    '015112345678',
    '+49151',
    'call me',
    '+19005551234',
    '+18005551234',
    '+33612345678 ext. 9',
    '',
    '+'.repeat(40),
  ])('refuse what is not a number one can text to: %s [B9]', async (phoneNumber) => {
    const before = host.sms.texts.length;
    const answer = await begin(host, await createPerson(host), phoneNumber);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.code).toBe('MFA_INVALID_REQUEST');
    expect(answer.body.error.details.errors[0].path.at(-1)).toBe('phoneNumber');
    expect(host.sms.texts.length).toBe(before);
  });

  it.each([[['+4915112345678']], [4915112345678], [null], [{ $ne: '' }]])(
    'refuse a number of the wrong type: %j [B9]',
    async (phoneNumber) => {
      const answer = await begin(host, await createPerson(host), phoneNumber);
      expect(answer.status).toBe(400);
    }
  );

  it('go to the countries on the list only [B9]', async () => {
    const answer = await begin(host, await createPerson(host), '+18765550123');
    expect(answer.status).toBe(400);
    expect(answer.body.error.details).toMatchObject({ code: 'MFA_INVALID_REQUEST', reason: 'country_not_allowed' });
  });

  it('take a number with spaces for what it is [B9]', async () => {
    const person = await createPerson(host);
    const answer = await begin(host, person, '+49 151 1234-5999');
    expect(answer.status).toBe(200);
    expect(answer.body.data.destination).toBe('•••• 99');
    expect(host.sms.to('+4915112345999')).toHaveLength(1);
  });

  it('are not on offer without a factor proved when one is there: a number is changed after step-up only [B9]', async () => {
    const { person, authenticator } = await personWith(host, 'sms');
    const signedIn = await signIn(host, 'sms', person);
    host.clock.advance(15 * 60_000);
    const removal = await signedIn.delete(`/mfa/me/authenticators/${String(authenticator.id)}`);
    expect(removal.status).toBe(403);
    expect(removal.body.error.details.code).toBe('MFA_REQUIRED');
    const another = await signedIn.post('/mfa/me/sms/begin', { phoneNumber: '+4915112399999' });
    expect(another.status).toBe(403);
    expect(host.sms.to('+4915112399999')).toEqual([]);
  });
});

describe('a host without a sender', () => {
  it('does not offer text messages [B9]', async () => {
    let host = await startHost();
    host = await host.restart({ env: { SMS_URL: '' }, config: allowing(['sms', 'totp']) });
    const person = await createPerson(host);
    const answer = await begin(host, person, numberOf(person));
    expect(answer.status).toBe(409);
    expect(answer.body.error.details).toMatchObject({ code: 'MFA_METHOD_UNAVAILABLE', reason: 'no_sms_sender' });
    await host.stop();
  });

  it('says at start which sender it could not load [B9]', async () => {
    const sms = { countries: ['DE'] };
    const attempts = [
      [{ ...sms, provider: './no-such-sender' }, /sms\.provider.*no-such-sender/s],
      [{ ...sms, provider: 'zod' }, /sms\.provider.*init\(providerOptions, settings\)/],
      [{ ...sms, provider: 'http', providerOptions: { url: 'nowhere' } }, /sms\.provider.*url must start with/],
    ] as const;
    for (const [given, message] of attempts) {
      await expect(startHost({ config: allowing(ALL, { sms: given }) })).rejects.toThrow(message);
    }
  });

  it('does not start with the console sender in production [B9]', async () => {
    const config = allowing(ALL, { sms: { provider: 'console', countries: ['DE'] } });
    await expect(startHost({ config, env: { NODE_ENV: 'production' } })).rejects.toThrow(/console provider/);
  });
});

describe('a sender of the host’s own', () => {
  const file = join(HOST_FOLDER, '.tmp', `sender-${process.pid}.js`);

  it('is loaded by a path from the host’s folder, with its options and settings [B9]', async () => {
    const base = await startHost();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `exports.init = ({ url }, { from }) => ({
        send: ({ to, text }) => fetch(url, { method: 'POST', body: JSON.stringify({ to, text: from + ': ' + text }) }),
      });`
    );
    const sms = {
      provider: `./.tmp/sender-${process.pid}.js`,
      providerOptions: { url: base.sms.url },
      settings: { from: 'CMS' },
      countries: ['DE'],
    };
    const host = await base.restart({ config: allowing(ALL, { sms }) });
    const { to } = await personWith(host, 'sms');
    expect(host.sms.to(to)[0]?.text).toMatch(/^CMS: \d{6} /);
    await host.stop();
    rmSync(file);
  });

  it('in development may be the log [B9]', async () => {
    const host = await startHost({ config: allowing(ALL, { sms: { provider: 'console', countries: ['DE'] } }) });
    const lines: string[] = [];
    const log = host.strapi.log as unknown as { info: (line: unknown) => void };
    const before = log.info;
    log.info = (line) => void lines.push(String(line));
    const person = await createPerson(host);
    const answer = await begin(host, person, numberOf(person));
    log.info = before;
    expect(answer.status).toBe(200);
    expect(lines.join('\n')).toContain(`text message to ${numberOf(person)}`);
    await host.stop();
  });
});

onEachDatabase('the bill', (database) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ database });
    const provider = host.strapi.config.get('plugin::mfa.sms.provider');
    host = await host.restart({
      config: allowing(ALL, { sms: { provider, countries: ['DE'], perNumberPerDay: 4, perDay: 12 } }),
    });
  });
  afterAll(() => host.stop());

  type Send = {
    send(subject: object, rows: object[]): Promise<{ ok: boolean; code?: string; retryAfterSeconds?: number }>;
  };
  const factor = () => host.container.factors.factor('sms') as unknown as Send;

  it('is limited for one number: the fifth of a day waits until the first is a day old [B9][C8]', async () => {
    const { person, to } = await personWith(host, 'sms');
    const rows = await host.container.authenticators.of(person.id);
    const sendOnce = (index: number) =>
      factor().send({ userId: person.id, email: '', name: '', locale: null, scope: `transaction:n-${index}` }, rows);
    for (let index = 0; index < 3; index += 1) expect(await sendOnce(index)).toMatchObject({ ok: true });
    const fifth = await sendOnce(3);
    expect(fifth).toMatchObject({ ok: false, code: 'MFA_TOO_MANY_ATTEMPTS' });
    expect(fifth.retryAfterSeconds).toBeLessThanOrEqual(DAY / 1000 - PAUSE / 1000);
    expect(host.sms.to(to)).toHaveLength(4);
    host.clock.advance(DAY);
    expect(await sendOnce(4)).toMatchObject({ ok: true });
    host.clock.advance(DAY);
  });

  it('is limited for the whole host, also when fifty ask at the same moment [B9][C8]', async () => {
    const people: Awaited<ReturnType<typeof personWith>>[] = [];
    for (let count = 0; count < 5; count += 1) people.push(await personWith(host, 'sms'));
    host.clock.advance(DAY + PAUSE);
    const rows = await Promise.all(people.map(({ person }) => host.container.authenticators.of(person.id)));
    const before = host.sms.texts.length;
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_unused, index) => {
        const of = index % 5;
        const userId = people[of]?.person.id;
        return factor().send(
          { userId, email: '', name: '', locale: null, scope: `transaction:d-${index}` },
          rows[of] ?? []
        );
      })
    );
    expect(sent.filter(({ ok }) => ok)).toHaveLength(12);
    expect(host.sms.texts.length).toBe(before + 12);
    expect(sent.filter(({ code }) => code === 'MFA_TOO_MANY_ATTEMPTS')).toHaveLength(38);
  });
});
