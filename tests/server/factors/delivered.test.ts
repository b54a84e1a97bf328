import { sendsCodes } from '../../../server/src/factors';
import {
  askToSignIn,
  createPerson,
  enrollTotp,
  logInToEnroll,
  MINUTE,
  sessionOf,
  signInWithTotp,
  startHost,
  verify,
  type Host,
} from '../../support';
import {
  addressOf,
  ALL,
  allowing,
  codesTo,
  enroll,
  lastCode,
  PAUSE,
  personWith,
  send,
  signIn,
} from './delivered-steps';

const LABEL = { email: 'B10', sms: 'B9' } as const;

let host: Host;

beforeAll(async () => {
  host = await startHost({ config: allowing(ALL, { transactionMinutes: 10 }) });
});

afterAll(() => host.stop());

describe.each(['email', 'sms'] as const)('codes by %s', (method) => {
  const id = LABEL[method];

  it(`are confirmed before they count and then sign somebody in [${id}][C8]`, async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const to = addressOf(method, person);
    const begun = await session.post(`/mfa/me/${method}/begin`, method === 'sms' ? { phoneNumber: to } : {});
    expect(begun.status).toBe(200);
    expect(Object.keys(begun.body.data).sort()).toEqual(['destination', 'expiresAt', 'resendAt']);
    expect(begun.body.data.destination).toMatch(method === 'sms' ? /^•••• \d\d$/ : /^p•••@example\.com$/);
    expect(Date.parse(begun.body.data.resendAt) - host.clock.now()).toBeLessThanOrEqual(MINUTE);
    expect((await session.get('/mfa/me')).body.data.authenticators).toEqual([]);

    const code = lastCode(host, method, to);
    const done = await session.post(`/mfa/me/${method}/finish`, { code });
    expect(done.status).toBe(200);
    expect(done.body.data.authenticator).toMatchObject({ type: method, destination: begun.body.data.destination });
    expect(done.body.data.recoveryCodes).toHaveLength(10);
    expect(JSON.stringify(done.body)).not.toContain(to);

    host.clock.advance(PAUSE);
    const signedIn = await signIn(host, method, person);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method });
    expect((await signedIn.get('/admin/users/me')).status).toBe(200);
  });

  it(`send nothing until the person opens that method [${id}][C8]`, async () => {
    const { person, to } = await personWith(host, method);
    const before = codesTo(host, method, to);
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual([method, 'recovery_code']);
    expect(Object.keys(asked.destinations)).toEqual([method]);
    expect(JSON.stringify(asked.response.body)).not.toContain(to);
    expect(codesTo(host, method, to)).toBe(before);
    expect((await send(host, method, asked.transaction)).status).toBe(200);
    expect(codesTo(host, method, to)).toBe(before + 1);
  });

  it(`stand behind an app and are never the first choice [${id}][A35]`, async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const app = await enrollTotp(host, session);
    await enroll(host, session, method, person);
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['totp', method, 'recovery_code']);
    expect(asked.preferred).toBe('totp');
    expect((await signInWithTotp(host, person, app)).user.email).toBe(person.email);
  });

  it('cannot be had twice [C8]', async () => {
    const { session, person } = await personWith(host, method);
    const again = await session.post(
      `/mfa/me/${method}/begin`,
      method === 'sms' ? { phoneNumber: addressOf(method, person) } : {}
    );
    expect(again.status).toBe(409);
    expect(again.body.error.details.code).toBe('MFA_LIMIT_REACHED');
  });

  it('die with every resend; there are three sends with a minute between [C8]', async () => {
    const { person, to } = await personWith(host, method);
    const { transaction } = await askToSignIn(host, person);
    const codes: string[] = [];
    const sendOnce = async () => {
      const sent = await send(host, method, transaction);
      if (sent.status === 200) codes.push(lastCode(host, method, to));
      return sent;
    };
    expect((await sendOnce()).status).toBe(200);
    host.clock.advance(MINUTE - 1000);
    const early = await sendOnce();
    expect(early.status).toBe(429);
    expect(early.body.error.details).toMatchObject({ code: 'MFA_RESEND_TOO_EARLY' });
    expect(early.body.error.details.retryAfterSeconds).toBeGreaterThan(0);
    expect(early.body.error.details.retryAfterSeconds).toBeLessThanOrEqual(1);
    host.clock.advance(2000);
    expect((await sendOnce()).status).toBe(200);
    host.clock.advance(PAUSE);
    expect((await sendOnce()).status).toBe(200);
    host.clock.advance(PAUSE);
    const fourth = await sendOnce();
    expect(fourth.status).toBe(429);
    expect(fourth.body.error.details).toMatchObject({ code: 'MFA_TOO_MANY_ATTEMPTS', retryAfterSeconds: null });

    expect(new Set(codes).size).toBe(3);
    for (const code of codes.slice(0, 2)) {
      const refused = await verify(host, transaction, { method, code });
      expect(refused.body.error.details.code).toBe('MFA_INVALID_CODE');
    }
    expect(sessionOf(host, await verify(host, transaction, { method, code: codes[2] })).user.email).toBe(person.email);
  });

  it('are worth nothing after five minutes [C8]', async () => {
    const { person, to } = await personWith(host, method);
    const { transaction } = await askToSignIn(host, person);
    const sent = await send(host, method, transaction);
    const life = Date.parse(sent.body.data.expiresAt) - host.clock.now();
    expect(life).toBeGreaterThan(4.9 * MINUTE);
    expect(life).toBeLessThanOrEqual(5 * MINUTE);
    host.clock.advance(5 * MINUTE);
    const refused = await verify(host, transaction, { method, code: lastCode(host, method, to) });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details.code).toBe('MFA_INVALID_CODE');
  });

  it('are worth nothing in another sign-in of the same person [C8][C9]', async () => {
    const { person, to } = await personWith(host, method);
    const first = await askToSignIn(host, person);
    const second = await askToSignIn(host, person);
    await send(host, method, first.transaction);
    const code = lastCode(host, method, to);
    expect((await verify(host, second.transaction, { method, code })).status).toBe(400);
    expect((await verify(host, first.transaction, { method, code })).status).toBe(200);
    expect((await verify(host, second.transaction, { method, code })).status).toBe(400);
  });

  it('of an enrollment do not sign anybody in, and the other way round, even in one question [C8]', async () => {
    const { person, to } = await personWith(host, method);
    const factor = host.container.factors.factor(method);
    if (!factor || !sendsCodes(factor)) throw new Error(`${method} sends nothing`);
    const subject = {
      userId: person.id,
      email: person.email,
      name: 'Erin',
      locale: null,
      scope: `family:of-${person.id}`,
    };
    const rows = await host.container.authenticators.of(person.id);
    expect(await factor.beginEnrollment(subject, [], { phoneNumber: to })).toMatchObject({ ok: true });
    const toEnroll = lastCode(host, method, to);
    expect(await factor.send(subject, rows)).toMatchObject({ ok: true });
    const toSignIn = lastCode(host, method, to);
    expect(await factor.judge(subject, rows, { code: toEnroll })).toMatchObject({ ok: false, reason: 'wrong_code' });
    expect(await factor.finishEnrollment(subject, [], { code: toSignIn })).toEqual({ ok: false, reason: 'wrong_code' });
    expect(await factor.judge(subject, rows, { code: toSignIn })).toMatchObject({ ok: true });
    expect(await factor.finishEnrollment(subject, [], { code: toEnroll })).toMatchObject({ ok: true });
  });

  it('end an enrollment after five wrong ones [C8]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const to = addressOf(method, person);
    await session.post(`/mfa/me/${method}/begin`, method === 'sms' ? { phoneNumber: to } : {});
    const code = lastCode(host, method, to);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let count = 0; count < 5; count += 1) {
      expect((await session.post(`/mfa/me/${method}/finish`, { code: wrong })).status).toBe(400);
    }
    expect((await session.post(`/mfa/me/${method}/finish`, { code })).status).toBe(400);
    expect((await session.get('/mfa/me')).body.data.authenticators).toEqual([]);
  });

  it('are not sent while wrong ones hold up the next try [C8]', async () => {
    const { person, to } = await personWith(host, method);
    const first = await askToSignIn(host, person);
    const second = await askToSignIn(host, person);
    for (let count = 0; count < 5; count += 1) await verify(host, first.transaction, { method, code: '000000' });
    const before = codesTo(host, method, to);
    const answer = await send(host, method, second.transaction);
    expect(answer.status).toBe(429);
    expect(answer.body.error.details).toMatchObject({
      code: 'MFA_TOO_MANY_ATTEMPTS',
      retryAfterSeconds: expect.any(Number),
    });
    expect(codesTo(host, method, to)).toBe(before);
    host.clock.advance(31_000);
    expect((await send(host, method, second.transaction)).status).toBe(200);
  });

  it('are kept as a keyed hash, and the address sealed [C8][C26]', async () => {
    const { person, to } = await personWith(host, method);
    const { transaction } = await askToSignIn(host, person);
    await send(host, method, transaction);
    const code = lastCode(host, method, to);
    const tables = [
      'authenticators',
      'ceremonies',
      'transactions',
      'sends',
      'counters',
      'marks',
      'auditEntries',
    ] as const;
    const rows = await Promise.all(tables.map((name) => host.container.database.table(name)));
    const text = JSON.stringify(rows);
    expect(text).not.toContain(code);
    const own = rows[0]?.filter((row: { user_id: number }) => row.user_id === person.id);
    expect(JSON.stringify(own)).not.toContain(to);
    expect(JSON.stringify(rows[3])).not.toContain(to);
  });

  it('are recorded as sent, without code or address [B33][C8]', async () => {
    const { person, to } = await personWith(host, method);
    const { transaction } = await askToSignIn(host, person);
    await send(host, method, transaction);
    const row = await host.container.database
      .table('auditEntries')
      .where({ type: 'code.sent', target_id: person.id })
      .first();
    expect(row).toMatchObject({ outcome: 'success', method });
    expect(JSON.stringify({ ...row, target_email: '', actor_email: '' })).not.toContain(to);
  });
});

describe('an address that was confirmed', () => {
  it('stays where codes go when the account’s address is changed [B10][C8]', async () => {
    const { person, session } = await personWith(host, 'email');
    const changed = `moved-${person.id}@example.com`;
    await host.strapi.db.query('admin::user').update({ where: { id: person.id }, data: { email: changed } });
    const asked = await askToSignIn(host, { ...person, email: changed });
    expect(asked.destinations.email).toBe('p•••@example.com');
    const before = codesTo(host, 'email', person.email);
    expect((await send(host, 'email', asked.transaction)).status).toBe(200);
    expect(codesTo(host, 'email', changed)).toBe(0);
    expect(codesTo(host, 'email', person.email)).toBe(before + 1);
    expect((await session.get('/mfa/me')).body.data.authenticators[0].destination).toBe('p•••@example.com');
  });

  it('does not open by mail what a reset by mail has opened [B10]', async () => {
    const { person } = await personWith(host, 'email');
    await host.request.post('/admin/forgot-password').send({ email: person.email });
    const mail = await host.mail.waitFor(person.email, ({ text }) => text.includes('reset-password?code='));
    const resetPasswordToken = /code=([0-9a-f]+)/.exec(mail.text)?.[1];
    const answer = await host.request
      .post('/admin/reset-password')
      .send({ resetPasswordToken, password: 'Another-Password-2' });
    expect(answer.status).toBe(403);
    expect(answer.body.error.details.methods).toEqual(['recovery_code']);
    expect((await send(host, 'email', answer.body.error.details.transaction)).status).toBe(403);
  });

  it('nor at the login after it, until something beside the mailbox was proved [B10][C2]', async () => {
    const { person, recoveryCodes } = await personWith(host, 'email');
    await host.request.post('/admin/forgot-password').send({ email: person.email });
    const mail = await host.mail.waitFor(person.email, ({ text }) => text.includes('reset-password?code='));
    const resetPasswordToken = /code=([0-9a-f]+)/.exec(mail.text)?.[1];
    const renewed = { ...person, password: 'Another-Password-2' };
    await host.request.post('/admin/reset-password').send({ resetPasswordToken, password: renewed.password });

    const asked = await askToSignIn(host, renewed);
    expect(asked.methods).toEqual(['recovery_code']);
    expect((await send(host, 'email', asked.transaction)).status).toBe(403);
    const proof = { method: 'recovery_code', code: recoveryCodes?.[0] };
    expect((await verify(host, asked.transaction, proof)).status).toBe(200);
    expect((await askToSignIn(host, renewed)).methods).toEqual(['email', 'recovery_code']);
  });

  it('nor by a link that was mailed to invite somebody [B10][C2]', async () => {
    const { person } = await personWith(host, 'email');
    const registrationToken = 'a'.repeat(40);
    await host.strapi.db.query('admin::user').update({ where: { id: person.id }, data: { registrationToken } });
    const renewed = { ...person, password: 'Another-Password-3' };
    const userInfo = { firstname: 'Kim', lastname: 'Kind', password: renewed.password };
    expect((await host.request.post('/admin/register').send({ registrationToken, userInfo })).status).toBe(403);
    expect((await askToSignIn(host, renewed)).methods).toEqual(['recovery_code']);
  });

  it('but by mail again once the password was set otherwise [B10]', async () => {
    const { person } = await personWith(host, 'email');
    const users = host.strapi.service('admin::user');
    await users.updateById(person.id, { password: 'Mailed-Password-1', resetPasswordToken: null });
    const mailed = { ...person, password: 'Mailed-Password-1' };
    expect((await askToSignIn(host, mailed)).methods).toEqual(['recovery_code']);
    await users.updateById(person.id, { password: 'Told-Password-1' });
    const told = { ...person, password: 'Told-Password-1' };
    expect((await askToSignIn(host, told)).methods).toEqual(['email', 'recovery_code']);
  });
});
