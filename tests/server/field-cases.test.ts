/** Problems that people reported elsewhere: enabling a policy, a day's work, and clocks. */
import type { Response } from 'supertest';

import {
  askToSignIn,
  callerOf,
  createPerson,
  enrollTotp,
  expectOk,
  forcePolicy,
  HOUR,
  logIn,
  logInToEnroll,
  MINUTE,
  personWithTotp,
  postLogin,
  sessionOf,
  sessionWith,
  signInWithTotp,
  startHost,
  SUPER,
  superAdmin,
  totpCode,
  transactionOf,
  verify,
  cookieOf,
  type Host,
  type Person,
  type Session,
} from '../support';
import { previewPolicy, putPolicy, setPolicy } from '../support/policy';

let host: Host;
const warned: string[] = [];

beforeAll(async () => {
  host = await startHost({
    beforeBootstrap: (strapi) => {
      strapi.log.warn = ((text: unknown) => {
        warned.push(String(text));
        return strapi.log;
      }) as typeof strapi.log.warn;
    },
  });
});
afterAll(() => host?.stop());

const codeOf = (response: Response): string | undefined => response.body.error?.details?.code;

const enrollThrough = async (response: Response): Promise<Session> => {
  expect(codeOf(response)).toBe('MFA_ENROLLMENT_REQUIRED');
  const transaction = transactionOf(response);
  await enrollTotp(host, callerOf(host, transaction));
  return sessionOf(host, await host.request.post('/mfa/transactions/complete').send({ transaction }));
};

/** Strapi's link from the email "reset your password". */
const resetPassword = async (person: Person, password: string) => {
  const resetPasswordToken = Buffer.from(`${person.id}-${password}`).toString('hex').padEnd(40, '0').slice(0, 40);
  await host.strapi.db.query('admin::user').update({
    where: { id: person.id },
    data: { resetPasswordToken, resetPasswordTokenExpiresAt: new Date(Date.now() + 600_000) },
  });
  return host.request.post('/admin/reset-password').send({ resetPasswordToken, password });
};

describe('the only administrator switches "required" on', () => {
  afterAll(() => forcePolicy(host, { requirement: 'optional' }));

  it('from the page: is told before, because nothing is set up [C60] [F13]', async () => {
    const session = await logInToEnroll(host, await superAdmin(host));
    const refused = await putPolicy(session, { requirement: 'always_required' });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'MFA_POLICY_WOULD_LOCK_OUT']);
  });

  it('from the configuration, logs out before anything is set up: every entry leads to setup [C60] [F13]', async () => {
    const ada = await superAdmin(host);
    await forcePolicy(host, { requirement: 'always_required' });
    expect(codeOf(await postLogin(host, ada))).toBe('MFA_ENROLLMENT_REQUIRED');

    const reset = await resetPassword(ada, 'Another-password-1');
    expect(codeOf(reset)).toBe('MFA_ENROLLMENT_REQUIRED');
    const again = { ...ada, password: 'Another-password-1' };
    const session = await enrollThrough(await postLogin(host, again));
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await session.get('/mfa/users')).status).toBe(200);
  });

  it('and whoever resets the password instead gets in by setting it up there [C60] [F13]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host, { roles: [SUPER] });
    const session = await enrollThrough(await resetPassword(person, 'Yet-another-password-1'));
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });
});

describe('a policy that is switched on while people work', () => {
  it('asks exactly the people whom the page named, however they came in [C60] [F14]', async () => {
    await forcePolicy(host, { requirement: 'optional', sso: 'require' });
    const admin = await personWithTotp(host, { roles: [SUPER] });
    const working = new Map<number, { get(path: string): PromiseLike<Response> }>();
    for (let count = 0; count < 24; count += 1) {
      const person = await createPerson(host);
      if (count % 3 === 0) {
        const response = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(person.email)}`);
        working.set(person.id, sessionWith(host, cookieOf(response, 'jwtToken')?.split('=')[1] ?? ''));
      } else if (count % 3 === 1) {
        working.set(person.id, await logIn(host, person));
      } else {
        const app = await enrollTotp(host, await logInToEnroll(host, person));
        working.set(person.id, await signInWithTotp(host, person, app));
      }
    }
    const session = await signInWithTotp(host, admin.person, admin.app);
    const change = { requirement: 'required_on_first_login' };
    const preview = expectOk(await previewPolicy(session, change), 'preview').body.data;
    await setPolicy(session, change);

    const asked: number[] = [];
    for (const [id, each] of working) {
      const answer = await each.get('/admin/users/me');
      if (answer.status === 200) continue;
      expect(codeOf(answer)).toBe('MFA_ENROLLMENT_REQUIRED');
      asked.push(id);
    }
    expect(asked).toHaveLength(16);
    const named = preview.affected.map(({ id }: { id: number }) => id);
    expect(asked.filter((id) => !named.includes(id))).toEqual([]);
    expect(preview.users.mustEnroll).toBe(named.length);
    // Named in the preview, but without an open session. They're asked at their next login.
    const resting = named.filter((id: number) => !asked.includes(id));
    expect(preview.users.mustEnroll - resting.length).toBe(asked.length);
    await forcePolicy(host, { requirement: 'optional', sso: 'exempt' });
  });
});

describe('a day of work', () => {
  it('is interrupted once for each need, and never twice for the same one [C60] [F18]', async () => {
    const { person, app } = await personWithTotp(host, { roles: [SUPER] });
    let questions = 1;
    const { transaction } = await askToSignIn(host, person, { rememberMe: true });
    let session = sessionOf(host, await verify(host, transaction, { method: 'totp', code: app.code() }));

    const does = async (request: () => PromiseLike<Response>): Promise<Response> => {
      const first = await request();
      if (codeOf(first) !== 'MFA_REQUIRED') return first;
      questions += 1;
      const opened = expectOk(await session.post('/mfa/transactions', {}), 'open the question').body.data.transaction;
      expectOk(await verify(host, opened, { method: 'totp', code: app.code() }), 'answer it');
      return request();
    };
    const PAGES = [
      '/admin/users/me',
      '/admin/users/me/permissions',
      '/content-manager/init',
      '/content-manager/collection-types/api::article.article?page=1&pageSize=10',
      '/upload/files?page=1&pageSize=10',
      '/mfa/gate',
      '/mfa/me',
      '/admin/api-tokens',
    ];
    const work = async (): Promise<void> => {
      for (const path of PAGES) expectOk(await does(() => session.get(path)), path);
      const title = { title: `At ${host.clock.now()}` };
      const article = '/content-manager/collection-types/api::article.article';
      expectOk(await does(() => session.post(article, title)), 'write');
      const upload = () =>
        host.request
          .post('/upload')
          .set('Authorization', `Bearer ${session.token}`)
          .attach('files', Buffer.from('A note.'), { filename: 'note.txt', contentType: 'text/plain' });
      expectOk(await does(upload), 'upload');
      // The access token has expired, so the panel gets a new one with its cookie.
      const renewed = expectOk(await host.request.post('/admin/access-token').set('Cookie', session.cookie), 'renew');
      const rotated = cookieOf(renewed, 'strapi_admin_refresh');
      const { token } = renewed.body.data;
      session = { ...session, ...sessionWith(host, token), cookie: rotated ?? session.cookie };
    };

    for (let hour = 0; hour < 10; hour += 1) {
      await work();
      host.clock.advance(HOUR);
    }
    expect(questions).toBe(1);

    const token = (name: string) => ({
      name,
      description: '',
      type: 'read-only',
      lifespan: 7 * 86_400_000,
      permissions: null,
    });
    expectOk(await does(() => session.post('/admin/api-tokens', token('One'))), 'a token');
    expectOk(await does(() => session.post('/admin/api-tokens', token('Two'))), 'another one');
    expect(questions).toBe(2);

    host.clock.advance(9 * HOUR);
    await work();
    expect(questions).toBe(2);
    host.clock.advance(4 * HOUR);
    await work();
    expect(questions).toBe(3);
  });
});

describe('a server whose clock is ten minutes off', () => {
  const refusedAt = async (minutes: number): Promise<void> => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const code = totpCode(app.secret, host.clock.now() + minutes * MINUTE);
    const refused = await verify(host, transaction, { method: 'totp', code });
    // People see the same error as for any wrong code.
    expect([refused.status, codeOf(refused)]).toEqual([400, 'MFA_INVALID_CODE']);
    expect(JSON.stringify(refused.body)).not.toMatch(/minutesOff|other_time/);
  };
  const clock = async () => (await host.container.diagnostics.run(null)).find(({ id }) => id === 'clock');
  const named = () => warned.filter((line) => line.includes('clock seems to be'));

  it('is no server while it is one person: that is a phone [C60] [F11]', async () => {
    host.clock.run();
    await refusedAt(10);
    await refusedAt(-15);
    expect((await clock())?.code).toBe('clock_ok');
    expect(named()).toEqual([]);
    const { events } = await host.container.audit.list({ types: ['verification.failed'] }, { limit: 2 });
    expect(events.map(({ reason, details }) => [reason, details?.minutesOff])).toEqual([
      ['other_time', -15],
      ['other_time', 10],
    ]);
  });

  it('is named in the log, once, and by the doctor, when several people are refused within an hour [C60] [F11]', async () => {
    await refusedAt(10);
    await refusedAt(10);
    expect(await clock()).toMatchObject({
      status: 'warning',
      code: 'clock_codes_of_another_time',
      values: { people: 4 },
    });
    expect(named()).toHaveLength(1);
    expect(named()[0]).toMatch(/about 10 minutes behind theirs\. Use NTP\./);
  });
});

describe('a script that logs in with a password', () => {
  it('gets an answer a program can read, which names the way out, and is found by the name it gives [C60] [P30]', async () => {
    const { person } = await personWithTotp(host);
    const headers = { 'User-Agent': 'axios/1.7.9' };
    for (let count = 0; count < 3; count += 1) {
      const answer = await postLogin(host, person, { headers });
      expect(answer.status).toBe(403);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', purpose: 'sign_in' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const { events } = await host.container.audit.list(
      { types: ['sign_in.challenged'], userId: person.id },
      { limit: 5 }
    );
    expect(events.map(({ userAgent }) => userAgent)).toEqual(Array(3).fill('axios/1.7.9'));
  });
});
