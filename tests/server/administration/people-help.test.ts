import {
  askToSignIn,
  AUTHOR,
  callerOf,
  createPerson,
  createRole,
  DAY,
  enrollKey,
  enrollTotp,
  HOUR,
  logIn,
  personWithKey,
  personWithTotp,
  postLogin,
  proven,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  startHost,
  SUPER,
  verify,
  wrongTotpCode,
  type Administrator,
  type Host,
  type Person,
} from '../../support';

const REASON = { reason: 'Lost the phone, checked on the phone' };

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(() => host.mail.clear());

const latest = async (type: 'user.reset' | 'user.unlocked' | 'user.signed_out' | 'user.exempted' | 'access.denied') => {
  const { events } = await host.container.audit.list({ types: [type] }, { limit: 1 });
  if (!events[0]) throw new Error(`no ${type} was recorded`);
  return events[0];
};

const codeOf = (response: { body: { error?: { details?: { code?: string } } } }) => response.body.error?.details?.code;
const reset = (who: { id: number }, body: object = REASON) => admin.session.post(`/mfa/users/${who.id}/reset`, body);
const rowsOf = (uid: string, where: object) => host.strapi.db.query(uid).count({ where });

describe('a reset', () => {
  it('removes every method and code, ends everything, and makes the person enroll at the next login [A48][A51][B51]', async () => {
    const { person, session, app } = await personWithTotp(host);
    await enrollKey(host, session);
    await setPolicy(admin.session, { trustedBrowserDays: 7 });
    await signInWithTotp(host, person, app, { trustBrowser: true });
    const open = await askToSignIn(host, person);

    expect((await reset(person)).body).toEqual({ data: {} });

    const mine = { userId: person.id };
    for (const uid of [
      'authenticator',
      'recovery-hash',
      'trusted-browser',
      'transaction',
      'ceremony',
      'session-family',
    ]) {
      expect([uid, await rowsOf(`admin::mfa-${uid}`, mine)]).toEqual([uid, 0]);
    }
    expect(await rowsOf('admin::session', { userId: String(person.id), origin: 'admin' })).toBe(0);
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect((await verify(host, open.transaction, { method: 'totp', code: app.code() })).status).toBe(410);
    const next = await postLogin(host, person);
    expect([next.status, codeOf(next)]).toEqual([403, 'MFA_ENROLLMENT_REQUIRED']);
    const { body } = await admin.session.get(`/mfa/users/${person.id}`);
    expect(body.data).toMatchObject({
      status: 'must_enroll',
      methods: [],
      recoveryCodesRemaining: 0,
      firstBoundAt: null,
    });
    expect(Date.parse(body.data.mustEnrollUntil)).toBeGreaterThan(host.clock.now() + 71 * HOUR);
    await setPolicy(admin.session, { trustedBrowserDays: 0 });
  });

  it('ends with the enrollment that follows it [A51]', async () => {
    const { person } = await personWithTotp(host);
    await reset(person);
    const { transaction } = await askToSignIn(host, person);
    const caller = callerOf(host, transaction);
    const app = await enrollTotp(host, caller, 'New phone');
    expect(app.recoveryCodes).toHaveLength(10);
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(done.status).toBe(200);
    const { body } = await admin.session.get(`/mfa/users/${person.id}`);
    expect(body.data).toMatchObject({ status: 'protected', mustEnrollUntil: null });
  });

  it('records who did it to whom, why, and how many methods went [A54]', async () => {
    const { person, session } = await personWithTotp(host);
    await enrollKey(host, session);
    await reset(person, { reason: '  Lost the phone  ' });
    expect(await latest('user.reset')).toMatchObject({
      outcome: 'success',
      actor: { id: admin.person.id, email: admin.person.email, kind: 'user' },
      target: { id: person.id, email: person.email },
      reason: 'Lost the phone',
      details: { removed: 2, remaining: 0, recoveryCodesRemoved: 10 },
    });
    expect((await latest('user.reset')).ip).toMatch(/127\.0\.0\.1/);
  });

  it('tells the person by mail, with the name of the administrator [C21][C22]', async () => {
    const { person } = await personWithTotp(host, { preferedLanguage: 'de' });
    await reset(person);
    const mail = await host.mail.waitFor(person.email, ({ text }) => text.includes(admin.person.email));
    expect(mail.subject).toContain('zurückgesetzt');
  });

  it('takes only the chosen methods when some are named [A48]', async () => {
    const { person, session, app } = await personWithTotp(host);
    const { authenticator } = await enrollKey(host, session);
    expect((await reset(person, { ...REASON, authenticatorIds: [authenticator.id] })).status).toBe(200);
    const { body } = await admin.session.get(`/mfa/users/${person.id}`);
    expect(body.data).toMatchObject({ methods: ['totp'], recoveryCodesRemaining: 10, mustEnrollUntil: null });
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect((await signInWithTotp(host, person, app)).user.id).toBe(person.id);

    const other = await personWithKey(host);
    const foreign = await reset(person, { ...REASON, authenticatorIds: [other.authenticator.id] });
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'MFA_NOT_FOUND']);
    const last = await reset(person, { ...REASON, authenticatorIds: [app.authenticator.id] });
    expect(last.status).toBe(200);
    expect((await admin.session.get(`/mfa/users/${person.id}`)).body.data).toMatchObject({
      status: 'must_enroll',
      recoveryCodesRemaining: 0,
    });
  });

  it('answers 400 when there is nothing to reset, 404 for nobody, 401 without a session [A53]', async () => {
    const plain = await createPerson(host);
    const nothing = await reset(plain);
    expect([nothing.status, codeOf(nothing)]).toEqual([400, 'MFA_NOTHING_TO_RESET']);
    const { person } = await personWithTotp(host);
    await reset(person);
    expect(codeOf(await reset(person))).toBe('MFA_NOTHING_TO_RESET');
    expect((await reset({ id: 999_999 })).status).toBe(404);
    expect((await host.request.post(`/mfa/users/${plain.id}/reset`).send(REASON)).status).toBe(401);
  });

  it('lets somebody begin again whose time after a reset ran out [A51]', async () => {
    const { person } = await personWithTotp(host);
    await reset(person);
    await host.container.database
      .table('accounts')
      .where({ user_id: person.id })
      .update({ must_enroll_since: host.clock.now() - 73 * HOUR });
    expect(codeOf(await postLogin(host, person))).toBe('MFA_NO_USABLE_METHOD');
    expect((await reset(person)).status).toBe(200);
    expect(codeOf(await postLogin(host, person))).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  const WRONG: [string, object][] = [
    ['no reason', {}],
    ['an empty reason', { reason: '' }],
    ['a blank reason', { reason: '   ' }],
    ['a long reason', { reason: 'x'.repeat(501) }],
    ['a number for a reason', { reason: 1 }],
    ['an unknown key', { ...REASON, all: true }],
    ['an empty choice', { ...REASON, authenticatorIds: [] }],
  ];

  it.each(WRONG)('is refused with %s [A50][C21]', async (_, body) => {
    const { status, body: answer } = await reset({ id: admin.person.id + 1 }, body);
    expect([status, answer.error.details.code]).toEqual([400, 'MFA_INVALID_REQUEST']);
  });

  it('leaves nothing half done when it cannot be recorded [A54]', async () => {
    const { person, session } = await personWithTotp(host);
    const { audit } = host.container;
    const append = audit.append;
    audit.append = async () => {
      throw new Error('the disk is full');
    };
    const failed = await reset(person);
    audit.append = append;
    expect([failed.status, codeOf(failed)]).toEqual([503, 'MFA_UNAVAILABLE']);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await admin.session.get(`/mfa/users/${person.id}`)).body.data.methods).toEqual(['totp']);
    expect(host.mail.to(person.email).filter(({ text }) => text.includes(admin.person.email))).toEqual([]);
  });
});

describe('who may help whom', () => {
  const ACTIONS = [
    ['POST', 'reset'],
    ['POST', 'unlock'],
    ['POST', 'sign-out'],
    ['PUT', 'exemption'],
    ['DELETE', 'exemption'],
    ['POST', 'pass'],
    ['DELETE', 'pass'],
  ] as const;

  const act = (by: Administrator['session'], target: Person, method: string, name: string) => {
    const path = `/mfa/users/${target.id}/${name}`;
    const body =
      name === 'exemption' ? { ...REASON, expiresAt: new Date(host.clock.now() + DAY).toISOString() } : REASON;
    if (method === 'DELETE') return by.delete(path);
    if (name === 'pass') return by.post(path, { ...REASON, hours: 24 });
    return method === 'PUT' ? by.put(path, body) : by.post(path, body);
  };

  it.each(ACTIONS)(
    '%s %s: not on oneself, and on nobody more powerful [A47][A52][A53][C21][C52]',
    async (method, name) => {
      const own = await act(admin.session, admin.person, method, name);
      expect([own.status, codeOf(own)]).toEqual([409, 'MFA_NOT_ON_YOURSELF']);

      const actions = ['plugin::mfa.users.reset', 'plugin::mfa.users.exempt', 'plugin::mfa.users.read'];
      const helper = await proven(
        host,
        await createPerson(host, { roles: [await createRole(host, `Help ${name} ${method}`, actions)] })
      );
      const above = await act(helper.session, admin.person, method, name);
      expect([above.status, codeOf(above)]).toEqual([403, 'MFA_TARGET_ABOVE_YOU']);
      expect(await latest('access.denied')).toMatchObject({
        outcome: 'failure',
        actor: { email: helper.person.email },
        target: { email: admin.person.email },
      });
    }
  );

  it.each(ACTIONS)(
    '%s %s: only with the permission, and with a fresh proof [A49][A53][C19][C21][C52]',
    async (method, name) => {
      const outsider = await proven(host, await createPerson(host, { roles: [AUTHOR] }));
      const target = await createPerson(host);
      expect((await act(outsider.session, target, method, name)).status).toBe(403);
      expect(codeOf(await act(outsider.session, target, method, name))).toBeUndefined();

      host.clock.advance(11 * 60_000);
      const stale = await act(admin.session, target, method, name);
      expect(stale.body.error.details).toMatchObject({
        code: 'MFA_REQUIRED',
        purpose: 'step_up',
        reason: 'sensitive_action',
      });
      admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    }
  );

  it('lets one super admin help another [A47][C21]', async () => {
    const { person } = await personWithTotp(host, { roles: [SUPER] });
    expect((await reset(person)).status).toBe(200);
  });
});

describe('unlock, sign out, exempt', () => {
  it('lifts a lock, and says for whom and why [C21]', async () => {
    const { person, app } = await personWithTotp(host);
    for (let tries = 0; tries < 5; tries += 1) {
      const { transaction } = await askToSignIn(host, person);
      await verify(host, transaction, { method: 'totp', code: wrongTotpCode(app.secret, host.clock.now()) });
    }
    await host.container.database
      .table('counters')
      .where({ user_id: person.id })
      .update({ stopped_at: host.clock.now() });
    const locked = (await admin.session.get(`/mfa/users/${person.id}`)).body.data;
    expect(locked).toMatchObject({ status: 'locked', lockedUntil: null });
    expect((await admin.session.post(`/mfa/users/${person.id}/unlock`, REASON)).body).toEqual({ data: {} });
    expect((await admin.session.get(`/mfa/users/${person.id}`)).body.data.status).toBe('protected');
    expect((await signInWithTotp(host, person, app)).user.id).toBe(person.id);
    expect(await latest('user.unlocked')).toMatchObject({ target: { id: person.id }, reason: REASON.reason });
  });

  it('ends sessions and questions, and leaves the methods [B29][C21]', async () => {
    const { person, session, app } = await personWithTotp(host);
    const open = await askToSignIn(host, person);
    expect((await admin.session.post(`/mfa/users/${person.id}/sign-out`, REASON)).body).toEqual({ data: {} });
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect((await verify(host, open.transaction, { method: 'totp', code: app.code() })).status).toBe(410);
    expect((await signInWithTotp(host, person, app)).user.id).toBe(person.id);
    expect(await latest('user.signed_out')).toMatchObject({ target: { id: person.id }, reason: REASON.reason });
  });

  it('exempts one person for a reason and a time, and ends it again [C14]', async () => {
    const { person } = await personWithTotp(host);
    const path = `/mfa/users/${person.id}/exemption`;
    const expiresAt = new Date(host.clock.now() + 2 * DAY).toISOString();
    expect((await admin.session.put(path, { ...REASON, expiresAt: '2020-01-01T00:00:00.000Z' })).status).toBe(400);
    expect((await admin.session.put(path, { expiresAt })).status).toBe(400);
    expect((await admin.session.put(path, { ...REASON })).status).toBe(400);
    expect((await admin.session.put(path, { ...REASON, expiresAt })).body).toEqual({ data: {} });
    expect((await logIn(host, person)).user.id).toBe(person.id);
    expect((await admin.session.get(`/mfa/users/${person.id}`)).body.data).toMatchObject({
      status: 'exempt',
      exemption: { reason: REASON.reason, until: expiresAt, by: { email: admin.person.email } },
    });
    expect(await latest('user.exempted')).toMatchObject({ target: { id: person.id }, reason: REASON.reason });
    expect((await admin.session.delete(path)).body).toEqual({ data: {} });
    expect(codeOf(await postLogin(host, person))).toBe('MFA_REQUIRED');
    expect((await admin.session.delete(path)).status).toBe(404);
  });
});

describe('a reset and a password by the same administrator', () => {
  const setPassword = (by: Administrator['session'], target: Person) =>
    by.put(`/admin/users/${target.id}`, { password: 'Another-password-1' });
  const told = () =>
    host.mail.mails.filter(({ text }) =>
      text.includes('Together, these steps make it possible to log in as that person.')
    );
  const settle = () => host.container.notices.flush();

  it.each(['reset first', 'password first'])('is told to every super admin: %s [C21]', async (order) => {
    const second = await createPerson(host, { roles: [SUPER] });
    const { person } = await personWithTotp(host);
    const steps = [() => reset(person), () => setPassword(admin.session, person)];
    for (const step of order === 'reset first' ? steps : steps.reverse()) expect((await step()).status).toBe(200);
    await settle();
    const recipients = told().flatMap(({ to }) => to);
    expect(recipients).toEqual(expect.arrayContaining([admin.person.email, second.email]));
    expect(told()[0]?.text).toContain(person.email);
  });

  it.each(['exemption first', 'password first'])('is told of an exemption as well: %s [C21][C14]', async (order) => {
    const { person } = await personWithTotp(host);
    const until = new Date(host.clock.now() + DAY).toISOString();
    const exempt = () =>
      admin.session.put(`/mfa/users/${person.id}/exemption`, { reason: 'on leave', expiresAt: until });
    const steps = [exempt, () => setPassword(admin.session, person)];
    for (const step of order === 'exemption first' ? steps : steps.reverse()) expect((await step()).status).toBe(200);
    await settle();
    expect(told().filter(({ text }) => text.includes(person.email))).not.toEqual([]);
  });

  it('is not told after 72 hours, nor of two administrators [C21]', async () => {
    const { person } = await personWithTotp(host);
    await reset(person);
    const second = await proven(host, await createPerson(host, { roles: [SUPER] }));
    expect((await setPassword(second.session, person)).status).toBe(200);

    const other = await personWithTotp(host);
    await reset(other.person);
    host.clock.advance(72 * HOUR + 1000);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    expect((await setPassword(admin.session, other.person)).status).toBe(200);
    await settle();
    expect(told()).toEqual([]);
  });
});
