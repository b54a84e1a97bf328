/** C30: somebody else in the host asks for a second factor. Said, stepped aside, and nobody locked out by the two together. */
import { resolve } from 'node:path';

import {
  askToSignIn,
  cookieOf,
  createPerson,
  forcePolicy,
  HOST_FOLDER,
  logIn,
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

/** Setting up a second step with Strapi itself. */
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

describe('Strapi’s own MFA, switched on', () => {
  it('asks alone: who is enrolled with both proves one of them, and whoever has none is not sent to set up [C30]', async () => {
    const said = await start({ env: { MFA_TEST_NATIVE: 'on' } });
    expect(said.join('\n')).toMatch(/\[mfa\] Strapi’s own multi-factor authentication is switched on.*steps aside/);
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

  it('People, explain and the lists say what happens [C30]', async () => {
    await start({ env: { MFA_TEST_NATIVE: 'on' } });
    const admin = await logIn(host, await superAdmin(host));
    await forcePolicy(host, { requirement: 'always_required' });
    const person = await createPerson(host);
    const why = await admin.get(`/mfa/users/${person.id}/explain`);
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
    ['off', 'ok', 'native_mfa_off', 'switched off'],
    ['silent', 'warning', 'native_mfa_unclear', 'nothing says'],
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
      message: expect.stringContaining('strapi-identity is switched on'),
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
