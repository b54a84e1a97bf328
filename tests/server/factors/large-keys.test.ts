/** Very large keys, and combinations of keys, from problems that people reported elsewhere. */
import {
  createPerson,
  enrollPasskey,
  expectOk,
  forcePolicy,
  logInToEnroll,
  onEachDatabase,
  passkeyLogIn,
  securityKey,
  sessionOf,
  softKey,
  startHost,
  type Host,
} from '../../support';

const CASES = [
  [528, 'ES256'],
  [1023, 'ES256'],
  [528, 'RS256 with 4096 bits'],
] as const;

onEachDatabase('large keys', (database) => {
  let host: Host;

  beforeAll(async () => {
    host = await startHost({ database });
    await forcePolicy(host, { passwordless: 'allowed' });
  });

  afterAll(() => host?.stop());

  it.each(CASES)(
    'an id of %i bytes, %s: registered, logged in with, renamed, removed [C60] [F6]',
    async (bytes, algorithm) => {
      const session = await logInToEnroll(host, await createPerson(host));
      const key = softKey({ origin: host.origin, rpId: 'localhost' }, bytes, algorithm);
      const passkey = await enrollPasskey(host, session, {}, key);
      const path = `/mfa/me/authenticators/${passkey.authenticator.id}`;
      const answer = await passkeyLogIn(host, passkey);
      expect(answer.status).toBe(200);
      const inside = sessionOf(host, answer);
      const renamed = expectOk(await inside.put(path, { name: 'Large' }), 'rename');
      expect(renamed.body.data.authenticator.name).toBe('Large');
      expect((await inside.delete(path)).status).toBe(200);
      expect((await passkeyLogIn(host, passkey)).body.error.details.unknownCredential).toBe(true);
    },
    60_000
  );
});

describe('a key with a PIN beside another key [C60] [F7]', () => {
  let host: Host;

  beforeAll(async () => {
    host = await startHost();
  });

  afterAll(() => host?.stop());

  it('is registered and never told to leave its PIN alone, whatever the policy and the dialog', async () => {
    const session = await logInToEnroll(host, await createPerson(host));
    const [first, second] = [securityKey({ origin: host.origin }), securityKey({ origin: host.origin })];
    const begin = async (input: object) =>
      expectOk(await session.post('/mfa/me/webauthn/begin', input), 'begin').body.data.publicKey;
    await session.post('/mfa/me/webauthn/finish', { response: first.create(await begin({})), name: 'First' });
    for (const passwordless of ['off', 'allowed'] as const) {
      await forcePolicy(host, { passwordless });
      for (const input of [{}, { hint: 'security-key' }, { hint: 'client-device' }, { discoverable: false }]) {
        const publicKey = await begin(input);
        expect([input, publicKey.authenticatorSelection.userVerification]).toEqual([input, 'preferred']);
        expect(publicKey.excludeCredentials).toHaveLength(1);
      }
    }
    const response = second.create(await begin({ hint: 'security-key' }));
    expect((await session.post('/mfa/me/webauthn/finish', { response, name: 'Second' })).status).toBe(200);
  });
});
