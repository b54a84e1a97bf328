/**
 * The attack: avoid the guarded route by using another handler, another spelling or another credential. The attacker
 * reads MFA rows through the content manager, creates a token with an expired proof, or presents an admin token where a
 * session is required.
 */
import { CONTENT_TYPE_UIDS } from '../../server/src/platform';
import {
  createPerson,
  EDITOR,
  forcePolicy,
  logIn,
  MINUTE,
  POLICY_PATH,
  proven,
  sessionWith,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Session,
} from '../support';
import { codeOf, ownRoutes } from './whole-host';

const READ = 'plugin::content-manager.explorer.read';
const ARTICLE = 'api::article.article';

let host: Host;
let admin: Administrator;
let adminToken: Pick<Session, 'get' | 'post' | 'put' | 'delete'>;

beforeAll(async () => {
  host = await startHost();
  admin = await proven(host, await createPerson(host, { roles: [SUPER] }));
  const made = await admin.session.post('/admin/admin-tokens', {
    name: 'machine',
    description: '',
    lifespan: null,
    adminPermissions: [{ action: READ, subject: ARTICLE, properties: { fields: ['title'] }, conditions: [] }],
  });
  if (made.status !== 201) throw new Error(`no admin token: ${made.status} ${JSON.stringify(made.body)}`);
  adminToken = sessionWith(host, made.body.data.accessKey);
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', stepUpActions: [] });
});

/** Writes directly to the database, which bypasses Strapi's permission checks. */
const grantEverything = async (): Promise<void> => {
  const permissions = host.strapi.db.query('admin::permission');
  const role = await host.strapi.db.query('admin::role').findOne({ where: { code: EDITOR } });
  for (const subject of CONTENT_TYPE_UIDS) {
    const data = { action: READ, subject, properties: {}, conditions: [] };
    await permissions.create({ data: { ...data, role: role.id } });
  }
  const articles = await permissions.findMany({ where: { subject: ARTICLE }, populate: ['role'] });
  const ofToken = articles.filter((one: { role: unknown }) => one.role === null);
  expect(ofToken).toHaveLength(1);
  const [uid] = CONTENT_TYPE_UIDS;
  await permissions.update({ where: { id: ofToken[0].id }, data: { subject: uid, properties: {} } });
};

const WAYS = (uid: string): [method: 'get' | 'post', path: string, body?: object][] => [
  ['get', `/content-manager/collection-types/${uid}`],
  ['get', `/content-manager/collection-types/${encodeURIComponent(uid)}/`],
  ['get', `/CONTENT-MANAGER/Collection-Types/${uid}`],
  ['get', `/content-manager/single-types/${uid}`],
  ['get', `/content-manager/collection-types/${uid}/1`],
  ['get', `/content-manager/collection-types/${ARTICLE}/../${uid}`],
  ['get', `/content-manager/relations/${uid}/createdBy?pageSize=100`],
  ['get', `/content-manager/relations/admin::user/roles?filters[${uid}]=1`],
  ['get', `/content-manager/collection-types/${ARTICLE}?populate[${uid}]=*`],
  ['get', `/content-manager/content-types/${uid}/configuration`],
  ['get', `/content-manager/history-versions?contentType=${uid}&documentId=1`],
  ['get', `/content-type-builder/content-types/${uid}`],
  ['post', '/content-manager/uid/check-availability', { contentTypeUID: uid, field: 'userHandle', value: 'a' }],
  ['post', '/content-manager/uid/generate', { contentTypeUID: uid, field: 'userHandle', data: {} }],
  ['post', `/content-manager/collection-types/${uid}`, { name: 'mine' }],
  ['post', '/content-releases/1/actions', { type: 'publish', contentType: uid, entryDocumentId: 'x' }],
];

const SECRETS = /secret|token_hash|tokenHash|userHandle|user_handle|passwordFingerprint|recoverySalt/;

describe('MFA rows', () => {
  it('are read by nobody: not by a super admin, an editor whom the database permits, nor a token [C26]', async () => {
    await grantEverything();
    const editor = await createPerson(host);
    const readers = [admin.session, await logIn(host, editor), adminToken];
    for (const uid of ['admin::mfa-authenticator', 'admin::mfa-account']) {
      for (const [method, path, body] of WAYS(uid)) {
        for (const [index, reader] of readers.entries()) {
          const answer = method === 'get' ? await reader.get(path) : await reader.post(path, body);
          expect([index, path, answer.status >= 400 && answer.status < 500]).toEqual([index, path, true]);
          expect(JSON.stringify(answer.body)).not.toMatch(SECRETS);
        }
      }
    }
  });

  it('are not named to a route of any other plugin either, in its address, its query or its body [C26]', async () => {
    const [uid = ''] = CONTENT_TYPE_UIDS;
    expect((await admin.session.get('/admin/test-routes/several-handlers')).status).toBe(200);
    for (const named of [`contentType=${uid}`, `filters[slug]=${encodeURIComponent(uid)}`, `${uid}=1`]) {
      const answer = await admin.session.get(`/admin/test-routes/several-handlers?${named}`);
      expect([named, codeOf(answer)]).toEqual([named, 'MFA_FORBIDDEN']);
    }
    for (const body of [{ slug: uid }, { types: [{ uid: uid.toUpperCase() }] }, { [uid]: { page: 1 } }]) {
      expect(codeOf(await admin.session.post('/admin/test-routes/fresh-proof', body))).toBe('MFA_FORBIDDEN');
    }
    const text = { title: `What is ${uid}?` };
    expect((await admin.session.post('/admin/test-routes/fresh-proof', text)).status).toBe(200);
  });

  it('are no subject of any permission, whatever the database says [C26]', async () => {
    const editor = await createPerson(host);
    const { engine } = host.strapi.service('admin::permission');
    const user = await host.strapi.db.query('admin::user').findOne({ where: { id: editor.id }, populate: ['roles'] });
    const ability = await engine.generateUserAbility(user);
    for (const uid of CONTENT_TYPE_UIDS) expect([uid, ability.can(READ, uid)]).toEqual([uid, false]);
  });

  it('have no route of the content API', async () => {
    const token = await host.strapi
      .service('admin::api-token')
      .create({ name: 'api', type: 'full-access', lifespan: null });
    const api = sessionWith(host, token.accessKey);
    for (const path of ['/api/mfa-authenticators', '/api/mfa/users', '/api/admin::mfa-account', '/api/mfa-policys']) {
      expect((await api.get(path)).status).toBe(404);
    }
  });

  it('do not get in the way of large content [C6]', async () => {
    const many = Array.from({ length: 200_000 }, () => 1);
    const answer = await admin.session.post(`/content-manager/collection-types/${ARTICLE}`, { title: 'Large', many });
    expect([answer.status >= 500, codeOf(answer)]).toEqual([false, undefined]);
  });
});

describe('a sensitive action', () => {
  const ACTIONS: ['post' | 'put' | 'delete', string, object?][] = [
    ['post', '/admin/api-tokens'],
    ['put', '/admin/api-tokens/1'],
    ['post', '/admin/api-tokens/1/regenerate'],
    ['delete', '/admin/api-tokens/1'],
    ['post', '/admin/admin-tokens'],
    ['put', '/admin/admin-tokens/1'],
    ['post', '/admin/admin-tokens/1/regenerate'],
    ['delete', '/admin/admin-tokens/1'],
    ['post', '/admin/transfer/tokens'],
    ['put', '/admin/transfer/tokens/1'],
    ['post', '/admin/transfer/tokens/1/regenerate'],
    ['delete', '/admin/transfer/tokens/1'],
    ['post', '/admin/users'],
    ['put', '/admin/users/1'],
    ['delete', '/admin/users/1'],
    ['post', '/admin/users/batch-delete'],
    ['post', '/admin/roles'],
    ['put', '/admin/roles/1'],
    ['put', '/admin/roles/1/permissions'],
    ['delete', '/admin/roles/1'],
    ['post', '/admin/roles/batch-delete'],
    ['post', '/admin/webhooks'],
    ['put', '/admin/webhooks/1'],
    ['delete', '/admin/webhooks/1'],
    ['post', '/admin/webhooks/batch-delete'],
    ['put', '/admin/users/me', { email: 'thief@example.com' }],
    ['put', '/admin/users/me', { password: 'New-password-1', currentPassword: 'x' }],
    ['put', '/admin/users/me', { email: ['thief@example.com'] }],
    ['put', POLICY_PATH],
    ['post', '/mfa/users/1/reset'],
    ['post', '/mfa/users/1/unlock'],
    ['post', '/mfa/users/1/sign-out'],
    ['put', '/mfa/users/1/exemption'],
    ['delete', '/mfa/users/1/exemption'],
  ];

  it('asks for a fresh proof under every spelling, method override and format [C19]', async () => {
    host.clock.advance(11 * MINUTE);
    const { session } = admin;
    for (const [method, path, body = {}] of ACTIONS) {
      const answers = [
        await session[method](path, body),
        await session[method](`${path.toUpperCase()}/`, body),
        await session[method](path, body).set('X-HTTP-Method-Override', 'GET').query({ _method: 'GET' }),
        await session[method](path).type('form').send(body),
      ];
      for (const answer of answers) {
        expect([method, path, answer.status, answer.body.error?.details?.reason]).toEqual([
          method,
          path,
          403,
          'sensitive_action',
        ]);
      }
    }
    expect((await session.put('/admin/users/me', { firstname: 'Sam' })).status).toBe(200);
    for (const path of ['/mfa/users/export', '/mfa/audit-events/export', '/MFA/Users/Export/']) {
      expect(codeOf(await session.get(path))).toBe('MFA_REQUIRED');
    }
  });

  it('is asked again where a list of handlers answers, like any other route [C1]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    await forcePolicy(host, { requirement: 'always_required' });
    expect(codeOf(await session.get('/admin/test-routes/several-handlers'))).toBe('MFA_ENROLLMENT_REQUIRED');
  });
});

describe('an admin token', () => {
  it('is not let in on any route of ours, though Strapi knows it [C5][B26]', async () => {
    expect((await adminToken.get('/admin/users/me')).status).not.toBe(401);
    for (const { method, path, strategies } of ownRoutes()) {
      if (strategies.length === 0) continue;
      const answer = await adminToken[method](path, {});
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
  });
});
