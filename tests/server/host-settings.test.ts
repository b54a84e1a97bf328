import { generateKeyPairSync } from 'node:crypto';

import {
  cookiesOf,
  createPerson,
  enrollTotp,
  startHost,
  type Host,
  type HostConfig,
  type HostOptions,
} from '../support';

let host: Host;
let running = false;

// Secure cookies come last, because Strapi merges configuration into defaults that outlive a host in the same process.

afterEach(async () => {
  if (running) await host.stop();
  running = false;
});

const boot = async (options: HostOptions): Promise<Host> => {
  const started = await startHost(options);
  running = true;
  return started;
};

/** The whole journey on a host with these settings and this prefix of its admin routes. */
const journey = async (
  config: HostConfig,
  { admin = '/admin', api = '', headers = {} as Record<string, string> } = {}
) => {
  host = await boot({ config });
  const person = await createPerson(host);
  const at = (path: string) => host.request.post(path).set(headers);
  const plain = await at(`${api}${admin}/login`).send({ email: person.email, password: person.password });
  const token: string = plain.body.data.token;
  const session = {
    post: (path: string, body = {}) => at(`${api}${path}`).set('Authorization', `Bearer ${token}`).send(body),
  };
  await session.post('/mfa/me/password', { password: person.password });
  const app = await enrollTotp(host, session);
  const asked = await at(`${api}${admin}/login`).send({
    email: person.email,
    password: person.password,
    rememberMe: true,
  });
  expect(asked.body.error.details.code).toBe('MFA_REQUIRED');
  expect(cookiesOf(asked)).toEqual([]);
  const { transaction } = asked.body.error.details;
  const done = await at(`${api}/mfa/transactions/verify`).send({ transaction, method: 'totp', code: app.code() });
  expect(done.status).toBe(200);
  return { plain, asked, done };
};

const attributes = (cookies: string[]) =>
  cookies
    .filter((line) => line.startsWith('strapi_admin_refresh='))
    .map((line) =>
      line
        .split('; ')
        .slice(1)
        .map((part) => part.replace(/^expires=.*/i, 'expires'))
        .sort()
    );

describe('a host with its own settings', () => {
  it('says that apps need an encryption key when there is none, and still takes security keys [B54][C27]', async () => {
    host = await boot({ config: { admin: { secrets: { encryptionKey: '' } } } });
    const person = await createPerson(host);
    const { token } = (await host.request.post('/admin/login').send({ email: person.email, password: person.password }))
      .body.data;
    const call = (path: string, body = {}) =>
      host.request.post(path).set('Authorization', `Bearer ${token}`).send(body);
    await call('/mfa/me/password', { password: person.password });
    const totp = await call('/mfa/me/totp/begin');
    expect(totp.status).toBe(409);
    expect(totp.body.error.details.code).toBe('MFA_METHOD_UNAVAILABLE');
    expect((await call('/mfa/me/webauthn/begin')).status).toBe(200);
  });

  it('does not offer security keys at an address that cannot have them, and says why [B54]', async () => {
    host = await boot({ config: { server: { url: 'http://192.0.2.7:1337' } } });
    const person = await createPerson(host);
    const { token } = (await host.request.post('/admin/login').send({ email: person.email, password: person.password }))
      .body.data;
    const call = (path: string, body = {}) =>
      host.request.post(path).set('Authorization', `Bearer ${token}`).send(body);
    await call('/mfa/me/password', { password: person.password });
    const begin = await call('/mfa/me/webauthn/begin');
    expect(begin.status).toBe(409);
    expect(begin.body.error.details).toMatchObject({ code: 'MFA_METHOD_UNAVAILABLE', reason: 'ip_address' });
    const me = await host.request.get('/mfa/me').set('Authorization', `Bearer ${token}`);
    expect(me.body.data.unavailableMethods).toEqual([{ method: 'webauthn', reason: 'ip_address' }]);
  });

  it('may have a second address, which the first one vouches for [C60] [C69] [P24]', async () => {
    const origins = ['https://cms.example.com', 'https://cms.example.net'];
    const webauthn = { rpId: 'cms.example.com', origins };
    const config = { server: { url: origins[0] }, plugins: { mfa: { config: { webauthn } } } };
    host = await boot({ config });
    const answer = await host.request.get('/.well-known/webauthn').set('Host', 'cms.example.com').redirects(0);
    expect([answer.status, answer.type, answer.body]).toEqual([200, 'application/json', { origins }]);
    expect(answer.headers['set-cookie']).toBeUndefined();
    await host.request.post('/.well-known/webauthn').expect(405);
    const checks = await host.container.diagnostics.run(null);
    expect(checks.find(({ id }) => id === 'relying_party')).toMatchObject({
      status: 'ok',
      code: 'relying_party_related',
      values: { id: 'cms.example.com', origins: origins[1], wellKnown: 'https://cms.example.com/.well-known/webauthn' },
    });
  });

  it('may move the panel and the API elsewhere [A34][C2]', async () => {
    const { done } = await journey(
      { admin: { url: '/manage' }, server: { url: 'http://localhost:1337/cms' } },
      { admin: '/admin' }
    );
    expect(done.body.data.token).toBeDefined();
  });

  it('may name, place and scope its cookies; the session after the proof has exactly those [A34][C6]', async () => {
    const cookie = { name: 'panel_token', path: '/admin', domain: 'localhost', sameSite: 'strict' };
    const { plain, done } = await journey({ admin: { auth: { cookie } } });
    const [before] = attributes(cookiesOf(plain));
    const [after] = attributes(cookiesOf(done));
    expect(after?.filter((part) => part !== 'expires')).toEqual(before);
    expect(after).toContain('path=/admin');
    expect(after).toContain('domain=localhost');
  });

  it('may sign its tokens with RS256 [A34]', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const options = { algorithm: 'RS256', privateKey, publicKey };
    const { done } = await journey({ admin: { auth: { options } } });
    const header = JSON.parse(Buffer.from(String(done.body.data.token.split('.')[0]), 'base64url').toString());
    expect(header.alg).toBe('RS256');
  });

  it('may stand behind a TLS proxy that it is told about [A34]', async () => {
    const { done } = await journey(
      { server: { proxy: { koa: true } }, admin: { auth: { cookie: { secure: true } } } },
      { headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.7' } }
    );
    expect(attributes(cookiesOf(done))[0]).toContain('secure');
    const [row] = await host.container.database.table('auditEntries').where({ type: 'sign_in.challenged' });
    expect(row.ip).toBe('203.0.113.7');
  });

  it('answers a failed cookie as Strapi does and leaves no session behind a proxy it knows nothing of [A34][C6]', async () => {
    host = await boot({ config: { admin: { auth: { cookie: { secure: true } } } } });
    const person = await createPerson(host);
    const response = await host.request.post('/admin/login').send({ email: person.email, password: person.password });
    expect(response.status).toBe(500);
    expect(await host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } })).toBe(0);
  });

  it('refuses to start with an unknown key in the configuration, and names it [C28]', async () => {
    await expect(startHost({ config: { plugins: { mfa: { config: { trustedBrowserDays: 30 } } } } })).rejects.toThrow(
      /trustedBrowserDays/
    );
  });
});
