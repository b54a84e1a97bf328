import {
  askToSignIn,
  createPerson,
  DAY,
  enrollTotp,
  logInToEnroll,
  MINUTE,
  onEachDatabase,
  startHost,
  verify,
  type Host,
} from '../../support';
import {
  addressOf,
  ALL,
  allowing,
  codesTo,
  enroll,
  lastCode,
  numberOf,
  PAUSE,
  personWith,
  send,
  signIn,
} from './delivered-steps';

const LIMITS = { transactionMinutes: 10 };

/** The plugin's own HTTP sender instead of the host's object, with a short timeout for tests. */
const httpSms = (url: string, more: Record<string, unknown> = {}) => ({
  sms: { provider: 'http', providerOptions: { url, timeoutMs: 300 }, countries: ['DE'], ...more },
});

describe('a provider that fails', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ config: allowing(ALL, LIMITS) });
    host = await host.restart({ config: allowing(ALL, { ...LIMITS, ...httpSms(host.sms.url) }) });
  });
  afterAll(() => host.stop());
  afterEach(() => {
    host.mail.refuse(false);
    host.sms.answerWith(200);
  });

  const failures = {
    email: { refusing: () => host.mail.refuse(true) },
    sms: { refusing: () => host.sms.answerWith(500), slow: () => host.sms.answerWith(200, 1500) },
  };
  const cases = [
    ['email', 'refusing', 'B10'],
    ['sms', 'refusing', 'B9'],
    ['sms', 'slow', 'B9'],
  ] as const;

  describe.each(cases)('%s, %s', (method, how, id) => {
    const breakIt = () => (failures[method] as Record<string, () => void>)[how]?.();
    const mendIt = () => {
      host.mail.refuse(false);
      host.sms.answerWith(200);
    };

    it(`says so, costs no attempt and no send, and leaves the other ways open [${id}][C8]`, async () => {
      const person = await createPerson(host);
      const session = await logInToEnroll(host, person);
      const app = await enrollTotp(host, session);
      await enroll(host, session, method, person);
      host.clock.advance(PAUSE);
      const to = addressOf(method, person);
      const { transaction } = await askToSignIn(host, person);

      breakIt();
      for (let count = 0; count < 4; count += 1) {
        const failed = await send(host, method, transaction);
        expect(failed.status).toBe(503);
        expect(failed.body.error.details.code).toBe('MFA_DELIVERY_FAILED');
        expect(JSON.stringify(failed.body)).not.toContain(to);
      }
      const counter = await host.container.database.table('counters').where({ user_id: person.id }).first();
      expect(Number(counter?.failures ?? 0)).toBe(0);
      const recorded = await host.container.database
        .table('auditEntries')
        .where({ type: 'code.delivery_failed', target_id: person.id });
      expect(recorded).toHaveLength(4);

      const wrong = await verify(host, transaction, { method: 'totp', code: '000000' });
      expect(wrong.body.error.details).toMatchObject({ code: 'MFA_INVALID_CODE', attemptsRemaining: 4 });
      expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(200);

      mendIt();
      expect((await signIn(host, method, person)).user.email).toBe(person.email);
    });

    it(`lets the person try again at once when it works again [${id}][C8]`, async () => {
      const { person, to } = await personWith(host, method);
      const { transaction } = await askToSignIn(host, person);
      breakIt();
      expect((await send(host, method, transaction)).status).toBe(503);
      mendIt();
      expect((await send(host, method, transaction)).status).toBe(200);
      const code = lastCode(host, method, to);
      expect((await verify(host, transaction, { method, code })).status).toBe(200);
    });

    it(`ends the code that was sent before it failed [${id}][C8]`, async () => {
      const { person, to } = await personWith(host, method);
      const { transaction } = await askToSignIn(host, person);
      await send(host, method, transaction);
      const code = lastCode(host, method, to);
      host.clock.advance(PAUSE);
      breakIt();
      expect((await send(host, method, transaction)).status).toBe(503);
      mendIt();
      expect((await verify(host, transaction, { method, code })).status).toBe(400);
    });

    it(`adds nothing to an account when it fails during enrollment [${id}][C8]`, async () => {
      const person = await createPerson(host);
      const session = await logInToEnroll(host, person);
      breakIt();
      const input = method === 'sms' ? { phoneNumber: numberOf(person) } : {};
      const begun = await session.post(`/mfa/me/${method}/begin`, input);
      expect(begun.status).toBe(503);
      expect(begun.body.error.details.code).toBe('MFA_DELIVERY_FAILED');
      expect((await session.get('/mfa/me')).body.data.authenticators).toEqual([]);
      mendIt();
      expect((await enroll(host, session, method, person)).recoveryCodes).toHaveLength(10);
    });
  });

  it('writes neither the address nor the code to the log [B9][B10][C8]', async () => {
    const { person, to } = await personWith(host, 'sms');
    const lines: string[] = [];
    const log = host.strapi.log as unknown as { error: (line: unknown) => void };
    const before = log.error;
    log.error = (line) => void lines.push(String(line));
    host.sms.answerWith(500);
    host.mail.refuse(true);
    await send(host, 'sms', (await askToSignIn(host, person)).transaction);
    log.error = before;
    const about = lines.filter((line) => line.includes('by sms'));
    expect(about).toEqual([expect.stringContaining('Couldn’t deliver a code by sms: SmsRefused 500')]);
    expect(lines.join('\n')).not.toContain(to);
  });
});

describe('a mail server that is not there', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ config: allowing(ALL) });
  });
  afterAll(() => host.stop());

  it('is a failed delivery and nothing worse [B10][C8]', async () => {
    const { person } = await personWith(host, 'email');
    await host.mail.stop();
    const { transaction, methods } = await askToSignIn(host, person);
    expect(methods).toEqual(['email', 'recovery_code']);
    const failed = await send(host, 'email', transaction);
    expect(failed.status).toBe(503);
    expect(failed.body.error.details.code).toBe('MFA_DELIVERY_FAILED');
  });
});

onEachDatabase('fifty at once', (database) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ database, config: allowing(ALL, LIMITS) });
  });
  afterAll(() => host.stop());

  const fifty = <T>(work: (index: number) => PromiseLike<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_unused, index) => work(index)));

  const sessionsOf = (id: number) =>
    host.strapi.db.query('admin::session').count({ where: { userId: String(id), origin: 'admin' } });

  it.each(['email', 'sms'] as const)(
    'sends of one question by %s: exactly one leaves the container [C8]',
    async (method) => {
      const { person, to } = await personWith(host, method);
      const { transaction } = await askToSignIn(host, person);
      const before = codesTo(host, method, to);
      const answers = await fifty(() => send(host, method, transaction));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(49);
      expect(codesTo(host, method, to)).toBe(before + 1);
      const code = lastCode(host, method, to);
      expect((await verify(host, transaction, { method, code })).status).toBe(200);
    }
  );

  it.each(['email', 'sms'] as const)('uses of one code by %s: exactly one session [C8][C9]', async (method) => {
    const { person, to } = await personWith(host, method);
    const { transaction } = await askToSignIn(host, person);
    await send(host, method, transaction);
    const code = lastCode(host, method, to);
    const before = await sessionsOf(person.id);
    const answers = await fifty(() => verify(host, transaction, { method, code }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await sessionsOf(person.id)).toBe(before + 1);
  });

  it('sends of many questions stop at the limit of the day for one address [C8]', async () => {
    const { person, to } = await personWith(host, 'email');
    host.clock.advance(DAY + MINUTE);
    const factor = host.container.factors.factor('email');
    if (!factor || !('send' in factor)) throw new Error('e-mail sends nothing');
    const rows = await host.container.authenticators.of(person.id);
    const before = codesTo(host, 'email', to);
    const subject = { userId: person.id, email: person.email, name: 'Erin', locale: null };
    const sent = await fifty((index) =>
      (factor as unknown as { send(...given: unknown[]): Promise<{ ok: boolean; code?: string }> }).send(
        { ...subject, scope: `transaction:${person.id}-${index}` },
        rows
      )
    );
    expect(sent.filter(({ ok }) => ok)).toHaveLength(20);
    expect(sent.filter(({ code }) => code === 'MFA_TOO_MANY_ATTEMPTS')).toHaveLength(30);
    expect(codesTo(host, 'email', to)).toBe(before + 20);
  });
});
