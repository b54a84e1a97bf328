/**
 * "Why can't this person get in?" For every obstacle: a person who has it, the real login, the sentence that names what
 * the login did, and the help that opens the way.
 */
import type { PersonAccess } from '../../../shared/contracts';
import {
  askToSignIn,
  callerOf,
  cookieOf,
  createPerson,
  DAY,
  EDITOR,
  enrollKey,
  enrollTotp,
  forcePolicy,
  HOUR,
  keyProof,
  logIn,
  MINUTE,
  passkeyLogIn,
  personWithPasskey,
  personWithTotp,
  postLogin,
  proven,
  repairPolicy,
  sessionOf,
  sessionWith,
  signInWithTotp,
  startHost,
  superAdmin,
  verify,
  wrongTotpCode,
  type Administrator,
  type EnrolledApp,
  type Host,
  type Person,
} from '../../support';

const KEYS = { userVerification: 'preferred' as const, allowedAaguids: [], deviceBound: false };
const REASON = { reason: 'Called from their desk' };

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await proven(host, await superAdmin(host));
});
afterAll(async () => {
  await host?.stop();
});
beforeEach(async () => {
  await repairPolicy(host);
});

/** An administrator who has just confirmed it's them, if they're asked. */
const fresh = async () => {
  const login = await postLogin(host, admin.person);
  if (login.status === 200) return sessionOf(host, login);
  const { transaction } = login.body.error.details;
  return sessionOf(host, await verify(host, transaction, { method: 'totp', code: admin.app.code() }));
};

const accessOf = async (person: Pick<Person, 'id'>, query = ''): Promise<PersonAccess> => {
  const { status, body } = await (await fresh()).get(`/mfa/users/${person.id}/explain${query}`);
  expect(status).toBe(200);
  return body.data.access;
};

/** The codes in their order, and what helps with the first one. */
const told = ({ outcome, findings }: PersonAccess) => [outcome, findings.map(({ code }) => code), findings[0]?.help];

const help = async (person: Person, action: 'unlock' | 'reset' | 'pass' | 'exemption' | 'endExemption', body = {}) => {
  const session = await fresh();
  const path = `/mfa/users/${person.id}`;
  const answer =
    action === 'exemption'
      ? await session.put(`${path}/exemption`, { ...REASON, expiresAt: new Date(host.clock.now() + DAY).toISOString() })
      : action === 'endExemption'
        ? await session.delete(`${path}/exemption`)
        : await session.post(`${path}/${action}`, { ...REASON, ...body });
  expect([action, answer.status]).toEqual([action, 200]);
  return answer.body.data;
};

const code = async (person: Person): Promise<string> => {
  const { status, body } = await postLogin(host, person);
  return status === 200 ? 'in' : String(body.error.details.code ?? body.error.message);
};

const fail = async (person: Person, app: EnrolledApp, times: number): Promise<void> => {
  for (let count = 1; count <= times; count += 1) {
    const { transaction } = await askToSignIn(host, person);
    await verify(host, transaction, { method: 'totp', code: wrongTotpCode(app.secret, host.clock.now()) });
    if (count < times) host.clock.advance(16 * MINUTE);
  }
};

const tryApp = async (person: Person, app: EnrolledApp): Promise<number> => {
  const { transaction } = await askToSignIn(host, person);
  return (await verify(host, transaction, { method: 'totp', code: app.code() })).status;
};

describe('a person whose attempts ran out [C66]', () => {
  it('locked: what waits, until when, after how many, and what still works; unlocking opens it', async () => {
    const { person, app, session } = await personWithTotp(host);
    const { key } = await enrollKey(host, session);
    await fail(person, app, 10);
    const access = await accessOf(person);
    expect(told(access)).toEqual(['asked', ['locked', 'asked'], ['unlock']]);
    const asked = await askToSignIn(host, person);
    expect(access.findings[0]).toMatchObject({
      methods: asked.locked.map(({ method }) => method),
      until: asked.locked[0]?.until,
      works: asked.methods,
      failures: 10,
    });
    expect(asked.methods.sort()).toEqual(['recovery_code', 'webauthn']);
    expect(await tryApp(person, app)).toBe(429);
    // What still works really does.
    expect((await verify(host, asked.transaction, await keyProof(host, asked.transaction, key))).status).toBe(200);
    await help(person, 'unlock');
    expect(told(await accessOf(person))).toEqual(['asked', ['asked'], []]);
    expect(await tryApp(person, app)).toBe(200);
  });

  it('waiting: the same for a short wait, which isn’t called a lock', async () => {
    const { person, app } = await personWithTotp(host);
    await fail(person, app, 5);
    const access = await accessOf(person);
    expect(told(access)).toEqual(['asked', ['waiting', 'asked'], ['unlock']]);
    expect(access.findings[0]).toMatchObject({ failures: 5, methods: ['totp'], works: ['recovery_code'] });
    expect(await tryApp(person, app)).toBe(429);
    await help(person, 'unlock');
    expect(await tryApp(person, app)).toBe(200);
  });

  it('stopped, with nothing else left: says that only an administrator opens it', async () => {
    const { person, app } = await personWithTotp(host);
    await fail(person, app, 1);
    const { database } = host.container;
    const guesses = database.table('counters').where({ user_id: person.id, kind: 'guessable' });
    await guesses.update({ stopped_at: 1, failures: 50 });
    await database.table('recoveryCodes').where({ user_id: person.id }).update({ used_at: 1 });
    const access = await accessOf(person);
    expect(told(access)).toEqual(['locked', ['locked', 'asked'], ['unlock']]);
    expect(access.findings[0]).toMatchObject({ until: null, failures: 50, works: [] });
    expect(await tryApp(person, app)).toBe(429);
    await help(person, 'unlock');
    expect(await tryApp(person, app)).toBe(200);
  });

  it('of passwords in an open session: they still get in', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    for (let count = 1; count <= 10; count += 1) {
      await session.post('/mfa/me/password', { password: 'not-the-password' });
      if (count < 10) host.clock.advance(16 * MINUTE);
    }
    const access = await accessOf(person);
    expect(told(access)).toEqual(['let_in', ['optional', 'password_locked'], ['remind']]);
    expect(access.findings[1]).toMatchObject({ failures: 10, help: ['unlock'] });
    expect(await code(person)).toBe('in');
    await help(person, 'unlock');
    expect((await session.post('/mfa/me/password', { password: person.password })).status).toBe(200);
  });
});

describe('an account that Strapi itself holds back [C66]', () => {
  it('inactive, and not registered yet', async () => {
    const person = await createPerson(host, { isActive: false });
    expect(told(await accessOf(person))).toEqual(['refused', ['inactive', 'optional'], ['account']]);
    expect(await code(person)).toBe('User not active');
    const users = host.strapi.db.query('admin::user');
    await users.update({ where: { id: person.id }, data: { registrationToken: 'of-an-invitation' } });
    expect(told(await accessOf(person))).toEqual(['refused', ['never_registered', 'optional'], ['account']]);
    await users.update({ where: { id: person.id }, data: { registrationToken: null } });
    expect((await (await fresh()).put(`/admin/users/${person.id}`, { isActive: true })).status).toBe(200);
    expect(told(await accessOf(person))).toEqual(['let_in', ['optional'], ['remind']]);
    expect(await code(person)).toBe('in');
  });

  it('blocked for passkeys, and only by single sign-on', async () => {
    await forcePolicy(host, { passwordless: 'allowed' });
    const passkey = await personWithPasskey(host);
    const { person } = passkey;
    const users = host.strapi.db.query('admin::user');
    await users.update({ where: { id: person.id }, data: { blocked: true } });
    expect(told(await accessOf(person))).toEqual(['asked', ['blocked', 'asked'], ['account']]);
    expect((await passkeyLogIn(host, passkey)).status).toBe(400);
    expect(await code(person)).toBe('MFA_REQUIRED');
    await users.update({ where: { id: person.id }, data: { blocked: false } });

    const role = await host.strapi.db.query('admin::role').findOne({ where: { code: EDITOR } });
    const store = host.strapi.store({ type: 'core', name: 'admin', key: 'auth' });
    const settings = (await store.get({})) as { providers: object };
    const { ee } = host.strapi;
    const features = { ...ee.features, isEnabled: (name: string) => name === 'sso' || ee.features.isEnabled(name) };
    Object.defineProperty(host.strapi, 'ee', { configurable: true, value: { ...ee, features } });
    const providers = { ...settings.providers, ssoLockedRoles: [String(role.id)] };
    await store.set({ value: { ...settings, providers } });
    expect(told(await accessOf(person))).toEqual(['refused', ['sso_only', 'asked'], []]);
    expect((await passkeyLogIn(host, passkey)).status).toBe(400);
    expect((await accessOf(person, '?provider=okta')).findings.map((one) => one.code)).toEqual(['sso_exempt']);
    Reflect.deleteProperty(host.strapi, 'ee');
    await store.set({ value: settings });
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
  });
});

describe('a person who has to set up MFA [C66]', () => {
  const required = { roles: { [EDITOR]: 'required_on_first_login' as const } };

  it('in the grace period, after it, and without one', async () => {
    await forcePolicy(host, { ...required, gracePeriodDays: 7 }, { [EDITOR]: host.clock.now() });
    const person = await createPerson(host);
    const grace = await accessOf(person);
    expect(told(grace)).toEqual(['let_in', ['grace_period'], ['remind']]);
    expect(await code(person)).toBe('in');
    host.clock.advance(8 * DAY);
    host.container.guard.forget();
    const over = await accessOf(person);
    expect(told(over)).toEqual(['set_up', ['deadline_over'], ['exempt']]);
    expect(over.findings[0]).toMatchObject({ by: [EDITOR], since: (grace.findings[0] as { until: string }).until });
    expect(await code(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    await help(person, 'exemption');
    const exempt = await accessOf(person);
    expect(told(exempt)).toEqual(['let_in', ['exempt'], ['end_exemption']]);
    expect(exempt.findings[0]).toMatchObject(REASON);
    expect(await code(person)).toBe('in');
    await help(person, 'endExemption');
    await forcePolicy(host, { ...required, gracePeriodDays: 0 });
    const now = await accessOf(person);
    expect(told(now)).toEqual(['set_up', ['must_set_up'], ['exempt']]);
    const login = await postLogin(host, person);
    expect(now.findings[0]).toMatchObject({ methods: login.body.error.details.methods });
  });

  it('after a reset, and too late after one', async () => {
    const { person } = await personWithTotp(host);
    await help(person, 'reset');
    expect(told(await accessOf(person))).toEqual(['set_up', ['reset'], ['exempt']]);
    expect(await code(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    host.clock.advance(73 * HOUR);
    expect(told(await accessOf(person))).toEqual(['refused', ['reset_expired'], ['reset', 'exempt']]);
    expect(await code(person)).toBe('MFA_NO_USABLE_METHOD');
    await help(person, 'reset');
    expect(await code(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    const { transaction } = await askToSignIn(host, person);
    await enrollTotp(host, callerOf(host, transaction));
    expect(told(await accessOf(person))).toEqual(['asked', ['asked'], []]);
  });

  it('with a pass that nobody gave, with one that was given, and with a code by email', async () => {
    await forcePolicy(host, { ...required, firstFactorProof: 'pass' });
    const person = await createPerson(host);
    expect(told(await accessOf(person))).toEqual(['set_up', ['pass_needed', 'must_set_up'], ['pass']]);
    const caller = callerOf(host, (await askToSignIn(host, person)).transaction);
    const begin = async () => (await caller.post('/mfa/me/totp/begin')).status;
    expect(await begin()).toBe(403);
    const { pass, expiresAt } = await help(person, 'pass', { hours: 4 });
    const given = await accessOf(person);
    expect(told(given)).toEqual(['set_up', ['must_set_up', 'pass_needed'], ['exempt']]);
    expect(given.findings[1]).toMatchObject({ pass: expiresAt, because: 'policy' });
    await caller.post('/mfa/me/first-factor/pass', { pass });
    expect(await begin()).toBe(200);
    await forcePolicy(host, { ...required, firstFactorProof: 'email' });
    expect(told(await accessOf(person))).toEqual(['set_up', ['must_set_up', 'email_code_needed'], ['exempt']]);
  });

  it('of whom nothing can be set up here', async () => {
    const authenticators = { ...KEYS, attestation: 'required' as const };
    await forcePolicy(host, { ...required, authenticators, roleMethods: { [EDITOR]: ['webauthn'] } });
    const person = await createPerson(host);
    expect(told(await accessOf(person))).toEqual(['refused', ['nothing_to_set_up'], ['policy', 'exempt']]);
    expect(await code(person)).toBe('MFA_NO_USABLE_METHOD');
    await help(person, 'exemption');
    expect(await code(person)).toBe('in');
  });
});

describe('a person who has set up MFA [C66]', () => {
  it('is asked, and why; not in a trusted browser; with another method after the policy changed', async () => {
    const { person, app } = await personWithTotp(host);
    await forcePolicy(host, { roles: { [EDITOR]: 'required_on_first_login' }, trustedBrowserDays: 14 });
    const plain = await accessOf(person);
    expect(told(plain)).toEqual(['asked', ['asked'], []]);
    expect(plain.findings[0]).toMatchObject({ by: [EDITOR], methods: ['totp', 'recovery_code'] });
    const session = await signInWithTotp(host, person, app, { trustBrowser: true });
    const trusted = await accessOf(person);
    expect(told(trusted)).toEqual(['asked', ['trusted_browser', 'asked'], []]);
    const cookie = cookieOf(session.response, 'strapi_mfa_trusted_browser');
    expect((await postLogin(host, person, { cookie })).status).toBe(200);

    await forcePolicy(host, { trustedBrowserDays: 0, roleMethods: { [EDITOR]: ['webauthn'] } });
    const changed = await accessOf(person);
    expect(told(changed)).toEqual(['asked', ['methods_not_allowed'], []]);
    expect((await askToSignIn(host, person)).methods).toEqual((changed.findings[0] as { methods: string[] }).methods);
  });

  it('can prove nothing: says which method and why, and a reset opens the way', async () => {
    const { person } = await personWithTotp(host);
    const { database } = host.container;
    const rows = () => database.table('authenticators').where({ user_id: person.id });
    const [{ secret }] = await rows();
    await rows().update({ secret: String(secret).replace(/^v1\.[^.]+\./, 'v1.lost-key.') });
    await database.table('recoveryCodes').where({ user_id: person.id }).update({ used_at: 1 });
    const access = await accessOf(person);
    expect(told(access)).toEqual(['refused', ['nothing_provable'], ['reset', 'exempt']]);
    expect(access.findings[0]).toMatchObject({ methods: [{ method: 'totp', reason: 'unreadable' }] });
    expect(await code(person)).toBe('MFA_NO_USABLE_METHOD');
    await help(person, 'reset');
    expect(await code(person)).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('is not asked while the policy is off, or after single sign-on', async () => {
    const { person } = await personWithTotp(host);
    expect(told(await accessOf(person, '?provider=okta'))).toEqual(['let_in', ['sso_exempt'], []]);
    const sso = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(person.email)}`);
    const session = sessionWith(host, cookieOf(sso, 'jwtToken')?.split('=')[1] ?? '');
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await forcePolicy(host, { enabled: false });
    expect(told(await accessOf(person))).toEqual(['let_in', ['policy_off'], []]);
    expect(await code(person)).toBe('in');
  });
});
