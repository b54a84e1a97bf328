import {
  confirmPassword,
  cookieOf,
  callerOf,
  createPerson,
  enrollTotp,
  logIn,
  logInToEnroll,
  postLogin,
  repairPolicy,
  sessionOf,
  sessionWith,
  forcePolicy,
  signInWithTotp,
  startHost,
  SUPER,
  superAdmin,
  totpCode,
  type Host,
} from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', roles: {}, gracePeriodDays: 0, stepUpActions: [] });
});

/** Reviewed one by one. What these reveal or create is protected by the login, or is public in Strapi, too. */
const PUBLIC = [
  'GET /admin/init',
  'GET /admin/project-type',
  'GET /admin/project-settings',
  'GET /admin/telemetry-properties',
  'GET /admin/strapi-favicon',
  'GET /admin/registration-info',
  'GET /admin/providers',
  'POST /admin/login',
  'GET /content-manager/preview/script',
  'POST /admin/register',
  'POST /admin/register-admin',
  'POST /admin/forgot-password',
  'POST /admin/reset-password',
  'GET /admin/connect/:provider',
  'POST /admin/connect/:provider',
  'GET /admin/test-routes/page',
  'POST /admin/test-routes/json',
  'POST /admin/test-routes/breaking',
  'POST /mfa/transactions/webauthn/options',
  'POST /mfa/transactions/email/send',
  'POST /mfa/transactions/sms/send',
  'POST /mfa/transactions/verify',
  'POST /mfa/transactions/complete',
  'POST /mfa/transactions/recovery-codes',
  'GET /mfa/sign-in-options',
  'POST /mfa/passkey/options',
  'POST /mfa/passkey/verify',
];

/**
 * Routes that take another credential than a session: the refresh cookie, a transfer token, or a host's own strategy.
 */
const NOT_FOR_SESSIONS = [
  'POST /admin/access-token',
  'GET /admin/transfer/runner/push',
  'GET /admin/transfer/runner/pull',
  'GET /admin/test-routes/proxy',
];

/** Routes that an unverified session needs to prove itself or to log out. */
const OPEN = [
  'POST /admin/logout',
  'POST /mfa/transactions',
  'POST /mfa/me/totp/begin',
  'POST /mfa/me/totp/finish',
  'POST /mfa/me/webauthn/begin',
  'POST /mfa/me/webauthn/finish',
  'POST /mfa/me/email/begin',
  'POST /mfa/me/email/finish',
  'POST /mfa/me/sms/begin',
  'POST /mfa/me/sms/finish',
  'POST /mfa/me/recovery-codes/acknowledge',
  'POST /mfa/me/first-factor/send',
  'POST /mfa/me/first-factor/verify',
  'POST /mfa/me/first-factor/pass',
];

interface Entry {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  name: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

const adminRoutes = (): Entry[] => {
  const layers: { methods: string[]; path: string }[] = host.strapi.server.api('admin').listRoutes();
  return layers.flatMap(({ methods, path }) =>
    METHODS.filter((method) => methods.includes(method)).map((method) => ({
      method: method.toLowerCase() as Entry['method'],
      path: path.replace(/:[A-Za-z_]+(\([^)]*\))?[?*+]?/g, '1').replace(/\(\.\*\)/g, 'x'),
      name: `${method} ${path}`,
    }))
  );
};

describe('the guard', () => {
  it('refuses an unverified session on every admin route with our code, whatever the spelling [C1][A43]', async () => {
    const person = await createPerson(host, { roles: [SUPER] });
    const stale = await logIn(host, person);
    await forcePolicy(host, { requirement: 'always_required' });
    const open = new Set(OPEN);
    const wrong: string[] = [];
    let walked = 0;
    for (const route of adminRoutes()) {
      const bare = await host.request[route.method](route.path);
      if (bare.status !== 401) {
        if (!PUBLIC.includes(route.name)) wrong.push(`${route.name} answers ${bare.status} without a token`);
        continue;
      }
      if (open.has(route.name) || NOT_FOR_SESSIONS.includes(route.name)) continue;
      walked += 1;
      for (const path of [route.path, `${route.path.toUpperCase()}/`]) {
        const answer = await stale[route.method](path);
        const code: unknown = answer.body?.error?.details?.code;
        if (answer.status !== 403 || code !== 'MFA_ENROLLMENT_REQUIRED')
          wrong.push(`${route.name}: ${answer.status} ${String(code)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(walked).toBeGreaterThan(100);
  });

  it('asks a session again after its assurance grew old, and lets it pass once it is proved [C3][B28]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app);
    expect((await session.get('/mfa/gate')).status).toBe(204);
    host.clock.advance(12 * 3_600_000);
    const refused = await session.get('/admin/users/me');
    expect(refused.status).toBe(403);
    expect(refused.body.error.details).toMatchObject({
      code: 'MFA_REQUIRED',
      purpose: 'step_up',
      reason: 'verification_expired',
    });
    expect(refused.body.error.details.transaction).toBeUndefined();
    const asked = await session.post('/mfa/transactions', {});
    expect(asked.body.data).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'step_up' });
    const proof = { transaction: asked.body.data.transaction, method: 'totp', code: app.code() };
    const proved = await host.request.post('/mfa/transactions/verify').send(proof);
    expect(proved.body.data).toMatchObject({ method: 'totp' });
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });

  it('carries assurance over rotation, and gives none to a session that had none [A43]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app, { rememberMe: true });
    const rotated = await host.request.post('/admin/access-token').set('Cookie', session.cookie).send({});
    expect(rotated.status).toBe(200);
    const next = sessionWith(host, rotated.body.data.token);
    expect((await next.get('/mfa/me')).body.data.session).toMatchObject({ assurance: 'mfa', method: 'totp' });

    const plain = await createPerson(host);
    const stale = await postLogin(host, plain, { rememberMe: true });
    await forcePolicy(host, { requirement: 'always_required' });
    const refresh = `${cookieOf(stale, 'strapi_admin_refresh')}; ${cookieOf(stale, 'strapi_admin_refresh.sig')}`;
    const renewed = await host.request.post('/admin/access-token').set('Cookie', refresh).send({});
    const refused = await sessionWith(host, renewed.body.data.token).get('/admin/users/me');
    expect(refused.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('ends rotated tokens of a session that is ended, at once [A43]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app, { rememberMe: true });
    const other = await signInWithTotp(host, person, app);
    await host.request.post('/admin/access-token').set('Cookie', session.cookie).send({});
    const { sessions } = (await other.get('/mfa/me')).body.data;
    const foreign = sessions.find((one: { current: boolean }) => !one.current);
    expect((await other.delete(`/mfa/me/sessions/${foreign.id}`)).status).toBe(200);
    expect((await session.get('/admin/users/me')).status).toBe(401);
  });

  it('leaves API tokens, admin tokens and the content API alone [C5]', async () => {
    await forcePolicy(host, { requirement: 'always_required' });
    const apiToken = await host.strapi
      .service('admin::api-token')
      .create({ name: 'api', type: 'full-access', lifespan: null });
    const content = await host.request.get('/api/articles').set('Authorization', `Bearer ${apiToken.accessKey}`);
    expect(content.status).toBe(200);
    expect((await host.request.get('/_health')).status).toBe(204);
  });

  it('refuses a foreign strategy on an admin route while the policy asks anything of that person [C1]', async () => {
    const person = await createPerson(host);
    const call = () => host.request.get('/admin/test-routes/proxy').set('X-Proxy-User', String(person.id));
    expect((await call()).status).toBe(200);
    await forcePolicy(host, { requirement: 'always_required' });
    const refused = await call();
    expect(refused.status).toBe(403);
    expect(refused.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('fails closed with 503 when the policy cannot be read, and says so once [C1]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    host.container.guard.forget();
    const { database } = host.container;
    await forcePolicy(host, {});
    await database.table('policies').update({ document: '{"requirement":' });
    const errors = jest.spyOn(host.strapi.log, 'error').mockImplementation(() => host.strapi.log);
    host.container.guard.forget();
    const first = await session.get('/admin/users/me');
    const second = await session.get('/admin/users/me');
    const login = await postLogin(host, person);
    const said = errors.mock.calls.filter(([line]) => String(line).includes('checking a session'));
    errors.mockRestore();
    await repairPolicy(host);
    expect([first.status, second.status, login.status]).toEqual([503, 503, 503]);
    expect(first.body.error.details.code).toBe('MFA_UNAVAILABLE');
    expect(cookieOf(login, 'strapi_admin_refresh')).toBeUndefined();
    expect(said).toHaveLength(1);
  });

  it('keeps MFA rows out of the content manager, also for a super admin [C26]', async () => {
    const session = await logIn(host, await superAdmin(host));
    const paths = [
      '/content-manager/collection-types/admin::mfa-authenticator',
      '/content-manager/collection-types/admin%3A%3Amfa-account/1',
      '/content-manager/content-types/admin::mfa-policy/configuration',
      '/content-manager/relations/admin::mfa-transaction/userId?idsToOmit=1',
    ];
    for (const path of paths) {
      const answer = await session.get(path);
      expect([path, answer.status, answer.body.error.details.code]).toEqual([path, 403, 'MFA_FORBIDDEN']);
    }
    const listed = await session.get('/content-manager/content-types');
    expect(JSON.stringify(listed.body.data.filter((type: { isDisplayed: boolean }) => type.isDisplayed))).not.toContain(
      'mfa-'
    );
  });
});

describe('step-up', () => {
  it('asks for a fresh factor before an API token is made, and not for a recovery code [C19]', async () => {
    const person = await createPerson(host, { roles: [SUPER] });
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app);
    const make = (name: string) =>
      session.post('/admin/api-tokens', {
        name,
        description: '',
        type: 'read-only',
        lifespan: null,
        permissions: null,
      });
    expect((await make('fresh')).status).toBe(201);
    host.clock.advance(11 * 60_000);
    const refused = await make('stale');
    expect(refused.body.error.details).toMatchObject({
      code: 'MFA_REQUIRED',
      reason: 'sensitive_action',
      methods: ['totp'],
    });
    expect((await session.get('/admin/api-tokens')).status).toBe(200);
    const asked = await session.post('/mfa/transactions', {});
    await host.request
      .post('/mfa/transactions/verify')
      .send({ transaction: asked.body.data.transaction, method: 'totp', code: app.code() });
    expect((await make('proved')).status).toBe(201);
  });

  it('asks nobody who neither has an authenticator nor must have one [C19]', async () => {
    const session = await logIn(host, await superAdmin(host));
    const body = { name: 'plain', description: '', type: 'read-only', lifespan: null, permissions: null };
    expect((await session.post('/admin/api-tokens', body)).status).toBe(201);
  });

  it('works for other plugins by one line of route config, and asks the password of whoever is in grace [C19][C16]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    await forcePolicy(host, { requirement: 'always_required', gracePeriodDays: 5 });
    const refused = await session.post('/admin/test-routes/fresh-proof');
    expect(refused.body.error.details.code).toBe('MFA_PASSWORD_REQUIRED');
    await confirmPassword(session, person.password);
    expect((await session.post('/admin/test-routes/fresh-proof')).status).toBe(200);
  });

  it('can be extended by the policy, by handler [C19]', async () => {
    const person = await createPerson(host, { roles: [SUPER] });
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithTotp(host, person, app);
    host.clock.advance(11 * 60_000);
    expect((await session.get('/admin/webhooks')).status).toBe(200);
    await forcePolicy(host, { stepUpActions: ['admin::webhooks.listWebhooks'] });
    expect((await session.get('/admin/webhooks')).body.error.details.reason).toBe('sensitive_action');
  });
});

describe('a session that must enroll', () => {
  it('opens its question with the password, enrolls, and goes on at once [A42][A44][C3][B19][B42]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    expect((await session.get('/admin/users/me')).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    expect((await session.post('/mfa/transactions', {})).body.error.details.code).toBe('MFA_PASSWORD_REQUIRED');
    expect((await session.post('/mfa/me/totp/begin', {})).body.error.details.code).toBe('MFA_PASSWORD_REQUIRED');
    expect((await session.post('/mfa/transactions', { password: 'wrong' })).body.error.details.code).toBe(
      'MFA_INVALID_PASSWORD'
    );
    const asked = await session.post('/mfa/transactions', { password: person.password });
    expect(asked.body.data).toMatchObject({
      code: 'MFA_ENROLLMENT_REQUIRED',
      purpose: 'step_up',
      methods: ['webauthn', 'totp'],
    });
    const { transaction } = asked.body.data;
    const early = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(early.body.error.details.code).toBe('MFA_ENROLLMENT_INCOMPLETE');
    const caller = {
      post: (path: string, body = {}) => host.request.post(path).set('Authorization', `MFA ${transaction}`).send(body),
    };
    await enrollTotp(host, caller);
    expect((await session.get('/admin/users/me')).status).toBe(403);
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(done.body.data).toMatchObject({ method: 'totp' });
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });
});

describe('enrollment inside a sign-in', () => {
  it('gives the session when the codes are acknowledged, and not before [A6][B19][B20][C2]', async () => {
    await forcePolicy(host, { requirement: 'always_required' });
    const person = await createPerson(host);
    const asked = await postLogin(host, person);
    const { code, transaction } = asked.body.error.details;
    expect(code).toBe('MFA_ENROLLMENT_REQUIRED');
    const caller = {
      post: (path: string, body = {}) => host.request.post(path).set('Authorization', `MFA ${transaction}`).send(body),
    };
    const begun = await caller.post('/mfa/me/totp/begin');
    expect(begun.body.data.qrCode).toMatch(/^data:image\/svg\+xml/);
    const { recoveryCodes } = await enrollTotp(host, caller);
    expect(recoveryCodes).toHaveLength(10);
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    const session = sessionOf(host, done);
    expect((await session.get('/mfa/me')).body.data).toMatchObject({ enrolled: true, session: { assurance: 'mfa' } });
    const again = await host.request.post('/mfa/transactions/complete').send({ transaction });
    expect(again.status).toBe(410);
  });

  it('shows the codes anew while nobody has acknowledged them, and never before or after [C68]', async () => {
    await forcePolicy(host, { requirement: 'always_required' });
    const person = await createPerson(host);
    const { transaction } = (await postLogin(host, person)).body.error.details;
    const caller = callerOf(host, transaction);
    const renew = () => host.request.post('/mfa/transactions/recovery-codes').send({ transaction });
    expect((await renew()).body.error.details.code).toBe('MFA_ENROLLMENT_INCOMPLETE');
    const { secret } = (await caller.post('/mfa/me/totp/begin')).body.data;
    const code = totpCode(secret, host.clock.now());
    const finished = (await caller.post('/mfa/me/totp/finish', { code, name: 'Phone' })).body.data;
    // The previous response never arrived.
    const anew = await renew();
    expect(anew.status).toBe(200);
    expect(anew.body.data.authenticator).toEqual(finished.authenticator);
    const codes = anew.body.data.recoveryCodes as string[];
    expect(codes).toHaveLength(10);
    const [lostCode] = finished.recoveryCodes as string[];
    const acknowledge = (given?: string) => caller.post('/mfa/me/recovery-codes/acknowledge', { code: given });
    expect((await acknowledge(lostCode)).body.error.details.code).toBe('MFA_INVALID_CODE');
    expect((await acknowledge(codes[0])).status).toBe(200);
    expect((await renew()).body.data).toEqual({ authenticator: finished.authenticator });
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    const session = sessionOf(host, done);
    expect((await session.get('/mfa/me')).body.data.recoveryCodes).toMatchObject({ remaining: 10, acknowledged: true });
  });
});
