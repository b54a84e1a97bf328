/** An administrator gives enrollment passes over HTTP, and a person uses them. */
import type { EventType } from '../../../shared/contracts';
import {
  askToSignIn,
  callerOf,
  createPerson,
  createRole,
  enrollTotp,
  expectOk,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  proven,
  provenSuperAdmin,
  signInWithTotp,
  startHost,
  type Administrator,
  type Caller,
  type Host,
  type Person,
} from '../../support';

const REASON = { reason: 'Checked on the phone' };

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
  await forcePolicy(host, { requirement: 'required_on_first_login', firstFactorProof: 'pass' });
});

afterAll(async () => {
  await host?.stop();
});

const give = (who: Pick<Person, 'id'>, body: object = { ...REASON, hours: 24 }, by = admin) =>
  by.session.post(`/mfa/users/${who.id}/pass`, body);

const given = async (who: Person, hours = 24): Promise<{ pass: string; expiresAt: string }> =>
  expectOk(await give(who, { ...REASON, hours }), 'give a pass').body.data;

/** Strapi doesn't read the body of a DELETE, and browsers don't send one. */
const end = (who: Person, reason = '') =>
  admin.session.delete(`/mfa/users/${who.id}/pass${reason && `?reason=${encodeURIComponent(reason)}`}`);

const row = async (who: Person) => {
  const { body } = await admin.session.get(`/mfa/users?search=${encodeURIComponent(who.email)}`);
  return body.data[0];
};

/** The newest event comes first. */
const events = async (who: Person, ...types: EventType[]) =>
  (await host.container.audit.list({ types, userId: who.id }, { limit: 20 })).events;

const atTheDoor = async (who: Person): Promise<Caller> => callerOf(host, (await askToSignIn(host, who)).transaction);

const use = async (caller: Caller, pass: string) => (await caller.post('/mfa/me/first-factor/pass', { pass })).status;

/** Whether the person can use the pass now, in a new login. */
const worksFor = async (who: Person, pass: string): Promise<boolean> => (await use(await atTheDoor(who), pass)) === 200;

const codeOf = (response: { body: { error?: { details?: { code?: string } } } }) => response.body.error?.details?.code;

describe('giving a pass [C52]', () => {
  it('answers it once, with its end; the list and the details say that there is one, and until when', async () => {
    const person = await createPerson(host);
    expect((await row(person)).pass).toBeNull();
    const { pass, expiresAt } = await given(person, 4);
    expect(pass).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(host.clock.now() + 4 * HOUR - Date.parse(expiresAt)).toBeLessThan(60_000);
    expect((await row(person)).pass).toEqual({ expiresAt });
    const details = await admin.session.get(`/mfa/users/${person.id}`);
    expect(details.body.data.pass).toEqual({ expiresAt });
    expect(JSON.stringify([details.body, await row(person)])).not.toContain(pass);
    expect(await worksFor(person, pass)).toBe(true);
    expect((await row(person)).pass).toBeNull();
  });

  it('is recorded with who, for whom, why and for how long, and told to the person by mail, never which', async () => {
    const person = await createPerson(host, { preferedLanguage: 'fr' });
    host.mail.clear();
    const { pass, expiresAt } = await given(person, 4);
    const [event] = await events(person, 'user.pass_given');
    expect(event).toMatchObject({
      outcome: 'success',
      actor: { id: admin.person.id, email: admin.person.email, kind: 'user' },
      target: { id: person.id, email: person.email },
      reason: REASON.reason,
      details: { hours: 4, until: expiresAt },
    });
    const mail = await host.mail.waitFor(person.email);
    expect(mail.subject).toContain('passe de configuration');
    expect(mail.text).toContain(admin.person.email);
    const said = JSON.stringify([mail, event]).toUpperCase();
    for (const shape of [pass, pass.replaceAll('-', ''), pass.replaceAll('-', ' ')]) expect(said).not.toContain(shape);
  });

  const WRONG: [string, object][] = [
    ['no hours', REASON],
    ['no time at all', { ...REASON, hours: 0 }],
    ['more than three days', { ...REASON, hours: 73 }],
    ['half hours', { ...REASON, hours: 1.5 }],
    ['hours as text', { ...REASON, hours: '24' }],
    ['no reason', { hours: 24 }],
    ['a blank reason', { reason: '  ', hours: 24 }],
    ['a long reason', { reason: 'x'.repeat(501), hours: 24 }],
    ['a pass of one’s own choice', { ...REASON, hours: 24, pass: 'AAAA-BBBB-CCCC' }],
  ];

  it.each(WRONG)('is refused with %s, and nothing is written', async (_, body) => {
    const person = await createPerson(host);
    const answer = await give(person, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'MFA_INVALID_REQUEST']);
    expect((await row(person)).pass).toBeNull();
    expect(await events(person, 'user.pass_given')).toEqual([]);
  });

  it.each([1, 72])('works for %i hours and not a second longer', async (hours) => {
    const person = await createPerson(host);
    const { pass } = await given(person, hours);
    host.clock.advance(hours * HOUR - 1000);
    const caller = await atTheDoor(person);
    host.clock.advance(1000);
    expect(await use(caller, pass)).toBe(400);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    expect((await row(person)).pass).toBeNull();
    const again = await given(person, hours);
    host.clock.advance(hours * HOUR - MINUTE);
    expect(await worksFor(person, again.pass)).toBe(true);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
  });

  it('is for a first method: refused to somebody who has one, and to nobody', async () => {
    await forcePolicy(host, { firstFactorProof: 'password', requirement: 'optional' });
    const { person } = await personWithTotp(host);
    await forcePolicy(host, { firstFactorProof: 'pass', requirement: 'required_on_first_login' });
    const answer = await give(person);
    expect([answer.status, codeOf(answer)]).toEqual([409, 'MFA_METHOD_UNAVAILABLE']);
    expect((await give({ id: 999_999 })).status).toBe(404);
    expect((await host.request.post(`/mfa/users/${person.id}/pass`).send({ ...REASON, hours: 1 })).status).toBe(401);
  });

  it('by somebody with that permission alone reaches those below, and is told as theirs', async () => {
    await forcePolicy(host, { firstFactorProof: 'password', requirement: 'optional' });
    const rights = ['plugin::mfa.users.reset', 'plugin::mfa.users.read'];
    const role = await createRole(host, 'Help desk', rights);
    const helper = await proven(host, await createPerson(host, { roles: [role] }));
    await forcePolicy(host, { firstFactorProof: 'pass', requirement: 'required_on_first_login' });
    const empty = await createPerson(host, { roles: [await createRole(host, 'Nothing', [])] });
    const answer = expectOk(await give(empty, { ...REASON, hours: 1 }, helper), 'give a pass as the help desk');
    expect(await worksFor(empty, answer.body.data.pass)).toBe(true);
    expect((await events(empty, 'user.pass_given'))[0]).toMatchObject({ actor: { email: helper.person.email } });
    const above = await give(await createPerson(host), { ...REASON, hours: 1 }, helper);
    expect(codeOf(above)).toBe('MFA_TARGET_ABOVE_YOU');
  });

  it('beside an invitation: found by a search, given before the person comes, used when they do', async () => {
    const invited = await createPerson(host, { isActive: false, password: null });
    const registrationToken = `beside-an-invitation-${'a'.repeat(20)}`;
    await host.strapi.db.query('admin::user').update({ where: { id: invited.id }, data: { registrationToken } });
    expect(await row(invited)).toMatchObject({ email: invited.email, methods: [], pass: null });
    const { pass } = await given(invited);
    const userInfo = { firstname: 'Ina', lastname: 'Invited', password: invited.password };
    const asked = await host.request.post('/admin/register').send({ registrationToken, userInfo });
    expect(asked.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', firstFactor: 'pass' });
    const caller = callerOf(host, asked.body.error.details.transaction);
    expect(await use(caller, pass)).toBe(200);
    await enrollTotp(host, caller);
    expect((await row(invited)).methods).toEqual(['totp']);
  });
});

describe('a pass is dead [C52]', () => {
  const reasonOf = async (who: Person) => (await events(who, 'user.pass_ended')).map(({ reason }) => reason);

  it('after one use, whoever tries it and wherever', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    expect(await worksFor(person, pass)).toBe(true);
    expect(await worksFor(person, pass)).toBe(false);
    expect(await worksFor(await createPerson(host), pass)).toBe(false);
    expect(await events(person, 'user.pass_used')).toHaveLength(1);
  });

  it('for anybody else, and stays good for its owner', async () => {
    const [owner, other] = [await createPerson(host), await createPerson(host)];
    const { pass } = await given(owner);
    expect(await worksFor(other, pass)).toBe(false);
    await given(other);
    expect(await worksFor(other, pass)).toBe(false);
    expect(await worksFor(owner, pass)).toBe(true);
  });

  it('when a newer one is given', async () => {
    const person = await createPerson(host);
    const [first, second] = [await given(person), await given(person)];
    expect(await worksFor(person, first.pass)).toBe(false);
    expect(await worksFor(person, second.pass)).toBe(true);
    expect(await reasonOf(person)).toEqual(['replaced']);
  });

  it('when an administrator ends it, with a reason; ending none is not found', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    expect((await end(person, 'Given to the wrong one')).body).toEqual({ data: {} });
    expect(await worksFor(person, pass)).toBe(false);
    expect(await events(person, 'user.pass_ended')).toMatchObject([
      { actor: { id: admin.person.id }, reason: 'Given to the wrong one', details: { cause: 'by_administrator' } },
    ]);
    const again = await end(person);
    expect([again.status, codeOf(again)]).toEqual([404, 'MFA_NOT_FOUND']);
  });

  it('after a reset, also of somebody who has nothing else that could be reset', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    const caller = await atTheDoor(person);
    expect((await admin.session.post(`/mfa/users/${person.id}/reset`, REASON)).status).toBe(200);
    expect(await use(caller, pass)).toBe(410);
    expect(await worksFor(person, pass)).toBe(false);
    expect(await reasonOf(person)).toEqual(['reset']);
    const again = await admin.session.post(`/mfa/users/${person.id}/reset`, REASON);
    expect(codeOf(again)).toBe('MFA_NOTHING_TO_RESET');
  });

  it('after a deactivation, a password set by an administrator, and a deletion', async () => {
    const [off, renewed, gone] = [await createPerson(host), await createPerson(host), await createPerson(host)];
    const passes = [await given(off), await given(renewed), await given(gone)];
    await admin.session.put(`/admin/users/${off.id}`, { isActive: false });
    await admin.session.put(`/admin/users/${off.id}`, { isActive: true });
    await admin.session.put(`/admin/users/${renewed.id}`, { password: 'Another-password-1' });
    expect((await admin.session.delete(`/admin/users/${gone.id}`)).status).toBe(200);
    expect(await worksFor(off, passes[0]?.pass ?? '')).toBe(false);
    expect(await worksFor({ ...renewed, password: 'Another-password-1' }, passes[1]?.pass ?? '')).toBe(false);
    expect([await reasonOf(off), await reasonOf(renewed)]).toEqual([['deactivated'], ['password_set']]);
    expect(await host.container.database.table('passes').where({ user_id: gone.id })).toEqual([]);
  });

  it('after five wrong tries, each recorded at most once a minute; a new one has five of its own', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    for (let tries = 0; tries < 5; tries += 1) expect(await worksFor(person, 'AAAA-BBBB-CCCC')).toBe(false);
    expect(await worksFor(person, pass)).toBe(false);
    expect((await row(person)).pass).toBeNull();
    expect(await reasonOf(person)).toEqual(['tries_used_up']);
    expect((await events(person, 'user.pass_refused')).map(({ reason }) => reason).sort()).toEqual([
      'no_pass',
      'wrong_pass',
    ]);
    const second = await given(person);
    for (let tries = 0; tries < 4; tries += 1) await worksFor(person, 'AAAA-BBBB-CCCC');
    expect(await worksFor(person, second.pass)).toBe(true);
  });

  it('five wrong tries stop nothing else: the person is neither locked nor kept from logging in', async () => {
    const person = await createPerson(host);
    await given(person);
    for (let tries = 0; tries < 6; tries += 1) await worksFor(person, 'AAAA-BBBB-CCCC');
    expect((await row(person)).status).not.toBe('locked');
    const { pass } = await given(person);
    const caller = await atTheDoor(person);
    expect(await use(caller, pass)).toBe(200);
    await enrollTotp(host, caller);
  });

  it('when the first method is set up without it', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    await forcePolicy(host, { firstFactorProof: 'password' });
    await enrollTotp(host, await atTheDoor(person));
    await forcePolicy(host, { firstFactorProof: 'pass' });
    expect(await reasonOf(person)).toEqual(['not_needed']);
    expect(await host.container.database.table('passes').where({ user_id: person.id })).toEqual([]);
    expect(pass).toHaveLength(14);
  });
});

describe('what a pass opened [C52]', () => {
  it('is over with the question it was used in', async () => {
    const person = await createPerson(host);
    const { pass } = await given(person);
    const caller = await atTheDoor(person);
    expect(await use(caller, pass)).toBe(200);
    const begin = await (await atTheDoor(person)).post('/mfa/me/totp/begin');
    expect(codeOf(begin)).toBe('MFA_PASS_REQUIRED');
    expect((await admin.session.post(`/mfa/users/${person.id}/sign-out`, REASON)).status).toBe(200);
    expect((await caller.post('/mfa/me/totp/begin')).status).toBe(410);
  });
});
