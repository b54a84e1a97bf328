/** A login with only a passkey: what it gives access to, and what is refused. */
import type { PolicyFields } from '../../../server/src/platform/config';
import {
  answerWithPasskey,
  askForPasskey,
  cookiesOf,
  createPerson,
  EDITOR,
  enrollPasskey,
  enrollTotp,
  forcePolicy,
  logIn,
  logInToEnroll,
  MINUTE,
  newSoftKey,
  passkeyLogIn,
  personWithPasskey,
  postLogin,
  sessionOf,
  startHost,
  type Host,
  type Passkey,
} from '../../support';
import { provenSuperAdmin } from '../../support/policy';

const ORIGINS = ['http://localhost:1337', 'http://localhost:4000'];
const QUIET = { enabled: true, requirement: 'optional', passwordless: 'allowed' } as const;
const REFUSED = { code: 'MFA_PASSKEY_REFUSED' };

let host: Host;

beforeAll(async () => {
  host = await startHost({ config: { plugins: { mfa: { config: { webauthn: { origins: ORIGINS } } } } } });
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(async () => {
  await forcePolicy(host, { ...QUIET, allowedMethods: ['webauthn', 'totp'], roleMethods: {} });
});

const rows = async (table: string): Promise<number> => {
  const row = await host.strapi.db.connection(table).count({ total: '*' }).first();
  return Number(row?.total);
};

const everyRow = async (): Promise<number> => {
  const tables = Object.values(host.strapi.db.metadata.get('admin::session') ? host.strapi.contentTypes : {})
    .map((type) => (type as { collectionName: string }).collectionName)
    .filter((name) => name.startsWith('mfa_') || name === 'strapi_sessions');
  const counts = await Promise.all(tables.map(rows));
  return counts.reduce((sum, count) => sum + count, 0);
};

const lastEvent = async (userId: number, type: string) => {
  const row = await host.strapi.db
    .connection('mfa_audit_entries')
    .where({ target_id: userId, type })
    .orderBy('seq', 'desc')
    .first();
  return row && { ...row, details: JSON.parse(row.details) };
};

const userTable = (id: number) => host.strapi.db.connection('admin_users').where({ id });

describe('a login with a passkey', () => {
  it('is said to be possible only where the policy allows it [C12] [C47]', async () => {
    const offered = async () => (await host.request.get('/mfa/sign-in-options')).body.data;
    expect(await offered()).toEqual({ passwordless: true });
    const ways: Partial<PolicyFields>[] = [{ passwordless: 'off' }, { enabled: false }, { allowedMethods: ['totp'] }];
    for (const off of ways) {
      await forcePolicy(host, { ...QUIET, ...off });
      expect([off, await offered()]).toEqual([off, { passwordless: false }]);
      const options = await host.request.post('/mfa/passkey/options').send({});
      expect([options.status, options.body.error.details.code]).toEqual([403, 'MFA_METHOD_NOT_ALLOWED']);
    }
  });

  it('asks for user verification and names nobody [C47] [C48]', async () => {
    const answer = await host.request.post('/mfa/passkey/options').send({});
    expect(answer.headers['cache-control']).toBe('no-store');
    const { publicKey, challenge } = answer.body.data;
    expect(publicKey).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
    expect(Buffer.from(publicKey.challenge, 'base64url')).toHaveLength(32);
    expect(typeof challenge).toBe('string');
  });

  it('answers what Strapi’s login answers, is recorded and announced, and counts as a fresh proof [C47] [C12]', async () => {
    const announced: unknown[] = [];
    const stop = host.strapi.eventHub.on('admin.auth.success', async (event) => void announced.push(event));
    const passkey = await personWithPasskey(host);
    await forcePolicy(host, { requirement: 'always_required' });
    announced.length = 0;
    const answer = await passkeyLogIn(host, passkey);
    stop();
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      user: { id: passkey.person.id, email: passkey.person.email, roles: [{ code: EDITOR }] },
      mfa: { method: 'webauthn', passwordless: true, recoveryCodesRemaining: 10 },
    });
    expect(answer.body.data.accessToken).toBe(answer.body.data.token);
    expect(JSON.stringify(answer.body)).not.toMatch(/password"|resetPasswordToken/);
    const session = sessionOf(host, answer);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    const me = (await session.get('/mfa/me')).body.data;
    expect(me.session).toMatchObject({ assurance: 'mfa', method: 'webauthn' });
    expect((await session.post('/mfa/me/recovery-codes')).status).toBe(200);
    expect(announced).toEqual([expect.objectContaining({ provider: 'local' })]);
    expect(await lastEvent(passkey.person.id, 'sign_in.completed')).toMatchObject({
      method: 'webauthn',
      outcome: 'success',
      details: { door: 'passkey', passwordless: true, userVerified: true },
    });
  });

  it.each<[{ rememberMe: boolean; deviceId?: string }]>([
    [{ rememberMe: true }],
    [{ rememberMe: false }],
    [{ rememberMe: true, deviceId: 'a3bb189e-8bf9-3888-9912-ace4e6543002' }],
  ])('sets the cookie and keeps the device as Strapi’s login does: %j [C47]', async (wanted) => {
    const plain = await createPerson(host);
    const agent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    const stock = await postLogin(host, plain, { ...wanted, headers: { 'User-Agent': agent } });
    const passkey = await personWithPasskey(host);
    const mine = await answerWithPasskey(host, await askForPasskey(host), passkey, {}, wanted).set('User-Agent', agent);
    const shape = (lines: string[]) =>
      lines.map((line) => line.replace(/=[^;]+/, '').replace(/expires=[^;]+/i, 'expires')).sort();
    expect(shape(cookiesOf(mine))).toEqual(shape(cookiesOf(stock)));
    const stored = async (id: number) => {
      const found = await host.strapi.db.query('admin::session').findMany({ where: { userId: String(id) } });
      return found.at(-1);
    };
    const [there, here] = [await stored(plain.id), await stored(passkey.person.id)];
    expect({ ...here.metadata, loginAt: '' }).toEqual({ ...there.metadata, loginAt: '' });
    expect([here.type, typeof here.deviceId]).toEqual([there.type, typeof there.deviceId]);
    if (wanted.deviceId) expect(here.deviceId).toBe(wanted.deviceId);
  });

  it('works at both configured addresses and refuses a third [C60] [F17]', async () => {
    const passkey = await personWithPasskey(host);
    for (const origin of ORIGINS) expect((await passkeyLogIn(host, passkey, { origin })).status).toBe(200);
    const third = await passkeyLogIn(host, passkey, { origin: 'http://localhost:4001' });
    expect([third.status, third.body.error.details]).toEqual([400, REFUSED]);
  });
});

describe('what is refused', () => {
  it('is refused alike, whatever the cause [C48]', async () => {
    const passkey = await personWithPasskey(host);
    const other = await personWithPasskey(host);
    const used = await askForPasskey(host);
    expect((await answerWithPasskey(host, used, passkey)).status).toBe(200);
    const old = await askForPasskey(host);
    host.clock.advance(5 * MINUTE);
    const fresh = await askForPasskey(host);
    const bodies = new Map<string, unknown>();
    const tried: Record<string, () => PromiseLike<{ status: number; body: unknown }>> = {
      'used before': () => answerWithPasskey(host, used, passkey),
      'out of time': () => answerWithPasskey(host, old, passkey),
      'without user verification': () => answerWithPasskey(host, fresh, passkey, { userVerified: false }),
      'without a user handle': () => answerWithPasskey(host, fresh, passkey, { userHandle: null }),
      'somebody else’s handle': () => answerWithPasskey(host, fresh, { ...passkey, userHandle: other.userHandle }),
      'another challenge': () => answerWithPasskey(host, { ...fresh, publicKey: old.publicKey }, passkey),
      'a changed seal': () =>
        answerWithPasskey(host, { ...fresh, challenge: `${fresh.challenge.slice(0, -1)}!` }, passkey),
      'no seal at all': () => answerWithPasskey(host, { ...fresh, challenge: 'x' }, passkey),
      'another site': () => answerWithPasskey(host, fresh, passkey, { rpId: 'example.com' }),
      'another origin': () => answerWithPasskey(host, fresh, passkey, { origin: 'https://evil.example' }),
      'inside a frame': () => answerWithPasskey(host, fresh, passkey, { clientData: { crossOrigin: true } }),
      'a copied key': () => answerWithPasskey(host, fresh, passkey, { counter: 1 }),
    };
    const before = await rows('strapi_sessions');
    for (const [cause, attempt] of Object.entries(tried)) {
      const { status, body } = await attempt();
      expect([cause, status]).toEqual([cause, 400]);
      bodies.set(JSON.stringify(body), cause);
    }
    expect([...bodies.keys()].map((text) => JSON.parse(text).error.details)).toEqual([REFUSED]);
    expect(await rows('strapi_sessions')).toBe(before);
    expect(await lastEvent(passkey.person.id, 'sign_in.refused')).toMatchObject({
      outcome: 'failure',
      method: 'webauthn',
      details: { door: 'passkey', passwordless: true },
    });
    expect((await answerWithPasskey(host, fresh, passkey)).status).toBe(200);
  });

  it('of a person: inactive, blocked, gone, reset, only by SSO, method or role not allowed, switched off meanwhile [C48]', async () => {
    const passkey = await personWithPasskey(host);
    const { person } = passkey;
    const reasons: string[] = [];
    const refused = async (reason: string) => {
      const answer = await passkeyLogIn(host, passkey);
      expect([reason, answer.status, answer.body.error?.details]).toEqual([reason, 400, REFUSED]);
      expect(cookiesOf(answer)).toEqual([]);
      const { reason: recorded } = await lastEvent(person.id, 'sign_in.refused');
      reasons.push(recorded);
      expect(recorded).toBe(reason);
    };
    await userTable(person.id).update({ is_active: false });
    await refused('inactive');
    await userTable(person.id).update({ is_active: true, blocked: true });
    await refused('blocked');
    await userTable(person.id).update({ blocked: false });
    await host.strapi.db.connection('mfa_accounts').where({ user_id: person.id }).update({ must_enroll_since: 1 });
    await refused('reset');
    await host.strapi.db.connection('mfa_accounts').where({ user_id: person.id }).update({ must_enroll_since: null });

    const role = await host.strapi.db.query('admin::role').findOne({ where: { code: EDITOR } });
    const store = host.strapi.store({ type: 'core', name: 'admin', key: 'auth' });
    const settings = (await store.get({})) as { providers: object };
    const { ee } = host.strapi;
    const features = { ...ee.features, isEnabled: (name: string) => name === 'sso' || ee.features.isEnabled(name) };
    Object.defineProperty(host.strapi, 'ee', { configurable: true, value: { ...ee, features } });
    await store.set({
      value: { ...settings, providers: { ...settings.providers, ssoLockedRoles: [String(role.id)] } },
    });
    await refused('sso_locked');
    Reflect.deleteProperty(host.strapi, 'ee');
    await store.set({ value: settings });

    const open = await askForPasskey(host);
    await forcePolicy(host, { passwordless: 'off' });
    const late = await answerWithPasskey(host, open, passkey);
    expect([late.status, late.body.error.details]).toEqual([400, REFUSED]);
    await forcePolicy(host, { passwordless: 'allowed' });
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
  });

  it('of a passkey that nobody has here says so and writes nothing; a removed one is such [C48]', async () => {
    const passkey = await personWithPasskey(host);
    const admin = await provenSuperAdmin(host);
    const stranger = { key: newSoftKey(host), userHandle: passkey.userHandle };
    await passkeyLogIn(host, stranger);
    const before = await everyRow();
    const answer = await passkeyLogIn(host, stranger);
    expect([answer.status, answer.body.error.details]).toEqual([400, { ...REFUSED, unknownCredential: true }]);
    expect(await everyRow()).toBe(before);
    const reset = await admin.session.post(`/mfa/users/${passkey.person.id}/reset`, { reason: 'lost' });
    expect(reset.status).toBe(200);
    const removed = await passkeyLogIn(host, passkey);
    expect(removed.body.error.details).toEqual({ ...REFUSED, unknownCredential: true });
  });

  it('of a passkey we know is recorded once in ten minutes, however often it is tried [C48]', async () => {
    const passkey = await personWithPasskey(host);
    const challenge = await askForPasskey(host);
    const bent = () => answerWithPasskey(host, challenge, passkey, { userVerified: false });
    await bent();
    const before = await everyRow();
    for (let tries = 0; tries < 5; tries += 1) expect((await bent()).status).toBe(400);
    expect(await everyRow()).toBe(before);
    host.clock.advance(10 * MINUTE);
    await answerWithPasskey(host, await askForPasskey(host), passkey, { userVerified: false });
    expect(await everyRow()).toBe(before + 1);
  });

  it('takes the same time whether the passkey is known, its owner inactive, or its proof wrong [C48]', async () => {
    const passkey = await personWithPasskey(host);
    const inactive = await personWithPasskey(host);
    await userTable(inactive.person.id).update({ is_active: false });
    const stranger = { key: newSoftKey(host), userHandle: passkey.userHandle };
    const timeOf = async (who: Passkey, claims = {}): Promise<number> => {
      const times: number[] = [];
      for (let tries = 0; tries < 7; tries += 1) {
        const challenge = await askForPasskey(host);
        const began = performance.now();
        expect((await answerWithPasskey(host, challenge, who, claims)).status).toBe(400);
        times.push(performance.now() - began);
      }
      return times.sort((left, right) => left - right)[3] ?? 0;
    };
    const times = [await timeOf(stranger), await timeOf(inactive), await timeOf(passkey, { userVerified: false })];
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(40);
    expect(Math.min(...times)).toBeGreaterThan(140);
  });

  it('a body of another shape is a client’s mistake and says nothing about anybody', async () => {
    const { challenge } = await askForPasskey(host);
    for (const body of [{}, { challenge }, { challenge, response: {} }, { challenge, response: 'x', more: 1 }]) {
      const answer = await host.request.post('/mfa/passkey/verify').send(body);
      expect([answer.status, answer.body.error.details.code]).toEqual([400, 'MFA_INVALID_REQUEST']);
    }
  });
});

describe('nobody who is nobody yet', () => {
  it('makes a row by asking for options ten thousand times [C48]', async () => {
    await askForPasskey(host);
    const before = await everyRow();
    const { options } = host.container.passkeyLogIn;
    for (let asked = 0; asked < 9_900; asked += 1) await options();
    for (let asked = 0; asked < 100; asked += 1) await askForPasskey(host);
    expect(await everyRow()).toBe(before);
  });

  it('used challenges are forgotten once they could not be used any more [C48]', async () => {
    const passkey = await personWithPasskey(host);
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    expect(await rows('mfa_used_challenges')).toBeGreaterThan(0);
    await host.container.passkeyLogIn.sweep();
    expect(await rows('mfa_used_challenges')).toBeGreaterThan(0);
    host.clock.advance(66 * MINUTE);
    await host.container.passkeyLogIn.sweep();
    expect(await rows('mfa_used_challenges')).toBe(0);
  });

  it('a passkey of somebody who lost other methods still opens, and is a passkey beside an app [C12]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session);
    const passkey = await enrollPasskey(host, session);
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    expect((await logIn(host, await createPerson(host))).response.status).toBe(200);
  });
});
