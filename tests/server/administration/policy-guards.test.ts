/**
 * Policies that can't be saved: they lock people out, change what the configuration controls, or relax rules for people
 * above.
 */
import type { Response } from 'supertest';

import { createPerson, createRole, logInToEnroll, SUPER, startHost, type Host, type HostConfig } from '../../support';
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

const POLICY_PERMISSIONS = ['plugin::mfa.policy.read', 'plugin::mfa.policy.update'];

let host: Host;

const start = async (config: HostConfig = {}, env: Record<string, string> = {}) => {
  host = await startHost({ config: { ...config }, env });
};

afterEach(async () => {
  await host?.stop();
});

const codeOf = (response: Response) => ({ status: response.status, code: response.body?.error?.details?.code });

const lockedOut = (response: Response) => {
  expect(codeOf(response)).toEqual({ status: 409, code: 'MFA_POLICY_WOULD_LOCK_OUT' });
  return response.body.error.details as { reasons: string[]; users: { id: number; email: string }[] };
};

/** An administrator who may change the policy, but isn't a Super Admin. */
const policyEditor = async (more: string[] = []): Promise<Administrator & { role: string }> => {
  const role = await createRole(host, 'Security officer', [...POLICY_PERMISSIONS, ...more]);
  return { ...(await proven(host, await createPerson(host, { roles: [role] }))), role };
};

/** The session of a person without an authenticator. The password is confirmed, which is enough for their step-up. */
const unenrolledAuthor = async (roles: string[]) => {
  const person = await createPerson(host, { roles });
  return { person, session: await logInToEnroll(host, person) };
};

describe('a policy that would lock people out cannot be saved', () => {
  it('its author first: no factor, no requirement [C15]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    const author = await unenrolledAuthor([SUPER]);
    for (const requirement of ['required_on_first_login', 'always_required']) {
      const details = lockedOut(await putPolicy(author.session, { requirement }));
      expect(details.reasons).toEqual(['author']);
      expect(details.users).toEqual([expect.objectContaining({ id: author.person.id, email: author.person.email })]);
    }
    expect((await readPolicy(admin.session)).requirement).toBe('optional');
    expect(codeOf(await putPolicy(author.session, { roles: { [SUPER]: 'always_required' } })).status).toBe(409);
    expect((await putPolicy(author.session, { roles: { 'strapi-editor': 'always_required' } })).status).toBe(200);
  });

  it('a grace period lets the author require it on first login, but never always [C15] [C16]', async () => {
    await start();
    await provenSuperAdmin(host);
    const author = await unenrolledAuthor([SUPER]);
    const always = await putPolicy(author.session, { requirement: 'always_required', gracePeriodDays: 30 });
    expect(lockedOut(always).reasons).toEqual(['author']);
    const first = await putPolicy(author.session, { requirement: 'required_on_first_login', gracePeriodDays: 30 });
    expect(first.status).toBe(200);
    const { body } = await previewPolicy(author.session, {});
    expect(body.data.warnings.map((one: { code: string }) => one.code)).toContain('author_in_grace');
    expect(lockedOut(await putPolicy(author.session, { gracePeriodDays: 0 })).reasons).toEqual(['author']);
  });

  it('a method the author has, taken away while it is required of him [C15] [B16]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    await setPolicy(admin.session, { requirement: 'required_on_first_login' });
    const change = { allowedMethods: ['webauthn'], preferredMethod: 'webauthn' };
    const details = lockedOut(await putPolicy(admin.session, change));
    expect(details.reasons).toContain('author');
    expect((await readPolicy(admin.session)).allowedMethods).toEqual(['webauthn', 'totp']);
  });

  it('the last super admin, by somebody who is none [C15] [A47]', async () => {
    await start();
    const officer = await policyEditor();
    const details = lockedOut(await putPolicy(officer.session, { roles: { [SUPER]: 'required_on_first_login' } }));
    expect(details.reasons).toEqual(['last_super_admin']);
    expect(details.users.map((user) => user.email)).toEqual(['admin@example.com']);
    expect(lockedOut(await putPolicy(officer.session, { requirement: 'always_required' })).reasons).toContain(
      'last_super_admin'
    );
    await provenSuperAdmin(host);
    expect((await putPolicy(officer.session, { roles: { [SUPER]: 'always_required' } })).status).toBe(200);
  });

  it.each([
    ['no method at all', { allowedMethods: [] }],
    ['only methods this server cannot offer', { allowedMethods: ['sms'], preferredMethod: 'sms' }],
    ['a preferred method that is not allowed', { allowedMethods: ['totp'], preferredMethod: 'webauthn' }],
  ])('%s, at every level and switched off too [B45] [C15]', async (_what, change) => {
    await start({}, { SMS_URL: '' });
    const admin = await provenSuperAdmin(host);
    for (const state of [{ requirement: 'optional' }, { requirement: 'always_required' }, { enabled: false }]) {
      const { reasons } = lockedOut(await putPolicy(admin.session, { ...change, ...state }));
      expect(reasons.some((reason) => ['no_method', 'preferred_not_allowed'].includes(reason))).toBe(true);
    }
    expect((await readPolicy(admin.session)).allowedMethods).toEqual(['webauthn', 'totp']);
  });

  it('writes nothing to the trail for what was refused [B32]', async () => {
    await start();
    await provenSuperAdmin(host);
    const author = await unenrolledAuthor([SUPER]);
    lockedOut(await putPolicy(author.session, { requirement: 'always_required' }));
    const rows = await host.strapi.db.query('admin::mfa-audit-entry').findMany({ where: { type: 'policy.changed' } });
    expect(rows).toEqual([]);
  });
});

describe('two administrators at once', () => {
  it('the second is told that the policy has changed, and nothing of his is written [B26]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    const seen = await setPolicy(admin.session, { helpText: 'one' });
    expect((await putPolicy(admin.session, { helpText: 'two', updatedAt: seen.updatedAt })).status).toBe(200);
    const late = await putPolicy(admin.session, { helpText: 'three', updatedAt: seen.updatedAt });
    expect(codeOf(late)).toEqual({ status: 409, code: 'MFA_POLICY_CHANGED' });
    expect((await readPolicy(admin.session)).helpText).toBe('two');
    expect(codeOf(await putPolicy(admin.session, { helpText: 'four', updatedAt: null })).code).toBe(
      'MFA_POLICY_CHANGED'
    );
  });

  it('of twenty at the same moment, one is saved for each version [B26]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    host.clock.set(host.clock.now());
    const { updatedAt } = await setPolicy(admin.session, { helpText: 'begin' });
    const policy = await readPolicy(admin.session);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        admin.session.put(POLICY_PATH, { ...policy, helpText: `from ${index}`, updatedAt })
      )
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const rows = await host.strapi.db.query('admin::mfa-audit-entry').findMany({ where: { type: 'policy.changed' } });
    expect(rows).toHaveLength(2);
  });
});

describe('what plugin config sets', () => {
  it('binds, is shown as locked, and cannot be changed here; the same value may be sent back [B4] [B26]', async () => {
    const authenticators = { userVerification: 'required' };
    const policy = {
      sso: 'require',
      roles: { [SUPER]: 'required_on_first_login' },
      gracePeriodDays: 14,
      authenticators,
    };
    await start({ plugins: { mfa: { config: { policy } } } });
    const admin = await provenSuperAdmin(host);
    const shown = await readPolicy(admin.session);
    expect(shown).toMatchObject({ ...policy, requirement: 'optional' });
    expect([...shown.lockedByConfig].sort()).toEqual(['authenticators', 'gracePeriodDays', 'roles', 'sso']);
    const laxer = { ...shown.authenticators, userVerification: 'preferred' };
    const refused = await putPolicy(admin.session, {
      sso: 'exempt',
      gracePeriodDays: 3,
      authenticators: laxer,
      helpText: 'x',
    });
    expect(codeOf(refused)).toEqual({ status: 409, code: 'MFA_POLICY_LOCKED' });
    expect([...refused.body.error.details.keys].sort()).toEqual(['authenticators', 'gracePeriodDays', 'sso']);
    expect(await readPolicy(admin.session)).toEqual(shown);
    expect(await setPolicy(admin.session, { helpText: 'Call 42.' })).toMatchObject({ ...policy, helpText: 'Call 42.' });
  });

  it('gives way to what was saved before when it is taken out again [B26]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    await setPolicy(admin.session, { trustedBrowserDays: 7, helpText: 'saved' });
    host = await host.restart({ config: { plugins: { mfa: { config: { policy: { trustedBrowserDays: 30 } } } } } });
    expect((await host.container.policies.current()).trustedBrowserDays).toBe(30);
    host = await host.restart();
    expect(await host.container.policies.current()).toMatchObject({ trustedBrowserDays: 7, helpText: 'saved' });
  });
});

describe('lowering what binds somebody above', () => {
  it('a role’s level, the default and the switch are refused; raising is not [A47] [C14] [C21]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    const officer = await policyEditor();
    const roles = { [SUPER]: 'always_required', 'strapi-editor': 'always_required', [officer.role]: 'always_required' };
    await setPolicy(admin.session, { roles });
    const change = (lowered: object) => putPolicy(officer.session, lowered).then(codeOf);
    const refused = { status: 403, code: 'MFA_TARGET_ABOVE_YOU' };
    expect(await change({ roles: { ...roles, [SUPER]: 'required_on_first_login' } })).toEqual(refused);
    expect(await change({ roles: { 'strapi-editor': 'always_required' } })).toEqual(refused);
    expect(await change({ roles: {} })).toEqual(refused);
    expect(await change({ enabled: false })).toEqual(refused);
    expect((await readPolicy(admin.session)).roles).toEqual(roles);
    expect((await change({ requirement: 'required_on_first_login' })).status).toBe(200);
    expect(await change({ requirement: 'optional' })).toEqual(refused);
    expect((await setPolicy(admin.session, { requirement: 'optional' })).requirement).toBe('optional');
    expect((await change({ roles: { ...roles, [officer.role]: 'optional' } })).status).toBe(200);
  });

  it('a role whose holders may do more than the author is above him, too [C14]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    const officer = await policyEditor();
    const [more, less] = [
      await createRole(host, 'Auditor', ['plugin::mfa.audit.read']),
      await createRole(host, 'Reader', ['plugin::mfa.policy.read']),
    ];
    await createPerson(host, { roles: [more] });
    await createPerson(host, { roles: [less] });
    await setPolicy(admin.session, { roles: { [more]: 'required_on_first_login', [less]: 'required_on_first_login' } });
    expect(codeOf(await putPolicy(officer.session, { roles: { [less]: 'required_on_first_login' } })).status).toBe(403);
    expect((await putPolicy(officer.session, { roles: { [more]: 'required_on_first_login' } })).status).toBe(200);
  });

  it('is recorded as an access that was denied [B5]', async () => {
    await start();
    const admin = await provenSuperAdmin(host);
    const officer = await policyEditor();
    await setPolicy(admin.session, { roles: { [SUPER]: 'always_required' } });
    expect((await putPolicy(officer.session, { roles: {} })).status).toBe(403);
    const rows = await host.strapi.db.query('admin::mfa-audit-entry').findMany({ where: { type: 'access.denied' } });
    expect(rows).toMatchObject([
      { actorId: officer.person.id, outcome: 'failure', reason: 'policy_of_somebody_above' },
    ]);
  });
});
