/**
 * C30: another plugin in the host asks for a second factor. This one reports it and steps aside, and nobody is locked
 * out.
 */
import { resolve } from 'node:path';

import {
  askToSignIn,
  cookieOf,
  createPerson,
  forcePolicy,
  HOST_FOLDER,
  HOUR,
  logIn,
  MINUTE,
  personWithTotp,
  postLogin,
  sessionOf,
  signInWithTotp,
  startHost,
  superAdmin,
  type Host,
  type HostOptions,
  type Person,
} from '../../support';

const CODE = '424242';
const IDENTITY = { enabled: true, resolve: resolve(HOST_FOLDER, 'neighbors/strapi-identity') };

let host: Host;

const start = async (options: HostOptions): Promise<string[]> => {
  const said: string[] = [];
  host = await startHost({
    ...options,
    beforeBootstrap(strapi) {
      const warn = strapi.log.warn.bind(strapi.log);
      Object.assign(strapi.log, { warn: (text: string) => (said.push(text), warn(text)) });
    },
  });
  return said;
};

afterEach(async () => {
  await host?.stop();
});

const finding = async (id: string) => (await host.container.diagnostics.run(null)).find((check) => check.id === id);

/** Sets up a second factor with Strapi's own MFA. */
const enrollNatively = async ({ id }: Person): Promise<void> => {
  const data = { mfaEnabledAt: new Date(), mfaSecret: 'sealed-by-strapi' };
  await host.strapi.db.query('admin::user').update({ where: { id }, data });
};

const signInNatively = async (who: Person) => {
  const asked = await postLogin(host, who);
  expect(asked.status).toBe(200);
  expect(asked.body.data).toMatchObject({ mfaRequired: true });
  expect(cookieOf(asked, 'strapi_admin_refresh')).toBeUndefined();
  const answer = await host.request.post('/admin/login/mfa').send({ mfaToken: asked.body.data.mfaToken, code: CODE });
  return sessionOf(host, answer);
};

// This comes first in the file, because the later neighbors leave a middleware on Strapi's route after their host
// stops.
describe('a plugin that mounts its routes before this one', () => {
  it('goes through the same check as any other [C1][C35]', async () => {
    await start({ env: { MFA_TEST_EARLY: 'true' } });
    const { person, app } = await personWithTotp(host);
    const mint = { userId: person.id };
    const answer = await host.request.post('/early/mint').send(mint);
    expect(answer.body.error?.details).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'sign_in' });
    expect(JSON.stringify(answer.body)).not.toContain('eyJ');
    expect(cookieOf(answer, 'strapi_admin_refresh')).toBeUndefined();
    // The plugin's middleware wraps all routes, but this plugin still asks only once.
    const asked = await askToSignIn(host, person);
    expect(asked.response.headers['x-early']).toBe('passed');
    const session = await signInWithTotp(host, person, app);
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });
});

describe('Strapi’s own MFA, switched on', () => {
  it('asks alone: who is enrolled with both proves one of them, and whoever has none is not sent to set up [C30]', async () => {
    const said = await start({ env: { MFA_TEST_NATIVE: 'on' } });
    expect(said.join('\n')).toMatch(/\[mfa\] Strapi’s own multi-factor authentication is on, so.*steps aside/);
    expect(await finding('native_mfa')).toMatchObject({
      status: 'warning',
      code: 'native_mfa_on',
      message: expect.stringContaining('steps aside'),
    });

    const both = await personWithTotp(host);
    await enrollNatively(both.person);
    await forcePolicy(host, { requirement: 'always_required' });
    const session = await signInNatively(both.person);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await session.get('/mfa/me')).status).toBe(200);

    const neither = await createPerson(host);
    const plain = await logIn(host, neither);
    expect((await plain.get('/admin/users/me')).status).toBe(200);
  });

  it('leaves nobody with a password alone: who has a factor here and none there is asked here [C30]', async () => {
    await start({ env: { MFA_TEST_NATIVE: 'on' } });
    const { person, app } = await personWithTotp(host);
    const { methods } = await askToSignIn(host, person);
    expect(methods).toContain('totp');
    const session = await signInWithTotp(host, person, app);
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });

  it('People, explain and the lists say what happens [C30][C66]', async () => {
    await start({ env: { MFA_TEST_NATIVE: 'on' } });
    const admin = await logIn(host, await superAdmin(host));
    await forcePolicy(host, { requirement: 'always_required' });
    const person = await createPerson(host);
    const why = await admin.get(`/mfa/users/${person.id}/explain`);
    expect(why.body.data.access).toMatchObject({
      outcome: 'let_in',
      findings: [{ code: 'guarded_elsewhere', help: [] }],
    });
    expect(why.body.data).toMatchObject({ action: 'allow', because: 'guarded_elsewhere' });
    const listed = await admin.get(`/mfa/users?status=not_set_up&pageSize=100`);
    expect(listed.body.data.map(({ id }: { id: number }) => id)).toContain(person.id);
    expect((await admin.get('/mfa/users?status=must_enroll')).body.data).toEqual([]);
  });

  it('is not stepped aside for where the configuration says so [C30]', async () => {
    const config = { plugins: { mfa: { config: { native: 'ignore' } } } };
    await start({ env: { MFA_TEST_NATIVE: 'on' }, config });
    expect(await finding('native_mfa')).toMatchObject({
      status: 'error',
      code: 'native_mfa_twice',
      message: expect.stringContaining('twice'),
    });
    await forcePolicy(host, { requirement: 'always_required' });
    const answer = await postLogin(host, await createPerson(host));
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });
});

describe('Strapi’s own MFA, there but not known to be on', () => {
  it.each([
    ['off', 'ok', 'native_mfa_off', 'turned off'],
    ['silent', 'warning', 'native_mfa_unclear', 'can’t tell'],
  ])('%s: this plugin works as ever [C30]', async (how, status, code, words) => {
    await start({ env: { MFA_TEST_NATIVE: how } });
    expect(await finding('native_mfa')).toMatchObject({ status, code, message: expect.stringContaining(words) });
    await forcePolicy(host, { requirement: 'always_required' });
    const answer = await postLogin(host, await createPerson(host));
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });
});

describe('the plugin strapi-identity', () => {
  const switchOn = (enabled: boolean) =>
    host.strapi.db.query('plugin::strapi-identity.strapi-identity-config').create({ data: { enabled } });
  const enrollThere = ({ id }: Person) =>
    host.strapi.db.query('plugin::strapi-identity.mfa-token').create({ data: { enabled: true, admin_user: id } });

  const signInThere = async (who: Person) => {
    const asked = await postLogin(host, who);
    expect(asked.status).toBe(200);
    expect(JSON.stringify(asked.body)).not.toContain('eyJ');
    expect(cookieOf(asked, 'strapi_admin_refresh')).toBeUndefined();
    const cookie = String(cookieOf(asked, 'strapi_admin_mfa'));
    return host.request.post('/strapi-identity/verify').set('Cookie', cookie).send({ code: CODE });
  };

  it('asks alone whom it guards; the others are asked here [C30]', async () => {
    await start({ config: { plugins: { 'strapi-identity': IDENTITY } } });
    expect(await finding('other_plugins')).toMatchObject({ status: 'ok' });
    await switchOn(true);
    expect(await finding('other_plugins')).toMatchObject({
      status: 'warning',
      code: 'other_plugin_on',
      values: { name: 'strapi-identity' },
      message: expect.stringContaining('strapi-identity is on'),
    });
    const both = await personWithTotp(host);
    const here = await personWithTotp(host);
    await enrollThere(both.person);
    await forcePolicy(host, { requirement: 'always_required' });

    const answer = await signInThere(both.person);
    expect(answer.status).toBe(200);
    const session = host.request.get('/admin/users/me').set('Authorization', `Bearer ${answer.body.data.token}`);
    expect((await session).status).toBe(200);
    expect((await askToSignIn(host, here.person)).methods).toContain('totp');
  });

  it('is stepped aside for at the login alone: reset, invitation, SSO and old sessions are asked here [C35]', async () => {
    await start({ config: { plugins: { 'strapi-identity': IDENTITY } } });
    const both = await personWithTotp(host);
    const old = await signInWithTotp(host, both.person, both.app);
    await host.container.database.table('families').where({ user_id: both.person.id }).update({ door: null });
    await switchOn(true);
    await enrollThere(both.person);
    await forcePolicy(host, { requirement: 'always_required' });
    const there = (await signInThere(both.person)).body.data.token;
    const askHere = async (token: string) => {
      host.container.guard.forget();
      const answer = await host.request.get('/admin/users/me').set('Authorization', `Bearer ${token}`);
      return answer.body.error?.details?.code ?? answer.status;
    };

    const single = await host.request.get(`/admin/connect/any?email=${both.person.email}`);
    const token = String(cookieOf(single, 'jwtToken')).slice('jwtToken='.length);
    await forcePolicy(host, { requirement: 'always_required', sso: 'require' });
    expect(await askHere(token)).toBe('MFA_REQUIRED');

    host.clock.advance(13 * HOUR);
    expect(await askHere(old.token)).toBe('MFA_REQUIRED');
    expect(await askHere(there)).toBe(200);

    await host.request.post('/admin/forgot-password').send({ email: both.person.email });
    const mail = await host.mail.waitFor(both.person.email, ({ text }) => text.includes('reset-password?code='));
    const resetPasswordToken = /code=([\w-]+)/.exec(mail.text)?.[1];
    const reset = { resetPasswordToken, password: 'Another-password-1' };
    const answer = await host.request.post('/admin/reset-password').send(reset);
    expect(answer.body.error?.details).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'sign_in' });
    expect(cookieOf(answer, 'strapi_admin_refresh')).toBeUndefined();
    const proof = { transaction: answer.body.error.details.transaction, method: 'totp', code: both.app.code() };
    const through = sessionOf(host, await host.request.post('/mfa/transactions/verify').send(proof));
    expect(await askHere(through.token)).toBe(200);
    host.clock.advance(13 * HOUR);
    expect(await askHere(through.token)).toBe('MFA_REQUIRED');
  });

  it('its set-up, its settings and switching it off take a fresh proof here [C35]', async () => {
    await start({ config: { plugins: { 'strapi-identity': IDENTITY } } });
    await switchOn(true);
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    expect((await session.post('/strapi-identity/enable', { enable: true })).status).toBe(200);
    host.clock.advance(11 * MINUTE);
    const plain = await logIn(host, await createPerson(host));
    for (const path of ['enable', 'setup', 'disable', 'enable-email', 'setup-email', 'disable-email/request']) {
      const asked = (await session.post(`/STRAPI-identity/${path}/`, {})).body.error?.details;
      expect([path, asked?.code, asked?.reason]).toEqual([path, 'MFA_REQUIRED', 'sensitive_action']);
      const unenrolled = (await plain.post(`/strapi-identity/${path}`, {})).body.error?.details;
      expect([path, unenrolled?.code]).toEqual([path, 'MFA_PASSWORD_REQUIRED']);
    }
    expect((await session.put('/strapi-identity/config', {})).body.error?.details?.reason).toBe('sensitive_action');
    expect((await session.delete('/strapi-identity/admin/user/1')).body.error?.details?.code).toBe('MFA_REQUIRED');
    expect((await session.get('/strapi-identity/status')).status).toBe(200);
  });

  it('with both kept on, people prove both, and still get in [C30]', async () => {
    const mfa = { config: { native: 'ignore' } };
    await start({ config: { plugins: { 'strapi-identity': IDENTITY, mfa } } });
    await switchOn(true);
    const { person, app } = await personWithTotp(host);
    await enrollThere(person);

    const there = await signInThere(person);
    expect(there.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'sign_in' });
    const { transaction } = there.body.error.details;
    const proof = { transaction, method: 'totp', code: app.code() };
    const session = sessionOf(host, await host.request.post('/mfa/transactions/verify').send(proof));
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(2);
  });
});
