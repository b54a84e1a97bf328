import {
  askToSignIn,
  challengeOf,
  cookieOf,
  cookiesOf,
  createPerson,
  enrollTotp,
  logInToEnroll,
  postLogin,
  sessionOf,
  forcePolicy,
  startHost,
  transactionOf,
  verify,
  type EnrolledApp,
  type Host,
  type Person,
} from '../../support';

let host: Host;
let person: Person;
let app: EnrolledApp;
const announced: unknown[] = [];

const noSession = async (response: { status: number; body: unknown; headers: Record<string, unknown> }) => {
  expect(JSON.stringify(response.body)).not.toMatch(/eyJ[\w-]+\./);
  expect(JSON.stringify(response.headers['set-cookie'] ?? [])).not.toMatch(/strapi_admin_refresh=[^;]|jwtToken=[^;]/);
};

const rowsOf = (who: Person) =>
  host.strapi.db.query('admin::session').count({ where: { userId: String(who.id), origin: 'admin' } });

beforeAll(async () => {
  host = await startHost({
    beforeBootstrap: (strapi) => {
      strapi.eventHub.on('admin.auth.success', async (payload: unknown) => {
        announced.push(payload);
      });
    },
  });
  person = await createPerson(host);
  app = await enrollTotp(host, await logInToEnroll(host, person));
});

afterAll(async () => {
  await host?.stop();
});

describe('the front door', () => {
  it.each(['/ADMIN/login', '/admin/LOGIN/', '/Admin/Login'])('asks at %s too [A34][C2]', async (path) => {
    const response = await host.request.post(path).send({ email: person.email, password: person.password });
    expect(challengeOf(response).code).toBe('MFA_REQUIRED');
    await noSession(response);
  });

  it('asks after a password reset by mail, and never offers e-mail there [C2]', async () => {
    const token = 'reset-token-of-a-test';
    await host.strapi.db.query('admin::user').update({
      where: { id: person.id },
      data: { resetPasswordToken: token, resetPasswordTokenExpiresAt: new Date(Date.now() + 60_000) },
    });
    const before = await rowsOf(person);
    const response = await host.request
      .post('/admin/reset-password')
      .send({ resetPasswordToken: token, password: person.password });
    expect(challengeOf(response)).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'sign_in', trustBrowserDays: null });
    await noSession(response);
    expect(await rowsOf(person)).toBeLessThanOrEqual(before);
    const done = await verify(host, transactionOf(response), { method: 'totp', code: app.code() });
    expect((await sessionOf(host, done).get('/admin/users/me')).status).toBe(200);
  });

  it('asks whoever accepts an invitation to enroll first, where the policy demands it [C2][B23]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const invited = await host.strapi.service('admin::user').create({
      email: 'invited@example.com',
      firstname: 'Ines',
      registrationToken: 'invitation-token-of-a-test',
      isActive: false,
      roles: [(await host.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } })).id],
    });
    const response = await host.request.post('/admin/register').send({
      registrationToken: 'invitation-token-of-a-test',
      userInfo: { firstname: 'Ines', lastname: 'Invited', password: 'Password-of-Ines-1' },
    });
    await forcePolicy(host, { requirement: 'optional' });
    expect(challengeOf(response)).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', methods: ['webauthn', 'totp'] });
    await noSession(response);
    expect(await rowsOf({ ...person, id: invited.id })).toBe(0);
  });

  it('withdraws a session when the route breaks after creating it, with 503 [A34]', async () => {
    const before = await rowsOf(person);
    const response = await host.request.post('/admin/test-routes/breaking').send({ email: person.email });
    expect(response.status).toBe(503);
    expect(response.body.error.details.code).toBe('MFA_UNAVAILABLE');
    await noSession(response);
    expect(await rowsOf(person)).toBe(before);
  });

  it('asks at a route of another plugin that answers JSON [C2]', async () => {
    const response = await host.request.post('/admin/test-routes/json').send({ email: person.email });
    expect(challengeOf(response).code).toBe('MFA_REQUIRED');
    await noSession(response);
  });

  it('announces a sign-in once, when it is complete, and never for a password alone [C4]', async () => {
    announced.length = 0;
    const { transaction } = await askToSignIn(host, person);
    expect(announced).toHaveLength(0);
    await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(announced).toEqual([expect.objectContaining({ provider: 'local' })]);
    const other = await createPerson(host);
    announced.length = 0;
    await postLogin(host, other);
    expect(announced).toEqual([expect.objectContaining({ provider: 'local' })]);
  });

  it('keeps remember-me, device and the name on the Active devices page [A34]', async () => {
    const deviceId = '11111111-2222-4333-8444-555555555555';
    const { transaction } = await askToSignIn(host, person, {
      rememberMe: true,
      deviceId,
      headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' },
    });
    const done = await verify(host, transaction, { method: 'totp', code: app.code() });
    const line = cookiesOf(done).find((cookie) => cookie.startsWith('strapi_admin_refresh='));
    expect(line).toMatch(/expires=/i);
    expect(line).toMatch(/httponly/i);
    const sessions = await sessionOf(host, done).get('/admin/users/me/sessions');
    expect(sessions.body.data).toContainEqual(
      expect.objectContaining({ deviceId, current: true, deviceName: expect.stringContaining('Chrome') })
    );
  });

  it('answers wrong passwords, unknown and inactive people as Strapi does [C6]', async () => {
    const inactive = await createPerson(host, { isActive: false });
    const wrong = await postLogin(host, { ...person, password: 'wrong' });
    const unknown = await postLogin(host, { email: 'nobody@example.com', password: 'wrong' });
    const asleep = await postLogin(host, inactive);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.status).toBe(400);
    expect(asleep.body.error.message).not.toMatch(/second|MFA/i);
    expect(cookieOf(asleep, 'strapi_admin_refresh')).toBeUndefined();
  });
});
