/** Keys that prove their model, checked against FIDO metadata that this file makes itself. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { DiagnosticCheck } from '../../../shared/contracts';
import {
  alliance,
  askToSignIn,
  callerOf,
  challengeOf,
  createPerson,
  DAY,
  enrollPasskey,
  forcePolicy,
  HOST_FOLDER,
  logInToEnroll,
  maker,
  metadataFile,
  newSoftKey,
  passkeyLogIn,
  proven,
  putPolicy,
  selfAttested,
  startHost,
  superAdmin,
  transactionOf,
  verify,
  type Administrator,
  type Attest,
  type Claims,
  type Entry,
  type Host,
  type HostConfig,
  type Maker,
  type Passkey,
} from '../../support';

const ANY = { userVerification: 'preferred', attestation: 'none', deviceBound: false } as const;
const required = () => ({ ...ANY, allowedAaguids: [], attestation: 'required' as const });

const fido = alliance();
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const configOf = (metadata: object): HostConfig => ({ plugins: { mfa: { config: { webauthn: { metadata } } } } });

let host: Host;
let admin: Administrator;

const models = async (): Promise<DiagnosticCheck | undefined> =>
  (await host.container.diagnostics.run(null)).find(({ id }) => id === 'authenticator_models');

const require = (what: boolean) =>
  forcePolicy(host, {
    requirement: what ? 'required_on_first_login' : 'optional',
    passwordless: 'allowed',
    authenticators: what ? required() : { ...ANY, allowedAaguids: [] },
  });

/** What the host answers when a key that says this of itself is registered by somebody new. */
const register = async (claims: Partial<Claims>) => {
  await forcePolicy(host, { requirement: 'optional' });
  const session = await logInToEnroll(host, await createPerson(host));
  const begun = await session.post('/mfa/me/webauthn/begin', {});
  if (begun.status !== 200) return begun;
  const response = newSoftKey(host).create(begun.body.data.publicKey, claims);
  return session.post('/mfa/me/webauthn/finish', { response, name: 'Key' });
};

const outcome = async (claims: Partial<Claims>): Promise<string> => {
  const { status, body } = await register(claims);
  if (status === 200) return body.data.authenticator.attested ? 'attested' : 'taken';
  return body.error.details.reason ?? body.error.details.code;
};

describe('keys that prove their model', () => {
  const good = maker();
  const revoked = maker();
  const rootless = maker();
  const surrogate = maker();
  const entries: Entry[] = [
    { maker: good, name: 'Good key' },
    { maker: revoked, name: 'Bad key', status: 'REVOKED' },
    { maker: rootless, roots: [] },
    { maker: surrogate, attestationTypes: ['basic_surrogate'] },
  ];
  let file: ReturnType<typeof metadataFile>;
  let no = 1;

  const publish = async (changed: readonly Entry[], days = 30): Promise<void> => {
    no += 1;
    file.replace(fido.blob({ no, nextUpdate: day(host.clock.now() + days * DAY), entries: changed }));
    await host.container.factors.refresh();
  };

  beforeAll(async () => {
    file = metadataFile(fido.blob({ no, nextUpdate: day(Date.now() + 30 * DAY), entries }));
    host = await startHost({ config: configOf({ file: file.file, roots: [fido.root] }) });
    await host.container.factors.refresh();
    admin = await proven(host, await superAdmin(host));
  });

  afterAll(() => host?.stop());

  beforeEach(() => require(true));

  const of = (from: Maker, attest: Attest = from.packed): Partial<Claims> => ({ aaguid: from.model, attest });

  it('are asked to, are registered, and are a login from then on [C50] [C13]', async () => {
    await forcePolicy(host, { requirement: 'optional' });
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const begun = await session.post('/mfa/me/webauthn/begin', {});
    expect(begun.body.data.publicKey.attestation).toBe('direct');
    const passkey = await enrollPasskey(host, session, of(good));
    expect(passkey.authenticator).toMatchObject({ attested: true, withdrawn: null, shortfall: null, usable: true });
    await require(true);
    expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    expect((await askToSignIn(host, person)).methods).toEqual(['webauthn', 'recovery_code']);
  });

  it('may be from before FIDO2, named by their certificate [C50]', async () => {
    expect(await outcome({ attest: good.u2f })).toBe('attested');
    expect(await outcome({ attest: revoked.u2f })).toBe('model_withdrawn');
    expect(await outcome({ attest: maker().u2f })).toBe('not_attested');
  });

  it.each<[string, () => Partial<Claims>, string]>([
    ['says nothing', () => ({ aaguid: good.model }), 'not_attested'],
    ['vouches for itself', () => of(good, selfAttested), 'not_attested'],
    ['is of a model that nobody knows', () => of(maker()), 'not_attested'],
    [
      'says it is of a good model, by another maker',
      () => of(good, maker({ aaguid: good.aaguid }).packed),
      'not_attested',
    ],
    [
      'brings a certificate for another model',
      () => of(good, maker({ certifies: revoked.model }).packed),
      'MFA_INVALID_CODE',
    ],
    [
      'names no model',
      () => ({ attest: maker({ aaguid: '00000000-0000-0000-0000-000000000000' }).packed }),
      'not_attested',
    ],
    ['is of a revoked model', () => of(revoked), 'model_withdrawn'],
    ['is of a model that has no roots', () => of(rootless), 'not_attested'],
    ['is of a model that only vouches for itself', () => of(surrogate), 'not_attested'],
    [
      'brings a certificate that has run out',
      () => of(good, maker({ aaguid: good.aaguid, years: [2020, 2021] }).packed),
      'MFA_INVALID_CODE',
    ],
    [
      'speaks a format that was switched off',
      () => of(good, (about) => ({ ...good.packed(about), fmt: 'android-safetynet' })),
      'not_attested',
    ],
    [
      'is signed by nobody',
      () => of(good, (about) => ({ ...good.packed({ ...about, authData: Buffer.alloc(40) }) })),
      'MFA_INVALID_CODE',
    ],
  ])('one that %s is refused [C50]', async (_what, claims, expected) => {
    expect(await outcome(claims())).toBe(expected);
  });

  it.each(['tpm', 'android-key', 'apple'])(
    'one that speaks %s is read where proof was asked for, and refused unread where not [C50] [A3]',
    async (fmt) => {
      const claims = of(good, (about) => ({ ...good.packed(about), fmt }));
      // Read, and found not to be one.
      expect(await outcome(claims)).toBe('MFA_INVALID_CODE');
      await require(false);
      expect(await outcome(claims)).toBe('MFA_INVALID_CODE');
    }
  );

  it('where nobody asks, certificates are refused, and so is a model that is withdrawn [C50]', async () => {
    await require(false);
    expect(await outcome({ aaguid: good.model })).toBe('taken');
    expect(await outcome(of(good, selfAttested))).toBe('taken');
    expect(await outcome(of(good))).toBe('MFA_INVALID_CODE');
    expect(await outcome({ aaguid: revoked.model })).toBe('model_withdrawn');
    expect((await register({ aaguid: revoked.model })).status).toBe(403);
  });

  describe('when the metadata changes', () => {
    const holder = async (claims: Partial<Claims>) => {
      await forcePolicy(host, { requirement: 'optional' });
      const person = await createPerson(host);
      const passkey = await enrollPasskey(host, await logInToEnroll(host, person), claims);
      await require(true);
      return { person, passkey };
    };

    const listed = async (keys: string): Promise<number[]> => {
      const { body } = await admin.session.get(`/mfa/users?pageSize=100&keys=${keys}`);
      return body.data.map(({ id }: { id: number }) => id);
    };

    const prove = async (transaction: string, { key, userHandle }: Passkey) => {
      const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
      return verify(host, transaction, {
        method: 'webauthn',
        response: key.get(options.body.data.publicKey, { userHandle }),
      });
    };

    it('and a model is revoked, it is said where its keys are, and they prove once before another is set up [C50]', async () => {
      const doomed = maker();
      await publish([...entries, { maker: doomed, name: 'Doomed key' }]);
      const { person, passkey } = await holder(of(doomed));
      expect(await listed('withdrawn')).toEqual([]);
      expect((await models())?.status).toBe('ok');

      await publish([...entries, { maker: doomed, name: 'Doomed key', status: 'USER_KEY_REMOTE_COMPROMISE' }]);
      expect(await models()).toMatchObject({
        status: 'warning',
        code: 'models_ok',
        parts: [{ code: 'models_withdrawn', values: { count: 1, models: 'Doomed key' } }],
      });
      expect(await listed('withdrawn')).toEqual([person.id]);
      expect(await listed('uncounted')).toContain(person.id);
      expect(await listed('alone')).not.toContain(person.id);
      const { body } = await admin.session.get(`/mfa/users/${person.id}`);
      expect(body.data).toMatchObject({ withdrawnKeys: 1, uncountedKeys: 1, logsInAlone: false });
      expect(body.data.authenticators[0]).toMatchObject({
        usable: false,
        unusableReason: 'not_allowed',
        shortfall: 'withdrawn',
        withdrawn: 'USER_KEY_REMOTE_COMPROMISE',
      });

      expect((await passkeyLogIn(host, passkey)).status).toBe(400);
      const { transaction } = await askToSignIn(host, person);
      const proved = await prove(transaction, passkey);
      expect(challengeOf(proved)).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED' });
      await enrollPasskey(host, callerOf(host, transactionOf(proved)) as never, of(good));
      const done = await host.request.post('/mfa/transactions/complete').send({ transaction });
      expect(done.status).toBe(200);
      await require(false);
      expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    });

    it('and what comes is no good, the last good one stays: damaged, or older than what is known [C50]', async () => {
      await publish(entries);
      const before = (await models())?.values;
      file.replace('not.a.blob');
      await host.container.factors.refresh();
      expect(await models()).toMatchObject({
        status: 'warning',
        values: before,
        parts: [{ code: 'models_not_renewed', values: { problem: 'NotABlob' } }],
      });
      file.replace(fido.blob({ no: no - 1, nextUpdate: day(host.clock.now() + 90 * DAY), entries: [] }));
      await host.container.factors.refresh();
      expect(await models()).toMatchObject({ values: before, parts: [{ values: { problem: 'OlderEdition' } }] });
      expect(await outcome(of(good))).toBe('attested');
      await publish(entries);
      expect(await models()).toMatchObject({ status: 'ok' });
    });

    it('or stays as it is for too long, nobody sets up a key, and whoever has one goes on [C50]', async () => {
      const { person, passkey } = await holder(of(good));
      const now = host.clock.now();
      await publish(entries, 1);
      host.clock.advance(2 * DAY);
      expect(await models()).toMatchObject({ status: 'error', code: 'models_stale_but_required' });
      const begun = await register(of(good));
      expect([begun.status, begun.body.error.details]).toEqual([
        409,
        { code: 'MFA_METHOD_UNAVAILABLE', reason: 'no_metadata' },
      ]);
      await require(true);
      expect((await passkeyLogIn(host, passkey)).status).toBe(200);
      expect((await askToSignIn(host, person)).methods).toEqual(['webauthn', 'recovery_code']);
      await require(false);
      expect(await models()).toMatchObject({ status: 'warning', code: 'models_stale' });
      const session = await logInToEnroll(host, await createPerson(host));
      expect((await session.get('/mfa/me')).body.data.unavailableMethods).toEqual([]);
      host.clock.set(now);
      await publish(entries);
      expect(await models()).toMatchObject({ status: 'ok' });
    });
  });

  it('can be required by the policy while there is metadata, and only then [C50]', async () => {
    await require(false);
    expect((await putPolicy(admin.session, { authenticators: required() })).status).toBe(200);
    await require(false);
    const now = host.clock.now();
    host.clock.advance(60 * DAY);
    const late = await proven(host, await createPerson(host, { roles: ['strapi-super-admin'] }));
    const refused = await putPolicy(late.session, { authenticators: required() });
    expect(refused.body.error.details.errors).toEqual([
      { path: ['body', 'authenticators', 'attestation'], message: 'requires current webauthn.metadata' },
    ]);
    host.clock.set(now);
  });
});

describe('metadata from an address', () => {
  const key = maker();
  let server: Server;
  let answered = 0;
  let body: string | null = null;
  const cache = join(HOST_FOLDER, '.cache', 'strapi-mfa');

  beforeAll(async () => {
    server = createServer((_request, response) => {
      answered += 1;
      response.statusCode = body === null ? 503 : 200;
      response.end(body ?? 'not now');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    rmSync(cache, { recursive: true, force: true });
  });

  afterAll(async () => {
    await host?.stop();
    await new Promise((done) => server.close(done));
    rmSync(cache, { recursive: true, force: true });
  });

  it('is fetched when it is due, kept on disk, and read from there by the next process, however long the address is gone [C50]', async () => {
    const { port } = server.address() as AddressInfo;
    const config = configOf({ url: `http://127.0.0.1:${port}/`, roots: [fido.root] });
    host = await startHost({ config });
    const { factors } = host.container;
    await factors.refresh();
    expect(await models()).toMatchObject({
      status: 'warning',
      code: 'models_missing',
      values: { problem: 'HttpStatus 503' },
    });
    expect(answered).toBe(1);
    await factors.refresh();
    expect(answered).toBe(1);

    const now = host.clock.now();
    body = fido.blob({ no: 5, nextUpdate: day(now + 30 * DAY), entries: [{ maker: key }] });
    host.clock.advance(DAY / 24);
    await factors.refresh();
    expect(await models()).toMatchObject({ status: 'ok', values: { no: 5, count: 2 } });
    await factors.refresh();
    expect(answered).toBe(2);
    expect(existsSync(cache) && readdirSync(cache)).toHaveLength(1);

    body = null;
    host = await host.restart({ config, clock: now });
    await host.container.factors.refresh();
    expect(await models()).toMatchObject({ status: 'ok', values: { no: 5 } });
    expect(answered).toBe(2);
    host.clock.advance(24 * DAY);
    await host.container.factors.refresh();
    expect(answered).toBe(3);
    expect(await models()).toMatchObject({
      status: 'warning',
      code: 'models_ok',
      parts: [{ code: 'models_not_renewed', values: { problem: 'HttpStatus 503' } }],
    });
    body = fido.blob({ no: 6, nextUpdate: day(now + 60 * DAY), entries: [] });
    host.clock.advance(DAY / 24);
    await host.container.factors.refresh();
    expect(await models()).toMatchObject({ status: 'ok', values: { no: 6 } });
  });
});
