/** Importing from the plugin strapi-identity. The table is from 0.7.4, and that plugin asks at login. */
import { resolve } from 'node:path';

import {
  askToSignIn,
  createPerson,
  forcePolicy,
  HOST_FOLDER,
  logIn,
  personWithTotp,
  postLogin,
  sessionOf,
  startHost,
  totpCode,
  verify,
  type Host,
  type Person,
} from '../../support';
import { ALL, allowing, lastCode } from '../factors/delivered-steps';

const TOKENS = 'plugin::strapi-identity.mfa-token';
const SETTINGS = 'plugin::strapi-identity.strapi-identity-config';
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

interface Moved {
  imported: number;
  skipped: number;
  broken: number;
  rows: { person: { email: string } | null; outcome: string; reason: string | null }[];
}

let host: Host;

const switchOver = async (enabled: boolean) => {
  const settings = host.strapi.db.query(SETTINGS);
  const known = await settings.findOne({ where: {} });
  if (known) await settings.update({ where: { id: known.id }, data: { enabled } });
  else await settings.create({ data: { enabled } });
};

beforeAll(async () => {
  const identity = { enabled: true, resolve: resolve(HOST_FOLDER, 'neighbors/strapi-identity') };
  const config = allowing(['totp', 'webauthn']);
  host = await startHost({ config: { ...config, plugins: { 'strapi-identity': identity } } });
  await switchOver(true);
});

afterAll(async () => {
  await host?.stop();
});

const enrolledThere = async (person: Person | null, more: object = {}) =>
  host.strapi.db.query(TOKENS).create({
    data: { admin_user: person?.id ?? null, type: 'totp', enabled: true, secret: SEED, recovery_codes: [], ...more },
  });

const run = async (...more: string[]) => {
  const line = host.strapi.plugin('mfa').service('command-line') as {
    run(argv: string[]): Promise<{ exitCode: number; out: string; error: string }>;
  };
  const said = await line.run(['import', 'strapi-identity', '--json', ...more]);
  const moved: Moved = JSON.parse(said.out).data;
  const of = (person: Person) => moved.rows.find((row) => row.person?.email === person.email);
  return { ...said, moved, of };
};

const count = (person: Person) => host.container.authenticators.count(person.id);

describe('strapi-mfa import strapi-identity [C54]', () => {
  it('looks first, then carries over, and a second run does nothing', async () => {
    const person = await createPerson(host);
    await enrolledThere(person);
    const dry = await run('--dry-run');
    expect([dry.exitCode, dry.of(person)?.outcome, await count(person)]).toEqual([0, 'imported', 0]);
    const first = await run();
    expect([first.exitCode, first.of(person)?.outcome, await count(person)]).toEqual([0, 'imported', 1]);
    expect(first.out + first.error).not.toContain(SEED);
    const [app] = await host.container.authenticators.of(person.id);
    expect(app?.name).toBe('Authenticator app (strapi-identity)');
    expect(app?.secret).not.toContain(SEED);
    const mail = await host.mail.waitFor(person.email);
    expect(mail.subject).toContain('Your MFA on');
    const { events } = await host.container.audit.list({ types: ['factor.imported'], userId: person.id }, { limit: 5 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ actor: { kind: 'cli' }, details: { from: 'strapi-identity' } });

    const second = await run();
    expect([second.moved.imported, second.of(person)?.reason]).toEqual([0, 'imported_before']);
    // A second import doesn't restore what was removed here.
    await host.container.people.reset({ kind: 'system' }, person.id, { reason: 'Lost the phone' });
    expect((await run()).of(person)?.reason).toBe('imported_before');
    expect(await count(person)).toBe(0);
  });

  it('two at once carry everybody over once', async () => {
    const people = await Promise.all([createPerson(host), createPerson(host), createPerson(host)]);
    for (const person of people) await enrolledThere(person);
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.reduce((sum, { moved }) => sum + moved.imported, 0)).toBe(3);
    for (const person of people) expect(await count(person)).toBe(1);
  });

  it('leaves alone what is ours, what was reset, what is off, and who is inactive', async () => {
    await switchOver(false);
    const { person: ours } = await personWithTotp(host);
    await switchOver(true);
    await enrolledThere(ours);
    const off = await createPerson(host);
    await enrolledThere(off, { enabled: false });
    const inactive = await createPerson(host, { isActive: false });
    await enrolledThere(inactive);
    const reset = await createPerson(host);
    await enrolledThere(reset);
    await host.container.database.transaction((trx) =>
      host.container.accounts.change(reset.id, { mustEnrollSince: host.clock.now() }, trx)
    );
    const { of } = await run();
    expect([ours, off, inactive, reset].map((person) => of(person)?.reason)).toEqual([
      'has_methods_here',
      'not_enabled',
      'inactive',
      'was_reset',
    ]);
    expect(await count(ours)).toBe(1);
    expect(await count(reset)).toBe(0);
  });

  it('names what is broken, and it costs nobody the rest', async () => {
    const unreadable = await createPerson(host);
    await enrolledThere(unreadable, { secret: 'not base 32!' });
    const short = await createPerson(host);
    await enrolledThere(short, { secret: 'JBSWY3DP' });
    const empty = await createPerson(host);
    await enrolledThere(empty, { secret: '' });
    const counting = await createPerson(host);
    await enrolledThere(counting, { type: 'hotp' });
    await enrolledThere(null);
    const fine = await createPerson(host);
    await enrolledThere(fine);
    const { exitCode, of, moved } = await run();
    expect(exitCode).toBe(1);
    expect([unreadable, short, empty, counting].map((person) => of(person)?.reason)).toEqual([
      'unreadable_secret',
      'unreadable_secret',
      'unreadable_secret',
      'unknown_type',
    ]);
    expect(moved.rows.find(({ person }) => person === null)?.reason).toBe('nobodys');
    expect(await count(fine)).toBe(1);
    await host.strapi.db.query(TOKENS).deleteMany({ where: { admin_user: null } });
  });

  it('codes by mail come along only where the policy allows them', async () => {
    const person = await createPerson(host);
    await enrolledThere(person, { type: 'email', secret: '' });
    expect((await run()).of(person)?.reason).toBe('not_allowed');
    await forcePolicy(host, { allowedMethods: ['webauthn', 'totp', 'email'] });
    expect((await run()).of(person)?.outcome).toBe('imported');
    await switchOver(false);
    const { transaction, methods } = await askToSignIn(host, person);
    expect(methods).toEqual(['email']);
    await host.request.post('/mfa/transactions/email/send').send({ transaction });
    const code = lastCode(host, 'email', person.email);
    sessionOf(host, await verify(host, transaction, { method: 'email', code }));
    await switchOver(true);
    expect(ALL).toContain('email');
  });

  it('with the neighbor on it asks as before; once it is off, the same app is asked here and nobody sets up again', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    await enrolledThere(person);
    await run();
    expect((await postLogin(host, person)).body.data).toEqual({ data: {}, error: null });
    await switchOver(false);
    const { transaction, methods, code } = await askToSignIn(host, person);
    expect([code, methods]).toEqual(['MFA_REQUIRED', ['totp']]);
    const proof = { method: 'totp', code: totpCode(SEED, host.clock.now()) };
    const session = sessionOf(host, await verify(host, transaction, proof));
    const made = await session.post('/mfa/me/recovery-codes');
    expect(made.body.data.recoveryCodes).toHaveLength(10);
    await forcePolicy(host, { requirement: 'optional' });
    await expect(logIn(host, person)).rejects.toThrow('MFA_REQUIRED');
  });

  it('says so where there is nothing to import from', async () => {
    const line = host.strapi.plugin('mfa').service('command-line') as {
      run(argv: string[]): Promise<{ exitCode: number; error: string }>;
    };
    const said = await line.run(['import', 'another-plugin']);
    expect([said.exitCode, said.error]).toEqual([3, expect.stringContaining('strapi-identity')]);
  });
});
