import type { EventType } from '../../../shared/contracts';
import {
  createPerson,
  enrollKey,
  MINUTE,
  personWithKey,
  personWithTotp,
  postLogin,
  provenSuperAdmin,
  signInWithKey,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  totpCode,
  type Host,
} from '../../support';
import { ALL, allowing, personWith, signIn } from '../factors/delivered-steps';

interface Said {
  exitCode: number;
  out: string;
  error: string;
}

const commandLine = (host: Host) =>
  host.strapi.plugin('mfa').service('command-line') as {
    answer(argv: string[]): Said | null;
    run(argv: string[]): Promise<Said>;
  };

const latest = async (host: Host, type: EventType) => {
  const { events } = await host.container.audit.list({ types: [type] }, { limit: 1 });
  if (!events[0]) throw new Error(`no ${type} was recorded`);
  return events[0];
};

describe('the command line', () => {
  let host: Host;
  const run = (...argv: string[]) => commandLine(host).run(argv);
  const json = async (...argv: string[]) => {
    const said = await run(...argv, '--json');
    return { ...said, answer: JSON.parse(said.out) };
  };

  beforeAll(async () => {
    host = await startHost();
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('explains itself without a host, and says what was typed wrong [C23]', () => {
    const help = commandLine(host).answer(['--help']);
    expect(help?.exitCode).toBe(0);
    for (const command of [
      'status',
      'reset',
      'unlock',
      'pass',
      'import',
      'policy',
      'rotate-key',
      'verify-audit',
      'doctor',
    ]) {
      expect(help?.out).toContain(`\n  ${command} `);
      expect(commandLine(host).answer([command, '--help'])?.out).toContain(`strapi-mfa ${command}`);
    }
    for (const wrong of [
      ['reste'],
      ['reset'],
      ['reset', 'a', 'b'],
      ['status', '--reason', 'x'],
      ['policy', 'drop'],
      ['doctor', '--what'],
      ['verify-audit', '--anchor', '1'],
      ['reset', '1', '--reason', ' '],
    ]) {
      expect([wrong, commandLine(host).answer(wrong)?.exitCode]).toEqual([wrong, 2]);
    }
    expect(commandLine(host).answer(['status'])).toBeNull();
  });

  it('shows how things stand, and one person [C20][C23]', async () => {
    const { person, app } = await personWithTotp(host);
    const all = await run('status');
    expect(all).toMatchObject({ exitCode: 0, error: '' });
    expect(all.out).toMatch(/ {2}protected +1\n/);
    expect((await json('status')).answer.data.people.byStatus.protected).toBe(1);
    const one = await run('status', person.email.toUpperCase());
    expect(one.out).toContain(app.authenticator.id);
    expect(one.out).not.toContain(app.secret);
    expect((await json('status', String(person.id))).answer).toMatchObject({
      ok: true,
      command: 'status',
      exitCode: 0,
      data: { email: person.email, methods: ['totp'] },
    });
    expect(await latest(host, 'command.used')).toMatchObject({
      actor: { kind: 'cli', id: null },
      outcome: 'success',
      details: { command: 'status', about: String(person.id) },
    });
  });

  it('resets and unlocks, tells the person, and is recorded as done here [A54][C21][C23]', async () => {
    const { person } = await personWithTotp(host);
    expect(await run('unlock', person.email)).toMatchObject({ exitCode: 0 });
    expect(await latest(host, 'user.unlocked')).toMatchObject({
      actor: { kind: 'cli' },
      target: { email: person.email },
    });
    const said = await run('reset', person.email, '--reason', 'Everything was lost');
    expect(said.exitCode).toBe(0);
    expect(await latest(host, 'user.reset')).toMatchObject({
      actor: { kind: 'cli', id: null, email: null },
      target: { id: person.id },
      reason: 'Everything was lost',
      details: { removed: 1 },
    });
    expect(host.mail.to(person.email).some(({ subject }) => subject.includes('was reset'))).toBe(true);
    expect((await postLogin(host, person)).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
  });

  it('gives a pass for a first method, prints it once, and is recorded as done here [C52][C23]', async () => {
    const person = await createPerson(host);
    const said = await run('pass', person.email, '--hours', '2', '--reason', 'Nobody else is there');
    expect(said).toMatchObject({ exitCode: 0, error: '' });
    const pass = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}/.exec(said.out)?.[0] ?? 'none';
    expect(said.out).toContain('You won’t see the pass again.');
    const event = await latest(host, 'user.pass_given');
    expect(event).toMatchObject({
      actor: { kind: 'cli', id: null },
      target: { id: person.id },
      reason: 'Nobody else is there',
      details: { hours: 2 },
    });
    const mail = host.mail.to(person.email).at(-1);
    expect(mail?.text).toContain('command line');
    expect(JSON.stringify([mail, event, (await run('status', person.email)).out])).not.toContain(pass);
    expect((await run('status', person.email)).out).toMatch(/pass expires +\d{4}-/);

    const second = (await json('pass', String(person.id))).answer.data;
    expect(second).toMatchObject({ id: person.id, pass: expect.stringMatching(/^[0-9A-Z-]{14}$/) });
    expect(Math.round((Date.parse(second.expiresAt) - host.clock.now()) / MINUTE)).toBe(24 * 60);
    const judged = async (typed: string) => (await host.container.passes.judge(person.id, typed)).ok;
    expect([await judged(pass), await judged(second.pass)]).toEqual([false, true]);

    for (const hours of ['0', '73', '1.5', 'soon']) {
      expect([hours, (await run('pass', person.email, '--hours', hours)).exitCode]).toEqual([hours, 2]);
    }
    const { person: enrolled } = await personWithTotp(host);
    expect(await json('pass', enrolled.email)).toMatchObject({
      exitCode: 3,
      answer: { error: { code: 'MFA_METHOD_UNAVAILABLE' } },
    });
    expect((await run('pass', enrolled.email)).error).toContain('Reset their MFA first');
  });

  it('helps the last super admin, whom nobody else could help [A47][C23]', async () => {
    const admin = await provenSuperAdmin(host);
    expect((await run('reset', admin.person.email)).exitCode).toBe(0);
    expect((await postLogin(host, admin.person)).body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    await host.container.accounts.open(admin.person.id);
    await host.container.database
      .table('accounts')
      .where({ user_id: admin.person.id })
      .update({ must_enroll_since: null });
  });

  it('takes one authenticator away when it is named [A48][C23]', async () => {
    const { person, session, app } = await personWithTotp(host);
    const { key } = await enrollKey(host, session);
    expect((await run('reset', person.email, '--authenticator', app.authenticator.id)).exitCode).toBe(0);
    expect((await signInWithKey(host, person, key)).user.id).toBe(person.id);
    expect((await run('reset', person.email, '--authenticator', 'nothing')).exitCode).toBe(3);
  });

  it('refuses with a code for scripts and a sentence for people, and records that, too [C23]', async () => {
    const plain = await createPerson(host);
    expect(await run('reset', 'nobody@example.com')).toMatchObject({ exitCode: 3, out: '' });
    expect((await run('reset', 'nobody@example.com')).error).toContain('No person found for "nobody@example.com"');
    expect((await json('reset', plain.email)).answer).toMatchObject({
      ok: false,
      exitCode: 3,
      error: { code: 'MFA_NOTHING_TO_RESET' },
    });
    expect(await latest(host, 'command.used')).toMatchObject({
      outcome: 'failure',
      actor: { kind: 'cli' },
      reason: 'MFA_NOTHING_TO_RESET',
      details: { command: 'reset', about: plain.email },
    });
  });

  it('reads and changes the policy, and keeps what would lock people out for --force [B27][C15][C23]', async () => {
    expect((await json('policy', 'show')).answer.data).toMatchObject({
      id: 'pol-mfa-required',
      requirement: 'optional',
    });
    const set = [
      'policy',
      'set',
      'requirement=required_on_first_login',
      'gracePeriodDays=7',
      'helpText=Call 42',
      'helpTexts.de=42',
      'roles.strapi-author=always_required',
    ];
    expect((await json(...set, 'allowedMethods=totp,webauthn')).answer.data).toMatchObject({
      requirement: 'required_on_first_login',
      gracePeriodDays: 7,
      helpText: 'Call 42',
      helpTexts: { de: '42' },
      roles: { 'strapi-author': 'always_required' },
      allowedMethods: ['webauthn', 'totp'],
      updatedBy: null,
    });
    expect(await latest(host, 'policy.changed')).toMatchObject({ actor: { kind: 'cli', id: null } });
    expect(await latest(host, 'command.used')).toMatchObject({
      actor: { kind: 'cli' },
      details: { command: 'policy set' },
    });
    const locking = await run('policy', 'set', 'allowedMethods=sms');
    expect(locking.exitCode).toBe(3);
    expect(locking.error).toContain('--force');
    expect(
      (await json('policy', 'set', 'allowedMethods=sms', 'preferredMethod=sms', '--force')).answer.data.allowedMethods
    ).toEqual(['sms']);
    for (const wrong of [
      'requirement=never',
      'gracePeriodDays=soon',
      'nothing=1',
      'enabled',
      'roles.nobody=optional',
    ]) {
      expect([wrong, (await run('policy', 'set', wrong)).exitCode]).toEqual([wrong, 3]);
    }
    await run(
      'policy',
      'set',
      'allowedMethods=webauthn,totp',
      'preferredMethod=webauthn',
      'requirement=optional',
      'roles={}',
      '--force'
    );
  });

  it('sets the keys about passkeys and the first method, part by part [C12][C50][C51][C52][C23]', async () => {
    const set = ['passwordless=allowed', 'passkeyUpgrade=automatic', 'firstFactorProof=pass'];
    const model = 'EE882879-721c-4913-9775-3dfcce97072a';
    const parts = [
      'authenticators.userVerification=required',
      'authenticators.deviceBound=true',
      `authenticators.allowedAaguids=${model}`,
      'roleMethods.strapi-author=webauthn,totp',
    ];
    expect((await json('policy', 'set', ...set, ...parts)).answer.data).toMatchObject({
      passwordless: 'allowed',
      passkeyUpgrade: 'automatic',
      firstFactorProof: 'pass',
      authenticators: {
        userVerification: 'required',
        attestation: 'none',
        deviceBound: true,
        allowedAaguids: [model.toLowerCase()],
      },
      roleMethods: { 'strapi-author': ['webauthn', 'totp'] },
    });
    for (const wrong of [
      'authenticators.deviceBound=2',
      'authenticators.nothing=1',
      'roleMethods.strapi-author=none',
    ]) {
      expect([wrong, (await run('policy', 'set', wrong)).exitCode]).toEqual([wrong, 3]);
    }
    const back = ['passwordless=off', 'passkeyUpgrade=offer', 'firstFactorProof=password'];
    const any =
      'authenticators={"userVerification":"preferred","attestation":"none","allowedAaguids":[],"deviceBound":false}';
    const answer = await json('policy', 'set', ...back, any, 'roleMethods.strapi-author=');
    expect(answer.answer.data).toMatchObject({ passwordless: 'off', roleMethods: {} });
  });

  it('switches the policy off for whoever is locked out, also one that cannot be read [B27][C23]', async () => {
    const { person } = await personWithTotp(host);
    expect((await json('policy', 'disable')).answer.data.enabled).toBe(false);
    expect((await postLogin(host, person)).status).toBe(200);
    expect((await run('policy', 'set', 'enabled=true')).exitCode).toBe(0);
    expect((await postLogin(host, person)).status).toBe(403);

    await host.container.database.table('policies').update({ document: '{"enabled":' });
    expect((await postLogin(host, person)).status).toBe(503);
    expect((await run('policy', 'disable')).exitCode).toBe(0);
    expect((await postLogin(host, person)).status).toBe(200);
    await run('policy', 'set', 'enabled=true');
  });

  it('checks the trail and names the first break [C23][C24]', async () => {
    expect(await run('verify-audit')).toMatchObject({ exitCode: 0 });
    const { answer } = await json('verify-audit');
    expect(answer.data).toMatchObject({ intact: true });
    const { seq, hash } = answer.data.anchor;
    expect((await run('verify-audit', '--anchor', `${seq} ${hash}`)).exitCode).toBe(0);
    expect(await latest(host, 'audit.verified')).toMatchObject({ actor: { kind: 'cli' }, outcome: 'success' });
    const entries = () => host.container.database.table('auditEntries');
    const { reason } = await entries().where({ seq: 3 }).first('reason');
    await entries().where({ seq: 3 }).update({ reason: 'forged' });
    const broken = await run('verify-audit');
    expect(broken.exitCode).toBe(1);
    expect(broken.out).toContain('Broken at event 3: changed');
    await entries().where({ seq: 3 }).update({ reason });
  });

  it('looks for what is wrong with the host, and ends with 1 when something is [B44][C23]', async () => {
    const { answer, exitCode } = await json('doctor');
    expect(answer.data.checks.length).toBeGreaterThan(5);
    const wrong = answer.data.checks.some(({ status }: { status: string }) => status === 'error');
    expect(exitCode).toBe(wrong ? 1 : 0);
    expect((await run('doctor')).out.trim().split('\n')).toHaveLength(answer.data.checks.length);
    expect(await latest(host, 'command.used')).toMatchObject({ details: { command: 'doctor' } });
  });
});

describe('rotating the encryption key', () => {
  const OLD = { id: 'old', secret: 'an-old-secret-of-at-least-32-characters' };
  const NEW = { id: 'new_1', secret: 'a-new-secret-of-at-least-32-characters!' };
  const withKeys = (...encryptionKeys: { id: string; secret: string }[]) => allowing(ALL, { encryptionKeys });

  let host: Host;

  /** Boots on the same data with other keys. The clock moves forward, because a code is accepted only once. */
  const restart = async (...keys: (typeof OLD)[]) => {
    host = await host.restart({ config: withKeys(...keys) });
    host.clock.advance(10 * MINUTE);
  };
  /** The phone's clock follows the host that is running now. */
  const phone = ({ secret }: { secret: string }) => ({
    code() {
      host.clock.advance(MINUTE);
      return totpCode(secret, host.clock.now());
    },
  });

  beforeAll(async () => {
    host = await startHost({ config: withKeys(OLD) });
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('needs nobody to enroll again, may run twice and while people log in [C23][C27]', async () => {
    const phones = [];
    for (let count = 0; count < 3; count += 1) phones.push(await personWithTotp(host));
    const key = await personWithKey(host);
    const texting = await personWith(host, 'sms');
    const mailing = await personWith(host, 'email');
    const [first, second, third] = phones;
    if (!first || !second || !third) throw new Error('three people were made');

    await restart(NEW, OLD);
    const json = async () => JSON.parse((await commandLine(host).run(['rotate-key', '--json'])).out).data;
    const [rotated, during] = await Promise.all([json(), signInWithTotp(host, first.person, phone(first.app))]);
    expect(during.user.id).toBe(first.person.id);
    expect(rotated).toMatchObject({ activeId: 'new_1', rewritten: 6, busy: 0, unreadable: [], keep: ['old'] });
    expect(await json()).toMatchObject({ rewritten: 0, busy: 0, unreadable: [] });
    expect(await latest(host, 'key.rotated')).toMatchObject({ actor: { kind: 'cli' }, details: { to: 'new_1' } });
    const secrets: { secret: string | null }[] = await host.container.database.table('authenticators').select('secret');
    expect(secrets.every(({ secret }) => secret === null || secret.startsWith('v1.new_1.'))).toBe(true);

    await restart(NEW);
    expect((await signInWithTotp(host, second.person, phone(second.app))).user.id).toBe(second.person.id);
    expect((await signInWithKey(host, key.person, key.key)).user.id).toBe(key.person.id);
    expect((await signIn(host, 'sms', texting.person)).user.id).toBe(texting.person.id);
    expect((await signIn(host, 'email', mailing.person)).user.id).toBe(mailing.person.id);
    expect((await signInWithRecoveryCode(host, third.person, third.recoveryCodes[1] ?? '')).user.id).toBe(
      third.person.id
    );
  });

  it('says which authenticators no key opens any more [C27]', async () => {
    const { person, app } = await personWithTotp(host);
    await restart({ id: 'other', secret: 'another-secret-of-at-least-32-characters' });
    const said = await commandLine(host).run(['rotate-key', '--json']);
    expect(said.exitCode).toBe(1);
    expect(JSON.parse(said.out).data.unreadable).toContain(app.authenticator.id);
    const status = JSON.parse((await commandLine(host).run(['status', person.email, '--json'])).out).data;
    expect(status.authenticators[0]).toMatchObject({ usable: false, unusableReason: 'unreadable' });
  });
});
