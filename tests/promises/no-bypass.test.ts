/**
 * Attacks that start after the password: a stolen session of each role with an expired proof, an administrator one rank
 * below super admin who may edit people, and code of another plugin in the same process.
 */
import {
  AUTHOR,
  createPerson,
  createRole,
  DAY,
  EDITOR,
  forcePolicy,
  MINUTE,
  personWithTotp,
  postLogin,
  proven,
  provenSuperAdmin,
  putPolicy,
  readPolicy,
  sessionWith,
  setPolicy,
  signInWithTotp,
  startHost,
  SUPER,
  type Administrator,
  type Host,
} from '../support';
import { codeOf } from './whole-host';

const REASON = { reason: 'because' };
const CHIEF = [
  'policy.read',
  'policy.update',
  'users.read',
  'users.reset',
  'users.exempt',
  'audit.read',
  'audit.export',
];
const PEOPLE = ['admin::users.read', 'admin::users.create', 'admin::users.update', 'admin::users.delete'];

let host: Host;
let admin: Administrator;
let chief: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
  const role = await createRole(host, 'Chief', [...CHIEF.map((one) => `plugin::mfa.${one}`), ...PEOPLE]);
  chief = await proven(host, await createPerson(host, { roles: [role, EDITOR, AUTHOR] }));
});

afterEach(async () => {
  await forcePolicy(host, { requirement: 'optional', roles: {} });
});

afterAll(async () => {
  await host?.stop();
});

const rolesOf = async (...codes: string[]): Promise<number[]> => {
  const rows = await host.strapi.db.query('admin::role').findMany({ where: { code: { $in: codes } } });
  return rows.map(({ id }: { id: number }) => id);
};

describe('a stolen session whose proof has aged', () => {
  const victimOf = async (roles: string[]) => {
    const { person, app, session } = await personWithTotp(host, { roles });
    host.clock.advance(11 * MINUTE);
    return { person, app, session };
  };
  const WRITES: [string, string, object][] = [
    ['post', '/admin/users', { email: 'x@example.com', firstname: 'X', roles: [1] }],
    ['put', '/admin/users/me', { password: 'Another-Password-1', currentPassword: 'x' }],
    ['put', '/admin/users/me', { email: 'thief@example.com' }],
    ['post', '/admin/roles', { name: 'Mine', description: '' }],
    ['put', '/admin/roles/1/permissions', { permissions: [] }],
    ['post', '/admin/webhooks', { name: 'w', url: 'https://evil.example', headers: {}, events: [] }],
    ['post', '/admin/api-tokens', { name: 't', type: 'full-access', lifespan: null, permissions: null }],
    ['post', '/admin/admin-tokens', { name: 't', description: '', lifespan: null, adminPermissions: [] }],
    ['put', '/admin/providers/options', { autoRegister: true, defaultRole: 1, ssoLockedRoles: null }],
    ['post', '/content-manager/collection-types/admin::permission', { action: 'admin::users.create' }],
    ['post', '/content-manager/collection-types/admin::user', { email: 'x@example.com' }],
    ['post', '/content-manager/collection-types/admin::api-token', { name: 't' }],
    ['post', '/mfa/me/totp/begin', {}],
    ['post', '/mfa/me/webauthn/begin', {}],
    ['post', '/mfa/me/recovery-codes', {}],
    ['put', '/mfa/me/preferences', { preferredMethod: 'totp' }],
    ['post', '/mfa/users/1/reset', REASON],
    ['post', '/mfa/users/1/pass', { ...REASON, hours: 1 }],
    ['put', '/mfa/users/1/exemption', { ...REASON, expiresAt: new Date(Date.now() + DAY).toISOString() }],
  ];

  it.each([[AUTHOR], [EDITOR], [SUPER]])(
    'of the role %s changes nothing that yields power [C19][C34]',
    async (role) => {
      const { person, session } = await victimOf([role]);
      const before = await host.strapi.db.query('admin::user').count();
      for (const [method, path, body] of WRITES) {
        const answer = await session[method as 'post' | 'put'](path, body);
        expect([path, answer.status >= 400]).toEqual([path, true]);
      }
      for (const uid of ['admin::api-token', 'admin::permission'] as const) {
        const rows = await host.strapi.db
          .query(uid)
          .count({ where: { createdBy: person.id } })
          .catch(() => 0);
        expect([uid, rows]).toEqual([uid, 0]);
      }
      expect(await host.strapi.db.query('admin::user').count()).toBe(before);
      const { authenticators } = (await session.get('/mfa/me')).body.data;
      expect(authenticators).toHaveLength(1);
    }
  );

  it('reads nothing of others by what the content manager shows of relations [C34]', async () => {
    const { session } = await victimOf([EDITOR]);
    await session.post('/content-manager/collection-types/api::article.article', { title: 'Mine' });
    const article = '/content-manager/collection-types/api::article.article';
    const queries = [
      'filters[createdBy][password][$startsWith]=%24',
      'filters[createdBy][roles][users][resetPasswordToken][$notNull]=true',
      'populate[createdBy][populate][roles][populate]=users',
      'sort=createdBy.password:asc',
    ];
    for (const query of queries) {
      const answer = await session.get(`${article}?${query}`);
      expect([query, /\$2[aby]\$/.test(answer.text)]).toEqual([query, false]);
      expect([query, answer.status]).toEqual([query, 403]);
    }
  });

  it('can’t use a machine’s token in its place at our routes [C19]', async () => {
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    const made = await admin.session.post('/admin/admin-tokens', {
      ...{ name: 'machine', description: '', lifespan: null },
      adminPermissions: [],
    });
    const api = await admin.session.post('/admin/api-tokens', {
      ...{ name: 'api', description: '', type: 'full-access', lifespan: null, permissions: null },
    });
    const { person } = await personWithTotp(host);
    for (const { body } of [made, api]) {
      const machine = sessionWith(host, body.data.accessKey);
      for (const path of ['/mfa/me', '/mfa/users', '/mfa/policies', '/mfa/audit-events']) {
        expect([path, (await machine.get(path)).status]).toEqual([path, 401]);
      }
      expect((await machine.post(`/mfa/users/${person.id}/reset`, REASON)).status).toBe(401);
    }
    expect(await host.container.authenticators.count(person.id)).toBe(1);
  });
});

describe('an administrator one step below super admin, who may edit people', () => {
  const fresh = async () => {
    chief = { ...chief, session: await signInWithTotp(host, chief.person, chief.app) };
    return chief.session;
  };

  it('is told of when a super admin is made small first, and taken over then [C37]', async () => {
    const { person } = await personWithTotp(host, { roles: [SUPER] });
    const session = await fresh();
    expect(codeOf(await session.post(`/mfa/users/${person.id}/reset`, REASON))).toBe('MFA_TARGET_ABOVE_YOU');
    const demoted = await session.put(`/admin/users/${person.id}`, { roles: await rolesOf(EDITOR) });
    expect(demoted.status).toBe(200);
    host.mail.clear();
    expect((await session.post(`/mfa/users/${person.id}/reset`, REASON)).status).toBe(200);
    expect((await session.put(`/admin/users/${person.id}`, { password: 'Known-to-me-1' })).status).toBe(200);
    await host.container.notices.flush();
    for (const to of [admin.person.email, person.email]) {
      const told = host.mail
        .to(to)
        .filter(
          ({ text }) => text.includes('Together, these steps make it possible') || text.includes(chief.person.email)
        );
      expect([to, told.length > 0]).toEqual([to, true]);
    }
  });

  it('exempts nobody into power: the exemption ends as the role comes [C42][C43]', async () => {
    const { person } = await personWithTotp(host, { roles: [EDITOR] });
    const session = await fresh();
    const expiresAt = new Date(host.clock.now() + 30 * DAY).toISOString();
    expect((await session.put(`/mfa/users/${person.id}/exemption`, { ...REASON, expiresAt })).status).toBe(200);
    expect((await postLogin(host, person)).status).toBe(200);
    await session.put(`/admin/users/${person.id}`, { roles: await rolesOf(SUPER) });
    await admin.session.put(`/admin/users/${person.id}`, { roles: await rolesOf(SUPER) });
    expect(codeOf(await postLogin(host, person))).toBe('MFA_REQUIRED');
  });

  it('loosens nothing by names that mean something else, and exempts neither himself nor upwards [C42]', async () => {
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    await setPolicy(admin.session, { requirement: 'required_on_first_login', roles: { [SUPER]: 'always_required' } });
    const before = await readPolicy(admin.session);
    const session = await fresh();
    const raw = (text: string) => JSON.parse(text) as object;
    for (const roles of [
      raw(`{"__proto__":"optional"}`),
      raw(`{"${SUPER}":"optional"}`),
      raw(`{"${SUPER.toUpperCase()}":"optional"}`),
      raw(`{"default":"optional"}`),
      raw(`{"constructor":"optional","${SUPER}":"required_on_first_login"}`),
    ]) {
      const answer = await putPolicy(session, { roles });
      expect([JSON.stringify(roles), answer.status >= 400]).toEqual([JSON.stringify(roles), true]);
    }
    expect(await readPolicy(admin.session)).toEqual(before);
    const expiresAt = new Date(host.clock.now() + DAY).toISOString();
    for (const { id } of [chief.person, admin.person]) {
      const answer = await session.put(`/mfa/users/${id}/exemption`, { ...REASON, expiresAt });
      expect(['MFA_NOT_ON_YOURSELF', 'MFA_TARGET_ABOVE_YOU']).toContain(codeOf(answer));
    }
  });
});

describe('code of a neighboring plugin', () => {
  it('that mints in the background makes a session that is asked [C1][C2]', async () => {
    const { person } = await personWithTotp(host);
    const manager = host.strapi.sessionManager('admin');
    const refresh = await manager.generateRefreshToken(String(person.id), 'neighbor', { type: 'refresh' });
    const access = await manager.generateAccessToken(refresh.token);
    const session = sessionWith(host, 'token' in access ? access.token : '');
    expect(codeOf(await session.get('/admin/users/me'))).toBe('MFA_REQUIRED');
    expect((await session.get('/mfa/users')).status).toBe(403);
  });

  it('that calls a login with a password one by an identity provider changes nothing on Strapi’s own routes [C2]', async () => {
    const { person } = await personWithTotp(host);
    const { eventHub } = host.strapi;
    const passwords = host.strapi.service('admin::auth');
    const original = passwords.checkCredentials;
    // During the request and before the session is created, like a plugin that logs who logs in.
    passwords.checkCredentials = async (...given: unknown[]) => {
      const result = await original.apply(passwords, given);
      await eventHub.emit('admin.auth.success', { user: result[1], provider: 'okta' });
      return result;
    };
    host.clock.advance(MINUTE);
    const original2 = eventHub.emit;
    // And again after Strapi's own event.
    eventHub.emit = async (name: string, ...args: unknown[]) => {
      await original2.call(eventHub, name, ...args);
      if (name === 'admin.auth.success') await original2.call(eventHub, name, { provider: 'okta' });
    };
    const answer = await postLogin(host, person);
    passwords.checkCredentials = original;
    eventHub.emit = original2;
    expect([answer.status, codeOf(answer)]).toEqual([403, 'MFA_REQUIRED']);
  });

  it('that edits rows of ours by Strapi’s own query is not believed where a seal decides [C27]', async () => {
    const { person } = await personWithTotp(host);
    const accounts = host.strapi.db.query('admin::mfa-account');
    await accounts.update({ where: { userId: person.id }, data: { exemptUntil: host.clock.now() + DAY } });
    expect(codeOf(await postLogin(host, person))).toBe('MFA_REQUIRED');
    await host.strapi.db.query('admin::mfa-policy').updateMany({ where: {}, data: { changedAt: 1 } });
    expect(codeOf(await postLogin(host, person))).toBe('MFA_REQUIRED');
  });
});
