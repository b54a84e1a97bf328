import type { PersonRow, PersonStatus } from '../../../shared/contracts';
import {
  AUTHOR,
  createPerson,
  createRole,
  DAY,
  EDITOR,
  enrollKey,
  enrollTotp,
  HOUR,
  logIn,
  logInToEnroll,
  onEachDatabase,
  personWithTotp,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Person,
} from '../../support';

/** Inserts rows as they'd be after months of use. */
const plant = async (host: Host, person: Person, what: { types?: string[]; account?: object; stopped?: boolean }) => {
  const { database, ports } = host.container;
  const now = host.clock.now();
  if (what.account) {
    await host.container.accounts.open(person.id);
    await database.table('accounts').where({ user_id: person.id }).update(what.account);
    await database.transaction((trx) => host.container.accounts.sealExemptions(trx));
  }
  for (const type of what.types ?? []) {
    const uid = ports.random.uuid();
    const sealed = host.container.vault.seal(Buffer.from('x'), { purpose: 'totp-seed', userId: person.id, rowId: uid });
    const email = host.container.vault.seal(Buffer.from(person.email), {
      purpose: 'email-address',
      userId: person.id,
      rowId: uid,
    });
    await database.table('authenticators').insert({
      uid,
      user_id: person.id,
      type,
      name: type,
      added_at: now,
      secret: type === 'email' ? email : sealed,
      data: JSON.stringify({ algorithm: 'sha1', digits: 6, period: 30 }),
      sign_count: 0,
    });
  }
  if (!what.stopped) return;
  const counter = { counter_key: `${person.id}:guessable`, user_id: person.id, kind: 'guessable', failures: 50 };
  await database.table('counters').insert({ ...counter, stopped_at: now });
};

onEachDatabase('people', (database) => {
  let host: Host;
  let admin: Administrator;
  const made: Person[] = [];

  beforeAll(async () => {
    host = await startHost({ database });
    admin = await provenSuperAdmin(host);
    const person = async (firstname: string, roles: string[], what: Parameters<typeof plant>[2]) => {
      const one = await createPerson(host, { firstname, lastname: 'Sample', roles });
      made.push(one);
      await plant(host, one, what);
    };
    const now = host.clock.now();
    for (const roles of [[EDITOR], [AUTHOR], [EDITOR, AUTHOR]]) {
      const name = (what: string) => (roles.length === 2 ? `${what} Two` : what);
      await person(name('Nobody'), roles, {});
      await person(name('Phone'), roles, { types: ['totp'] });
      await person(name('Mail'), roles, { types: ['email'] });
      await person(name('Both'), roles, { types: ['totp', 'email'] });
      await person(name('Exempt'), roles, { account: { exempt_until: now + DAY, exempt_reason: 'new phone' } });
      await person(name('Over'), roles, { account: { exempt_until: now - 1, exempt_reason: 'was new' } });
      await person(name('Reset'), roles, { account: { must_enroll_since: now - HOUR } });
      await person(name('Late'), roles, { account: { must_enroll_since: now - 100 * HOUR } });
      await person(name('Stopped'), roles, { types: ['totp'], stopped: true });
      await person(name('Foreign'), roles, { types: ['webauthn'] });
    }
    await createPerson(host, { firstname: 'Away', isActive: false });
  });

  afterAll(async () => {
    await host?.stop();
  });

  const all = async (query = ''): Promise<PersonRow[]> => {
    const response = await admin.session.get(`/mfa/users?pageSize=100&${query}`);
    expect(response.status).toBe(200);
    return response.body.data;
  };
  const ids = (rows: PersonRow[]) => rows.map((row) => row.id).sort((left, right) => left - right);

  const POLICIES: Record<string, object> = {
    'nobody must': { requirement: 'optional' },
    'everybody must': { requirement: 'required_on_first_login' },
    'everybody must, in time': { requirement: 'always_required', gracePeriodDays: 7 },
    'one role must': { requirement: 'optional', roles: { [AUTHOR]: 'always_required' }, gracePeriodDays: 0 },
    'one role must, in time': { roles: { [AUTHOR]: 'required_on_first_login' }, gracePeriodDays: 3 },
    'codes by mail count': { allowedMethods: ['webauthn', 'totp', 'email'], gracePeriodDays: 0 },
    'switched off': { enabled: false },
  };

  it.each(Object.entries(POLICIES))(
    'finds, counts and explains everybody alike: %s [B6][C14][C17][C20]',
    async (_, change) => {
      await setPolicy(admin.session, change);
      const rows = await all();
      expect(rows).toHaveLength(made.length + 1);
      const summary = (await admin.session.get('/mfa/users/summary')).body.data;
      expect(summary.total).toBe(rows.length);
      for (const status of Object.keys(summary.byStatus) as PersonStatus[]) {
        const expected = ids(rows.filter((row) => row.status === status));
        expect(ids(await all(`status=${status}`))).toEqual(expected);
        expect(summary.byStatus[status]).toBe(expected.length);
      }
      for (const role of summary.byRole) {
        const holders = rows.filter((row) => row.roles.some(({ id }) => id === role.id));
        expect(role.total).toBe(holders.length);
        expect(role.byStatus.protected).toBe(holders.filter((row) => row.status === 'protected').length);
      }
      for (const row of rows.filter((_row, index) => index % 4 === 0)) {
        const { body } = await admin.session.get(`/mfa/users/${row.id}/explain`);
        expect(body.data.requirement).toBe(row.requirement);
        expect(body.data.graceEndsAt).toBe(row.graceEndsAt);
      }
    }
  );

  it('tells what each person has, and leaves out who cannot sign in [B22][C20]', async () => {
    await setPolicy(admin.session, {
      enabled: true,
      requirement: 'optional',
      roles: {},
      allowedMethods: ['webauthn', 'totp'],
    });
    const rows = await all('search=both');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ methods: ['totp', 'email'], status: 'protected', requirement: 'optional' });
    expect(await all('search=away')).toEqual([]);
    const [own] = await all(`search=${encodeURIComponent(admin.person.email)}`);
    expect(own).toMatchObject({ status: 'protected', methods: ['totp'], recoveryCodesRemaining: 10, aboveYou: false });
    expect(own?.lastVerifiedAt).not.toBeNull();
    expect(own?.firstBoundAt).not.toBeNull();
  });

  it('shows a first binding for seven days [B6]', async () => {
    await host.container.database
      .table('accounts')
      .where({ user_id: admin.person.id })
      .update({ first_bound_at: host.clock.now() - 7 * DAY });
    expect((await all(`search=${admin.person.email}`))[0]?.firstBoundAt).toBeNull();
  });

  it('searches, filters and sorts on the server, and never shows anybody twice [C20]', async () => {
    expect(ids(await all('search=phone%20two'))).toHaveLength(1);
    expect(await all('search=%25')).toEqual([]);
    expect(ids(await all('method=none'))).toHaveLength(15);
    expect(ids(await all('method=email'))).toHaveLength(6);
    expect(ids(await all(`role=${AUTHOR}`))).toHaveLength(20);
    expect(ids(await all('status=locked,exempt'))).toHaveLength(6);
    const emails = (await all('sort=email:desc')).map((row) => row.email);
    expect(emails).toEqual([...emails].sort().reverse());

    const seen: number[] = [];
    for (let page = 1; page <= 7; page += 1) {
      const { body } = await admin.session.get(`/mfa/users?page=${page}&pageSize=5&sort=status`);
      expect(body.meta.pagination).toEqual({ page, pageSize: 5, pageCount: 7, total: 31 });
      seen.push(...body.data.map((row: PersonRow) => row.id));
    }
    expect(new Set(seen).size).toBe(31);
    const behind = (await admin.session.get('/mfa/users?page=9&pageSize=5')).body;
    expect([behind.data, behind.meta.pagination.total]).toEqual([[], 31]);
  });

  it('asks the database a fixed number of questions, however many people there are [C20]', async () => {
    const once = async (path: string): Promise<number> => {
      let queries = 0;
      const listen = () => (queries += 1);
      host.strapi.db.connection.on('query', listen);
      expect((await admin.session.get(path)).status).toBe(200);
      host.strapi.db.connection.removeListener('query', listen);
      return queries;
    };
    // The schedule asks its own questions once a minute.
    const count = async (path: string): Promise<number> => Math.min(await once(path), await once(path));
    const one = await count('/mfa/users?pageSize=2');
    expect(await count('/mfa/users?pageSize=100')).toBe(one);
    expect(await count('/mfa/users?pageSize=100&sort=status')).toBe(one);
    expect(await count('/mfa/users?pageSize=100&sort=deadline:DESC')).toBe(one);
    expect(await count('/mfa/users/coverage')).toBeLessThan(20);
    expect(await count('/mfa/users/summary')).toBeLessThan(20);
  });

  it.each(['page=0', 'pageSize=101', 'status=fine', 'sort=password', 'method=otp', 'other=1'])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await admin.session.get(`/mfa/users?${query}`);
      expect(status).toBe(400);
      expect(body.error.details.code).toBe('MFA_INVALID_REQUEST');
    }
  );

  it('gives everybody as a file that no spreadsheet runs [C20]', async () => {
    await createPerson(host, { firstname: '=cmd|calc', lastname: '"quoted", and more' });
    const response = await admin.session.get('/mfa/users/export?sort=email');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['x-total-count']).toBe('32');
    const lines = response.text.split('\r\n').filter(Boolean);
    expect(lines).toHaveLength(33);
    expect(response.text).toContain(`"'=cmd|calc ""quoted"", and more"`);
    const filtered = await admin.session.get('/mfa/users/export?search=phone');
    expect(filtered.text.split('\r\n').filter(Boolean)).toHaveLength(4);
    const { events } = await host.container.audit.list({ types: ['people.exported'] }, { limit: 1 });
    expect(events[0]).toMatchObject({
      actor: { email: admin.person.email },
      details: { total: 3, filters: { search: 'phone' } },
    });
  });
});

describe('what is behind a row', () => {
  let host: Host;
  let admin: Administrator;

  beforeAll(async () => {
    host = await startHost();
    admin = await provenSuperAdmin(host);
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('says why somebody is, or is not, asked, rule by rule, and for each session [C17][B47]', async () => {
    const { person, app } = await personWithTotp(host);
    await setPolicy(admin.session, { requirement: 'required_on_first_login', trustedBrowserDays: 14 });
    await signInWithTotp(host, person, app, { trustBrowser: true });
    const { body } = await admin.session.get(`/mfa/users/${person.id}/explain`);
    expect(body.data).toMatchObject({
      action: 'challenge',
      methods: ['totp', 'recovery_code'],
      requirement: 'required_on_first_login',
    });
    expect(body.data.rules.at(-1)).toMatchObject({ rule: 'ask', applied: true });
    expect(body.data.rules.map((rule: { rule: string }) => rule.rule).slice(0, 3)).toEqual([
      'policy_disabled',
      'person_exempt',
      'sso_exempt',
    ]);
    expect(body.data.inTrustedBrowser).toMatchObject({ action: 'allow', because: 'trusted_browser' });
    expect(body.data.sessions[0]).toMatchObject({
      assurance: 'mfa',
      explanation: { action: 'allow', because: 'session_verified' },
    });
    const bySso = await admin.session.get(`/mfa/users/${person.id}/explain?provider=corporate`);
    expect(bySso.body.data).toMatchObject({ action: 'allow', because: 'sso_exempt' });
    await setPolicy(admin.session, { requirement: 'optional', trustedBrowserDays: 0 });
  });

  it('shows sessions with what each has proved, own and others [B28][B29]', async () => {
    const { person, app } = await personWithTotp(host);
    await signInWithTotp(host, person, app);
    const { body } = await admin.session.get(`/mfa/users/${person.id}/sessions`);
    expect(body.data).toHaveLength(2);
    expect(body.data[0]).toMatchObject({ assurance: 'mfa', method: 'totp', current: false });
    expect(body.data[0].verifiedAt).not.toBeNull();
    const plain = await createPerson(host);
    await logIn(host, plain);
    const none = await admin.session.get(`/mfa/users/${plain.id}/sessions`);
    expect(none.body.data).toMatchObject([{ assurance: 'none', method: null, verifiedAt: null }]);
    const own = await admin.session.get(`/mfa/users/${admin.person.id}/sessions`);
    expect(own.body.data.filter((session: { current: boolean }) => session.current)).toHaveLength(1);
  });

  it('has the state where clients look for it, and nowhere in core’s own answers [B6][B22][C6]', async () => {
    const { person, app } = await personWithTotp(host);
    const signedIn = await signInWithTotp(host, person, app);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method: 'totp', recoveryCodesRemaining: 10 });
    expect((await signedIn.get('/mfa/me')).body.data).toMatchObject({ enrolled: true, session: { assurance: 'mfa' } });
    const [row] = (await admin.session.get(`/mfa/users?search=${person.email}`)).body.data;
    expect(row).toMatchObject({ id: person.id, status: 'protected', methods: ['totp'] });
    const plain = await createPerson(host);
    const core = await (await logIn(host, plain)).get('/admin/users/me');
    expect(JSON.stringify(core.body)).not.toMatch(/mfa/i);
    expect(JSON.stringify((await admin.session.get(`/admin/users/${person.id}`)).body)).not.toMatch(/mfa|totp/i);
  });

  it('shows one person with methods and dates, and no secret [B6][C20]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const app = await enrollTotp(host, session, 'Old phone');
    await enrollKey(host, session);
    const { body } = await admin.session.get(`/mfa/users/${person.id}`);
    expect(body.data).toMatchObject({
      status: 'protected',
      methods: ['webauthn', 'totp'],
      recoveryCodes: { remaining: 10, total: 10 },
      trustedBrowsers: 0,
      exemption: null,
      isActive: true,
    });
    expect(body.data.authenticators.map((one: { name: string }) => one.name)).toEqual(['Old phone', 'YubiKey blue']);
    expect(JSON.stringify(body)).not.toContain(app.secret);
    expect((await admin.session.get('/mfa/users/999999')).body.error.details.code).toBe('MFA_NOT_FOUND');
    expect((await admin.session.get('/mfa/users/1e1')).status).toBe(404);
  });

  it('shows who owns admin tokens, and how old they are [C20]', async () => {
    const made = await admin.session.post('/admin/admin-tokens', {
      name: 'Nightly backup',
      description: '',
      adminPermissions: [],
      lifespan: null,
    });
    expect(made.status).toBe(201);
    host.clock.advance(3 * DAY);
    try {
      const { adminTokens } = await host.container.people.summary();
      expect(adminTokens).toMatchObject([{ name: 'Nightly backup', owner: { email: admin.person.email }, ageDays: 3 }]);
    } finally {
      host.clock.run();
    }
  });

  it('is for those with the permission only; the file asks for a fresh proof [A53][C21]', async () => {
    const code = await createRole(host, 'Help desk', ['plugin::mfa.users.read']);
    const reader = await createPerson(host, { roles: [code] });
    const outsider = await createPerson(host);
    const [reading, outside] = [await logIn(host, reader), await logIn(host, outsider)];
    for (const path of [
      '/mfa/users',
      '/mfa/users/summary',
      '/mfa/users/coverage',
      `/mfa/users/${reader.id}`,
      `/mfa/users/${reader.id}/explain`,
      `/mfa/users/${reader.id}/sessions`,
    ]) {
      expect([path, (await reading.get(path)).status]).toEqual([path, 200]);
      expect([path, (await outside.get(path)).status]).toEqual([path, 403]);
      expect([path, (await host.request.get(path)).status]).toEqual([path, 401]);
    }
    expect((await reading.get('/mfa/users/export')).body.error.details.code).toBe('MFA_PASSWORD_REQUIRED');
    const rows = (await reading.get('/mfa/users?search=ada')).body.data;
    expect(rows).toMatchObject([{ email: admin.person.email, roles: [{ code: SUPER }], aboveYou: true }]);
  });
});
