/** A person manages their own authenticators over HTTP: every kind of key, several of each, and recovery codes. */
import {
  createPerson,
  enrollKey,
  enrollTotp,
  logInToEnroll,
  personWithKey,
  personWithTotp,
  securityKey,
  signInWithKey,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  totpCode,
  type Host,
  type Session,
} from '../../support';
import { softKey } from '../../support/soft-key';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host?.stop());

const key = (options: Parameters<typeof securityKey>[0] = {}) => securityKey({ origin: host.origin, ...options });
const mine = async (session: Session) => (await session.get('/mfa/me').expect(200)).body.data;

describe('an authenticator app', () => {
  it('says with the key what time it is by the clock that will judge the codes [A16]', async () => {
    const session = await logInToEnroll(host, await createPerson(host));
    const begin = async () => Date.parse((await session.post('/mfa/me/totp/begin').expect(200)).body.data.serverTime);
    const early = host.clock.now();
    const first = await begin();
    expect(first).toBeGreaterThanOrEqual(early);
    expect(first).toBeLessThanOrEqual(host.clock.now());
    host.clock.advance(5 * 60_000);
    expect((await begin()) - first).toBeGreaterThanOrEqual(5 * 60_000);
  });

  it('reads a plain key URI, as QR code and as text, and its codes sign in [A2]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const { secret, otpauthUri, qrCode } = (await session.post('/mfa/me/totp/begin').expect(200)).body.data;
    const uri = new URL(otpauthUri);
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe(`/${uri.searchParams.get('issuer')}:${person.email}`);
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    // All apps use SHA-1, six digits, and thirty seconds if nothing else is specified.
    const said = ['algorithm', 'digits', 'period'].map((name) => uri.searchParams.get(name));
    expect(said).toEqual([null, null, null]);
    expect(Buffer.from(String(qrCode).split(',')[1] ?? '', 'base64').toString()).toMatch(/^<svg [^>]*viewBox/);

    const code = totpCode(String(uri.searchParams.get('secret')), host.clock.now());
    await session.post('/mfa/me/totp/finish', { code: `${code.slice(0, 3)} ${code.slice(3)}` }).expect(200);
    expect((await mine(session)).authenticators).toMatchObject([{ type: 'totp', name: 'Authenticator app' }]);
    host.clock.advance(30_000);
    const next = { code: () => totpCode(secret, host.clock.now()) };
    expect((await signInWithTotp(host, person, next)).user.email).toBe(person.email);
  });

  it('stands beside four others, each good for signing in, removed one by one [C7][A24]', async () => {
    const { person, session, app } = await personWithTotp(host);
    const labelOf = async () => {
      const { otpauthUri } = (await session.post('/mfa/me/totp/begin').expect(200)).body.data;
      return decodeURIComponent(String(new URL(otpauthUri).pathname).split(':')[1] ?? '');
    };
    // Apps silently replace an entry with the same name [C60] [P10].
    expect(await labelOf()).toBe(`${person.email} (2)`);
    const apps = [app];
    for (const name of ['Tablet', 'Old phone', 'Desktop', 'Watch']) apps.push(await enrollTotp(host, session, name));
    const sixth = await session.post('/mfa/me/totp/begin');
    expect([sixth.status, sixth.body.error.details.code]).toEqual([409, 'MFA_LIMIT_REACHED']);
    for (const each of apps) await signInWithTotp(host, person, each);

    const last = await signInWithTotp(host, person, apps[4] ?? app);
    await last.delete(`/mfa/me/authenticators/${apps[0]?.authenticator.id}`).expect(200);
    const left = (await mine(last)).authenticators;
    expect(left.map(({ name }: { name: string }) => name)).toEqual(['Tablet', 'Old phone', 'Desktop', 'Watch']);
    expect(left.every(({ lastUsedAt }: { lastUsedAt: string | null }) => lastUsedAt !== null)).toBe(true);
    await signInWithTotp(host, person, apps[1] ?? app);
    await expect(signInWithTotp(host, person, apps[0] ?? app)).rejects.toThrow('MFA_INVALID_CODE');
  });
});

describe('a security key or passkey', () => {
  const google = Buffer.from('ea9b8d664d011d213ce4b6b48cb575d4', 'hex');

  it.each([
    ['a hardware token on cable or air [A3]', { attachment: 'cross-platform' }],
    ['a hardware token without PIN or finger, from the days of U2F [A3][A5]', { userVerified: false }],
    ['a fingerprint reader or a face [A4][A10]', { attachment: 'platform' }],
    [
      'a passkey in a password manager, which does not count [A5][A10]',
      { counterStep: 0, aaguid: new Uint8Array(google) },
    ],
  ] as const)('may be %s: enrolls first and signs in, time after time', async (_what, options) => {
    const person = await createPerson(host);
    const enrolled = await enrollKey(host, await logInToEnroll(host, person), key(options), 'Mine');
    expect(enrolled.recoveryCodes).toHaveLength(10);
    await signInWithKey(host, person, enrolled.key);
    const again = await signInWithKey(host, person, enrolled.key);
    expect((await mine(again)).session).toMatchObject({ assurance: 'mfa', method: 'webauthn' });
  });

  it('has a name that is given, kept, changed and asked of nobody else', async () => {
    const { session, authenticator } = await personWithKey(host);
    expect((await mine(session)).authenticators).toMatchObject([{ name: 'YubiKey blue' }]);
    await session.put(`/mfa/me/authenticators/${authenticator.id}`, { name: 'MacBook Touch ID' }).expect(200);
    expect((await mine(session)).authenticators).toMatchObject([{ name: 'MacBook Touch ID' }]);
    const stranger = await personWithKey(host);
    await stranger.session.put(`/mfa/me/authenticators/${authenticator.id}`, { name: 'Ours' }).expect(404);
  });

  it('at the office and another at home both work; losing one leaves the other [A24][A25][A26]', async () => {
    const { person, session, key: office, authenticator } = await personWithKey(host);
    const home = await enrollKey(host, session, key({ attachment: 'platform' }), 'Home');
    await signInWithKey(host, person, office);
    const signedIn = await signInWithKey(host, person, home.key);
    await signedIn.delete(`/mfa/me/authenticators/${authenticator.id}`).expect(200);
    expect((await mine(signedIn)).authenticators).toMatchObject([{ name: 'Home' }]);
    await signInWithKey(host, person, home.key);
    await expect(signInWithKey(host, person, office)).rejects.toThrow();
  });

  it('is known by its product, and a synced passkey is told from a key that stays where it is [C11]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const begun = await session.post('/mfa/me/webauthn/begin').expect(200);
    const response = key({ attachment: 'platform', aaguid: new Uint8Array(google) }).create(begun.body.data.publicKey);
    await session.post('/mfa/me/webauthn/finish', { response }).expect(200);
    const bound = softKey({ origin: host.origin, rpId: 'localhost' });
    const asked = await session.post('/mfa/me/webauthn/begin').expect(200);
    await session.post('/mfa/me/webauthn/finish', { response: bound.create(asked.body.data.publicKey) }).expect(200);
    const [known, other] = (await mine(session)).authenticators;
    expect(known).toMatchObject({
      name: 'Google Password Manager',
      provider: 'Google Password Manager',
      icon: 'google',
    });
    expect(known.synced).toBe(true);
    expect(other).toMatchObject({
      name: 'Security key',
      provider: null,
      icon: null,
      synced: false,
      transports: ['usb'],
    });
  });

  it('that was removed is no longer among those the password manager is told of', async () => {
    const { session, authenticator } = await personWithKey(host);
    await enrollTotp(host, session);
    const before = (await mine(session)).webauthn;
    expect(before).toMatchObject({ rpId: 'localhost', credentialIds: [expect.any(String)] });
    await session.delete(`/mfa/me/authenticators/${authenticator.id}`).expect(200);
    expect((await mine(session)).webauthn).toEqual({ ...before, credentialIds: [] });
  });
});

describe('recovery codes', () => {
  it('are made again at any time; the old ones are dead and never shown again [A33]', async () => {
    const { person, session, recoveryCodes } = await personWithTotp(host);
    const made = (await session.post('/mfa/me/recovery-codes').expect(200)).body.data.recoveryCodes as string[];
    expect(made).toHaveLength(10);
    expect(made.filter((code) => recoveryCodes.includes(code))).toEqual([]);
    const shown = await mine(session);
    expect(shown.recoveryCodes).toEqual({
      remaining: 10,
      total: 10,
      generatedAt: expect.any(String),
      acknowledged: false,
    });
    for (const code of [...made, ...recoveryCodes]) expect(JSON.stringify(shown)).not.toContain(code);
    await expect(signInWithRecoveryCode(host, person, recoveryCodes[1] ?? '')).rejects.toThrow('MFA_INVALID_CODE');
    await signInWithRecoveryCode(host, person, made[1] ?? '');
  });

  it('work once, and the second use is refused and recorded [A30]', async () => {
    const { person, recoveryCodes } = await personWithTotp(host);
    const [code = ''] = recoveryCodes;
    const signedIn = await signInWithRecoveryCode(host, person, code);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method: 'recovery_code', recoveryCodesRemaining: 9 });
    await expect(signInWithRecoveryCode(host, person, code)).rejects.toThrow('MFA_INVALID_CODE');
    const { data: events } = (await signedIn.get('/mfa/me/events?limit=50').expect(200)).body;
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'verification.failed',
        outcome: 'failure',
        method: 'recovery_code',
        reason: 'replayed',
      })
    );
  });
});
