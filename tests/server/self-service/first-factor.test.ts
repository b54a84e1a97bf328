/**
 * The attack: someone has the password of a person without a method, and sets up their own. Tried at every place where
 * people can set up a first method, under each of the three settings.
 */
import {
  createPerson,
  enrollKey,
  enrollTotp,
  expectOk,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  startHost,
  type Caller,
  type Host,
} from '../../support';
import { ALL, allowing, lastCode } from '../factors/delivered-steps';
import { atLogin, ENTRY_POINTS, inMySecurity } from './first-factor-steps';

const SYSTEM = { kind: 'system' } as const;
const GIVEN = { reason: 'Checked on the phone', hours: 24 };

let host: Host;

beforeAll(async () => {
  host = await startHost({ config: allowing(ALL) });
});

afterAll(async () => {
  await host?.stop();
});

const givePass = async (userId: number): Promise<string> =>
  (await host.container.people.givePass(SYSTEM, userId, GIVEN)).pass;

const countOf = (userId: number) => host.container.authenticators.count(userId);

const recorded = async (userId: number, type: 'user.pass_used' | 'user.pass_ended' | 'user.pass_refused') =>
  (await host.container.audit.list({ types: [type], userId }, { limit: 20 })).events;

/** Every request that could add a method. */
const attempts = async (caller: Caller) => {
  const response = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
    clientExtensionResults: {},
  };
  return Promise.all([
    caller.post('/mfa/me/totp/begin'),
    caller.post('/mfa/me/webauthn/begin'),
    caller.post('/mfa/me/email/begin'),
    caller.post('/mfa/me/sms/begin', { phoneNumber: '+4915112345678' }),
    caller.post('/mfa/me/totp/finish', { code: '123456' }),
    caller.post('/mfa/me/webauthn/finish', { response }),
    caller.post('/mfa/me/email/finish', { code: '123456' }),
    caller.post('/mfa/me/sms/finish', { code: '123456' }),
  ]);
};

describe.each(ENTRY_POINTS)('$name', ({ byLink, enter }) => {
  it('the password is enough where the policy says so [C52]', async () => {
    await forcePolicy(host, { firstFactorProof: 'password' });
    const { caller, person } = await enter(host);
    await enrollTotp(host, caller);
    expect(await countOf(person.id)).toBe(1);
  });

  it.each(['email', 'pass'] as const)('binds nothing under "%s" before it is proved [C52]', async (proof) => {
    await forcePolicy(host, { firstFactorProof: proof });
    const { caller, person } = await enter(host);
    await forcePolicy(host, { firstFactorProof: proof });
    if (byLink && proof === 'email') {
      await enrollTotp(host, caller);
      expect(await countOf(person.id)).toBe(1);
      return;
    }
    for (const response of await attempts(caller)) {
      if (response.status === 403 && response.body.error.details.code === 'MFA_METHOD_NOT_ALLOWED') continue;
      expect(response.body.error?.details).toMatchObject({ code: 'MFA_PASS_REQUIRED', proof });
    }
    expect(await countOf(person.id)).toBe(0);
  });

  it('a pass opens it, once [C52]', async () => {
    await forcePolicy(host, { firstFactorProof: 'pass' });
    const { caller, person } = await enter(host);
    await forcePolicy(host, { firstFactorProof: 'pass' });
    const pass = await givePass(person.id);
    expectOk(await caller.post('/mfa/me/first-factor/pass', { pass }), 'use the pass');
    await enrollTotp(host, caller);
    expect(await countOf(person.id)).toBe(1);
    expect(await recorded(person.id, 'user.pass_used')).toHaveLength(1);
  });
});

describe('a code to the address on file [C52]', () => {
  beforeEach(() => forcePolicy(host, { firstFactorProof: 'email' }));

  it('opens the transaction it was asked in, and no other', async () => {
    const { person, caller } = await atLogin(host);
    const other = await atLogin(host, person);
    const sent = expectOk(await caller.post('/mfa/me/first-factor/send'), 'send');
    expect(sent.body.data).toMatchObject({ destination: expect.stringContaining('•••') });
    const code = lastCode(host, 'email', person.email);
    const wrong = await caller.post('/mfa/me/first-factor/verify', { code: code === '000000' ? '111111' : '000000' });
    expect([wrong.status, wrong.body.error.details.code]).toEqual([400, 'MFA_INVALID_CODE']);
    expect((await other.caller.post('/mfa/me/first-factor/verify', { code })).status).toBe(400);
    expectOk(await caller.post('/mfa/me/first-factor/verify', { code }), 'verify');
    expect((await other.caller.post('/mfa/me/totp/begin')).status).toBe(403);
    await enrollKey(host, caller);
    expect(await countOf(person.id)).toBe(1);
  });

  it('says what is asked in the question and on the own page', async () => {
    const { caller, person } = await inMySecurity(host);
    const session = caller as unknown as { get(path: string): PromiseLike<{ body: { data: object } }> };
    expect((await session.get('/mfa/me')).body.data).toMatchObject({ firstFactor: 'email' });
    expectOk(await caller.post('/mfa/me/first-factor/send'), 'send');
    const code = lastCode(host, 'email', person.email);
    expectOk(await caller.post('/mfa/me/first-factor/verify', { code }), 'verify');
    expect((await session.get('/mfa/me')).body.data).toMatchObject({ firstFactor: null });
  });

  it('does not count while the address is younger than 72 hours, and neither does a link', async () => {
    const { person, caller } = await atLogin(host);
    expectOk(await caller.post('/mfa/me/first-factor/send'), 'send');
    const code = lastCode(host, 'email', person.email);
    const email = `moved-${person.id}@example.com`;
    await host.strapi.service('admin::user').updateById(person.id, { email });
    const refused = await caller.post('/mfa/me/first-factor/verify', { code });
    expect(refused.body.error.details).toMatchObject({ code: 'MFA_PASS_REQUIRED', proof: 'pass' });
    const again = await atLogin(host, { ...person, email });
    expect((await again.caller.post('/mfa/me/first-factor/send')).body.error.details).toMatchObject({
      code: 'MFA_PASS_REQUIRED',
      proof: 'pass',
    });
    host.clock.advance(72 * HOUR + MINUTE);
    const later = await atLogin(host, { ...person, email });
    expectOk(await later.caller.post('/mfa/me/first-factor/send'), 'send after three days');
  });

  it.each(ENTRY_POINTS.filter(({ byLink }) => byLink))(
    '$name: nor where the address was changed since',
    async ({ enter }) => {
      const { person, caller } = await enter(host);
      await host.strapi.service('admin::user').updateById(person.id, { email: `away-${person.id}@example.com` });
      const begun = await caller.post('/mfa/me/totp/begin');
      expect(begun.body.error.details).toMatchObject({ code: 'MFA_PASS_REQUIRED', proof: 'pass' });
    }
  );

  it('wrong codes count like any other guess', async () => {
    const { person } = await atLogin(host);
    let status = 400;
    for (let tries = 0; tries < 30 && status === 400; tries += 1) {
      const { caller } = await atLogin(host, person);
      status = (await caller.post('/mfa/me/first-factor/verify', { code: '000000' })).status;
    }
    expect(status).toBe(429);
  });
});

describe('a pass [C52]', () => {
  beforeEach(() => forcePolicy(host, { firstFactorProof: 'pass' }));

  const use = (caller: Caller, pass: string) => caller.post('/mfa/me/first-factor/pass', { pass });
  const refusedBy = async (caller: Caller, pass: string) => {
    const { status, body } = await use(caller, pass);
    return { status, body: JSON.stringify(body) };
  };

  it('is twelve symbols in three groups, forgives handwriting and is kept as a slow hash alone', async () => {
    const { person, caller } = await atLogin(host);
    const pass = await givePass(person.id);
    expect(pass).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const [row] = await host.container.database.table('passes').where({ user_id: person.id });
    expect(JSON.stringify(row)).not.toContain(pass.replaceAll('-', ''));
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
    const written = pass.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expectOk(await use(caller, written), 'use what was written down');
  });

  it('wrong, foreign, replaced, expired and missing ones are answered alike', async () => {
    const { person, caller } = await atLogin(host);
    const nobody = await refusedBy(caller, 'AAAA-BBBB-CCCC');
    const pass = await givePass(person.id);
    const foreign = await givePass((await createPerson(host)).id);
    const answers = [await refusedBy(caller, 'AAAA-BBBB-CCCC'), await refusedBy(caller, foreign)];
    await givePass(person.id);
    answers.push(await refusedBy(caller, pass), await refusedBy(caller, 'too short'));
    const last = await givePass(person.id);
    host.clock.advance(24 * HOUR);
    answers.push(await refusedBy((await atLogin(host, person)).caller, last));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([nobody.body]));
    expect(nobody.body).toContain('MFA_INVALID_PASS');
    expect(nobody.status).toBe(400);
    expect(await countOf(person.id)).toBe(0);
  });

  it('five wrong tries end it, over transactions, and say so in the trail', async () => {
    const { person } = await atLogin(host);
    const pass = await givePass(person.id);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await use((await atLogin(host, person)).caller, 'AAAA-BBBB-CCCC')).status).toBe(400);
    }
    expect((await use((await atLogin(host, person)).caller, pass)).status).toBe(400);
    const ended = await recorded(person.id, 'user.pass_ended');
    expect(ended.map(({ reason }) => reason)).toEqual(['tries_used_up']);
    expect((await recorded(person.id, 'user.pass_refused')).length).toBeGreaterThan(0);
  });

  it('what it opened is worth one binding', async () => {
    const { caller, person } = await inMySecurity(host);
    await use(caller, await givePass(person.id));
    await enrollTotp(host, caller);
    await host.container.database.transaction(async (trx) => {
      for (const { uid } of await host.container.authenticators.of(person.id, trx))
        await host.container.authenticators.remove(person.id, uid, trx);
    });
    await caller.post('/mfa/me/password', { password: person.password });
    expect((await caller.post('/mfa/me/totp/begin')).body.error.details.code).toBe('MFA_PASS_REQUIRED');
  });

  it('ends with a reset, a deactivation and a password set by somebody else; a link of the own leaves it', async () => {
    const users = host.strapi.service('admin::user');
    const ends: [string, (id: number) => Promise<unknown>][] = [
      ['password', (id) => users.updateById(id, { password: 'Set-by-somebody-1' })],
      ['deactivated', (id) => users.updateById(id, { isActive: false })],
    ];
    for (const [, end] of ends) {
      const { id } = await createPerson(host);
      await givePass(id);
      await end(id);
      expect((await host.container.passes.of([id])).size).toBe(0);
      expect(await recorded(id, 'user.pass_ended')).toHaveLength(1);
    }
    const { id } = await createPerson(host);
    await givePass(id);
    await users.updateById(id, { password: 'Set-by-a-link-1', registrationToken: null });
    expect((await host.container.passes.of([id])).size).toBe(1);

    await forcePolicy(host, { firstFactorProof: 'password' });
    const { person } = await personWithTotp(host);
    await host.container.people.reset(SYSTEM, person.id, GIVEN);
    await givePass(person.id);
    // Setup was interrupted. A proof from before a reset doesn't count after it.
    await host.container.database.transaction((trx) =>
      host.container.accounts.change(person.id, { mustEnrollSince: 1 }, trx)
    );
    await host.container.people.reset(SYSTEM, person.id, GIVEN);
    expect((await host.container.passes.of([person.id])).size).toBe(0);
  });

  it('one that runs out is taken away and recorded, once', async () => {
    const { id } = await createPerson(host);
    await givePass(id);
    host.clock.advance(25 * HOUR);
    await Promise.all([host.container.firstFactor.sweep(), host.container.firstFactor.sweep()]);
    expect((await recorded(id, 'user.pass_ended')).map(({ reason }) => reason)).toEqual(['expired']);
  });
});
