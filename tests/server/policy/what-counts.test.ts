/** Authenticators that count, and methods by role, over HTTP: people prove what they have once, then set up another. */
import {
  askToSignIn,
  AUTHOR,
  callerOf,
  challengeOf,
  createPerson,
  EDITOR,
  enrollPasskey,
  forcePolicy,
  logInToEnroll,
  newSoftKey,
  passkeyLogIn,
  personWithPasskey,
  personWithTotp,
  sessionOf,
  signInWithRecoveryCode,
  startHost,
  transactionOf,
  verify,
  type Host,
  type Passkey,
} from '../../support';
import { provenSuperAdmin, putPolicy } from '../../support/policy';

const MODEL = Buffer.from('ee882879721c49139775 3dfcce97072a'.replace(' ', ''), 'hex');
const AAGUID = 'ee882879-721c-4913-9775-3dfcce97072a';
const ANY = { userVerification: 'preferred', attestation: 'none', allowedAaguids: [], deviceBound: false } as const;

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(async () => {
  await forcePolicy(host, {
    requirement: 'required_on_first_login',
    passwordless: 'allowed',
    roleMethods: {},
    authenticators: { ...ANY, allowedAaguids: [] },
  });
});

/** Restores the relaxed policy before enrollment, so that people can set up a first method. */
const relaxed = () =>
  forcePolicy(host, { requirement: 'optional', roleMethods: {}, authenticators: { ...ANY, allowedAaguids: [] } });

const keyAnswer = async (transaction: string, { key, userHandle }: Passkey, claims = {}) => {
  const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
  return { method: 'webauthn', response: key.get(options.body.data.publicKey, { userHandle, ...claims }) };
};

describe('a role that is phishing-resistant only', () => {
  it('takes an app once, then a passkey, and that alone from then on; recovery codes stay the way back [C51] [C13]', async () => {
    await relaxed();
    const { person, app, recoveryCodes } = await personWithTotp(host, { roles: [AUTHOR] });
    await forcePolicy(host, { requirement: 'required_on_first_login', roleMethods: { [AUTHOR]: ['webauthn'] } });
    const { transaction, methods } = await askToSignIn(host, person);
    expect(methods).toEqual(['totp', 'recovery_code']);
    const proved = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(challengeOf(proved)).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', methods: ['webauthn'] });
    const caller = callerOf(host, transactionOf(proved));
    expect((await caller.post('/mfa/me/totp/begin', {})).body.error.details.code).toBe('MFA_METHOD_NOT_ALLOWED');
    const passkey = await enrollPasskey(host, caller as never);
    const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
    const session = sessionOf(host, done);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await session.get('/mfa/me')).body.data.allowedMethods).toEqual(['webauthn']);
    const again = await askToSignIn(host, person);
    expect(again.methods).toEqual(['webauthn', 'recovery_code']);
    const refused = await verify(host, again.transaction, { method: 'totp', code: app.code() });
    expect(refused.body.error.details.code).toBe('MFA_METHOD_NOT_ALLOWED');
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    await signInWithRecoveryCode(host, person, String(recoveryCodes[1]));
  });

  it('made so while its member works: the session is asked to set up a passkey, and no other role is [C51]', async () => {
    await relaxed();
    const author = await personWithTotp(host, { roles: [AUTHOR] });
    const editor = await personWithTotp(host, { roles: [EDITOR] });
    await forcePolicy(host, { requirement: 'required_on_first_login', roleMethods: { [AUTHOR]: ['webauthn'] } });
    const asked = await author.session.get('/admin/users/me');
    expect(asked.body.error.details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', methods: ['webauthn'] });
    expect((await editor.session.get('/admin/users/me')).status).toBe(200);
  });

  it('where a role has no passkeys, one of theirs alone is refused [C48] [C51]', async () => {
    await relaxed();
    const passkey = await personWithPasskey(host, { roles: [EDITOR] });
    await forcePolicy(host, { passwordless: 'allowed', roleMethods: { [EDITOR]: ['totp'] } });
    const answer = await passkeyLogIn(host, passkey);
    expect([answer.status, answer.body.error.details]).toEqual([400, { code: 'MFA_PASSKEY_REFUSED' }]);
  });
});

describe('keys that do not count', () => {
  it.each([
    ['another model', { ...ANY, allowedAaguids: [AAGUID] }, {}, { aaguid: MODEL }],
    ['synced', { ...ANY, allowedAaguids: [], deviceBound: true }, { backupEligible: true, backedUp: true }, {}],
    [
      'without user verification',
      { ...ANY, allowedAaguids: [], userVerification: 'required' as const },
      { userVerified: false },
      {},
    ],
  ])(
    '%s: refused when registered; an old one proves once, then one that counts is set up [C50] [C13]',
    async (_what, rules, bad, good) => {
      await relaxed();
      const person = await createPerson(host);
      const session = await logInToEnroll(host, person);
      const old = await enrollPasskey(host, session, bad);
      await forcePolicy(host, { requirement: 'required_on_first_login', authenticators: { ...rules } });

      const { transaction } = await askToSignIn(host, person);
      const proved = await verify(host, transaction, await keyAnswer(transaction, old, bad));
      expect(challengeOf(proved)).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED' });
      const caller = callerOf(host, transactionOf(proved));
      const begun = await caller.post('/mfa/me/webauthn/begin', {});
      const response = newSoftKey(host).create(begun.body.data.publicKey, bad);
      const refused = await caller.post('/mfa/me/webauthn/finish', { response, name: 'no' });
      expect([refused.status, refused.body.error.details.code]).toEqual([403, 'MFA_METHOD_NOT_ALLOWED']);
      const fresh = await enrollPasskey(host, caller as never, good);
      const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
      expect((await sessionOf(host, done).get('/admin/users/me')).status).toBe(200);

      const next = await askToSignIn(host, person);
      const options = await host.request
        .post('/mfa/transactions/webauthn/options')
        .send({ transaction: next.transaction });
      expect(options.body.data.publicKey.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([
        fresh.key.credentialId.toString('base64url'),
      ]);
      const signedIn = await verify(host, next.transaction, await keyAnswer(next.transaction, fresh));
      expect((await sessionOf(host, signedIn).get('/admin/users/me')).status).toBe(200);
      expect((await passkeyLogIn(host, fresh)).status).toBe(200);
      // A key that didn't verify its person at registration doesn't count, whatever it claims now.
      expect((await passkeyLogIn(host, old, { ...bad, userVerified: true })).status).toBe(400);
    }
  );

  it('a passkey that begins to be synced no longer counts where keys are bound to a device: alone it opens nothing, beside the password it proves once [C50] [C48]', async () => {
    await relaxed();
    const passkey = await personWithPasskey(host);
    const moved = { backupEligible: true, backedUp: true };
    await forcePolicy(host, {
      requirement: 'required_on_first_login',
      authenticators: { ...ANY, allowedAaguids: [], deviceBound: true },
    });
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    const alone = await passkeyLogIn(host, passkey, moved);
    expect([alone.status, alone.body.error.details]).toEqual([400, { code: 'MFA_PASSKEY_REFUSED' }]);
    const { transaction } = await askToSignIn(host, passkey.person);
    const proved = await verify(host, transaction, await keyAnswer(transaction, passkey, moved));
    expect(challengeOf(proved)).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED' });
    const { events } = await host.container.audit.list({ types: ['factor.synced'] }, { limit: 1 });
    expect(events[0]?.target.id).toBe(passkey.person.id);
    const { rows } = await host.container.people.page({ keys: ['uncounted'] }, { page: 1, pageSize: 100 }, 1);
    expect(rows.map(({ id }) => id)).toContain(passkey.person.id);
    const detail = await host.container.people.detail(passkey.person.id, null);
    expect(detail.authenticators[0]).toMatchObject({ usable: false, shortfall: 'synced' });
  });

  it('attestation cannot be required where there is nothing to check it against [C50]', async () => {
    await relaxed();
    const admin = await provenSuperAdmin(host);
    const answer = await putPolicy(admin.session, { authenticators: { ...ANY, attestation: 'required' } });
    expect([answer.status, answer.body.error.details]).toEqual([
      400,
      {
        code: 'MFA_INVALID_REQUEST',
        errors: [{ path: ['body', 'authenticators', 'attestation'], message: 'requires webauthn.metadata' }],
      },
    ]);
  });
});
