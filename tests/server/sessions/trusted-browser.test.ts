import {
  askToSignIn,
  cookieOf,
  cookiesOf,
  createPerson,
  enrollKey,
  enrollTotp,
  logInToEnroll,
  postLogin,
  sessionOf,
  forcePolicy,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  SUPER,
  verify,
  type EnrolledApp,
  type Host,
  type Person,
  type Session,
} from '../../support';

const COOKIE = 'strapi_mfa_trusted_browser';
const DAY = 86_400_000;

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', roles: {}, trustedBrowserDays: 14 });
});

interface Trusting {
  person: Person;
  app: EnrolledApp;
  session: Session;
  cookie: string;
}

const trusting = async (roles?: string[]): Promise<Trusting> => {
  const person = await createPerson(host, roles ? { roles } : {});
  const app = await enrollTotp(host, await logInToEnroll(host, person));
  const session = await signInWithTotp(host, person, app, { trustBrowser: true });
  return { person, app, session, cookie: cookieOf(session.response, COOKIE) ?? '' };
};

const login = (who: Person, cookie: string, headers = {}) => postLogin(host, who, { cookie, headers });

describe('a trusted browser', () => {
  it('skips the question at login, and only there [C18]', async () => {
    const { person, session, cookie } = await trusting();
    const line = cookiesOf(session.response).find((one) => one.startsWith(COOKIE)) ?? '';
    expect(line).toMatch(/; path=\/;/i);
    expect(line).toMatch(/samesite=strict/i);
    expect(line).toMatch(/httponly/i);
    const skipped = await login(person, cookie);
    expect(skipped.status).toBe(200);
    const me = await host.request
      .get('/mfa/me')
      .set('Authorization', `Bearer ${skipped.body.data.token}`)
      .set('Cookie', cookie);
    expect(me.body.data.session).toMatchObject({ assurance: 'trusted_browser', method: null });
    expect(me.body.data.trustedBrowsers).toEqual([expect.objectContaining({ current: true })]);
    await host.strapi.db.query('admin::user').update({
      where: { id: person.id },
      data: { resetPasswordToken: 'trusted-reset', resetPasswordTokenExpiresAt: new Date(Date.now() + 60_000) },
    });
    const reset = await host.request
      .post('/admin/reset-password')
      .set('Cookie', cookie)
      .send({ resetPasswordToken: 'trusted-reset', password: person.password });
    expect(reset.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', trustBrowserDays: null });
  });

  it('never counts for self-service or a sensitive action [C18][C19]', async () => {
    const { person, cookie } = await trusting([SUPER]);
    const { token } = (await login(person, cookie)).body.data;
    const begin = await host.request.post('/mfa/me/totp/begin').set('Authorization', `Bearer ${token}`).send({});
    expect(begin.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'sensitive_action' });
    const api = await host.request
      .post('/admin/api-tokens')
      .set('Authorization', `Bearer ${token}`)
      .send({ name: 'x' });
    expect(api.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'sensitive_action' });
  });

  it('is not believed from another origin, for another person, or with a made-up value [C18]', async () => {
    const { person, cookie } = await trusting();
    const elsewhere = await login(person, cookie, { Origin: 'https://evil.example.com' });
    expect(elsewhere.status).toBe(403);
    const other = await trusting();
    expect((await login(other.person, cookie)).status).toBe(403);
    const invented = await login(person, `${COOKIE}=${'A'.repeat(43)}`);
    expect(invented.status).toBe(403);
    expect(cookiesOf(invented).join()).toMatch(new RegExp(`${COOKIE}=;`));
    expect((await login(person, cookie, { Origin: host.origin })).status).toBe(200);
  });

  it('is not extended by use, and is cut when the period is shortened [C18]', async () => {
    const { person, cookie } = await trusting();
    host.clock.advance(13 * DAY);
    expect((await login(person, cookie)).status).toBe(200);
    await forcePolicy(host, { trustedBrowserDays: 10 });
    expect((await login(person, cookie)).status).toBe(403);
    await forcePolicy(host, { trustedBrowserDays: 14 });
    host.clock.advance(DAY);
    expect((await login(person, cookie)).status).toBe(403);
  });

  it('is ignored under "always required" [C18][B43]', async () => {
    const { person, cookie } = await trusting();
    await forcePolicy(host, { requirement: 'always_required' });
    const asked = await login(person, cookie);
    expect(asked.status).toBe(403);
    expect(asked.body.error.details.trustBrowserDays).toBeNull();
  });

  it('asks the session it began when the trust ends [C18]', async () => {
    const { person, cookie, session } = await trusting();
    const { token } = (await login(person, cookie)).body.data;
    const get = () => host.request.get('/admin/users/me').set('Authorization', `Bearer ${token}`);
    expect((await get()).status).toBe(200);
    const [browser] = (await session.get('/mfa/me')).body.data.trustedBrowsers;
    expect((await session.delete(`/mfa/me/trusted-browsers/${browser.id}`)).status).toBe(200);
    host.clock.advance(5_000);
    expect((await get()).body.error.details.code).toBe('MFA_REQUIRED');
  });

  it('is void after a password change, a factor change and a recovery code [C18]', async () => {
    const changed = await trusting();
    const password = 'Another-password-2';
    const put = await changed.session.put('/admin/users/me', { currentPassword: changed.person.password, password });
    expect(put.status).toBe(200);
    expect((await login({ ...changed.person, password }, changed.cookie)).status).toBe(403);

    const keyed = await trusting();
    await enrollKey(host, keyed.session);
    expect((await login(keyed.person, keyed.cookie)).status).toBe(403);

    const person = await createPerson(host);
    const { recoveryCodes = [], ...app } = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app, { trustBrowser: true });
    await signInWithRecoveryCode(host, person, recoveryCodes[1] ?? '');
    expect((await login(person, cookieOf(session.response, COOKIE) ?? '')).status).toBe(403);
  });

  it('is void after a lock [C18]', async () => {
    const { person, cookie } = await trusting();
    for (let failures = 0; failures < 10; failures += 1) {
      const { transaction } = await askToSignIn(host, person);
      const answer = await verify(host, transaction, { method: 'totp', code: '000000' });
      if (answer.status === 429) host.clock.advance((answer.body.error.details.retryAfterSeconds + 1) * 1000);
      if (answer.status === 429) failures -= 1;
    }
    expect((await login(person, cookie)).status).toBe(403);
  });

  it('replaces an earlier trust of the same browser [C18]', async () => {
    const { person, app, cookie } = await trusting();
    const { transaction } = await askToSignIn(host, person);
    const again = await host.request
      .post('/mfa/transactions/verify')
      .set('Cookie', cookie)
      .send({ transaction, method: 'totp', code: app.code(), trustBrowser: true });
    expect(cookieOf(again, COOKIE)).not.toBe(cookie);
    expect((await login(person, cookie)).status).toBe(403);
    expect(await host.container.database.table('trustedBrowsers').where({ user_id: person.id })).toHaveLength(1);
  });
});

describe('a browser at an address that is not the configured one', () => {
  const elsewhere = { Origin: 'https://www.example.org' };

  it('is not offered trust that it would not get, and gets none [C18] [C60] [P17]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const asked = await postLogin(host, person, { headers: elsewhere });
    expect(asked.body.error.details.trustBrowserDays).toBeNull();
    const { transaction } = asked.body.error.details;
    const proof = { transaction, method: 'totp', code: app.code(), trustBrowser: true };
    const answered = await host.request.post('/mfa/transactions/verify').set(elsewhere).send(proof);
    expect(answered.status).toBe(200);
    expect(cookieOf(answered, COOKIE)).toBeUndefined();
    expect(await host.container.database.table('trustedBrowsers').where({ user_id: person.id })).toEqual([]);
  });

  it('at the configured one is offered it, and then skips the question [C18] [C60] [P17]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const headers = { Origin: host.origin };
    const asked = await postLogin(host, person, { headers });
    expect(asked.body.error.details.trustBrowserDays).toBe(14);
    const { transaction } = asked.body.error.details;
    const proof = { transaction, method: 'totp', code: app.code(), trustBrowser: true };
    const answered = await host.request.post('/mfa/transactions/verify').set(headers).send(proof);
    expect((await login(person, cookieOf(answered, COOKIE) ?? '', headers)).status).toBe(200);
  });
});

describe('trust ends', () => {
  const users = () => host.strapi.db.query('admin::user');
  const gone = async ({ person, cookie }: Trusting) => {
    const answer = await login(person, cookie);
    expect([answer.status, answer.body.error?.details.code]).toEqual([403, 'MFA_REQUIRED']);
    expect(cookieOf(answer, COOKIE)).toBe(`${COOKIE}=`);
  };

  it('when its owner gains a role, not when one is lost [C43][C18]', async () => {
    const roles = await host.strapi.db.query('admin::role').findMany({ orderBy: { id: 'asc' } });
    const id = (code: string) => roles.find((role: { code: string }) => role.code === code)?.id;
    const [editor, author] = [id('strapi-editor'), id('strapi-author')];
    const both = await trusting(['strapi-editor', 'strapi-author']);
    await users().update({ where: { id: both.person.id }, data: { roles: [editor] } });
    expect((await login(both.person, both.cookie)).status).toBe(200);
    await users().update({ where: { id: both.person.id }, data: { roles: [editor, author] } });
    await gone(both);
    const connected = await trusting(['strapi-editor']);
    await users().update({ where: { id: connected.person.id }, data: { roles: { connect: [{ id: id(SUPER) }] } } });
    await gone(connected);
  });

  it('when its owner gains a role by an edit of the role, through code of the host [C43][C18]', async () => {
    const roles = host.strapi.db.query('admin::role');
    const role = await roles.create({ data: { name: 'Reviewer', code: 'reviewer', users: [] } });
    const given = await trusting(['strapi-editor']);
    const other = await trusting(['strapi-editor']);
    await roles.update({ where: { id: role.id }, data: { users: [given.person.id] } });
    await gone(given);
    expect((await login(other.person, other.cookie)).status).toBe(200);
    const { events } = await host.container.audit.list(
      { types: ['user.roles_changed'], userId: given.person.id },
      { limit: 1 }
    );
    expect(events[0]).toMatchObject({ actor: { kind: 'system' }, details: { gained: ['reviewer'], lost: [] } });
    await roles.update({ where: { id: role.id }, data: { users: { connect: [{ id: other.person.id }] } } });
    await gone(other);
    await roles.delete({ where: { id: role.id } });
    const lost = await host.container.audit.list(
      { types: ['user.roles_changed'], userId: other.person.id },
      { limit: 1 }
    );
    expect(lost.events[0]).toMatchObject({ details: { gained: [], lost: ['reviewer'] } });
    const made = await trusting(['strapi-editor']);
    await roles.create({ data: { name: 'Chief', code: 'chief', users: [made.person.id] } });
    await gone(made);
  });

  it('for the session that it began, too, when the hash changed with a pen on the database [C43][C18]', async () => {
    const { person, cookie } = await trusting();
    const begun = sessionOf(host, await login(person, cookie));
    expect((await begun.get('/admin/users/me')).status).toBe(200);
    expect((await begun.get('/mfa/me')).body.data.session).toMatchObject({ assurance: 'trusted_browser' });
    const hash = await host.strapi.service('admin::auth').hashPassword(person.password);
    await host.container.database.core('admin::user').where({ id: person.id }).update({ password: hash });
    host.clock.advance(5000);
    const answer = await begun.get('/admin/users/me');
    expect([answer.status, answer.body.error?.details.code]).toEqual([403, 'MFA_REQUIRED']);
  });

  it('when the password’s hash changed with a pen on the database, also while the plugin was off [C43][C18]', async () => {
    const mine = await trusting();
    const other = await trusting();
    const { password } = await users().findOne({ where: { id: other.person.id } });
    // Another hash of the same password. With database access, an attacker can write the hash of a password they know.
    const hash = await host.strapi.service('admin::auth').hashPassword(mine.person.password);
    await host.container.database.core('admin::user').where({ id: mine.person.id }).update({ password: hash });
    await gone(mine);
    const me = (await mine.session.get('/mfa/me')).body.data;
    expect(me.trustedBrowsers).toEqual([]);
    expect(password).not.toBe(hash);
    expect((await login(other.person, other.cookie)).status).toBe(200);
    // A row from before this check existed has no password fingerprint, so it ends.
    const rows = host.container.database.table('trustedBrowsers');
    await rows.where({ user_id: other.person.id }).update({ password_fingerprint: null });
    await gone(other);
  });
});
