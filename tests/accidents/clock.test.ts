/** The server's clock jumps ahead for a while, as when a battery dies or a machine is restored, and then back. */
import type { Response } from 'supertest';

import {
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  SUPER_ADMIN,
  askToSignIn,
  challengeOf,
  cookieOf,
  createPerson,
  enrollTotp,
  forcePolicy,
  logInToEnroll,
  personWithTotp,
  postLogin,
  proven,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  totpCode,
  transactionOf,
  verify,
  wrongTotpCode,
  type EnrolledApp,
  type Host,
  type Person,
} from '../support';

const NOW = Date.UTC(2030, 5, 15, 12);

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(async () => {
  host.clock.set(NOW);
  await forcePolicy(host, { requirement: 'optional', trustedBrowserDays: 0, allowedMethods: ['webauthn', 'totp'] });
});

const codeOf = (answer: Response): unknown => answer.body?.error?.details?.code;

const guessWrong = async (person: Person, app: EnrolledApp, times: number): Promise<void> => {
  const { transaction } = await askToSignIn(host, person);
  for (let guess = 0; guess < times; guess += 1) {
    const code = wrongTotpCode(app.secret, host.clock.now());
    expect((await verify(host, transaction, { method: 'totp', code })).status).toBe(400);
  }
};

describe('a clock that was ahead and is set right', () => {
  it('never makes a code good a second time, whichever way it jumps [C9][A16]', async () => {
    const { person, app } = await personWithTotp(host);
    const at = (ms: number) => {
      host.clock.set(ms);
      return totpCode(app.secret, ms);
    };
    const tryAt = async (ms: number, code: string) => {
      host.clock.set(ms);
      const { transaction } = await askToSignIn(host, person);
      return (await verify(host, transaction, { method: 'totp', code })).status;
    };
    const [early, late] = [at(NOW + 5 * MINUTE), at(NOW + HOUR)];
    expect(await tryAt(NOW + 5 * MINUTE, early)).toBe(200);
    expect(await tryAt(NOW + HOUR, late)).toBe(200);
    // The clock is right again, so the phone shows the codes of the skipped hours.
    expect(await tryAt(NOW + 5 * MINUTE, early)).toBe(400);
    expect(await tryAt(NOW + 6 * MINUTE, at(NOW + 6 * MINUTE))).toBe(400);
    expect(await tryAt(NOW + HOUR, late)).toBe(400);
    expect(await tryAt(NOW + HOUR + MINUTE, at(NOW + HOUR + MINUTE))).toBe(200);
  });

  it('leaves ways in that do not tell the time: a recovery code works meanwhile [A28][A7]', async () => {
    const { person, app, recoveryCodes } = await personWithTotp(host);
    host.clock.set(NOW + 400 * DAY);
    await signInWithTotp(host, person, app);
    host.clock.set(NOW + MINUTE);
    const session = await signInWithRecoveryCode(host, person, recoveryCodes[0] ?? '');
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });

  it('does not turn a lock of minutes into one of years, nor lift it [C9]', async () => {
    await forcePolicy(host, { maxFailures: 5, lockoutMinutes: 15 });
    const { person, app } = await personWithTotp(host);
    host.clock.set(NOW + 400 * DAY);
    await guessWrong(person, app, 5);
    const { locked } = await askToSignIn(host, person);
    expect(locked).toHaveLength(1);

    host.clock.set(NOW + MINUTE);
    const asked = await askToSignIn(host, person);
    const until = Date.parse(String(asked.locked[0]?.until));
    expect(until - host.clock.now()).toBe(15 * MINUTE);
    const code = totpCode(app.secret, host.clock.now());
    expect((await verify(host, asked.transaction, { method: 'totp', code })).status).toBe(429);
    host.clock.set(until - SECOND);
    expect((await askToSignIn(host, person)).locked).toHaveLength(1);
    host.clock.set(until);
    expect(
      (await signInWithTotp(host, person, { code: () => totpCode(app.secret, host.clock.now()) })).token
    ).toBeTruthy();
    await forcePolicy(host, { maxFailures: 10 });
  });

  it('does not keep a proof fresh until it catches up: the session is asked [C3][C19][B28]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    host.clock.set(NOW + 10 * DAY);
    const session = await signInWithTotp(host, person, app);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    host.clock.set(NOW + MINUTE);
    expect(challengeOf(await session.get('/admin/users/me'))).toMatchObject({ purpose: 'step_up' });
    expect(codeOf(await session.post('/mfa/me/recovery-codes', {}))).toBe('MFA_REQUIRED');
  });

  it('stretches no question, no trust and no memory of a verdict [A34][C18][C3]', async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    const { person, app } = await personWithTotp(host);
    host.clock.set(NOW + 20 * DAY);
    const { transaction } = await askToSignIn(host, person);
    const trusting = await signInWithTotp(host, person, app, { trustBrowser: true });
    const cookie = cookieOf(trusting.response, 'strapi_mfa_trusted_browser');
    const trusted = await postLogin(host, person, { cookie });
    expect(trusted.status).toBe(200);
    const bearer = (request: ReturnType<Host['request']['get']>) =>
      request.set('Authorization', `Bearer ${String(trusted.body.data.token)}`);
    expect((await bearer(host.request.get('/admin/users/me'))).status).toBe(200);

    host.clock.set(NOW + MINUTE);
    expect((await verify(host, transaction, { method: 'totp', code: '000000' })).status).toBe(410);
    expect(codeOf(await bearer(host.request.get('/admin/users/me')))).toBe('MFA_REQUIRED');
    expect(codeOf(await postLogin(host, person, { cookie }))).toBe('MFA_REQUIRED');
  });

  it('does not use up codes by mail for the days it was ahead [C8][B10]', async () => {
    await forcePolicy(host, { allowedMethods: ['webauthn', 'totp', 'email'], requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    const begin = async () => {
      const transaction = transactionOf(await postLogin(host, person));
      return host.request.post('/mfa/me/email/begin').set('Authorization', `MFA ${transaction}`).send({});
    };
    let last = 200;
    for (let send = 0; send < 40 && last === 200; send += 1) {
      host.clock.set(NOW + 10 * DAY + send * 2 * MINUTE);
      last = (await begin()).status;
    }
    expect(last).toBe(429);
    host.clock.set(NOW + MINUTE);
    expect((await begin()).status).toBe(200);
  });

  it('holds back no mail until it catches up [C22]', async () => {
    const person = await createPerson(host);
    host.clock.set(NOW + 10 * DAY);
    host.mail.refuse(true);
    await enrollTotp(host, await logInToEnroll(host, person));
    await host.container.notices.flush();
    host.mail.refuse(false);
    expect(host.mail.to(person.email)).toEqual([]);
    host.clock.set(NOW + MINUTE);
    await host.container.notices.flush();
    await host.mail.waitFor(person.email, ({ subject }) => /added|new/i.test(subject), 2000);
  });

  it('keeps the trail whole, and diagnostics say what is wrong with the time [C24][B44]', async () => {
    const boss = await proven(host, {
      ...(await host.strapi.service('admin::user').findOneByEmail(SUPER_ADMIN.email)),
      ...SUPER_ADMIN,
    });
    expect(await host.container.audit.verify()).toMatchObject({ intact: true });
    const checks = (await boss.session.get('/mfa/diagnostics')).body.data.checks as { id: string; status: string }[];
    expect(checks.find(({ id }) => id === 'clock')).toMatchObject({ status: 'error' });
  });
});
