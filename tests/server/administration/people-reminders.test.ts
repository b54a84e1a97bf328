import {
  createPerson,
  createRole,
  DAY,
  personWithTotp,
  proven,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  startHost,
  type Administrator,
  type Host,
} from '../../support';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

const remind = (userIds?: number[], by = admin.session) => by.post('/mfa/users/reminders', userIds ? { userIds } : {});
const settled = () => host.container.notices.flush();
const subjectsTo = (address: string) => host.mail.to(address).map(({ subject }) => subject);
const progress = async (since: number) =>
  (await admin.session.get(`/mfa/users/reminders?since=${new Date(since).toISOString()}`)).body.data;

describe('reminders', () => {
  it('are mailed to those who lack a method, once a day, and name who asked [C20]', async () => {
    const plain = await createPerson(host);
    const { person } = await personWithTotp(host);
    const since = host.clock.now();
    const first = await remind([plain.id, person.id, 999_999]);
    expect(first.status).toBe(200);
    expect(first.body.data).toEqual({
      queued: 1,
      skipped: [
        { id: person.id, reason: 'already_set_up' },
        { id: 999_999, reason: 'not_found' },
      ],
    });
    await settled();
    const [mail] = host.mail.to(plain.email);
    expect(mail?.text).toContain(admin.person.email);
    expect(mail?.text).not.toMatch(/https?:\/\//);
    expect(await progress(since)).toEqual({ pending: 0, sent: 1, failed: [] });

    expect((await remind([plain.id])).body.data).toEqual({
      queued: 0,
      skipped: [{ id: plain.id, reason: 'reminded_today' }],
    });
    host.clock.advance(DAY);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    expect((await remind([plain.id])).body.data.queued).toBe(1);
    const { events } = await host.container.audit.list({ types: ['user.reminded'] }, { limit: 1 });
    expect(events[0]).toMatchObject({
      actor: { email: admin.person.email },
      target: { id: plain.id },
      details: { people: 1, userIds: [plain.id] },
    });
  });

  it('reach everybody who lacks one when nobody is named [C20]', async () => {
    const people = [await createPerson(host), await createPerson(host)];
    const away = await createPerson(host, { isActive: false });
    const exempt = await createPerson(host);
    await host.container.people.exempt({ kind: 'system' }, exempt.id, {
      reason: 'leaving',
      until: host.clock.now() + DAY,
    });
    const { body } = await remind();
    expect(body.data.queued).toBeGreaterThanOrEqual(2);
    expect(body.data.skipped).toContainEqual({ id: exempt.id, reason: 'exempt' });
    await settled();
    for (const person of people) expect(subjectsTo(person.email)).toHaveLength(1);
    expect(subjectsTo(away.email)).toEqual([]);
  });

  it('show which could not be sent [C20]', async () => {
    const plain = await createPerson(host);
    const since = host.clock.now();
    host.mail.refuse(true);
    expect((await remind([plain.id])).body.data.queued).toBe(1);
    await settled();
    const shown = await progress(since);
    host.mail.refuse(false);
    expect(shown).toMatchObject({ pending: 1, sent: 0, failed: [{ id: plain.id, email: plain.email }] });
    expect(shown.failed[0].reason).not.toBe('');
  });

  it('stay away from oneself and from anybody more powerful, and need the permission [C20][C21]', async () => {
    const plain = await createPerson(host);
    const own = await remind([admin.person.id, plain.id]);
    expect([own.status, own.body.error.details.code]).toEqual([409, 'MFA_NOT_ON_YOURSELF']);
    const role = await createRole(host, 'Reminders', ['plugin::mfa.users.remind']);
    const helper = await proven(host, await createPerson(host, { roles: [role] }));
    const above = await remind([plain.id, admin.person.id], helper.session);
    expect([above.status, above.body.error.details.code]).toEqual([403, 'MFA_TARGET_ABOVE_YOU']);
    await settled();
    expect(subjectsTo(plain.email)).toEqual([]);
    const outsider = await proven(host, await createPerson(host));
    expect((await remind([plain.id], outsider.session)).status).toBe(403);
    for (const userIds of [[], ['1'], [0], [1.5]]) {
      expect((await admin.session.post('/mfa/users/reminders', { userIds })).status).toBe(400);
    }
  });

  it('can be switched off in the policy [C22]', async () => {
    const plain = await createPerson(host);
    await setPolicy(admin.session, { notices: { reminder: false } });
    expect((await remind([plain.id])).body.data).toEqual({
      queued: 0,
      skipped: [{ id: plain.id, reason: 'switched_off' }],
    });
    await setPolicy(admin.session, { notices: { reminder: true } });
  });
});

describe('code of the host', () => {
  const users = () =>
    host.strapi.plugin('mfa').service('users') as {
      status(id: number): Promise<Record<string, unknown>>;
      reset(id: number, options?: object): Promise<{ removed: number }>;
      unlock(id: number): Promise<void>;
    };

  it('reads, resets and unlocks through a service, as the system [B6][B51]', async () => {
    const { person } = await personWithTotp(host);
    expect(await users().status(person.id)).toMatchObject({ status: 'protected', methods: ['totp'], aboveYou: false });
    await users().unlock(person.id);
    expect(await users().reset(person.id)).toMatchObject({ removed: 1 });
    expect(await users().status(person.id)).toMatchObject({ status: 'must_enroll', methods: [] });
    const { events } = await host.container.audit.list(
      { userId: person.id, types: ['user.reset', 'user.unlocked'] },
      { limit: 2 }
    );
    expect(events.map(({ type, actor }) => [type, actor.kind])).toEqual([
      ['user.reset', 'system'],
      ['user.unlocked', 'system'],
    ]);
    await expect(users().reset(person.id)).rejects.toMatchObject({ code: 'MFA_NOTHING_TO_RESET' });
    await expect(users().status(999_999)).rejects.toMatchObject({ code: 'MFA_NOT_FOUND' });
  });
});
