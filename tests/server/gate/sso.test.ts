import {
  callerOf,
  cookieOf,
  createPerson,
  EDITOR,
  enrollTotp,
  logInToEnroll,
  postLogin,
  repairPolicy,
  sessionWith,
  forcePolicy,
  startHost,
  type Host,
} from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'always_required', sso: 'exempt' });
});

const bySso = async (email: string, query = '') => {
  const response = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(email)}${query}`);
  const token = cookieOf(response, 'jwtToken')?.split('=')[1] ?? '';
  return { response, session: sessionWith(host, token) };
};

describe('single sign-on', () => {
  it('is left to the identity provider where the policy exempts it [A45][B13]', async () => {
    const person = await createPerson(host);
    const { response, session } = await bySso(person.email);
    expect(response.status).toBe(302);
    expect(response.headers.location).toMatch(/\/auth\/login\/success$/);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await session.get('/mfa/me')).body.data.session.assurance).toBe('sso');
  });

  it('is decided by how this login happened, for somebody who has both [A46]', async () => {
    const person = await createPerson(host);
    const { session } = await bySso(person.email);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    const local = await postLogin(host, person);
    expect(local.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('is asked in the panel where the policy requires it, session and redirect untouched [B13][C3]', async () => {
    await forcePolicy(host, { requirement: 'optional' });
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    await forcePolicy(host, { requirement: 'always_required', sso: 'require' });
    const { response, session } = await bySso(person.email);
    expect(response.status).toBe(302);
    expect((await session.get('/admin/users/me')).body.error.details).toMatchObject({
      code: 'MFA_REQUIRED',
      purpose: 'step_up',
    });
    const asked = await session.post('/mfa/transactions', {});
    const proof = { transaction: asked.body.data.transaction, method: 'totp', code: app.code() };
    expect((await host.request.post('/mfa/transactions/verify').send(proof)).status).toBe(200);
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });

  it('keeps the state of a person made by the provider, and records the login with its verification [B24][B31]', async () => {
    const role = await host.strapi.db.query('admin::role').findOne({ where: { code: EDITOR } });
    const { session } = await bySso('made-by-sso@example.com', `&role=${role.id}`);
    expect((await session.get('/mfa/me')).body.data).toMatchObject({ enrolled: false, session: { assurance: 'sso' } });
    await bySso('made-by-sso@example.com');
    const rows = await host.container.database
      .table('auditEntries')
      .where({ type: 'sign_in.sso' })
      .orderBy('seq', 'desc');
    expect(JSON.parse(rows[0].details)).toMatchObject({ provider: 'okta', mfa: false });
  });

  it('clears both cookies and shows the error page when the decision fails [C2]', async () => {
    const person = await createPerson(host);
    await host.container.database.table('policies').update({ document: 'broken' });
    const { response } = await bySso(person.email);
    await repairPolicy(host);
    expect(response.status).toBe(302);
    expect(response.headers.location).toMatch(/\/auth\/login\/error$/);
    expect(cookieOf(response, 'jwtToken')).toBeUndefined();
    expect(cookieOf(response, 'strapi_admin_refresh')).toBeUndefined();
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(0);
  });

  it('asks for a new sign-in where an account without a password would need it [C3]', async () => {
    await forcePolicy(host, { requirement: 'always_required', sso: 'require' });
    const person = await createPerson(host, { password: null });
    const { session } = await bySso(person.email);
    const fresh = await session.post('/mfa/transactions', {});
    expect(fresh.body.data).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED' });
    host.clock.advance(11 * 60_000);
    const stale = await session.post('/mfa/transactions', {});
    expect(stale.body.error.details.code).toBe('MFA_REAUTHENTICATION_REQUIRED');
  });

  it('sets up and confirms without a password, which some people never had [C60] [F12]', async () => {
    await forcePolicy(host, { requirement: 'always_required', sso: 'require' });
    const person = await createPerson(host, { password: null });
    const { session } = await bySso(person.email);
    const asked = await session.get('/admin/users/me');
    expect(asked.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', purpose: 'step_up' });
    const { transaction } = (await session.post('/mfa/transactions', {})).body.data;
    const app = await enrollTotp(host, callerOf(host, transaction));
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(200);
    expect((await session.get('/admin/users/me')).status).toBe(200);

    // A later, sensitive request asks for the method, but not for a password.
    host.clock.advance(11 * 60_000);
    const sensitive = await session.post('/mfa/me/recovery-codes', {});
    expect(sensitive.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'sensitive_action' });
    const stepUp = (await session.post('/mfa/transactions', {})).body.data;
    expect(stepUp.methods).toContain('totp');
    const proof = { transaction: stepUp.transaction, method: 'totp', code: app.code() };
    expect((await host.request.post('/mfa/transactions/verify').send(proof)).status).toBe(200);
    expect((await session.post('/mfa/me/recovery-codes', {})).status).toBe(200);
  });

  it('of somebody without a method and a password: a login of the last minutes is enough, an older one is not [C60] [F12]', async () => {
    await forcePolicy(host, { requirement: 'optional', sso: 'exempt' });
    const person = await createPerson(host, { password: null });
    const { session } = await bySso(person.email);
    expect((await session.post('/mfa/me/totp/begin', {})).status).toBe(200);
    host.clock.advance(11 * 60_000);
    const refused = await session.post('/mfa/me/totp/begin', {});
    expect(refused.body.error.details.code).toBe('MFA_REAUTHENTICATION_REQUIRED');
  });
});
