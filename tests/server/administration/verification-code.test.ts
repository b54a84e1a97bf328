/** A code sent to a person, who reads it to the administrator who helps them. */
import { PERMISSIONS, type EventType } from '../../../shared/contracts';
import {
  createPerson,
  createRole,
  HOUR,
  MINUTE,
  personWithTotp,
  postLogin,
  proven,
  provenSuperAdmin,
  signInWithTotp,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Person,
  type Session,
} from '../../support';

const REASON = { reason: 'Lost the phone' };

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});
afterAll(async () => {
  await host?.stop();
});
/** A fresh proof, because time passes in these tests. */
let session: Session;
beforeEach(async () => {
  host.clock.advance(MINUTE);
  session = await signInWithTotp(host, admin.person, admin.app);
  host.mail.clear();
});

const send = (who: Pick<Person, 'id'>, by: Pick<Session, 'post'> = session) =>
  by.post(`/mfa/users/${who.id}/verification-code`);
const check = (who: Pick<Person, 'id'>, code: string, by: Pick<Session, 'post'> = session) =>
  by.post(`/mfa/users/${who.id}/verification-code/verify`, { code });
const codeOf = (answer: { body: { error?: { details?: { code?: string } } } }) => answer.body.error?.details?.code;

const sentTo = async (who: Person): Promise<string> => {
  const mail = await host.mail.waitFor(who.email, ({ text }) => /^ {4}\d{6}$/m.test(text));
  return /^ {4}(\d{6})$/m.exec(mail.text)?.[1] ?? '';
};

const codeFor = async (who: Person, by = session): Promise<string> => {
  host.mail.clear();
  expect((await send(who, by)).status).toBe(200);
  return sentTo(who);
};

const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const events = async (who: Person, ...types: EventType[]) =>
  (await host.container.audit.list({ types, userId: who.id }, { limit: 20 })).events;

describe('a verification code [C64]', () => {
  it('reaches the person in their language, names who asks, and is in no answer, event, or row', async () => {
    const person = await createPerson(host, { preferedLanguage: 'de' });
    const answer = await send(person);
    expect(answer.body.data).toEqual({ destination: person.email, expiresAt: expect.any(String) });
    expect(Date.parse(answer.body.data.expiresAt) - host.clock.now()).toBeLessThanOrEqual(10 * MINUTE);
    const code = await sentTo(person);
    const mail = await host.mail.waitFor(person.email);
    expect(mail.subject).toContain('ausweisen');
    expect(mail.subject).not.toContain(code);
    expect(mail.text).toContain(admin.person.email);
    expect(mail.text).toContain('geben Sie diesen Code niemandem');
    const row = await host.container.database.table('identityChecks').where({ user_id: person.id }).first();
    expect(JSON.stringify([answer.body, row, await events(person, 'user.verification_sent')])).not.toContain(code);
    const { body } = await session.get(`/mfa/users/${person.id}`);
    expect(body.data.verification).toMatchObject({ verifiedAt: null });
  });

  it('counts once; what follows within half an hour says that the caller was verified, and no later', async () => {
    const { person } = await personWithTotp(host);
    const code = await codeFor(person);
    const verified = await check(person, ` ${code.slice(0, 3)} ${code.slice(3)} `);
    expect(verified.status).toBe(200);
    const { verifiedAt } = verified.body.data;
    expect([codeOf(await check(person, code)), codeOf(await check(person, code))]).toEqual([
      'MFA_INVALID_CODE',
      'MFA_INVALID_CODE',
    ]);
    expect((await session.get(`/mfa/users/${person.id}`)).body.data.verification).toMatchObject({ verifiedAt });
    expect((await session.post(`/mfa/users/${person.id}/reset`, REASON)).status).toBe(200);
    expect((await session.post(`/mfa/users/${person.id}/unlock`, REASON)).status).toBe(200);
    expect((await session.post(`/mfa/users/${person.id}/pass`, { ...REASON, hours: 1 })).status).toBe(200);
    const [reset] = await events(person, 'user.reset');
    expect(reset?.details).toMatchObject({ callerVerifiedAt: verifiedAt });
    const others = await events(person, 'user.unlocked', 'user.pass_given');
    expect(others.map(({ details }) => details.callerVerifiedAt)).toEqual([verifiedAt, verifiedAt]);
    host.clock.advance(31 * MINUTE);
    const later = await signInWithTotp(host, admin.person, admin.app);
    await later.post(`/mfa/users/${person.id}/sign-out`, REASON);
    const [signedOut] = await events(person, 'user.signed_out');
    expect(signedOut?.details).not.toHaveProperty('callerVerifiedAt');
    expect((await events(person, 'user.verified')).length).toBe(1);
  });

  it('is never required, and nobody is verified by asking', async () => {
    const { person } = await personWithTotp(host);
    await codeFor(person);
    expect((await session.post(`/mfa/users/${person.id}/reset`, REASON)).status).toBe(200);
    const [reset] = await events(person, 'user.reset');
    expect(reset?.details).not.toHaveProperty('callerVerifiedAt');
  });

  it('ends after five wrong ones, which are recorded; the right one is then wrong, too', async () => {
    const person = await createPerson(host);
    const code = await codeFor(person);
    const left: unknown[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await check(person, otherThan(code));
      expect([answer.status, codeOf(answer)]).toEqual([400, 'MFA_INVALID_CODE']);
      left.push(answer.body.error.details.attemptsRemaining);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect(codeOf(await check(person, code))).toBe('MFA_INVALID_CODE');
    expect((await events(person, 'user.verification_failed')).map(({ reason }) => reason)).toContain('wrong_code');
    // What can’t be a code costs no attempt.
    const next = await createPerson(host);
    const second = await codeFor(next);
    for (const typed of ['12345', 'abcdef', '1234567'])
      expect(codeOf(await check(next, typed))).toBe('MFA_INVALID_CODE');
    expect((await check(next, second)).status).toBe(200);
  });

  it('expires after ten minutes, and a newer one replaces it', async () => {
    const person = await createPerson(host);
    const first = await codeFor(person);
    expect(codeOf(await send(person))).toBe('MFA_RESEND_TOO_EARLY');
    host.clock.advance(2 * MINUTE);
    const second = await codeFor(person);
    if (first !== second) expect(codeOf(await check(person, first))).toBe('MFA_INVALID_CODE');
    host.clock.advance(10 * MINUTE);
    const later = await signInWithTotp(host, admin.person, admin.app);
    expect(codeOf(await check(person, second, later))).toBe('MFA_INVALID_CODE');
  });

  it('counts for one administrator and one person only', async () => {
    const colleague = await proven(host, await createPerson(host, { roles: [SUPER] }));
    const person = await createPerson(host);
    const other = await createPerson(host);
    const code = await codeFor(person);
    await codeFor(other);
    for (const answer of [await check(other, code), await check(person, code, colleague.session)])
      expect(codeOf(answer)).toBe('MFA_INVALID_CODE');
    expect((await check(person, code)).status).toBe(200);
    expect((await colleague.session.post(`/mfa/users/${person.id}/unlock`, REASON)).status).toBe(200);
    const [unlocked] = await events(person, 'user.unlocked');
    expect(unlocked?.details ?? {}).not.toHaveProperty('callerVerifiedAt');
  });

  it('written to the database by someone without the key verifies nobody', async () => {
    const person = await createPerson(host);
    await codeFor(person);
    const rows = host.container.database.table('identityChecks').where({ user_id: person.id });
    await rows.update({ verified_at: host.clock.now(), seal: 'forged' });
    expect((await session.get(`/mfa/users/${person.id}`)).body.data.verification).toBeNull();
    await session.post(`/mfa/users/${person.id}/unlock`, REASON);
    const [unlocked] = await events(person, 'user.unlocked');
    expect(unlocked?.details ?? {}).not.toHaveProperty('callerVerifiedAt');
  });
});

describe('sending one [C64]', () => {
  it('is refused for oneself, for people above, without the right, without a fresh proof, and for nobody', async () => {
    const role = await createRole(host, 'Helper', [PERMISSIONS.usersRead, PERMISSIONS.usersReset]);
    const helper = await proven(host, await createPerson(host, { roles: [role] }));
    const reader = await createRole(host, 'Looker', [PERMISSIONS.usersRead]);
    const looker = await proven(host, await createPerson(host, { roles: [reader] }));
    const person = await createPerson(host, { roles: [reader] });
    expect(codeOf(await send(admin.person))).toBe('MFA_NOT_ON_YOURSELF');
    expect(codeOf(await send(admin.person, helper.session))).toBe('MFA_TARGET_ABOVE_YOU');
    expect(codeOf(await check(admin.person, '123456', helper.session))).toBe('MFA_TARGET_ABOVE_YOU');
    expect((await send(person, looker.session)).status).toBe(403);
    expect(codeOf(await send({ id: 999_999 }))).toBe('MFA_NOT_FOUND');
    host.clock.advance(11 * MINUTE);
    expect(codeOf(await send(person, helper.session))).toBe('MFA_REQUIRED');
    expect(host.mail.to(person.email)).toEqual([]);
    expect((await postLogin(host, admin.person)).status).toBe(403);
  });

  it('never goes to an address that changed in the last 72 hours, by whomever', async () => {
    const person = await createPerson(host);
    const moved = { email: `moved-${person.email}` };
    expect((await session.put(`/admin/users/${person.id}`, moved)).status).toBe(200);
    const refused = await send(person);
    expect(refused.body.error.details).toMatchObject({ code: 'MFA_METHOD_UNAVAILABLE', reason: 'address_changed' });
    host.clock.advance(73 * HOUR);
    const later = await signInWithTotp(host, admin.person, admin.app);
    expect((await send(person, later)).body.data.destination).toBe(moved.email);
  });

  it('is limited for each person and each administrator, and a failed delivery costs nothing', async () => {
    const person = await createPerson(host);
    const { provider } = host.strapi.plugins.email as unknown as { provider: { send: unknown } };
    const { send: works } = provider;
    provider.send = () => Promise.reject(Object.assign(new Error('refused'), { code: 'EAUTH', responseCode: 535 }));
    expect(codeOf(await send(person))).toBe('MFA_DELIVERY_FAILED');
    provider.send = works;
    expect((await events(person, 'code.delivery_failed')).length).toBe(1);
    for (let count = 0; count < 10; count += 1) {
      expect((await send(person)).status).toBe(200);
      host.clock.advance(61_000);
      session = await signInWithTotp(host, admin.person, admin.app);
    }
    const full = await send(person);
    expect([full.status, codeOf(full)]).toEqual([429, 'MFA_TOO_MANY_ATTEMPTS']);
    expect(full.body.error.details.retryAfterSeconds).toBeGreaterThan(20 * 3600);
    expect((await send(await createPerson(host))).status).toBe(200);
    const { database } = host.container;
    const [{ id: _id, ...row }] = await database.table('identityChecks').where({ user_id: person.id }).limit(1);
    for (let count = 0; count < 30; count += 1) {
      const uid = `filled-${count}`;
      await database.table('identityChecks').insert({ ...row, uid, document_id: uid, user_id: 0 });
    }
    expect(codeOf(await send(await createPerson(host)))).toBe('MFA_TOO_MANY_ATTEMPTS');
    await database.table('identityChecks').where({ user_id: 0 }).delete();
  });

  it('leaves nothing of a deleted person, and nothing after two days', async () => {
    const gone = await createPerson(host);
    const kept = await createPerson(host);
    await codeFor(gone);
    await codeFor(kept);
    const of = (who: Person) => host.container.database.table('identityChecks').where({ user_id: who.id });
    expect((await session.delete(`/admin/users/${gone.id}`)).status).toBe(200);
    expect([(await of(gone)).length, (await of(kept)).length]).toEqual([0, 1]);
    host.clock.advance(49 * HOUR);
    await host.container.people.sweepVerifications();
    expect(await of(kept)).toEqual([]);
  });
});
