import {
  askToSignIn,
  cookiesOf,
  enrollKey,
  enrollTotp,
  keyProof,
  logInToEnroll,
  createPerson,
  postLogin,
  securityKey,
  sessionOf,
  signInWithKey,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  verify,
  type Host,
} from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

describe('signing in', () => {
  it('changes nothing for somebody who has not enrolled [C6]', async () => {
    const person = await createPerson(host);
    const response = await postLogin(host, person);
    expect(response.status).toBe(200);
    expect(Object.keys(response.body.data).sort()).toEqual(['accessToken', 'token', 'user']);
    expect(cookiesOf(response).some((cookie) => cookie.startsWith('strapi_admin_refresh='))).toBe(true);
  });

  it('asks for the second factor after the password, before any session or token exists [A34][B18][B21]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session);
    const rows = () => host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } });
    const before = await rows();
    const response = await postLogin(host, person, { rememberMe: true });
    expect(response.status).toBe(403);
    expect(response.body.error.details).toMatchObject({
      code: 'MFA_REQUIRED',
      purpose: 'sign_in',
      preferred: 'totp',
      methods: ['totp', 'recovery_code'],
    });
    expect(response.body.error.details.transaction).toMatch(/^[\w-]{43}$/);
    expect(cookiesOf(response)).toEqual([]);
    expect(JSON.stringify(response.body)).not.toMatch(/eyJ/);
    expect(await rows()).toBe(before);
  });

  it('lets an app code complete the sign-in [A37][A2][A17]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const signedIn = await signInWithTotp(host, person, app);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method: 'totp', recoveryCodesRemaining: 10 });
    expect((await signedIn.get('/admin/users/me')).status).toBe(200);
    const me = await signedIn.get('/mfa/me');
    expect(me.status).toBe(200);
    expect(me.body.data).toMatchObject({ enrolled: true, session: { assurance: 'mfa', method: 'totp' } });
  });

  it('asks for the security key first when key and app are enrolled [A1][A35][A37][B3][B7][B8]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const app = await enrollTotp(host, session);
    const { key } = await enrollKey(host, session);
    const asked = await askToSignIn(host, person);
    expect(asked.methods).toEqual(['webauthn', 'totp', 'recovery_code']);
    expect(asked.preferred).toBe('webauthn');
    const proof = await keyProof(host, asked.transaction, key);
    expect(sessionOf(host, await verify(host, asked.transaction, proof)).user.email).toBe(person.email);
    expect((await signInWithTotp(host, person, app)).user.email).toBe(person.email);
  });

  it('enrolls a key without an app first, with recovery codes, and signs in with it [A6][A9][A3]', async () => {
    const person = await createPerson(host);
    const { key, recoveryCodes } = await enrollKey(host, await logInToEnroll(host, person));
    expect(recoveryCodes).toHaveLength(10);
    expect((await signInWithKey(host, person, key)).user.email).toBe(person.email);
  });

  it('takes a fingerprint reader of the computer and a synced passkey alike [A4][A5][A20][A21]', async () => {
    for (const attachment of ['platform', 'cross-platform'] as const) {
      const person = await createPerson(host);
      // The counter of synced passkeys stays at zero.
      const key = securityKey({ origin: host.origin, attachment, counterStep: attachment === 'platform' ? 1 : 0 });
      const { authenticator } = await enrollKey(host, await logInToEnroll(host, person), key);
      expect(authenticator.transports).toContain(attachment === 'platform' ? 'internal' : 'usb');
      expect((await signInWithKey(host, person, key)).user.email).toBe(person.email);
    }
  });

  it('takes each recovery code once [A7][A28][A30][B50]', async () => {
    const person = await createPerson(host);
    const { recoveryCodes } = await enrollKey(host, await logInToEnroll(host, person));
    const [code = ''] = recoveryCodes ?? [];
    const signedIn = await signInWithRecoveryCode(host, person, code);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method: 'recovery_code', recoveryCodesRemaining: 9 });
    const { transaction } = await askToSignIn(host, person);
    const again = await verify(host, transaction, { method: 'recovery_code', code });
    expect(again.status).toBe(400);
    expect(again.body.error.details).toMatchObject({ code: 'MFA_INVALID_CODE', attemptsRemaining: 4 });
  });
});
