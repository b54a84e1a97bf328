/** Limits on policy changes by administrators one step below Super Admin, and how long what they grant lasts. */
import type { EventType } from '../../../shared/contracts';
import {
  AUTHOR,
  createPerson,
  createRole,
  DAY,
  EDITOR,
  logIn,
  personWithTotp,
  postLogin,
  proven,
  provenSuperAdmin,
  putPolicy,
  readPolicy,
  setPolicy,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Person,
} from '../../support';

const REASON = { reason: 'on leave' };
const OFFICER = ['policy.read', 'policy.update', 'users.read', 'users.reset', 'users.exempt'];

let host: Host;
let admin: Administrator;
let officer: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
  const role = await createRole(
    host,
    'Security officer',
    OFFICER.map((action) => `plugin::mfa.${action}`)
  );
  // Has an editor's permissions as well, because otherwise editors would not be below.
  officer = await proven(host, await createPerson(host, { roles: [role, EDITOR, AUTHOR] }));
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(() => host.mail.clear());

const settle = () => host.container.notices.flush();
const codeOf = (answer: { body: { error?: { details?: { code?: string } } } }) => answer.body.error?.details?.code;
const latest = async (type: EventType, who: Person) =>
  (await host.container.audit.list({ types: [type], userId: who.id }, { limit: 1 })).events[0];

describe('the policy', () => {
  const AUTHENTICATORS = {
    userVerification: 'required',
    attestation: 'none',
    allowedAaguids: ['ee882879-721c-4913-9775-3dfcce97072a'],
    deviceBound: true,
  };
  const STRICT = {
    requirement: 'required_on_first_login',
    roles: { [SUPER]: 'always_required' },
    allowedMethods: ['webauthn', 'totp'],
    sso: 'require',
    stepUpActions: ['x::invoice.pay'],
    authenticators: AUTHENTICATORS,
    roleMethods: { [SUPER]: ['totp'], [EDITOR]: ['totp'] },
    firstFactorProof: 'pass',
  };
  let before: Awaited<ReturnType<typeof readPolicy>>;

  beforeAll(async () => {
    before = await setPolicy(admin.session, STRICT);
  });
  afterAll(async () => {
    const { authenticators, roleMethods } = { authenticators: { ...AUTHENTICATORS }, roleMethods: {} };
    const open = { userVerification: 'preferred', allowedAaguids: [], deviceBound: false };
    await setPolicy(admin.session, {
      ...{ requirement: 'optional', roles: {}, sso: 'exempt', stepUpActions: [], roleMethods },
      ...{ authenticators: { ...authenticators, ...open }, firstFactorProof: 'password' },
    });
  });

  const LOOSER: [string, object][] = [
    ['enabled', { enabled: false }],
    ['requirement', { requirement: 'optional' }],
    ['roles', { roles: {} }],
    ['allowedMethods', { allowedMethods: ['webauthn', 'totp', 'email'] }],
    ['gracePeriodDays', { gracePeriodDays: 1 }],
    ['sso', { sso: 'exempt' }],
    ['trustedBrowserDays', { trustedBrowserDays: 1 }],
    ['verificationMaxAgeHours', { verificationMaxAgeHours: 13 }],
    ['stepUpMaxAgeMinutes', { stepUpMaxAgeMinutes: 11 }],
    ['stepUpActions', { stepUpActions: [] }],
    ['maxFailures', { maxFailures: 11 }],
    ['lockoutMinutes', { lockoutMinutes: 14 }],
    ['passwordless', { passwordless: 'allowed' }],
    ['authenticators.userVerification', { authenticators: { ...AUTHENTICATORS, userVerification: 'preferred' } }],
    ['authenticators.allowedAaguids', { authenticators: { ...AUTHENTICATORS, allowedAaguids: [] } }],
    ['authenticators.deviceBound', { authenticators: { ...AUTHENTICATORS, deviceBound: false } }],
    ['roleMethods', { roleMethods: { [SUPER]: ['totp', 'webauthn'], [EDITOR]: ['totp'] } }],
    ['roleMethods, left out', { roleMethods: { [EDITOR]: ['totp'] } }],
    ['firstFactorProof', { firstFactorProof: 'password' }],
    ['the alarm to super admins', { notices: { reset_with_password: false } }],
    ['the word to super admins', { notices: { policy_relaxed: false } }],
    ['the word about a changed address', { notices: { email_changed: false } }],
    ['one beside something stricter', { maxFailures: 5, sso: 'exempt' }],
  ];

  it.each(LOOSER)('is loosened in no key that binds somebody above: %s [C42]', async (_key, change) => {
    const answer = await putPolicy(officer.session, change);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'MFA_TARGET_ABOVE_YOU']);
    expect(await readPolicy(admin.session)).toEqual(before);
    expect(await latest('access.denied', officer.person)).toMatchObject({ reason: 'policy_of_somebody_above' });
  });

  it('may be made stricter, and looser for those who are not above; a list is a set, in the order of METHODS [C42]', async () => {
    const stricter = await putPolicy(officer.session, {
      maxFailures: 9,
      lockoutMinutes: 20,
      verificationMaxAgeHours: 8,
    });
    expect(stricter.status).toBe(200);
    const editors = { [SUPER]: ['totp', 'totp'], [EDITOR]: ['totp', 'webauthn', 'totp'] };
    const change = { roleMethods: editors, allowedMethods: ['totp', 'webauthn', 'totp', 'webauthn'] };
    const looser = await putPolicy(officer.session, change);
    expect(looser.status).toBe(200);
    expect(looser.body.data).toMatchObject({
      allowedMethods: ['webauthn', 'totp'],
      roleMethods: { [SUPER]: ['totp'], [EDITOR]: ['webauthn', 'totp'] },
    });
    expect((await putPolicy(admin.session, { sso: 'exempt', maxFailures: 10 })).status).toBe(200);
  });

  it('tells super admins when somebody below changes the words or the link for those who are locked out [C42]', async () => {
    const told = async () => {
      await settle();
      return host.mail.to(admin.person.email).filter(({ subject }) => subject.includes('help text')).length;
    };
    await setPolicy(admin.session, { helpText: 'Call 42.' });
    expect(await told()).toBe(0);
    await setPolicy(officer.session, { supportUrl: 'https://evil.example/login' });
    await setPolicy(officer.session, { helpText: 'Send me your password.' });
    expect(await told()).toBe(2);
    for (const { text } of host.mail.to(admin.person.email)) {
      expect(text).not.toContain('evil.example');
      expect(text).not.toContain('Send me');
    }
    await setPolicy(admin.session, { helpText: '', supportUrl: null });
  });
});

describe('an exemption', () => {
  const exempt = (who: Person, days: number, by = officer) => {
    const expiresAt = new Date(host.clock.now() + days * DAY).toISOString();
    return by.session.put(`/mfa/users/${who.id}/exemption`, { ...REASON, expiresAt });
  };
  const roleIds = async (...codes: string[]) => {
    const rows = await host.strapi.db.query('admin::role').findMany({ where: { code: { $in: codes } } });
    return rows.map(({ id }: { id: number }) => id);
  };

  it('lasts 90 days at most [C42][C14]', async () => {
    const { person } = await personWithTotp(host);
    for (const days of [91, 400, 100_000]) {
      const answer = await exempt(person, days, admin);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'MFA_INVALID_REQUEST']);
    }
    expect((await exempt(person, 90)).status).toBe(200);
    expect((await logIn(host, person)).user.id).toBe(person.id);
  });

  it.each([
    'the holder gains a role',
    'the holder’s role gains a permission',
    'the giver loses a role',
    'the giver is deleted',
  ])('lapses when %s, and is told and recorded; one by a super admin stays [C42]', async (how) => {
    const code = await createRole(host, `Role for ${how}`, []);
    const giverRole = await createRole(
      host,
      `Giver for ${how}`,
      OFFICER.map((action) => `plugin::mfa.${action}`)
    );
    const giver = await proven(host, await createPerson(host, { roles: [giverRole, EDITOR] }));
    const [holder, other] = [
      await personWithTotp(host, { roles: [EDITOR, code] }),
      await personWithTotp(host, { roles: [EDITOR, code] }),
    ];
    expect((await exempt(holder.person, 30, giver)).status).toBe(200);
    expect((await exempt(other.person, 30, admin)).status).toBe(200);
    expect((await logIn(host, holder.person)).user.id).toBe(holder.person.id);
    host.mail.clear();

    const [role] = await roleIds(code);
    if (how === 'the holder gains a role')
      await admin.session.put(`/admin/users/${holder.person.id}`, { roles: await roleIds(SUPER) });
    if (how === 'the holder’s role gains a permission') {
      const permissions = [{ action: 'plugin::mfa.audit.read', subject: null, properties: {}, conditions: [] }];
      expect((await admin.session.put(`/admin/roles/${role}/permissions`, { permissions })).status).toBe(200);
    }
    if (how === 'the giver loses a role')
      await admin.session.put(`/admin/users/${giver.person.id}`, { roles: await roleIds(giverRole) });
    if (how === 'the giver is deleted') await admin.session.delete(`/admin/users/${giver.person.id}`);

    expect(codeOf(await postLogin(host, holder.person))).toBe('MFA_REQUIRED');
    expect(await latest('user.exemption_ended', holder.person)).toMatchObject({
      actor: { kind: 'system' },
      reason: 'giver_below_holder',
    });
    await settle();
    expect(host.mail.to(holder.person.email).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('is no longer exempt from MFA')
    );
    expect((await logIn(host, other.person)).user.id).toBe(other.person.id);
  });

  it('that somebody gave by a pen on the roles lapses at the next sweep [C42]', async () => {
    const { person } = await personWithTotp(host);
    expect((await exempt(person, 30)).status).toBe(200);
    const links = host.container.database.relation('admin::user', 'roles');
    const [role] = await roleIds(SUPER);
    await links
      .rows()
      .where({ [links.own]: person.id })
      .update({ [links.other]: role });
    await host.container.people.lapseExemptions();
    expect(codeOf(await postLogin(host, person))).toBe('MFA_REQUIRED');
  });
});

describe('every help', () => {
  it('is told to the person by mail: unlock, end of sessions, exemption, its end [C42][C21]', async () => {
    const { person } = await personWithTotp(host, { preferedLanguage: 'es' });
    const path = `/mfa/users/${person.id}`;
    const expiresAt = new Date(host.clock.now() + DAY).toISOString();
    await admin.session.post(`${path}/unlock`, REASON);
    await admin.session.post(`${path}/sign-out`, REASON);
    await admin.session.put(`${path}/exemption`, { ...REASON, expiresAt });
    await admin.session.delete(`${path}/exemption`);
    await settle();
    const mails = host.mail.to(person.email);
    for (const word of ['se desbloqueó', 'se cerró en todas partes', 'está exenta de MFA', 'ya no está exenta']) {
      const mail = mails.find(({ subject }) => subject.includes(word));
      expect([word, mail?.text.includes(admin.person.email)]).toEqual([word, true]);
    }
  });
});
