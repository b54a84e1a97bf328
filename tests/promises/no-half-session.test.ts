/**
 * The attack: somebody has the password, and wants whatever comes before the second factor to be worth something. He sends
 * the pending sign-in wherever a token, a cookie or an enrollment is taken, and hopes that something breaks after the
 * session was made, so that it is handed out all the same.
 */
import {
  askToSignIn,
  callerOf,
  cookieOf,
  cookiesOf,
  createPerson,
  enrollTotp,
  forcePolicy,
  logIn,
  logInToEnroll,
  personWithTotp,
  postLogin,
  sessionWith,
  signInWithTotp,
  startHost,
  verify,
  type Host,
} from '../support';
import { codeOf, ownRoutes } from './hands';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', trustedBrowserDays: 0 });
});

const sessions = () => host.strapi.db.query('admin::session').count();

describe('a pending sign-in', () => {
  it('is no token, no cookie and no enrollment anywhere [A34][C2]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const before = await sessions();
    const as = (header: string) => host.request.get('/admin/users/me').set('Authorization', header);
    for (const header of [`Bearer ${transaction}`, `MFA ${transaction}`, `bearer MFA ${transaction}`, transaction]) {
      expect((await as(header)).status).toBe(401);
    }
    const refresh = await host.request
      .post('/admin/access-token')
      .set('Cookie', `strapi_admin_refresh=${transaction}; jwtToken=${transaction}`)
      .send({});
    expect(refresh.status).toBe(401);
    const caller = callerOf(host, transaction);
    for (const path of ['/mfa/me/totp/begin', '/mfa/me/webauthn/begin']) {
      expect((await caller.post(path)).status).toBe(410);
    }
    const completed = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(completed.status).toBe(410);
    expect(await sessions()).toBe(before);
  });

  it('that has to enroll opens the routes of enrollment and no other [A34][A43]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    const { transaction } = await askToSignIn(host, person);
    const closed = ownRoutes().filter(({ strategies }) => strategies.join() === 'admin');
    expect(closed.length).toBeGreaterThan(25);
    for (const { method, path } of closed) {
      const answer = await host.request[method](path).set('Authorization', `MFA ${transaction}`).send({});
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
    const early = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(codeOf(early)).toBe('MFA_ENROLLMENT_INCOMPLETE');
    expect((await verify(host, transaction, { method: 'totp', code: '123456' })).status).toBe(403);
  });

  it('that has to enroll is worth nothing once its owner has enrolled elsewhere [A43][C9]', async () => {
    const person = await createPerson(host);
    const owner = await logInToEnroll(host, person);
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const { transaction } = await askToSignIn(host, person);
    const thief = callerOf(host, transaction);
    const begun = await thief.post('/mfa/me/totp/begin');
    expect(begun.status).toBe(200);
    await enrollTotp(host, owner);
    expect((await thief.post('/mfa/me/totp/finish', { code: '000000' })).status).toBe(410);
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(410);
    expect(await host.container.authenticators.count(person.id)).toBe(1);
  });
});

describe('when something breaks after the session was made', () => {
  /** Everything is written, and then the trail cannot be. */
  const breakRecording = (type: string): (() => void) => {
    const { audit } = host.container;
    const { append } = audit;
    audit.append = async (event, trx) => {
      if (event.type === type) throw new Error('the disk is full');
      return append.call(audit, event, trx);
    };
    return () => {
      audit.append = append;
    };
  };

  it('a right code gives no cookie, no trust, no session, and is not used up [A34][C29]', async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    const { person, recoveryCodes, app } = await personWithTotp(host);
    const before = await sessions();
    for (const proof of [
      { method: 'totp', code: app.code(), trustBrowser: true },
      { method: 'recovery_code', code: recoveryCodes[3] },
    ]) {
      const { transaction } = await askToSignIn(host, person);
      const repair = breakRecording('sign_in.completed');
      const broken = await verify(host, transaction, proof);
      repair();
      expect([broken.status, codeOf(broken)]).toEqual([503, 'MFA_UNAVAILABLE']);
      expect(cookiesOf(broken)).toEqual([]);
      expect(JSON.stringify(broken.body)).not.toMatch(/eyJ|token/);
      expect(await sessions()).toBe(before);
    }
    expect((await host.container.factors.recovery.status(person.id)).remaining).toBe(10);
    const rows = await host.container.database.table('trustedBrowsers').where({ user_id: person.id });
    expect(rows).toEqual([]);
  });

  it('an enrollment that completes gives no cookie either [A34][C29]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    const { transaction } = await askToSignIn(host, person);
    await enrollTotp(host, callerOf(host, transaction));
    const before = await sessions();
    const repair = breakRecording('sign_in.completed');
    const broken = await host.request.post('/mfa/transactions/complete').send({ transaction });
    repair();
    expect(broken.status).toBe(503);
    expect(cookiesOf(broken)).toEqual([]);
    expect(await sessions()).toBe(before);
    const again = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(again.status).toBe(200);
    expect(cookiesOf(again).join()).toContain('strapi_admin_refresh=');
  });
});

describe('while somebody transfers data, and Strapi tells no subscriber what happens to rows', () => {
  beforeEach(() => host.strapi.db.lifecycles.disable());
  afterEach(() => host.strapi.db.lifecycles.enable());

  it('a right password alone gives neither token nor cookie, nor a session [A34][C26]', async () => {
    const { person, app } = await personWithTotp(host);
    const before = await sessions();
    const { response, transaction } = await askToSignIn(host, person);
    expect(cookiesOf(response)).toEqual([]);
    expect(JSON.stringify(response.body)).not.toMatch(/eyJ[\w-]+\./);
    expect(await sessions()).toBe(before);
    host.clock.advance(60_000);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(200);
  });

  it('a renewed session keeps its proof, and a changed password ends it [C3][C18]', async () => {
    const { person, app } = await personWithTotp(host);
    host.clock.advance(60_000);
    const session = await signInWithTotp(host, person, app, { rememberMe: true });
    const renewed = await host.request.post('/admin/access-token').set('Cookie', session.cookie).send({});
    const fresh = sessionWith(host, renewed.body.data.token);
    expect((await fresh.get('/admin/users/me')).status).toBe(200);
    await host.strapi.service('admin::user').updateById(person.id, { password: 'Another-password-1' });
    expect((await fresh.get('/admin/users/me')).status).toBe(401);
    const { transaction } = await askToSignIn(host, { ...person, password: 'Another-password-1' });
    await host.strapi.service('admin::user').deleteById(person.id);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(410);
    expect(await host.container.authenticators.count(person.id)).toBe(0);
  });
});

describe('a session that ends while it is being renewed', () => {
  it('leaves nothing behind: no token, no cookie, no new session [A43][C18]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person, { rememberMe: true });
    const forget = host.strapi.db.lifecycles.subscribe({
      models: ['admin::session'],
      // Between the moment the old session was found and the one the new one is made.
      async beforeCreate() {
        await host.container.people.signOut({ kind: 'system' }, person.id, { reason: 'a thief is in' });
      },
    });
    const renewed = await host.request.post('/admin/access-token').set('Cookie', session.cookie).send({});
    forget();
    expect(renewed.status).toBe(401);
    expect(cookiesOf(renewed)).toEqual([]);
    expect(JSON.stringify(renewed.body)).not.toMatch(/eyJ[\w-]+\./);
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(0);
  });
});

describe('a log-in that is overtaken', () => {
  const between = (work: () => Promise<unknown>): (() => void) =>
    host.strapi.db.lifecycles.subscribe({ models: ['admin::session'], beforeCreate: async () => void (await work()) });

  it('by a new password gives nothing for the old one [A34][C18]', async () => {
    const person = await createPerson(host);
    // The old password was compared already; the session is about to be made.
    const forget = between(() =>
      host.strapi.service('admin::user').updateById(person.id, { password: 'Another-password-1' })
    );
    const answer = await postLogin(host, person);
    forget();
    expect(answer.status).toBe(503);
    expect(cookiesOf(answer)).toEqual([]);
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(0);
    expect((await postLogin(host, { ...person, password: 'Another-password-1' })).status).toBe(200);
  });

  it('by the end of its trust gives nothing for it [C18]', async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    const { person, app } = await personWithTotp(host);
    host.clock.advance(60_000);
    const { response } = await signInWithTotp(host, person, app, { trustBrowser: true });
    const cookie = cookieOf(response, 'strapi_mfa_trusted_browser') ?? '';
    const { database, sessions: kept, trust } = host.container;
    const begin = jest.spyOn(kept.families, 'begin').mockImplementationOnce(async (birth, trx) => {
      if (trx) await trust.revoke(person.id, null, trx);
      begin.mockRestore();
      return kept.families.begin(birth, trx);
    });
    const answer = await postLogin(host, person, { cookie });
    expect(answer.status).toBe(503);
    expect(cookieOf(answer, 'strapi_admin_refresh')).toBeUndefined();
    expect(await database.table('families').where({ user_id: person.id }).whereNotNull('trusted_until')).toEqual([]);
  });
});
