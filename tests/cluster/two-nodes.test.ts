import type { Response } from 'supertest';

import {
  AUTHOR,
  SECOND,
  SUPER,
  askToSignIn,
  callerOf,
  challengeOf,
  cookieOf,
  cookiesOf,
  enrollKey,
  enrollTotp,
  keyProof,
  logIn,
  logInToEnroll,
  postLogin,
  proven,
  sessionOf,
  sessionWith,
  setPolicy,
  signInWithTotp,
  transactionOf,
  verify,
  wrongTotpCode,
  type Administrator,
  type Node,
  type Person,
  type PolicyFields,
  type Reachable,
} from '../support';
import { startCluster, type Cluster } from './cluster';

const RELAXED: Partial<PolicyFields> = {
  enabled: true,
  requirement: 'optional',
  roles: {},
  allowedMethods: ['webauthn', 'totp'],
  trustedBrowserDays: 0,
  maxFailures: 10,
};

let cluster: Cluster;
let a: Node;
let b: Node;
let front: Reachable;
let count = 0;

beforeAll(async () => {
  cluster = await startCluster();
  ({ a, b, front } = cluster);
});

afterAll(async () => {
  await cluster?.stop();
});

beforeEach(() => a.policy(RELAXED));

const somebody = (roles?: string[]): Promise<Person> => {
  count += 1;
  return a.person({ email: `somebody-${count}@example.com`, ...(roles ? { roles } : {}) });
};

/** A person with an app, enrolled through both nodes in turn. */
const somebodyWithApp = async () => {
  const person = await somebody();
  const session = await logInToEnroll(front, person);
  return { person, session, app: await enrollTotp(front, session) };
};

const codeOf = (answer: Response): unknown => answer.body?.error?.details?.code;
const meOn = (node: Reachable, token: string) => sessionWith(node, token).get('/admin/users/me');

const administrator = async (): Promise<Administrator> => proven(front, await somebody([SUPER]));

describe('a sign-in', () => {
  it('begun on one node is finished on the other, and holds on both [C25][A34][A37]', async () => {
    const { person, app } = await somebodyWithApp();
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const { transaction } = await askToSignIn(here, person, { rememberMe: true });
      const session = sessionOf(there, await verify(there, transaction, { method: 'totp', code: app.code() }));
      expect(session.cookie).toContain('strapi_admin_refresh=');
      for (const node of [here, there]) expect((await meOn(node, session.token)).status).toBe(200);
      expect((await verify(here, transaction, { method: 'totp', code: app.code() })).status).toBe(410);
    }
  });

  it('by security key asks one node for the question and gives the other the answer [C25][A35]', async () => {
    const person = await somebody();
    const { key } = await enrollKey(front, await logInToEnroll(front, person));
    const before = [...cluster.served];
    const { transaction } = await askToSignIn(front, person);
    const answer = await verify(front, transaction, await keyProof(front, transaction, key));
    expect(answer.status).toBe(200);
    expect(cluster.served.map((served, index) => served - (before[index] ?? 0))).toEqual(
      expect.arrayContaining([1, 2])
    );
  });

  it('that has to enroll does so through both, codes and all [C25][A42][A44][B20]', async () => {
    await a.policy({ ...RELAXED, requirement: 'required_on_first_login' });
    const person = await somebody();
    const asked = await postLogin(a, person);
    expect(codeOf(asked)).toBe('MFA_ENROLLMENT_REQUIRED');
    const transaction = transactionOf(asked);
    const begun = await callerOf(b, transaction).post('/mfa/me/webauthn/begin', {});
    expect(begun.status).toBe(200);
    const app = await enrollTotp(front, callerOf(front, transaction));
    expect(app.recoveryCodes).toHaveLength(10);
    const done = await a.request.post('/mfa/transactions/complete').send({ transaction });
    const session = sessionOf(b, done);
    expect((await meOn(b, session.token)).status).toBe(200);
    expect((await b.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(410);
  });
});

describe('a session', () => {
  const rotate = async (node: Node, cookie: string) => {
    const answer = await node.request.post('/admin/access-token').set('Cookie', cookie);
    const next = cookiesOf(answer).map((line) => String(line.split(';')[0]));
    const { token } = answer.body.data as { token: string };
    return { token, cookie: next.length > 0 ? next.join('; ') : cookie };
  };

  it('keeps what it has proved when its token is renewed on the other node, and gains nothing [C25][B28][A43]', async () => {
    const { person, app } = await somebodyWithApp();
    const proved = await signInWithTotp(front, person, app, { rememberMe: true });
    const plain = await somebody();
    const unproved = await logIn(a, plain, { rememberMe: true });
    await a.policy({ ...RELAXED, requirement: 'required_on_first_login' });

    let [one, other] = [proved.cookie, unproved.cookie];
    for (const node of [b, a, b]) {
      const renewed = await rotate(node, one);
      one = renewed.cookie;
      const opposite = node === a ? b : a;
      expect((await meOn(opposite, renewed.token)).status).toBe(200);
      const still = await rotate(node, other);
      other = still.cookie;
      cluster.clock.advance(5 * SECOND);
      expect(codeOf(await meOn(opposite, still.token))).toBe('MFA_ENROLLMENT_REQUIRED');
    }
    const { sessions } = (await sessionWith(b, (await rotate(a, one)).token).get('/mfa/me')).body.data;
    const current = sessions.filter((session: { current: boolean }) => session.current);
    expect(current).toMatchObject([{ assurance: 'mfa', method: 'totp' }]);
  });

  it('is over on the other node at the moment an administrator resets its owner [C25][A51]', async () => {
    const boss = await administrator();
    const { person, app } = await somebodyWithApp();
    const session = await signInWithTotp(b, person, app, { rememberMe: true });
    expect((await meOn(b, session.token)).status).toBe(200);
    const reset = await sessionWith(a, boss.session.token).post(`/mfa/users/${person.id}/reset`, {
      reason: 'Lost the phone and the codes',
    });
    expect(reset.status).toBe(200);
    for (const node of [b, a]) {
      expect((await meOn(node, session.token)).status).toBe(401);
      const renewed = await node.request.post('/admin/access-token').set('Cookie', session.cookie);
      expect(renewed.status).toBe(401);
    }
    expect(codeOf(await postLogin(b, person))).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('meets a policy that was changed on the other node within five seconds, a sign-in at once [C25][C3][B32]', async () => {
    const boss = await administrator();
    const author = await somebody([AUTHOR]);
    const session = await logIn(b, author);
    expect((await meOn(b, session.token)).status).toBe(200);
    const onA = sessionWith(a, boss.session.token);
    await setPolicy({ ...boss.session, ...onA }, { roles: { [AUTHOR]: 'required_on_first_login' } });
    expect(codeOf(await postLogin(b, author))).toBe('MFA_ENROLLMENT_REQUIRED');
    cluster.clock.advance(5 * SECOND);
    const asked = challengeOf(await meOn(b, session.token));
    expect(asked).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', purpose: 'step_up' });
  });
});

describe('wrong guesses', () => {
  it('count together, whichever node they meet, and lock on both [C25][C9]', async () => {
    await a.policy({ ...RELAXED, maxFailures: 5 });
    const { person, app } = await somebodyWithApp();
    const [one, other] = [await askToSignIn(a, person), await askToSignIn(b, person)];
    for (const node of [a, b, a, b, a]) {
      const { transaction } = node === a ? one : other;
      const code = wrongTotpCode(app.secret, cluster.clock.now());
      expect((await verify(node, transaction, { method: 'totp', code })).status).toBe(400);
    }
    for (const node of [b, a]) {
      const asked = await askToSignIn(node, person);
      expect(asked.methods).toEqual(['recovery_code']);
      expect(asked.locked.map(({ method }) => method)).toEqual(['totp']);
      const refused = await verify(node, asked.transaction, { method: 'totp', code: app.code() });
      expect([refused.status, codeOf(refused)]).toEqual([429, 'MFA_TOO_MANY_ATTEMPTS']);
    }
    const locked = await a.rows('auditEntries', { type: 'verification.locked', target_id: person.id });
    expect(locked).toHaveLength(1);
    expect(await cluster.mail.waitFor(person.email, ({ subject }) => /lock|wait/i.test(subject))).toBeTruthy();
    const letters = cluster.mail.to(person.email).map(({ subject }) => subject);
    expect(new Set(letters).size).toBe(letters.length);
  });
});

describe('a trusted browser', () => {
  it('that was made on one node is known to the other, and to neither after a new password [C25][C18]', async () => {
    await a.policy({ ...RELAXED, trustedBrowserDays: 14 });
    const { person, app } = await somebodyWithApp();
    const session = await signInWithTotp(a, person, app, { trustBrowser: true });
    const cookie = cookieOf(session.response, 'strapi_mfa_trusted_browser');
    expect(cookie).toBeDefined();
    for (const node of [b, a]) expect((await postLogin(node, person, { cookie })).status).toBe(200);

    const password = 'Another-password-of-theirs-2';
    const changed = await sessionWith(a, session.token).put('/admin/users/me', {
      currentPassword: person.password,
      password,
    });
    expect(changed.status).toBe(200);
    for (const node of [b, a]) {
      expect(codeOf(await postLogin(node, { ...person, password }, { cookie }))).toBe('MFA_REQUIRED');
    }
  });
});

describe('the trail', () => {
  it('is one unbroken chain, written by both and found whole by both [C25][C24]', async () => {
    const { person: onA, app: appA } = await somebodyWithApp();
    const { person: onB, app: appB } = await somebodyWithApp();
    await Promise.all([signInWithTotp(a, onA, appA), signInWithTotp(b, onB, appB)]);
    const done = async (node: Node, person: Person) =>
      node.rows('auditEntries', { type: 'sign_in.completed', target_id: person.id, method: 'totp' });
    expect(await done(b, onA)).toHaveLength(1);
    expect(await done(a, onB)).toHaveLength(1);
    const rows = await a.rows('auditEntries');
    for (const node of [a, b]) expect(await node.trail()).toMatchObject({ intact: true, checked: rows.length });
  });
});
