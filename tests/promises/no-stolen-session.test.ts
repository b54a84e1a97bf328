/**
 * The attack: a stolen session, or a page on a sibling domain that uses the cookie. The thief floods the owner with MFA
 * prompts, takes over the account through its email address, keeps using a rotated token, or guesses.
 */
import {
  askToSignIn,
  cookiesOf,
  cookieOf,
  createPerson,
  forcePolicy,
  logIn,
  MINUTE,
  personWithTotp,
  postLogin,
  sessionOf,
  sessionWith,
  signInWithTotp,
  startHost,
  verify,
  type Host,
  type Session,
} from '../support';
import { CONTENT_TYPE_UIDS } from '../../server/src/platform';
import { codeOf } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { enabled: true, requirement: 'optional', stepUpActions: [] });
});

const flood = async (session: Session, times = 24): Promise<void> => {
  for (let count = 0; count < times; count += 1) await session.post('/mfa/transactions', {});
};

describe('questions that are open', () => {
  it('are not pushed out by a flood from a stolen session, be it the very same [C71]', async () => {
    const { person, app, session: stolen } = await personWithTotp(host);
    const own = await signInWithTotp(host, person, app);
    const asked = await askToSignIn(host, person);
    const stepUp = (await own.post('/mfa/transactions', {})).body.data.transaction;
    await flood(stolen);
    await flood(own);
    const proved = await verify(host, stepUp, { method: 'totp', code: app.code() });
    expect([proved.status, proved.body.data?.method]).toEqual([200, 'totp']);
    expect((await verify(host, asked.transaction, { method: 'totp', code: app.code() })).status).toBe(200);
    const next = (await own.post('/mfa/transactions', {})).body.data.transaction;
    expect((await verify(host, next, { method: 'totp', code: app.code() })).status).toBe(200);
  });

  it('are not pushed out by a flood from elsewhere that goes on, in the very same session [C71]', async () => {
    const { app, session } = await personWithTotp(host);
    await flood(session);
    const asked = await session.post('/mfa/transactions', {});
    const rows = () => host.container.database.table('transactions');
    const [own] = await rows().orderBy('id', 'desc').limit(1);
    // The owner's address differs from the attacker's.
    await rows().where({ uid: own.uid }).update({ address: 'of-another-place' });
    await flood(session);
    const proved = await verify(host, asked.body.data.transaction, { method: 'totp', code: app.code() });
    expect(proved.status).toBe(200);
  });

  it('of a sign-in are not pushed out by sign-ins from elsewhere [C71]', async () => {
    const { person, app } = await personWithTotp(host);
    const asked = await askToSignIn(host, person);
    const table = () => host.container.database.table('transactions').where({ user_id: person.id });
    await table().update({ address: 'of-another-place' });
    for (let count = 0; count < 24; count += 1) await postLogin(host, person);
    expect((await table()).length).toBe(21);
    expect((await verify(host, asked.transaction, { method: 'totp', code: app.code() })).status).toBe(200);
  });
});

describe('one’s own address', () => {
  it('is not changed by a session alone, also where nobody must have a factor [C71]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    const thief = { email: 'thief@example.com' };
    expect(codeOf(await session.put('/admin/users/me', thief))).toBe('MFA_PASSWORD_REQUIRED');
    const spelled = await session.put('/ADMIN/users/me/', { ...thief, currentPassword: 'x' });
    expect(codeOf(spelled)).toBe('MFA_PASSWORD_REQUIRED');
    expect((await session.put('/admin/users/me', { firstname: 'Sam', email: person.email })).status).toBe(200);
    await session.post('/mfa/me/password', { password: person.password }).expect(200);
    expect((await session.put('/admin/users/me', { email: `new-${person.email}` })).status).toBe(200);
  });
});

describe('a login that was ended', () => {
  const rotated = async (who: Session) => {
    const first = await host.request.post('/admin/access-token').set('Cookie', who.cookie).send({});
    const cookie = cookiesOf(first)
      .map((line) => line.split(';')[0])
      .join('; ');
    await host.request.post('/admin/access-token').set('Cookie', cookie).send({}).expect(200);
    return sessionWith(host, first.body.data.token);
  };
  const two = async () => {
    const { person, app } = await personWithTotp(host);
    const thief = await signInWithTotp(host, person, app, { rememberMe: true });
    const sibling = await rotated(thief);
    const owner = await signInWithTotp(host, person, app, { rememberMe: true });
    const open = (await sibling.post('/mfa/transactions', {})).body.data.transaction;
    expect((await sibling.get('/admin/users/me')).status).toBe(200);
    const isOver = async () => {
      expect((await sibling.get('/admin/users/me')).status).toBe(401);
      expect((await verify(host, open, { method: 'totp', code: app.code() })).status).toBe(410);
    };
    const events = async () =>
      (await host.container.audit.ownEvents(person.id, undefined, 50)).events.filter(
        ({ type }) => type === 'session.ended'
      );
    return { person, owner, sibling, isOver, events };
  };

  it('by Strapi’s own page takes rotated tokens and questions along, and is recorded [C39]', async () => {
    const { owner, isOver, events } = await two();
    await owner.delete('/admin/users/me/sessions?keepCurrent=true').expect(200);
    await isOver();
    expect((await owner.get('/admin/users/me')).status).toBe(200);
    expect((await events()).length).toBeGreaterThan(0);
  });

  it('one by one by Strapi’s own page, the same [C39]', async () => {
    const { owner, isOver } = await two();
    const listed = await owner.get('/admin/users/me/sessions').expect(200);
    const others = listed.body.data.filter(({ current }: { current: boolean }) => !current);
    expect(others.length).toBeGreaterThan(0);
    for (const { id } of others) await owner.delete(`/admin/users/me/sessions/${id}`).expect(200);
    await isOver();
  });

  it('by a log-out of its device or of all, the same [C39]', async () => {
    const { owner, isOver, events } = await two();
    await owner.post('/admin/logout', {}).expect(200);
    await isOver();
    expect((await owner.get('/admin/users/me')).status).toBe(401);
    expect((await events())[0]).toMatchObject({ type: 'session.ended', reason: 'by_owner' });
  });

  it('by our own route, which says how many, and is recorded [C39]', async () => {
    const { owner, isOver, events } = await two();
    const answer = await owner.delete('/mfa/me/sessions').expect(200);
    expect(answer.body.data).toEqual({ ended: 2 });
    await isOver();
    expect((await owner.get('/admin/users/me')).status).toBe(200);
    expect((await events())[0]).toMatchObject({ reason: 'by_owner', details: { ended: 2 } });
    expect((await owner.delete('/mfa/me/sessions')).body.data).toEqual({ ended: 0 });
  });

  it('is not ended because Strapi cleans away a token that had expired [C39]', async () => {
    const { person, owner, sibling } = await two();
    const family = await host.container.sessions.families.ofUser(person.id);
    const past = new Date(Date.now() - MINUTE);
    const rows = host.strapi.db.query('admin::session');
    const ids = family.flatMap(({ sessionIds }) => sessionIds);
    const parents = await rows.findMany({ where: { sessionId: { $in: ids }, status: 'rotated' } });
    for (const { id } of parents) await rows.update({ where: { id }, data: { expiresAt: past } });
    expect((await sibling.get('/admin/users/me')).status).toBe(401);
    await rows.deleteMany({ where: { expiresAt: { $lt: new Date() } } });
    expect((await host.container.sessions.families.ofUser(person.id)).length).toBe(family.length);
    expect((await owner.get('/admin/users/me')).status).toBe(200);
  });
});

describe('the refresh cookie', () => {
  const headers = (site: string | null, origin: string | null) => ({
    ...(site ? { 'Sec-Fetch-Site': site } : {}),
    ...(origin ? { Origin: origin } : {}),
  });
  const FOREIGN: [string | null, string | null][] = [
    ['same-site', 'http://localhost:8000'],
    ['cross-site', 'https://evil.example'],
    ['cross-site', 'null'],
    ['same-site', null],
    [null, 'https://evil.example'],
  ];
  const OWN: [string | null, string | null][] = [
    ['same-origin', null],
    ['same-origin', 'https://another-name-of-the-panel.example'],
    ['none', null],
    [null, null],
  ];

  it('is not turned into a token by a page of another origin, and not renewed either [C41]', async () => {
    const { person, app } = await personWithTotp(host);
    const { cookie } = await signInWithTotp(host, person, app, { rememberMe: true });
    const ask = (given: Record<string, string>, path = '/admin/access-token') =>
      host.request.post(path).set('Cookie', cookie).set(given).send({});
    const before = await host.strapi.db.query('admin::session').count();
    for (const [site, origin] of FOREIGN) {
      for (const path of ['/admin/access-token', '/ADMIN/access-token/']) {
        const answer = await ask(headers(site, origin), path);
        expect([site, origin, answer.status]).toEqual([site, origin, 401]);
        expect(JSON.stringify(answer.body)).not.toContain('eyJ');
        expect(cookieOf(answer, 'strapi_admin_refresh')).toBeUndefined();
      }
    }
    expect(await host.strapi.db.query('admin::session').count()).toBe(before);
    expect((await ask(headers('same-site', host.origin))).status).toBe(200);
  });

  it('serves the panel, and clients that are no browser, as ever [C41]', async () => {
    for (const [site, origin] of OWN) {
      const session = sessionOf(host, await postLogin(host, await createPerson(host), { rememberMe: true }));
      const answer = await host.request
        .post('/admin/access-token')
        .set('Cookie', session.cookie)
        .set(headers(site, origin))
        .send({});
      expect([site, origin, answer.status]).toEqual([site, origin, 200]);
    }
  });
});

describe('lists of types', () => {
  it('name none of ours to anybody [C46]', async () => {
    const admin = await personWithTotp(host, { roles: ['strapi-super-admin'] });
    const fresh = await signInWithTotp(host, admin.person, admin.app);
    const editor = await logIn(host, await createPerson(host));
    const layers: { methods: string[]; path: string }[] = host.strapi.server.api('admin').listRoutes();
    const lists = layers.filter(({ methods, path }) => methods.includes('GET') && !path.includes(':'));
    const paths = [
      ...lists.map(({ path }) => path),
      '/admin/permissions?role=1',
      '/content-manager/content-types?kind=x',
    ];
    for (const path of new Set(paths)) {
      for (const session of [fresh, editor]) {
        const text = (await session.get(path)).text ?? '';
        expect([path, CONTENT_TYPE_UIDS.filter((uid) => text.includes(uid))]).toEqual([path, []]);
      }
    }
    const named = await fresh.get('/content-type-builder/content-types').expect(200);
    expect(JSON.stringify(named.body)).toContain('api::article.article');
    const shown = await editor.get('/content-manager/init').expect(200);
    expect(shown.body.data.contentTypes.length).toBeGreaterThan(3);
  });
});

describe('what a thief would change quietly', () => {
  it('the preferred method takes a fresh proof [C3]', async () => {
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    host.clock.advance(11 * MINUTE);
    const wish = { preferredMethod: 'recovery_code' };
    expect(codeOf(await session.put('/mfa/me/preferences', wish))).toBe('MFA_REQUIRED');
    const fresh = await signInWithTotp(host, person, app);
    expect((await fresh.put('/mfa/me/preferences', wish)).status).toBe(200);
  });

  it('a policy can’t close the way to a proof [C3]', async () => {
    const person = await createPerson(host);
    await forcePolicy(host, { stepUpActions: ['mfa::me.password', 'me.password', 'mfa::transactions.open'] });
    const session = await logIn(host, person);
    expect((await session.post('/mfa/me/password', { password: person.password })).status).toBe(200);
    expect((await session.post('/mfa/me/totp/begin', {})).status).toBe(200);
  });

  it('guessing the password until it locks is told by mail, and recorded [C20]', async () => {
    const { person, session } = await personWithTotp(host);
    for (let count = 0; count < 10; count += 1) {
      await session.post('/mfa/me/password', { password: 'wrong' });
      host.clock.advance(16 * MINUTE);
    }
    await host.container.notices.flush();
    const mail = await host.mail.waitFor(person.email, ({ subject }) => /password/i.test(subject));
    expect(mail.text).toMatch(/password/i);
    const { events } = await host.container.audit.ownEvents(person.id, undefined, 50);
    expect(events.map(({ type }) => type)).toContain('verification.locked');
  });

  it('nothing that our routes answer is kept, a 401 neither [C3]', async () => {
    for (const path of ['/mfa/me', '/mfa/policies', '/mfa/users', '/mfa/audit-events']) {
      const bare = await host.request.get(path);
      expect([path, bare.status, bare.headers['cache-control']]).toEqual([path, 401, 'no-store']);
    }
    const editor = await logIn(host, await createPerson(host));
    const forbidden = await editor.get('/mfa/policies');
    expect([forbidden.status, forbidden.headers['cache-control']]).toEqual([403, 'no-store']);
  });
});
