/**
 * The attack: have the password of someone with MFA, and wait. After a policy change, a lost key, a move of the site or
 * a lock, the attacker checks whether the password alone is enough to set up a new method. The same goes for a stolen
 * session whose method is no longer allowed.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  askToSignIn,
  callerOf,
  cookiesOf,
  createPerson,
  enrollKey,
  forcePolicy,
  HOUR,
  keyProof,
  MINUTE,
  personWithKey,
  personWithTotp,
  postLogin,
  sessionWith,
  startHost,
  verify,
  type Host,
  type Person,
} from '../support';
import { codeOf } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

const RELAXED = {
  enabled: true,
  requirement: 'optional' as const,
  allowedMethods: ['webauthn', 'totp'] as ('webauthn' | 'totp')[],
  gracePeriodDays: 0,
  sso: 'exempt' as const,
};

afterEach(async () => {
  await forcePolicy(host, RELAXED);
});

const SETTING_UP = [
  '/mfa/me/totp/begin',
  '/mfa/me/webauthn/begin',
  '/mfa/me/email/begin',
  '/mfa/me/totp/finish',
  '/mfa/me/recovery-codes/acknowledge',
];

/** The password alone gives no session and no way to set anything up. */
const getsNothing = async (who: Person): Promise<void> => {
  const answer = await postLogin(host, who);
  expect(answer.status).toBe(403);
  expect(['MFA_REQUIRED', 'MFA_NO_USABLE_METHOD']).toContain(codeOf(answer));
  const { transaction } = answer.body.error.details;
  if (!transaction) return;
  const caller = callerOf(host, transaction);
  for (const path of SETTING_UP) {
    const body = path.endsWith('begin') ? {} : { code: '123456' };
    expect([path, (await caller.post(path, body)).status]).toEqual([path, 410]);
  }
  expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(410);
};

describe('the password of somebody who has a method', () => {
  it.each([
    ['the method is no longer allowed', { allowedMethods: ['webauthn'] }],
    [
      'the method is no longer allowed, and one is required',
      { allowedMethods: ['webauthn'], requirement: 'always_required' },
    ],
    ['only what this host cannot send is allowed', { allowedMethods: ['sms'], requirement: 'required_on_first_login' }],
    ['nothing is allowed', { allowedMethods: [] }],
    ['a grace period begins', { requirement: 'required_on_first_login', gracePeriodDays: 90 }],
    ['it becomes optional', { requirement: 'optional' }],
  ] as const)('opens nothing when %s [A43][C2]', async (_title, change) => {
    const { person } = await personWithTotp(host);
    await forcePolicy(host, {
      ...RELAXED,
      ...change,
      allowedMethods: [...(('allowedMethods' in change && change.allowedMethods) || ['webauthn', 'totp'])] as never,
    });
    await getsNothing(person);
  });

  it('opens nothing while everything is locked or stopped, or the policy was off and on again [A43][C9]', async () => {
    const { person } = await personWithTotp(host);
    const { database, limits } = host.container;
    for (const kind of ['guessable', 'recovery'] as const) {
      await limits.begin(person.id, kind, { maxFailures: 10, lockoutMinutes: 15, apps: 1 });
      await database.table('counters').where({ user_id: person.id, kind }).update({ stopped_at: host.clock.now() });
    }
    await getsNothing(person);
    await forcePolicy(host, { enabled: false });
    await forcePolicy(host, { enabled: true, requirement: 'always_required' });
    await getsNothing(person);
  });

  it('opens nothing when the encryption key is lost, or the site has moved [C27][C28]', async () => {
    const { person: withApp } = await personWithTotp(host);
    const { person: withKey } = await personWithKey(host);
    const env = { ENCRYPTION_KEY: 'another-encryption-key-of-at-least-32-characters' };
    const config = {
      plugins: { mfa: { config: { webauthn: { rpId: 'elsewhere.test', origins: ['https://elsewhere.test'] } } } },
    };
    host = await host.restart({ env, config });
    await getsNothing(withApp);
    await getsNothing(withKey);
    await host.container.database.table('recoveryCodes').whereIn('user_id', [withApp.id, withKey.id]).delete();
    expect(codeOf(await postLogin(host, withApp))).toBe('MFA_NO_USABLE_METHOD');
    expect(codeOf(await postLogin(host, withKey))).toBe('MFA_NO_USABLE_METHOD');
    host = await host.restart();
  });
});

describe('a session whose method is no longer allowed', () => {
  const onlyKeys = () => forcePolicy(host, { requirement: 'required_on_first_login', allowedMethods: ['webauthn'] });

  it('sets up an allowed one on the strength of the proof it has, and goes on [A42][A44][C3]', async () => {
    const { session } = await personWithTotp(host);
    await onlyKeys();
    expect(codeOf(await session.get('/admin/users/me'))).toBe('MFA_ENROLLMENT_REQUIRED');
    const asked = await session.post('/mfa/transactions', {});
    expect(asked.body.data).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', methods: ['webauthn'] });
    const { transaction } = asked.body.data;
    await enrollKey(host, callerOf(host, transaction));
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(done.body.data).toMatchObject({ method: 'webauthn' });
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });

  it('proves what it has first when that was a while ago; the password is not enough [A43][C3]', async () => {
    const { person, session, app } = await personWithTotp(host);
    host.clock.advance(11 * MINUTE);
    await onlyKeys();
    expect(codeOf(await session.post('/mfa/me/webauthn/begin', {}))).toBe('MFA_REQUIRED');
    const asked = await session.post('/mfa/transactions', { password: person.password });
    expect(asked.body.data).toMatchObject({ code: 'MFA_REQUIRED', methods: ['totp', 'recovery_code'] });
    const first: string = asked.body.data.transaction;
    expect((await callerOf(host, first).post('/mfa/me/webauthn/begin')).status).toBe(410);
    expect((await verify(host, first, { method: 'totp', code: app.code() })).status).toBe(200);
    const next = await session.post('/mfa/transactions', {});
    expect(next.body.data.code).toBe('MFA_ENROLLMENT_REQUIRED');
    const { transaction } = next.body.data;
    const { key } = await enrollKey(host, callerOf(host, transaction));
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(200);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    const again = await askToSignIn(host, person);
    expect(again.methods).toEqual(['webauthn', 'recovery_code']);
    expect((await verify(host, again.transaction, await keyProof(host, again.transaction, key))).status).toBe(200);
  });
});

describe('a sign-in with a method that is no longer allowed', () => {
  it('sets up an allowed one before there is a session [A43][C2]', async () => {
    const { person, app } = await personWithTotp(host);
    await forcePolicy(host, { requirement: 'always_required', allowedMethods: ['webauthn'] });
    const { transaction } = await askToSignIn(host, person);
    const proved = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(codeOf(proved)).toBe('MFA_ENROLLMENT_REQUIRED');
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(409);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(403);
    await enrollKey(host, callerOf(host, transaction));
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(200);
  });
});

describe('an account without a password', () => {
  it('does not take a session of days ago that nobody saw begin for a fresh sign-in, renewed or not [C3][A43]', async () => {
    await forcePolicy(host, { requirement: 'always_required', sso: 'require' });
    const person = await createPerson(host, { password: null });
    const response = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(person.email)}`);
    const cookie = cookiesOf(response)
      .map((line) => line.split(';')[0])
      .join('; ');
    // The state right after the plugin is installed: sessions exist, but the plugin has no record of them.
    await host.container.database.table('sessionLinks').where({ user_id: person.id }).delete();
    await host.container.database.table('families').where({ user_id: person.id }).delete();
    host.clock.advance(2 * HOUR);
    const renewed = await host.request.post('/admin/access-token').set('Cookie', cookie).send({});
    const thief = sessionWith(host, renewed.body.data.token);
    expect(codeOf(await thief.get('/admin/users/me'))).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(codeOf(await thief.post('/mfa/transactions', {}))).toBe('MFA_REAUTHENTICATION_REQUIRED');
    expect(codeOf(await thief.post('/mfa/me/totp/begin'))).toBe('MFA_REAUTHENTICATION_REQUIRED');
  });
});

describe('a transfer into the running host', () => {
  it('that wipes the note which keeps our tables is followed by the note, while Strapi tells no subscriber [C26]', async () => {
    const note = () => host.strapi.store.get({ type: 'core', key: 'persisted_tables' });
    expect(await note()).toContain('mfa_authenticators');
    host.strapi.db.lifecycles.disable();
    await host.strapi.db.query('strapi::core-store').deleteMany({ where: { key: { $contains: 'persisted_tables' } } });
    host.strapi.db.lifecycles.enable();
    let after: unknown = null;
    for (let tries = 0; tries < 50 && !after; tries += 1) {
      await sleep(20);
      after = await note();
    }
    expect(after).toContain('mfa_authenticators');
  });
});
