/**
 * People who log in with a password and a code get an offer to create a passkey. After a "no", it isn't shown again.
 */
import {
  createPerson,
  DAY,
  EDITOR,
  enrollTotp,
  logInToEnroll,
  personWithKey,
  personWithTotp,
  provenSuperAdmin,
  setPolicy,
  signInWithKey,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  type Administrator,
  type Host,
  type Session,
} from '../../support';
import { softKey } from '../../support/soft-key';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});
afterAll(() => host?.stop());

const policy = async (change: object) => {
  host.clock.advance(31_000);
  admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
  await setPolicy(admin.session, change);
};
const offerTo = async (session: Session): Promise<string> =>
  (await session.get('/mfa/me').expect(200)).body.data.passkeyOffer;

describe('a passkey is offered [C49]', () => {
  it('after a password and a code, by policy; not before, and not to whoever has one', async () => {
    await policy({ passkeyUpgrade: 'offer' });
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    expect(await offerTo(session)).toBe('offer');
    await policy({ passkeyUpgrade: 'automatic' });
    expect(await offerTo(session)).toBe('automatic');
    // A passkey that the browser creates automatically wouldn't count here, so people get an offer instead.
    const any = { userVerification: 'preferred', attestation: 'none', allowedAaguids: [], deviceBound: false };
    await policy({ authenticators: { ...any, deviceBound: true } });
    expect(await offerTo(session)).toBe('offer');
    await policy({ authenticators: any, roleMethods: { [EDITOR]: ['totp'] } });
    expect(await offerTo(session)).toBe('none');
    await policy({ roleMethods: {}, passkeyUpgrade: 'off' });
    expect(await offerTo(session)).toBe('none');
    await policy({ passkeyUpgrade: 'offer', allowedMethods: ['totp'], preferredMethod: 'totp' });
    expect(await offerTo(session)).toBe('none');
    await policy({ allowedMethods: ['webauthn', 'totp'] });
    const withKey = await personWithKey(host);
    expect(await offerTo(await signInWithKey(host, withKey.person, withKey.key))).toBe('none');
    expect(await offerTo(await logInToEnroll(host, await createPerson(host)))).toBe('none');
  });

  it('not to whoever has lost something and came in with a recovery code', async () => {
    const person = await createPerson(host);
    const { recoveryCodes } = await enrollTotp(host, await logInToEnroll(host, person));
    const session = await signInWithRecoveryCode(host, person, recoveryCodes?.[0] ?? '');
    expect(await offerTo(session)).toBe('none');
  });

  it('not for 30 days after "not now", in no browser and under "automatic" neither', async () => {
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    await session.put('/mfa/me/preferences', { passkeyOffer: 'later' }).expect(200);
    expect(await offerTo(session)).toBe('none');
    host.clock.advance(30 * DAY - 60_000);
    expect(await offerTo(await signInWithTotp(host, person, app))).toBe('none');
    await policy({ passkeyUpgrade: 'automatic' });
    expect(await offerTo(await signInWithTotp(host, person, app))).toBe('none');
    host.clock.advance(2 * 60_000);
    expect(await offerTo(await signInWithTotp(host, person, app))).toBe('automatic');
    await policy({ passkeyUpgrade: 'offer' });
  });

  it.each([[{}], [{ passkeyOffer: 'never' }], [{ passkeyOffer: 'later', more: true }]])(
    'and %j says nothing about it',
    async (body) => {
      const { session } = await personWithTotp(host);
      await session.put('/mfa/me/preferences', body).expect(400);
    }
  );
});

describe('a passkey made without a dialog [C49]', () => {
  const home = () => ({ origin: host.origin, rpId: 'localhost' });
  const made = async (begun: object, claims: object, discoverable?: boolean) => {
    const { session } = await personWithTotp(host);
    const { publicKey } = (await session.post('/mfa/me/webauthn/begin', begun).expect(200)).body.data;
    const answer = softKey(home()).create(publicKey, claims);
    const response =
      discoverable === undefined ? answer : { ...answer, clientExtensionResults: { credProps: { rk: discoverable } } };
    return session.post('/mfa/me/webauthn/finish', { response });
  };

  it('needs nobody to be present where the browser was asked so, and nowhere else', async () => {
    expect((await made({ conditional: true }, { userPresent: false })).status).toBe(200);
    expect((await made({}, { userPresent: false })).status).toBe(400);
  });

  it.each([
    [true, true],
    [false, false],
    [undefined, null],
  ])('is remembered as one that logs in alone when the browser says so: %s [C47] [C60] [F5]', async (said, shown) => {
    const added = await made({}, {}, said);
    expect(added.body.data.authenticator.discoverable).toBe(shown);
  });

  it.each([
    ['off', {}, 'preferred'],
    ['off', { hint: 'security-key' }, 'discouraged'],
    ['allowed', {}, 'required'],
    ['allowed', { hint: 'security-key' }, 'required'],
    ['allowed', { hint: 'security-key', discoverable: false }, 'discouraged'],
    ['allowed', { hint: 'client-device' }, 'required'],
  ])('with passwordless %s, %j asks for a place: %s [C60] [P06] [F5]', async (passwordless, begun, residentKey) => {
    await policy({ passwordless });
    const { session } = await personWithTotp(host);
    const { publicKey } = (await session.post('/mfa/me/webauthn/begin', begun).expect(200)).body.data;
    expect(publicKey.authenticatorSelection.residentKey).toBe(residentKey);
    expect((await session.get('/mfa/me').expect(200)).body.data.passwordless).toBe(passwordless === 'allowed');
  });
});
