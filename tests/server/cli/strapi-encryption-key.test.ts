/**
 * An ordinary host has one key of 24 characters, which `create-strapi-app` generates. The test rotates it as the guide
 * says.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import {
  createPerson,
  DAY,
  forcePolicy,
  logInToEnroll,
  MINUTE,
  personWithKey,
  personWithTotp,
  postLogin,
  signInWithKey,
  signInWithTotp,
  startHost,
  totpCode,
  type Host,
  type HostConfig,
} from '../../support';
import { ALL, allowing, personWith, signIn } from '../factors/delivered-steps';

const GUIDE = readFileSync(resolve(__dirname, '../../../docs/operator-guide.md'), 'utf8').replace(/\s+/g, ' ');
const ORDINARY = 'q0Jm3v9sT1xYb7Lw5ZkR2g==';
const PLACEHOLDER = 'tobemodified';
const VALUES: Record<string, string> = {
  MFA_ENCRYPTION_KEY: 'b8Yd0Qm1hGq7sVx3pTz5nLw9cRk2jF6aUe4oXi8yZsE=',
  OLD_ENCRYPTION_KEY: ORDINARY,
};

/** The n-th `encryptionKeys: […]` in the guide, with these environment variables. */
const configOfGuide = (place: number): HostConfig => {
  const [, list] = [...GUIDE.matchAll(/`encryptionKeys: (\[[^`]*\])`/g)][place] ?? [];
  if (!list) throw new Error('the guide shows no such configuration');
  const keys: unknown = new Function('env', `return ${list}`)((name: string) => VALUES[name]);
  return allowing(ALL, { encryptionKeys: keys });
};

const [, COMMAND = ''] = /Restart, then run `npx strapi-mfa ([\w-]+)`/.exec(GUIDE) ?? [];

let host: Host;
let boots = 0;

const run = async (...argv: string[]) => {
  const service = host.strapi.plugin('mfa').service('command-line') as {
    run(argv: string[]): Promise<{ exitCode: number; out: string; error: string }>;
  };
  return service.run(argv);
};

const restart = async (env: Record<string, string>, config: HostConfig, production = false) => {
  // The test uses plain HTTP, and a browser wouldn't get a production host's secure cookies over it.
  const plain = { admin: { auth: { cookie: { secure: false } } } };
  const options = production
    ? { env: { ...env, NODE_ENV: 'production' }, config: { ...config, ...plain } }
    : { env, config };
  host = await host.restart(options);
  // Each boot starts at the real time. This moves past the codes that were accepted before.
  boots += 1;
  host.clock.advance(boots * 30 * MINUTE);
};

const phone = ({ secret }: { secret: string }) => ({
  code() {
    host.clock.advance(MINUTE);
    return totpCode(secret, host.clock.now());
  },
});

/** Events about seals that can't be read. The test's own data was sealed with another key. */
const unreadSeals = async (): Promise<number> =>
  (await host.container.database.table('auditEntries').where({ type: 'audit.checkpoint' })).length;

const enveloped = async (): Promise<string[]> => {
  const rows = await host.container.database.table('authenticators').whereNotNull('secret').select('secret');
  return rows.map(({ secret }: { secret: string }) => secret.split('.')[1] ?? '');
};

describe('the key of an ordinary host', () => {
  beforeAll(async () => {
    host = await startHost({ env: { ENCRYPTION_KEY: ORDINARY }, config: allowing(ALL) });
  });
  afterAll(() => host.stop());

  it('is rotated by the steps of the guide, word by word, and nobody enrolls again [C38]', async () => {
    const [app, key, mailing] = [
      await personWithTotp(host),
      await personWithKey(host),
      await personWith(host, 'email'),
    ];
    expect(new Set(await enveloped())).toEqual(new Set(['default']));
    await forcePolicy(host, { helpText: 'Room 12' });
    const leave = await personWithTotp(host);
    const until = host.clock.now() + 30 * DAY;
    await host.container.people.exempt({ kind: 'cli' }, leave.person.id, { reason: 'on leave', until });
    const seals = await unreadSeals();

    await restart({ ENCRYPTION_KEY: ORDINARY }, configOfGuide(0));
    expect((await signInWithTotp(host, app.person, phone(app.app))).user.id).toBe(app.person.id);
    const rotated = await run(COMMAND);
    expect([rotated.exitCode, rotated.error]).toEqual([0, '']);
    expect(rotated.out).toContain('leave ENCRYPTION_KEY as it is');
    expect(new Set(await enveloped())).toEqual(new Set(['new']));
    expect((await signInWithTotp(host, app.person, phone(app.app))).user.id).toBe(app.person.id);
    expect((await signIn(host, 'email', mailing.person)).user.id).toBe(mailing.person.id);
    expect(await unreadSeals()).toBe(seals);

    // `.env` has leaked. Strapi gets a new key, and the old one is listed for reading.
    await restart({ ENCRYPTION_KEY: 'Tz5nLw9cRk2jF6aUe4oXi8==' }, configOfGuide(1));
    expect((await signInWithKey(host, key.person, key.key)).user.id).toBe(key.person.id);
    expect((await signInWithTotp(host, app.person, phone(app.app))).user.id).toBe(app.person.id);
    expect((await run(COMMAND)).exitCode).toBe(0);
    expect(await unreadSeals()).toBe(seals);

    // Without the old key, data from before the rotation still counts.
    await restart({ ENCRYPTION_KEY: 'Tz5nLw9cRk2jF6aUe4oXi8==' }, configOfGuide(0));
    const policy = await host.container.policies.current();
    expect([policy.helpText, policy.doubted]).toEqual(['Room 12', undefined]);
    expect((await postLogin(host, leave.person)).status).toBe(200);
    const checks = await host.container.diagnostics.run(null);
    expect(checks.find(({ id }) => id === 'stored_rows')).toMatchObject({ status: 'ok' });
  });
});

describe('a placeholder for a key', () => {
  beforeAll(async () => {
    host = await startHost({ env: { ENCRYPTION_KEY: PLACEHOLDER }, config: allowing(ALL) });
  });
  afterAll(() => host.stop());

  it('encrypts nothing new in production; what there is goes on [C38]', async () => {
    const [app, mailing] = [await personWithTotp(host), await personWith(host, 'email')];
    await restart({ ENCRYPTION_KEY: PLACEHOLDER }, allowing(ALL), true);
    expect((await signInWithTotp(host, app.person, phone(app.app))).user.id).toBe(app.person.id);
    expect((await signIn(host, 'email', mailing.person)).user.id).toBe(mailing.person.id);

    const before = await enveloped();
    const session = await logInToEnroll(host, await createPerson(host));
    for (const method of ['totp', 'email']) {
      const refused = await session.post(`/mfa/me/${method}/begin`, {});
      expect([refused.status, refused.body.error.details]).toEqual([
        409,
        expect.objectContaining({ code: 'MFA_METHOD_UNAVAILABLE', reason: 'weak_encryption_key' }),
      ]);
    }
    const place = { purpose: 'totp-seed' as const, userId: 1, rowId: 'x' };
    expect(() => host.container.vault.seal(Buffer.from('a'), place)).toThrow('encrypts nothing new');
    expect(await enveloped()).toEqual(before);
    const { unavailableMethods } = (await session.get('/mfa/me')).body.data;
    expect(unavailableMethods).toContainEqual({ method: 'totp', reason: 'weak_encryption_key' });

    const doctor = JSON.parse((await run('doctor', '--json')).out).data.checks;
    expect(doctor.find(({ id }: { id: string }) => id === 'encryption_key')).toMatchObject({
      status: 'error',
      code: 'encryption_key_placeholder',
    });
    expect((await run(COMMAND)).exitCode).not.toBe(0);

    await restart({ ENCRYPTION_KEY: PLACEHOLDER }, configOfGuide(0), true);
    expect((await run(COMMAND)).exitCode).toBe(0);
    expect(new Set(await enveloped())).toEqual(new Set(['new']));
    await personWithTotp(host);
  });
});
