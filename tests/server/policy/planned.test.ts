/** A planned requirement: it starts by itself, on every node, and nothing before its date. */
import {
  createPerson,
  createRole,
  DAY,
  EDITOR,
  HOUR,
  logIn,
  onEachDatabase,
  personWithTotp,
  postLogin,
  SECOND,
  signInWithTotp,
  startHost,
  SUPER,
  type Host,
  type Person,
} from '../../support';
import { createPolicyStore } from '../../../server/src/policy';
import {
  POLICY_PATH,
  previewPolicy,
  proven,
  provenSuperAdmin,
  putPolicy,
  readPolicy,
  setPolicy,
  type Administrator,
} from '../../support/policy';

/** So that the app shows another code. */
const STEP = 30 * SECOND;
const NOTHING = { enabled: true, requirement: 'optional', roles: {}, planned: null, gracePeriodDays: 0 };

onEachDatabase('a planned requirement', (database) => {
  let host: Host;
  let admin: Administrator;

  beforeAll(async () => {
    host = await startHost({ database });
    admin = await provenSuperAdmin(host);
    host.clock.set(host.clock.now());
  });

  afterAll(async () => {
    await host?.stop();
  });

  const again = async (): Promise<void> => {
    admin.session = await signInWithTotp(host, admin.person, admin.app);
  };

  const policy = async (change: object) => {
    host.clock.advance(STEP);
    await again();
    return setPolicy(admin.session, { ...NOTHING, ...change });
  };

  /** From the moment when `policy` saves. */
  const inDays = (days: number): string => new Date(host.clock.now() + STEP + days * DAY).toISOString();

  const planFor = (days: number | null, more: object = {}) => ({
    requirement: 'required_on_first_login',
    roles: {},
    startsAt: days === null ? null : inDays(days),
    ...more,
  });

  const codeAtTheDoor = async (person: Person) => {
    const answer = await postLogin(host, person);
    return answer.status === 200 ? 'in' : String(answer.body.error.details.code);
  };

  it('asks nobody before its date, and everybody from its date on, without a timer [C62]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    await policy({ planned: planFor(7) });
    expect(await codeAtTheDoor(person)).toBe('in');
    const { planned } = await readPolicy(admin.session);
    expect((await session.get('/mfa/me')).body.data.graceEndsAt).toBe(planned?.startsAt);
    host.clock.advance(7 * DAY - SECOND);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    host.clock.advance(SECOND);
    expect((await session.get('/admin/users/me')).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(await codeAtTheDoor(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    await again();
    expect(await readPolicy(admin.session)).toMatchObject({ requirement: 'required_on_first_login', planned: null });
    const { body } = await admin.session.get(`/mfa/users/${person.id}/explain`);
    expect(body.data.action).toBe('enroll');
    const list = await admin.session.get('/mfa/users?status=must_enroll');
    expect(list.body.data.map((row: { id: number }) => row.id)).toContain(person.id);
  });

  it('starts exactly at its date for a session that was checked a moment before [C62]', async () => {
    await policy({});
    const session = await logIn(host, await createPerson(host));
    await policy({ planned: planFor(1) });
    host.clock.advance(DAY - SECOND);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    host.clock.advance(SECOND);
    expect((await session.get('/admin/users/me')).status).toBe(403);
  });

  it('counts the grace period from its date [C62] [C16]', async () => {
    await policy({});
    const person = await createPerson(host);
    const starts = inDays(2);
    await policy({ planned: { ...planFor(null), startsAt: starts }, gracePeriodDays: 3 });
    host.clock.advance(4 * DAY);
    const session = await logIn(host, person);
    const { graceEndsAt } = (await session.get('/mfa/me')).body.data;
    expect(Date.parse(graceEndsAt)).toBe(Date.parse(starts) + 3 * DAY);
    host.clock.advance(DAY + HOUR);
    expect(await codeAtTheDoor(person)).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('is the requirement on two nodes that never met, and is written down once [C62] [C25]', async () => {
    await policy({ roles: { [EDITOR]: 'optional' }, planned: planFor(1, { roles: { [SUPER]: 'always_required' } }) });
    const other = createPolicyStore({ ...host.container, warn: () => undefined });
    host.clock.advance(DAY);
    const [here, there] = [await host.container.policies.current(), await other.current()];
    expect(here).toMatchObject({ requirement: 'required_on_first_login', roles: { [SUPER]: 'always_required' } });
    expect(there).toEqual(here);
    const rows = host.container.database.table('policies');
    expect(JSON.parse((await rows.clone().first()).document).requirement).toBe('optional');
    await Promise.all(Array.from({ length: 4 }, () => host.container.policyEditor.startPlanned()));
    expect(JSON.parse((await rows.clone().first()).document)).toMatchObject({
      requirement: 'required_on_first_login',
      planned: null,
    });
    expect(await host.container.policies.current()).toEqual(here);
    expect(await other.current()).toEqual(here);
    await again();
    const { body } = await admin.session.get('/mfa/audit-events?type=policy.planned_started&limit=10');
    const mine = body.data.filter(({ details }: { details: { changes: { key: string }[] } }) =>
      details.changes.some(({ key }) => key === 'roles')
    );
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ actor: { kind: 'system' }, details: { plannedBy: admin.person.email } });
  });

  // What follows depends on no database.
  if (database !== 'sqlite') return;

  it('that somebody puts into the database does not count [C62] [C70]', async () => {
    await policy({ requirement: 'always_required' });
    const { database: tables, policies } = host.container;
    expect((await policies.current()).requirement).toBe('always_required');
    const row = await tables.table('policies').first();
    const planned = { requirement: 'optional', roles: {}, startsAt: new Date(host.clock.now() - DAY).toISOString() };
    await tables.table('policies').update({ document: JSON.stringify({ ...JSON.parse(row.document), planned }) });
    expect(await host.container.policies.current()).toMatchObject({ requirement: 'always_required', doubted: true });
    await tables.table('policies').update({ document: row.document });
  });

  it('refuses a date that has passed or is more than a year away, and a role nobody knows [C62]', async () => {
    await policy({});
    const now = new Date(host.clock.now()).toISOString();
    const wrong = [
      planFor(0, { startsAt: now }),
      planFor(-1),
      planFor(366),
      planFor(1, { roles: { nobody: 'optional' } }),
    ];
    for (const planned of [...wrong, { requirement: 'optional' }, planFor(1, { startsAt: 'tomorrow' })]) {
      const answer = await putPolicy(admin.session, { planned });
      expect([planned, answer.status, answer.body.error?.details.code]).toEqual([planned, 400, 'MFA_INVALID_REQUEST']);
    }
    expect((await readPolicy(admin.session)).planned).toBeNull();
    expect((await putPolicy(admin.session, { planned: planFor(364) })).status).toBe(200);
    await again();
    expect((await putPolicy(admin.session, { helpText: 'Ask us.' })).status).toBe(200);
  });

  it('an editor of the policy before the start notices that it started [C62]', async () => {
    await policy({ planned: planFor(1) });
    const { updatedAt, ...before } = await readPolicy(admin.session);
    host.clock.advance(DAY);
    await again();
    const answer = await admin.session.put(POLICY_PATH, { ...before, updatedAt, helpText: 'stale' });
    expect([answer.status, answer.body.error?.details.code]).toEqual([409, 'MFA_POLICY_CHANGED']);
    // Without a version, the plan that has passed is refused, so nobody undoes the requirement unknowingly.
    expect((await admin.session.put(POLICY_PATH, before)).status).toBe(400);
  });

  it('loosens nothing for people above its author, now or later [C62] [A48]', async () => {
    await policy({});
    const role = await createRole(host, `Clerk ${host.clock.now()}`, [
      'plugin::mfa.policy.read',
      'plugin::mfa.policy.update',
    ]);
    const clerk = await proven(host, await createPerson(host, { roles: [role] }));
    const attempt = async (from: object, to: object) => {
      await policy({ gracePeriodDays: 0, ...from });
      clerk.session = await signInWithTotp(host, clerk.person, clerk.app);
      const answer = await putPolicy(clerk.session, to);
      return answer.body.error?.details.code ?? answer.status;
    };
    const strict = { roles: { [SUPER]: 'always_required' } };
    const above = 'MFA_TARGET_ABOVE_YOU';
    expect(await attempt(strict, { planned: planFor(1) })).toBe(above);
    expect(await attempt(strict, { planned: planFor(null) })).toBe(200);
    expect(await attempt({ planned: planFor(2, strict) }, { planned: null })).toBe(above);
    expect(await attempt({ planned: planFor(2, strict) }, { planned: planFor(3, strict) })).toBe(above);
    expect(await attempt({ planned: planFor(2, strict) }, { planned: planFor(null, strict) })).toBe(above);
    expect(await attempt({ planned: planFor(2, strict) }, { planned: planFor(1, strict) })).toBe(200);
    expect(await attempt({}, { planned: planFor(2, strict) })).toBe(200);
  });

  it('reports what it would have done at each login, as `decide` says, and asks nobody [C62]', async () => {
    await policy({});
    const [bare, other] = [await createPerson(host), await createPerson(host)];
    const { person, app } = await personWithTotp(host);
    const roles = { [EDITOR]: 'required_on_first_login' };
    await policy({ planned: planFor(null, { roles }) });
    host.clock.advance(STEP);
    await logIn(host, bare);
    await logIn(host, bare);
    await signInWithTotp(host, person, app);
    host.clock.advance(DAY);
    await logIn(host, other);
    await logIn(host, bare);
    await again();
    const { data } = (await admin.session.get('/mfa/policy/report?days=3')).body;
    const would = (await previewPolicy(admin.session, { requirement: 'required_on_first_login', planned: null })).body;
    const must = would.data.affected.map(({ id }: { id: number }) => id);
    expect(must).toEqual(expect.arrayContaining([bare.id, other.id]));
    expect(must).not.toContain(person.id);
    expect(data.who.setUp.map(({ id }: { id: number }) => id).sort()).toEqual([bare.id, other.id].sort());
    expect(data.who.ask.map(({ id }: { id: number }) => id)).toContain(person.id);
    expect(data.days).toHaveLength(3);
    expect(data.days[2]).toMatchObject({ setUp: 2, stop: 0 });
    expect(data.total).toMatchObject({ setUp: 2, stop: 0, ask: data.who.ask.length });
    expect(data.total.people).toBe(2 + data.who.ask.length);
    // Another requirement is another plan, and nothing is known about it yet. Another date is the same plan.
    await policy({ planned: planFor(9, { roles }) });
    const same = (await admin.session.get('/mfa/policy/report?days=3')).body.data;
    expect(same.total.setUp).toBe(2);
    await policy({ planned: planFor(9, { requirement: 'always_required' }) });
    const none = (await admin.session.get('/mfa/policy/report?days=3')).body.data;
    expect(none.total).toEqual({ people: 0, ask: 0, setUp: 0, stop: 0 });
    expect((await admin.session.get('/mfa/policy/report?days=91')).status).toBe(400);
  });
});
