/**
 * The attack: use the state between the password and the second factor. The attacker sends the pending login wherever a
 * token, a cookie or an enrollment is accepted, and hopes for an error that releases the session after it was created.
 */
import { AsyncResource } from 'node:async_hooks';

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
  priceOf,
  sessionWith,
  signInWithTotp,
  startHost,
  verify,
  type Host,
} from '../support';
import { codeOf, listenToLog, ownRoutes } from './whole-host';

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
  /** Everything is written except the event, which fails. */
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
      // Runs after the old session was found and before the new one is created.
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

describe('a login that is overtaken', () => {
  /** Runs `work` just before the session starts. After that, a password change waits for the login. */
  const between = (work: () => Promise<unknown>): (() => void) => {
    const { strapi } = host;
    const real = strapi.sessionManager;
    const place = (manager: typeof real): void =>
      void Object.defineProperty(strapi, 'sessionManager', { configurable: true, get: () => manager });
    const late = (origin: string) => {
      const manager = real(origin);
      const generateRefreshToken: typeof manager.generateRefreshToken = async (...given) => {
        await work();
        return manager.generateRefreshToken(...given);
      };
      return Object.assign(Object.create(manager) as typeof manager, { generateRefreshToken });
    };
    place(Object.assign(late, real));
    return () => place(real);
  };

  it('by a new password gives nothing for the old one [A34][C18]', async () => {
    const person = await createPerson(host);
    // At this point the old password was already checked, and the session is about to be created.
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

  it('while it is granted, by a new password: that waits, and ends it [A34][C18]', async () => {
    const person = await createPerson(host);
    const change = AsyncResource.bind(() =>
      host.strapi.service('admin::user').updateById(person.id, { password: 'Another-password-1' })
    );
    const { audit } = host.container;
    const { append } = audit;
    let changed: Promise<unknown> = Promise.resolve();
    audit.append = async (event, trx) => {
      audit.append = append;
      changed = change();
      // Gives the password change enough time to reach the person's row.
      await new Promise((done) => setTimeout(done, 100));
      return append.call(audit, event, trx);
    };
    const answer = await postLogin(host, person);
    await changed;
    expect(answer.status).toBe(200);
    const session = sessionWith(host, answer.body.data.token);
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(0);
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

describe('a session that is not granted', () => {
  it('was never in the database, not even for a moment, and neither was its token [A34][C58]', async () => {
    const { person } = await personWithTotp(host);
    const before = await sessions();
    const written: string[] = [];
    const { lines } = await priceOf(host.strapi, async () => {
      const { response } = await askToSignIn(host, person);
      written.push(JSON.stringify(response.body), ...cookiesOf(response));
    });
    const brackets = lines.filter((sql) => /^(begin|commit|rollback)|strapi_sessions/i.test(sql));
    const made = brackets.findIndex((sql) => /^insert into .strapi_sessions/i.test(sql));
    const end = brackets.findIndex((sql, at) => at > made && /^rollback/i.test(sql));
    expect(made).toBeGreaterThan(0);
    expect(/^begin/i.test(brackets[made - 1] ?? '')).toBe(true);
    expect(end).toBeGreaterThan(made);
    expect(written.join()).not.toMatch(/withheld-|eyJ[\w-]+\./);
    expect(await sessions()).toBe(before);
  });

  it('has a token like others, which a neighbor may read and which opens nothing [A34][C58]', async () => {
    const { person } = await personWithTotp(host);
    const manager = host.strapi.sessionManager('admin');
    const stub = host.container.sessions.withheldToken({ userId: person.id, sessionId: 'a'.repeat(32) }) ?? '';
    const { isValid, payload } = manager.validateAccessToken(stub);
    expect({ isValid, userId: payload?.userId }).toEqual({ isValid: true, userId: String(person.id) });
    const answer = await host.request.get('/admin/users/me').set('Authorization', `Bearer ${stub}`);
    expect(answer.status).toBe(401);
  });

  it('and one that Strapi could not hand over is undone, with a word in the trail [A34][C29][C24]', async () => {
    const person = await createPerson(host);
    await logIn(host, person);
    const before = await sessions();
    const { strapi } = host;
    const emit = strapi.service('admin::user').sanitizeUser;
    let calls = 0;
    strapi.service('admin::user').sanitizeUser = (user: unknown) => {
      calls += 1;
      if (calls > 1) throw new Error('a program of the host stumbles');
      return emit(user);
    };
    const log = listenToLog(host);
    const answer = await postLogin(host, person);
    log.stop();
    strapi.service('admin::user').sanitizeUser = emit;
    expect(answer.status).toBe(500);
    expect(cookiesOf(answer)).toEqual([]);
    expect(await sessions()).toBe(before);
    const { events } = await host.container.audit.list({ userId: person.id }, { limit: 1 });
    expect(events[0]).toMatchObject({ type: 'sign_in.refused', reason: 'not_delivered', outcome: 'failure' });
  });
});
