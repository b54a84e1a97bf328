/** The same people and passkeys at another address: a copy of the site, or the site after a move. */
import {
  askToSignIn,
  createPerson,
  enrollPasskey,
  forcePolicy,
  logInToEnroll,
  newSoftKey,
  passkeyLogIn,
  personWithPasskey,
  sessionOf,
  softKey,
  startHost,
  verify,
  type Host,
  type Passkey,
} from '../../support';

const ORIGIN = 'http://localhost:1337';
const COPY = { server: { url: 'http://localhost:1338' } };

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => host?.stop());

const run = (...argv: string[]): Promise<{ exitCode: number; out: string }> =>
  (host.strapi.plugin('mfa').service('command-line') as { run(argv: string[]): Promise<never> }).run(argv);

const check = async (id: string) => (await host.container.diagnostics.run(null)).find((one) => one.id === id);

const signalled = async (passkey: Passkey, origin: string) => {
  const session = sessionOf(host, await passkeyLogIn(host, passkey, { origin }));
  return (await session.get('/mfa/me')).body.data.webauthn;
};

describe('a copy of a site [C60] [P03]', () => {
  it('tells browsers nothing until it is told what it is; then its people have handles of their own, and their passkeys work', async () => {
    await forcePolicy(host, { passwordless: 'allowed' });
    const passkey = await personWithPasskey(host);
    const id = passkey.key.credentialId.toString('base64url');
    const before = { rpId: 'localhost', userHandle: passkey.userHandle, credentialIds: [id] };
    expect(await signalled(passkey, ORIGIN)).toEqual(before);
    expect(await check('home')).toMatchObject({ status: 'ok', code: 'home_ok', values: { home: ORIGIN } });

    host = await host.restart({ config: COPY });
    const there = host.origin;
    expect(await signalled(passkey, there)).toEqual({ rpId: null, userHandle: null, credentialIds: [] });
    const stranger = { key: newSoftKey(host), userHandle: passkey.userHandle };
    const unknown = await passkeyLogIn(host, stranger, { origin: there });
    expect(unknown.body.error.details).toEqual({ code: 'MFA_PASSKEY_REFUSED' });
    expect(await check('home')).toMatchObject({
      status: 'warning',
      code: 'home_elsewhere',
      values: { home: ORIGIN, here: there },
    });

    expect((await run('copied')).exitCode).toBe(0);
    host = await host.restart({ config: COPY });
    const after = await signalled(passkey, there);
    expect(after).toMatchObject({ rpId: 'localhost', credentialIds: [id] });
    expect(after.userHandle).not.toBe(passkey.userHandle);
    expect((await passkeyLogIn(host, stranger, { origin: there })).body.error.details).toMatchObject({
      unknownCredential: true,
    });

    const { transaction } = await askToSignIn(host, passkey.person);
    const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
    const response = passkey.key.get(options.body.data.publicKey, { userHandle: passkey.userHandle, origin: there });
    const session = sessionOf(host, await verify(host, transaction, { method: 'webauthn', response }));
    // A passkey created here is another entry on the device, and doesn't replace the original site's.
    const made = await enrollPasskey(host, session, { origin: there });
    expect(made.userHandle).toBe(after.userHandle);
    expect((await passkeyLogIn(host, made, { origin: there })).status).toBe(200);
    // A second run doesn't change passkeys that have already stored their handle.
    expect((await run('copied')).exitCode).toBe(0);
    for (const one of [passkey, made]) expect((await passkeyLogIn(host, one, { origin: there })).status).toBe(200);
  });

  it('or a site that has moved speaks again once it was said so', async () => {
    host = await host.restart();
    await forcePolicy(host, { passwordless: 'allowed' });
    const passkey = await personWithPasskey(host);
    expect((await check('home'))?.code).toBe('home_elsewhere');
    expect((await run('moved')).exitCode).toBe(0);
    expect(await check('home')).toMatchObject({ status: 'ok', values: { home: ORIGIN } });
    expect(await signalled(passkey, ORIGIN)).toMatchObject({ userHandle: passkey.userHandle });
  });
});

describe('a project whose address was never set [C57]', () => {
  it('is not taken for a copy when it goes from `strapi develop` to production, and has a home once it has a name', async () => {
    const nameless = { server: { url: '', host: '0.0.0.0' } };
    await host.stop();
    host = await startHost({ config: nameless });
    expect(host.strapi.config.get('admin.absoluteUrl')).toMatch(/^http:\/\/0\.0\.0\.0:/);
    expect(await check('home')).toMatchObject({ status: 'ok', code: 'home_none' });

    host = await host.restart({ config: COPY });
    expect(await check('home')).toMatchObject({ status: 'ok', code: 'home_ok', values: { home: COPY.server.url } });
    host = await host.restart({ config: nameless });
    expect((await check('home'))?.status).toBe('ok');
  });
});

describe('a panel at www. and at the bare domain [C60] [F16]', () => {
  const [www, bare, moved] = ['https://www.cms.example', 'https://cms.example', 'https://cms.example.org'];
  const webauthn = { rpId: 'cms.example', origins: [www, bare] };
  const config = { server: { url: www }, plugins: { mfa: { config: { webauthn } } } };

  it('has one passkey for both, and says before it moves what would no longer work', async () => {
    host = await host.restart({ config });
    await forcePolicy(host, { passwordless: 'allowed' });
    const session = await logInToEnroll(host, await createPerson(host));
    const key = softKey({ origin: www, rpId: 'cms.example' });
    const passkey = await enrollPasskey(host, session, {}, key);
    for (const origin of [www, bare]) expect((await passkeyLogIn(host, passkey, { origin })).status).toBe(200);

    const told = JSON.parse((await run('doctor', '--address', moved, '--json')).out);
    expect(told.data.move).toEqual({ address: moved, lost: 1, of: 1 });
    const near = JSON.parse((await run('doctor', '--address', 'https://admin.cms.example', '--json')).out);
    expect(near.data.move).toMatchObject({ lost: 0, of: 1 });
    host = await host.restart({ config: { server: { url: moved } } });
    expect(await check('stored_authenticators')).toMatchObject({
      status: 'error',
      parts: [{ code: 'stored_other_address' }],
    });
  });
});
