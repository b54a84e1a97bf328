import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  forcePolicy,
  logIn,
  logInToEnroll,
  postLogin,
  signInWithTotp,
  startHost,
  superAdmin,
  verify,
  type Host,
} from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

const enrolled = async () => {
  const person = await createPerson(host);
  const first = await logInToEnroll(host, person);
  const app = await enrollTotp(host, first);
  return { person, app, first };
};

const tablesOf = async (userId: number): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of [
    'accounts',
    'authenticators',
    'recoveryCodes',
    'transactions',
    'families',
    'counters',
    'trustedBrowsers',
  ] as const) {
    const row = await host.container.database.table(table).where({ user_id: userId }).count({ total: '*' }).first();
    counts[table] = Number(row?.total);
  }
  return counts;
};

describe('what happens to an account', () => {
  it('ends every session, as Strapi does, and every open question when the owner changes the password [C18]', async () => {
    const { person, app } = await enrolled();
    const mine = await signInWithTotp(host, person, app);
    const other = await signInWithTotp(host, person, app);
    const { transaction } = await askToSignIn(host, person);
    const put = await mine.put('/admin/users/me', { currentPassword: person.password, password: 'Another-password-2' });
    expect(put.status).toBe(200);
    expect((await mine.get('/admin/users/me')).status).toBe(401);
    expect((await other.get('/admin/users/me')).status).toBe(401);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(410);
  });

  it('ends all sessions when an administrator sets a password or deactivates [C18]', async () => {
    const admin = await logIn(host, await superAdmin(host));
    const { person, app } = await enrolled();
    const session = await signInWithTotp(host, person, app);
    expect((await admin.put(`/admin/users/${person.id}`, { password: 'Set-by-an-admin-1' })).status).toBe(200);
    expect((await session.get('/admin/users/me')).status).toBe(401);

    const second = await enrolled();
    const live = await signInWithTotp(host, second.person, second.app);
    const { transaction } = await askToSignIn(host, second.person);
    await admin.put(`/admin/users/${second.person.id}`, { isActive: false });
    expect((await live.get('/admin/users/me')).status).toBe(401);
    await admin.put(`/admin/users/${second.person.id}`, { isActive: true });
    expect((await live.get('/admin/users/me')).status).toBe(401);
    expect((await verify(host, transaction, { method: 'totp', code: second.app.code() })).status).toBe(410);
  });

  it('leaves no row of a deleted person [C26]', async () => {
    const admin = await logIn(host, await superAdmin(host));
    const { person } = await enrolled();
    expect((await tablesOf(person.id)).authenticators).toBe(1);
    await admin.delete(`/admin/users/${person.id}`);
    expect(Object.values(await tablesOf(person.id)).every((count) => count === 0)).toBe(true);
    const several = await enrolled();
    await admin.post('/admin/users/batch-delete', { ids: [several.person.id] });
    expect(Object.values(await tablesOf(several.person.id)).every((count) => count === 0)).toBe(true);
  });

  it('ends other sessions, questions and trust when an authenticator is removed, and the codes with the last [A24][A25][A26]', async () => {
    const { person, first } = await enrolled();
    const office = await enrollKey(host, first, undefined, 'YubiKey office');
    const home = await enrollKey(host, first, undefined, 'YubiKey home');
    const { authenticators } = (await first.get('/mfa/me')).body.data;
    expect(authenticators).toHaveLength(3);
    expect((await first.delete(`/mfa/me/authenticators/${office.authenticator.id}`)).status).toBe(200);
    expect((await first.get('/mfa/me')).status).toBe(200);
    const left = (await first.get('/mfa/me')).body.data.authenticators.map((one: { name: string }) => one.name);
    expect(left).toEqual(['Phone', 'YubiKey home']);
    for (const id of [home.authenticator.id, authenticators[0].id]) {
      expect((await first.delete(`/mfa/me/authenticators/${id}`)).status).toBe(200);
    }
    const me = (await first.get('/mfa/me')).body.data;
    expect(me).toMatchObject({ enrolled: false, recoveryCodes: { remaining: 0, total: 0 } });
    expect((await postLogin(host, person)).status).toBe(200);
  });

  it('keeps the last authenticator where the policy requires one [A47]', async () => {
    const { first, person } = await enrolled();
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const { authenticators } = (await first.get('/mfa/me')).body.data;
    const refused = await first.delete(`/mfa/me/authenticators/${authenticators[0].id}`);
    await forcePolicy(host, { requirement: 'optional' });
    expect(refused.status).toBe(409);
    expect(refused.body.error.details.code).toBe('MFA_LAST_FACTOR_REQUIRED');
    expect(await host.container.authenticators.count(person.id)).toBe(1);
  });

  it('names, renames and lists each authenticator with its dates [A22][A23][C7]', async () => {
    const { first } = await enrolled();
    const { authenticator } = await enrollKey(host, first, undefined, 'YubiKey blue');
    expect(authenticator.name).toBe('YubiKey blue');
    const renamed = await first.put(`/mfa/me/authenticators/${authenticator.id}`, { name: 'YubiKey green' });
    expect(renamed.body.data.authenticator).toMatchObject({
      name: 'YubiKey green',
      type: 'webauthn',
      lastUsedAt: null,
    });
    const too = await first.put(`/mfa/me/authenticators/${authenticator.id}`, { name: 'x'.repeat(65) });
    expect(too.status).toBe(400);
  });

  it('allows five apps and refuses the sixth [C7]', async () => {
    const { first } = await enrolled();
    for (let count = 2; count <= 5; count += 1) await enrollTotp(host, first, `App ${count}`);
    const sixth = await first.post('/mfa/me/totp/begin', {});
    expect(sixth.body.error.details).toMatchObject({ code: 'MFA_LIMIT_REACHED', limit: 5 });
  });

  it('replaces the recovery codes as a whole, and never shows the old ones again [A33][B37]', async () => {
    const { person, first, app } = await enrolled();
    const { recoveryCodes: old } = {
      recoveryCodes: (await first.post('/mfa/me/recovery-codes', {})).body.data.recoveryCodes,
    };
    const fresh = (await first.post('/mfa/me/recovery-codes', {})).body.data.recoveryCodes;
    expect(fresh).toHaveLength(10);
    const { transaction } = await askToSignIn(host, person);
    expect((await verify(host, transaction, { method: 'recovery_code', code: old[0] })).status).toBe(400);
    expect(
      (await verify(host, transaction, { method: 'recovery_code', code: fresh[0].toLowerCase().replace(/-/g, ' ') }))
        .status
    ).toBe(200);
    const later = await signInWithTotp(host, person, app);
    const { recoveryCodes } = (await later.get('/mfa/me')).body.data;
    expect(recoveryCodes).toMatchObject({ remaining: 9, total: 10 });
    expect(JSON.stringify((await later.get('/mfa/me')).body)).not.toContain(fresh[1]);
  });

  it('asks for a fresh proof before anything of this is changed [B28]', async () => {
    const { first } = await enrolled();
    host.clock.advance(11 * 60_000);
    const { authenticators } = (await first.get('/mfa/me')).body.data;
    const answers = [
      await first.post('/mfa/me/recovery-codes', {}),
      await first.post('/mfa/me/webauthn/begin', {}),
      await first.delete(`/mfa/me/authenticators/${authenticators[0].id}`),
    ];
    for (const { body } of answers) {
      expect(body.error.details).toMatchObject({
        code: 'MFA_REQUIRED',
        purpose: 'step_up',
        reason: 'sensitive_action',
      });
    }
    expect((await first.put(`/mfa/me/authenticators/${authenticators[0].id}`, { name: 'Renamed' })).status).toBe(200);
  });
});

describe('signing out', () => {
  it('ends every open question of that person, and a question of the session proves nothing any more [A34]', async () => {
    const { person, app } = await enrolled();
    const session = await signInWithTotp(host, person, app);
    const { transaction } = await askToSignIn(host, person);
    const asked = await session.post('/mfa/transactions', {});
    expect((await session.post('/admin/logout', {})).status).toBe(200);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(410);
    expect((await verify(host, asked.body.data.transaction, { method: 'totp', code: app.code() })).status).toBe(410);
  });
});
