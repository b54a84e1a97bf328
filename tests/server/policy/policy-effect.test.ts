/** Effects of a saved policy on people: at login, in open sessions, through SSO, and over time. */
import type { Requirement } from '../../../shared/contracts';
import {
  askToSignIn,
  callerOf,
  challengeOf,
  cookieOf,
  createPerson,
  createRole,
  DAY,
  EDITOR,
  enrollTotp,
  expectOk,
  forcePolicy,
  HOUR,
  logIn,
  logInToEnroll,
  personWithTotp,
  postLogin,
  sealPolicy,
  SECOND,
  sessionWith,
  signInWithTotp,
  startHost,
  SUPER,
  transactionOf,
  verify,
  type Host,
  type Person,
} from '../../support';
import { provenSuperAdmin, setPolicy, type Administrator } from '../../support/policy';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

const LAX = {
  enabled: true,
  requirement: 'optional',
  roles: {},
  gracePeriodDays: 0,
  sso: 'exempt',
  trustedBrowserDays: 0,
  allowedMethods: ['webauthn', 'totp'],
  preferredMethod: 'webauthn',
};

/** Logs the administrator in again, so that tests can change the policy after moving the clock. */
const policy = async (change: object) => {
  admin.session = await signInWithTotp(host, admin.person, admin.app);
  return setPolicy(admin.session, { ...LAX, ...change });
};

const codeAtTheDoor = async (person: Person) => {
  const answer = await postLogin(host, person);
  return answer.status === 200 ? 'in' : String(answer.body.error.details.code);
};

/** The redirect from an identity provider, with both cookies. */
const throughSso = async (email: string) => {
  const answer = await host.request.get(`/admin/connect/okta?email=${encodeURIComponent(email)}`);
  expect(answer.status).toBe(302);
  const token = decodeURIComponent(String(cookieOf(answer, 'jwtToken')?.split('=')[1]));
  return sessionWith(host, token);
};

describe('three levels', () => {
  it('optional: who has nothing gets in, who enrolled is asked [B41] [B12] [A41]', async () => {
    await policy({ requirement: 'optional' });
    const { person } = await personWithTotp(host);
    expect(await codeAtTheDoor(await createPerson(host))).toBe('in');
    expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
  });

  it.each<Requirement>(['required_on_first_login', 'always_required'])(
    '%s: one change holds for everybody, local and super admin alike [A41] [B1] [B42] [B43] [A47]',
    async (requirement) => {
      const [editor, other] = [await createPerson(host), await createPerson(host, { roles: [SUPER] })];
      const { person } = await personWithTotp(host);
      await policy({ requirement });
      expect(await codeAtTheDoor(editor)).toBe('MFA_ENROLLMENT_REQUIRED');
      expect(await codeAtTheDoor(other)).toBe('MFA_ENROLLMENT_REQUIRED');
      expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
      await policy({});
    }
  );

  it('always required asks at every sign-in, whatever was proved a moment ago [B43]', async () => {
    const { person, app } = await personWithTotp(host);
    await policy({ requirement: 'always_required', trustedBrowserDays: 30 });
    for (let times = 0; times < 3; times += 1) {
      const session = await signInWithTotp(host, person, app);
      expect((await session.get('/admin/users/me')).status).toBe(200);
      expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
    }
    expect(challengeOf(await postLogin(host, person)).trustBrowserDays).toBeNull();
    await policy({});
  });

  it('switched off, nobody is asked; switched on again, everything is as before [B27] [B44]', async () => {
    const { person } = await personWithTotp(host);
    await policy({ enabled: false, requirement: 'always_required' });
    expect(await codeAtTheDoor(person)).toBe('in');
    expect(await codeAtTheDoor(await createPerson(host))).toBe('in');
    await setPolicy(admin.session, { enabled: true });
    expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
    await policy({});
  });
});

describe('roles', () => {
  it('the strictest of a person’s roles and the default wins [C14]', async () => {
    const strict = await createRole(host, 'Strict', []);
    const both = await createPerson(host, { roles: [EDITOR, strict] });
    const lax = await createPerson(host, { roles: [EDITOR] });
    await policy({ roles: { [strict]: 'always_required', [EDITOR]: 'optional' } });
    expect(await codeAtTheDoor(both)).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(await codeAtTheDoor(lax)).toBe('in');
    await policy({ requirement: 'required_on_first_login', roles: { [EDITOR]: 'optional' } });
    expect(await codeAtTheDoor(lax)).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });

  it('super admins are bound like anybody when their role is [A47]', async () => {
    const other = await createPerson(host, { roles: [SUPER] });
    await policy({ roles: { [SUPER]: 'required_on_first_login' } });
    expect(await codeAtTheDoor(other)).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });
});

describe('allowed methods', () => {
  it('only these may be enrolled, in this order of preference [B16] [B40]', async () => {
    const person = await createPerson(host);
    await policy({ requirement: 'required_on_first_login', allowedMethods: ['totp'], preferredMethod: 'totp' });
    expect(challengeOf(await postLogin(host, person)).methods).toEqual(['totp']);
    const transaction = transactionOf(await postLogin(host, person));
    const refused = await callerOf(host, transaction).post('/mfa/me/webauthn/begin', {});
    expect([403, 409]).toContain(refused.status);
    await policy({});
  });
});

describe('a person who enrolls because he must', () => {
  it('is in afterwards without a new login, and is asked the next time [A44] [B42]', async () => {
    const person = await createPerson(host);
    await policy({ requirement: 'required_on_first_login' });
    const transaction = transactionOf(await postLogin(host, person));
    const app = await enrollTotp(host, callerOf(host, transaction));
    const done = expectOk(await host.request.post('/mfa/transactions/complete').send({ transaction }), 'complete');
    expect((await sessionWith(host, done.body.data.token).get('/admin/users/me')).status).toBe(200);
    expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
    expect((await signInWithTotp(host, person, app)).user.email).toBe(person.email);
    await policy({});
  });
});

describe('sessions that exist already', () => {
  it('are asked by the next request once the policy is tightened, and let go when it is relaxed [A42] [A43] [C3]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await policy({ requirement: 'required_on_first_login' });
    for (const path of ['/admin/users/me', '/admin/permissions', '/content-manager/content-types', '/mfa/me']) {
      const answer = await session.get(path);
      expect(answer.status).toBe(403);
      expect(answer.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', purpose: 'step_up' });
    }
    await policy({});
    expect((await session.get('/admin/users/me')).status).toBe(200);
  });
});

describe('another node', () => {
  it('its change of the policy holds here within five seconds [C25] [C3]', async () => {
    const session = await logIn(host, await createPerson(host));
    expect((await session.get('/admin/users/me')).status).toBe(200);
    // Another node writes the row, and this process isn't notified.
    await policy({ requirement: 'optional' });
    expect((await session.get('/admin/users/me')).status).toBe(200);
    const rows = host.strapi.db.connection('mfa_policies').where({ policy_key: 'pol-mfa-required' });
    const { document } = await rows.clone().first();
    await rows
      .clone()
      .update({ document: JSON.stringify({ ...JSON.parse(document), requirement: 'always_required' }) });
    await sealPolicy(host);
    host.clock.advance(5 * SECOND);
    const answer = await session.get('/admin/users/me');
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });
});

describe('SSO', () => {
  it('exempt: who has only SSO is not disturbed, at any level [A45] [B13]', async () => {
    const person = await createPerson(host, { password: null });
    await policy({ requirement: 'always_required', sso: 'exempt' });
    const session = await throughSso(person.email);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await policy({});
  });

  it('require: the session from the identity provider is asked in the panel [A45] [B1]', async () => {
    const person = await createPerson(host, { password: null });
    await policy({ requirement: 'always_required', sso: 'require' });
    const session = await throughSso(person.email);
    const answer = await session.get('/admin/users/me');
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });

  it('who has both is judged by how this very login happened [A46]', async () => {
    const { person } = await personWithTotp(host);
    await policy({ requirement: 'always_required', sso: 'exempt' });
    expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
    const session = await throughSso(person.email);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await policy({ requirement: 'always_required', sso: 'require' });
    const asked = await session.get('/admin/users/me');
    expect(asked.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', methods: ['totp', 'recovery_code'] });
    await policy({});
  });
});

describe('grace', () => {
  /** Days left, as the person sees them. */
  const daysLeft = async (person: Person) => {
    const session = await logIn(host, person);
    const me = expectOk(await session.get('/mfa/me'), 'own security');
    return (Date.parse(me.body.data.graceEndsAt) - host.clock.now()) / DAY;
  };

  it('begins with the rule, is shown with its date, and ends [C16]', async () => {
    host.clock.set(host.clock.now());
    const person = await createPerson(host);
    await policy({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    expect(await daysLeft(person)).toBeCloseTo(7, 2);
    host.clock.advance(3 * DAY);
    expect(await daysLeft(person)).toBeCloseTo(4, 2);
    host.clock.advance(4 * DAY + HOUR);
    expect(await codeAtTheDoor(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });

  it('is cut at once when it is shortened, and not begun anew by tightening or saving [C16]', async () => {
    const person = await createPerson(host);
    await policy({ requirement: 'required_on_first_login', gracePeriodDays: 30 });
    host.clock.advance(5 * DAY);
    const keep = { requirement: 'required_on_first_login', gracePeriodDays: 30 };
    await policy({ ...keep, allowedMethods: ['totp'], preferredMethod: 'totp' });
    expect(await daysLeft(person)).toBeCloseTo(25, 2);
    await policy({ requirement: 'always_required', gracePeriodDays: 30 });
    expect(await daysLeft(person)).toBeCloseTo(25, 2);
    await policy({ ...keep, gracePeriodDays: 6 });
    expect(await daysLeft(person)).toBeCloseTo(1, 2);
    await policy({ ...keep, gracePeriodDays: 5 });
    expect(await codeAtTheDoor(person)).toBe('MFA_ENROLLMENT_REQUIRED');
    await policy({});
  });

  it('counts from the account when that is younger, and begins anew after the rule was off [C16]', async () => {
    const old = await createPerson(host);
    await policy({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    host.clock.advance(10 * DAY);
    expect(await codeAtTheDoor(old)).toBe('MFA_ENROLLMENT_REQUIRED');
    const young = await createPerson(host);
    await host.strapi.db
      .query('admin::user')
      .update({ where: { id: young.id }, data: { createdAt: new Date(host.clock.now() - DAY) } });
    expect(await daysLeft(young)).toBeCloseTo(6, 2);
    await policy({ enabled: false, requirement: 'required_on_first_login', gracePeriodDays: 7 });
    await setPolicy(admin.session, { enabled: true });
    expect(await daysLeft(old)).toBeCloseTo(7, 2);
    await policy({});
  });

  it('is not for those who enrolled [C16]', async () => {
    const { person } = await personWithTotp(host);
    await policy({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    expect(await codeAtTheDoor(person)).toBe('MFA_REQUIRED');
    await policy({});
  });

  it('a stolen password cannot use it to enroll before its owner: the session must confirm it [C16]', async () => {
    const person = await createPerson(host);
    await policy({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    const session = await logIn(host, person);
    expect((await session.post('/mfa/me/totp/begin', {})).body.error.details.code).toBe('MFA_PASSWORD_REQUIRED');
    await enrollTotp(host, await logInToEnroll(host, person));
    await policy({});
  });
});

describe('a policy that allows nothing but codes by e-mail', () => {
  it('leads whoever reset the password by mail and proved something older to them, and uses nothing up in vain [B10][A7]', async () => {
    const { person, app } = await personWithTotp(host);
    await forcePolicy(host, { allowedMethods: ['email'], preferredMethod: 'email' });
    const renewed = { ...person, password: 'Mailed-Password-2' };
    const change = { password: renewed.password, resetPasswordToken: null };
    await host.strapi.service('admin::user').updateById(person.id, change);
    const { transaction, methods } = await askToSignIn(host, renewed);
    expect(methods).toEqual(['totp', 'recovery_code']);
    const answer = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(answer.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', methods: ['email'] });
    await forcePolicy(host, { allowedMethods: ['webauthn', 'totp'], preferredMethod: 'webauthn' });
  });
});
