import { createPerson, createRole, logIn, MINUTE, signInWithTotp, startHost, type Host } from '../../support';
import {
  POLICY_PATH,
  proven,
  provenSuperAdmin,
  putPolicy,
  readPolicy,
  setPolicy,
  type Administrator,
} from '../../support/policy';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

/** The newest policy change in the trail. */
const lastChange = async () => {
  const answer = await admin.session.get('/mfa/audit-events?type=policy.changed&limit=1');
  expect(answer.status).toBe(200);
  return answer.body.data[0];
};

describe('the policy as it is after installation', () => {
  it('exists with a stable id and says what it is [B11] [B48]', async () => {
    const answer = await admin.session.get(POLICY_PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body.data).toMatchObject({
      id: 'pol-mfa-required',
      name: 'MFA Required',
      type: 'access',
      rules: ['Require MFA for login', 'WebAuthn preferred', 'TOTP as fallback'],
      updatedAt: null,
      updatedBy: null,
    });
    expect(answer.body.data.description.length).toBeGreaterThan(10);
  });

  it('forces nobody, and allows keys and apps only [A41] [B15] [B16] [B40] [B41]', async () => {
    expect(await readPolicy(admin.session)).toMatchObject({
      enabled: true,
      requirement: 'optional',
      roles: {},
      allowedMethods: ['webauthn', 'totp'],
      preferredMethod: 'webauthn',
    });
  });

  it('shows every setting of the login in one answer [B14] [B49]', async () => {
    expect(await readPolicy(admin.session)).toMatchObject({
      gracePeriodDays: 0,
      sso: 'exempt',
      trustedBrowserDays: 0,
      verificationMaxAgeHours: 12,
      stepUpMaxAgeMinutes: 10,
      stepUpActions: [],
      maxFailures: 10,
      lockoutMinutes: 15,
      helpText: '',
      helpTexts: {},
      supportUrl: null,
      notices: { factor_added: true, policy_relaxed: true },
      passwordless: 'off',
      passkeyUpgrade: 'offer',
      authenticators: { userVerification: 'preferred', attestation: 'none', allowedAaguids: [], deviceBound: false },
      roleMethods: {},
      firstFactorProof: 'password',
      lockedByConfig: [],
    });
  });

  it('keeps what a client of the first version does not know [C12] [C50] [C51] [C52]', async () => {
    const saved = await setPolicy(admin.session, {
      passwordless: 'allowed',
      roleMethods: { 'strapi-editor': ['webauthn'] },
      firstFactorProof: 'pass',
    });
    const { passwordless, passkeyUpgrade, authenticators, roleMethods, firstFactorProof, updatedAt, ...first } = saved;
    const answer = await admin.session.put(POLICY_PATH, { ...first, helpText: 'from the first version' });
    expect(answer.body.data).toMatchObject({
      ...{ passwordless, passkeyUpgrade, authenticators, roleMethods, firstFactorProof },
      helpText: 'from the first version',
    });
    expect(Date.parse(String(answer.body.data.updatedAt))).toBeGreaterThan(Date.parse(String(updatedAt)));
    for (const wrong of [
      { authenticators: { deviceBound: true } },
      { authenticators: { ...authenticators, allowedAaguids: ['yubikey'] } },
      { roleMethods: { 'strapi-editor': [] } },
      { roleMethods: { 'no-such-role': ['totp'] } },
      { passwordless: true },
    ]) {
      const refused = await putPolicy(admin.session, wrong);
      expect([wrong, refused.status, refused.body.error?.details.code]).toEqual([wrong, 400, 'MFA_INVALID_REQUEST']);
    }
    await setPolicy(admin.session, {
      passwordless: 'off',
      roleMethods: {},
      firstFactorProof: 'password',
      helpText: '',
    });
  });

  it('stands in the list of policies [B25]', async () => {
    const list = await admin.session.get('/mfa/policies');
    expect(list.status).toBe(200);
    expect(list.body.data).toEqual([await readPolicy(admin.session)]);
  });

  it('an id that does not exist is not found', async () => {
    expect((await admin.session.get('/mfa/policies/pol-other')).status).toBe(404);
  });
});

describe('who may read and change it', () => {
  it('nobody without a session [B26]', async () => {
    expect((await host.request.get(POLICY_PATH)).status).toBe(401);
    expect((await host.request.put(POLICY_PATH).send({})).status).toBe(401);
  });

  it('nobody who was not given the permission, signed in or not [B26] [B46]', async () => {
    const editor = await logIn(host, await createPerson(host));
    for (const path of ['/mfa/policies', POLICY_PATH, '/mfa/diagnostics']) {
      expect((await editor.get(path)).status).toBe(403);
    }
    expect((await editor.put(POLICY_PATH, await readPolicy(admin.session))).status).toBe(403);
    expect((await editor.post(`${POLICY_PATH}/preview`, await readPolicy(admin.session))).status).toBe(403);
  });

  it('a role that may read, may read and not write [B26]', async () => {
    const role = await createRole(host, 'Policy reader', ['plugin::mfa.policy.read']);
    const reader = await logIn(host, await createPerson(host, { roles: [role] }));
    expect(await readPolicy(reader)).toMatchObject({ id: 'pol-mfa-required' });
    expect((await putPolicy(reader, { helpText: 'x' })).status).toBe(403);
  });

  it('an admin token never reaches it', async () => {
    const answer = await host.request.get(POLICY_PATH).set('Authorization', 'Bearer 0123456789abcdef');
    expect(answer.status).toBe(401);
  });

  it('changing it asks for a proof younger than the limit [C19]', async () => {
    host.clock.advance(11 * MINUTE);
    const refused = await putPolicy(admin.session, { helpText: 'Call 42.' });
    expect(refused.status).toBe(403);
    expect(refused.body.error.details).toMatchObject({
      code: 'MFA_REQUIRED',
      purpose: 'step_up',
      reason: 'sensitive_action',
    });
    expect((await readPolicy(admin.session)).helpText).toBe('');
    admin.session = await signInWithTotp(host, admin.person, admin.app);
    expect((await putPolicy(admin.session, { helpText: 'Call 42.' })).status).toBe(200);
  });
});

describe('changing it', () => {
  it('answers the new state, and keeps it [B4] [B17] [B26]', async () => {
    const saved = await setPolicy(admin.session, {
      requirement: 'required_on_first_login',
      gracePeriodDays: 7,
      allowedMethods: ['totp', 'webauthn'],
      supportUrl: 'https://example.com/help',
    });
    expect(saved).toMatchObject({ requirement: 'required_on_first_login', gracePeriodDays: 7 });
    expect(saved.updatedBy).toEqual({ id: admin.person.id, email: admin.person.email });
    expect(Date.parse(String(saved.updatedAt))).toBeLessThanOrEqual(host.clock.now());
    expect(await readPolicy(admin.session)).toEqual(saved);
  });

  it('is switched off and on by a value, and says the new state each time [B27] [B15]', async () => {
    expect(await setPolicy(admin.session, { enabled: false })).toMatchObject({ enabled: false });
    expect(await setPolicy(admin.session, { enabled: false })).toMatchObject({ enabled: false });
    expect(await setPolicy(admin.session, { enabled: true })).toMatchObject({ enabled: true });
  });

  it.each(['optional', 'required_on_first_login', 'always_required'])(
    'knows the level %s [B17]',
    async (requirement) => {
      expect(await setPolicy(admin.session, { requirement })).toMatchObject({ requirement });
    }
  );

  it('records every change, old and new, with its author [B5] [B32]', async () => {
    await setPolicy(admin.session, { requirement: 'optional', roles: {}, gracePeriodDays: 0 });
    await setPolicy(admin.session, { roles: { 'strapi-editor': 'always_required' }, gracePeriodDays: 3 });
    expect(await lastChange()).toMatchObject({
      outcome: 'success',
      actor: { id: admin.person.id, email: admin.person.email, kind: 'user' },
      details: {
        changes: [
          { key: 'roles', from: {}, to: { 'strapi-editor': 'always_required' } },
          { key: 'gracePeriodDays', from: 0, to: 3 },
        ],
      },
    });
    await setPolicy(admin.session, { roles: {}, gracePeriodDays: 0 });
    expect((await lastChange()).details.changes).toEqual([
      { key: 'roles', from: { 'strapi-editor': 'always_required' }, to: {} },
      { key: 'gracePeriodDays', from: 3, to: 0 },
    ]);
  });

  it('a very long value does not push the others out of the record [B32]', async () => {
    const stepUpActions = Array.from(
      { length: 150 },
      (_, index) => `plugin::a-long-name-of-a-plugin.controller-${index}.action`
    );
    await setPolicy(admin.session, { requirement: 'always_required', stepUpActions });
    const [requirement, actions] = (await lastChange()).details.changes;
    expect(requirement).toEqual({ key: 'requirement', from: 'optional', to: 'always_required' });
    expect(actions).toMatchObject({
      key: 'stepUpActions',
      from: [],
      to: { length: JSON.stringify(stepUpActions).length },
    });
    await setPolicy(admin.session, { requirement: 'optional', stepUpActions: [] });
  });

  it('writes and records nothing when nothing differs [B32]', async () => {
    const before = { policy: await readPolicy(admin.session), event: await lastChange() };
    expect(await setPolicy(admin.session, {})).toEqual(before.policy);
    expect(await lastChange()).toEqual(before.event);
  });

  it('ignores what only the server writes, and refuses what nobody knows', async () => {
    const saved = await setPolicy(admin.session, {
      id: 'pol-other',
      name: 'Mine',
      lockedByConfig: ['sso'],
      updatedBy: null,
    });
    expect(saved).toMatchObject({ id: 'pol-mfa-required', name: 'MFA Required', lockedByConfig: [] });
    const refused = await putPolicy(admin.session, { requirment: 'optional' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details.code).toBe('MFA_INVALID_REQUEST');
    expect(refused.body.error.details.errors[0].message).toMatch(/unknown key/);
  });

  it.each([
    ['a level that does not exist', { requirement: 'sometimes' }],
    ['a role’s level that does not exist', { roles: { 'strapi-editor': 'never' } }],
    ['a role that does not exist', { roles: { 'strapi-editr': 'always_required' } }],
    ['a method that does not exist', { allowedMethods: ['totp', 'fax'] }],
    ['recovery codes as a method', { allowedMethods: ['totp', 'recovery_code'] }],
    ['a grace period of 91 days', { gracePeriodDays: 91 }],
    ['half a day of grace', { gracePeriodDays: 0.5 }],
    ['91 days of trust', { trustedBrowserDays: 91 }],
    ['a proof that lasts 31 minutes', { stepUpMaxAgeMinutes: 31 }],
    ['no time to prove anything', { stepUpMaxAgeMinutes: 0 }],
    ['a wrong type', { enabled: 'yes' }],
    ['a text that is too long', { helpText: 'x'.repeat(281) }],
    ['a link that runs', { supportUrl: 'javascript:alert(1)' }],
    ['a mail that does not exist', { notices: { lottery_won: true } }],
    ['a time that is none', { updatedAt: 'yesterday' }],
  ])('refuses %s and writes nothing [B45]', async (_what, change) => {
    const before = await readPolicy(admin.session);
    const refused = await putPolicy(admin.session, change);
    expect(refused.status).toBe(400);
    expect(refused.body.error.details.code).toBe('MFA_INVALID_REQUEST');
    expect(refused.body.error.details.errors.length).toBeGreaterThan(0);
    expect(await readPolicy(admin.session)).toEqual(before);
  });

  it.each(['enabled', 'requirement', 'roles', 'allowedMethods', 'sso', 'notices'])(
    'refuses a policy without %s',
    async (key) => {
      const { updatedAt: _updatedAt, ...policy } = await readPolicy(admin.session);
      const refused = await admin.session.put(POLICY_PATH, { ...policy, [key]: undefined });
      expect(refused.status).toBe(400);
    }
  );

  it('a mail that is not named stays on; one that is switched off stays off', async () => {
    const saved = await setPolicy(admin.session, { notices: { factor_added: false } });
    expect(saved.notices).toMatchObject({ factor_added: false, factor_removed: true });
    expect((await setPolicy(admin.session, { notices: {} })).notices).toMatchObject({ factor_added: true });
  });

  it('tells super admins when it is relaxed, and only then [B26]', async () => {
    const other = await createPerson(host, { roles: ['strapi-super-admin'] });
    const { session } = await proven(host, other);
    await setPolicy(session, { requirement: 'always_required' });
    await host.container.notices.flush();
    expect(host.mail.to(other.email).filter((mail) => /policy/i.test(mail.subject))).toEqual([]);
    await setPolicy(session, { requirement: 'optional' });
    await host.container.notices.flush();
    for (const told of [other, admin.person]) {
      const mail = await host.mail.waitFor(told.email, ({ subject }) => /policy/i.test(subject));
      expect(mail.text).toContain(other.email);
    }
  });

  it('tells super admins also when the same change silences that mail, or only silences something [B26][C22]', async () => {
    const other = await createPerson(host, { roles: ['strapi-super-admin'] });
    const { session } = await proven(host, other);
    const told = async () => {
      await host.container.notices.flush();
      return host.mail.to(other.email).filter((mail) => /policy/i.test(mail.subject)).length;
    };
    await setPolicy(session, { notices: { reset_with_password: false } });
    await host.mail.waitFor(other.email, ({ subject }) => /policy/i.test(subject));
    expect(await told()).toBe(1);
    await setPolicy(session, { trustedBrowserDays: 90, notices: { policy_relaxed: false } });
    expect(await told()).toBe(2);
    await setPolicy(session, { maxFailures: 50 });
    expect(await told()).toBe(2);
    await setPolicy(session, { trustedBrowserDays: 0, maxFailures: 10, notices: {} });
  });
});
