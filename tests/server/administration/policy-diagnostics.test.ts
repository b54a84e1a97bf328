/** Diagnostics find a host's problems before its users do. */
import { CHECK_IDS, FINDING_CODES, type DiagnosticCheck } from '../../../shared/contracts';
import { createPerson, expectOk, forcePolicy, personWithKey, startHost, SUPER, type Host } from '../../support';
import { proven, provenSuperAdmin, setPolicy, type Administrator } from '../../support/policy';

let host: Host;
let admin: Administrator;

const byId = (checks: DiagnosticCheck[]): Partial<Record<string, DiagnosticCheck>> =>
  Object.fromEntries(checks.map((check) => [check.id, check]));

/** Runs the checks as the command line does. */
const look = async () => byId(await host.container.diagnostics.run(null));

const examine = async (headers: Record<string, string> = {}) => {
  const answer = expectOk(await admin.session.get('/mfa/diagnostics').set(headers), 'diagnostics');
  return byId(answer.body.data.checks);
};

afterEach(async () => {
  await host?.stop();
});

const start = async (options: Parameters<typeof startHost>[0] = {}) => {
  host = await startHost(options);
  admin = await provenSuperAdmin(host);
};

describe('diagnostics', () => {
  it('answers every check with what was found and what to do [B44] [B45] [B46]', async () => {
    await start();
    host.clock.run();
    const checks = await examine();
    expect(Object.keys(checks)).toEqual(CHECK_IDS);
    for (const check of Object.values(checks)) {
      expect(['ok', 'warning', 'error']).toContain(check?.status);
      expect(FINDING_CODES).toContain(check?.code);
      expect(check?.message).toMatch(/^[^{}]{10,}$/);
    }
    const fine = [
      'policy',
      'methods',
      'first_factor',
      'permissions',
      'encryption_key',
      'relying_party',
      'clock',
      'stored_authenticators',
      'proxy',
    ];
    expect(fine.map((id) => checks[id]).filter((check) => check?.status !== 'ok')).toEqual([]);
    expect(checks.super_admins?.status).toBe('warning');
    await proven(host, await createPerson(host, { roles: [SUPER] }));
    expect((await examine()).super_admins?.status).toBe('ok');
  });

  it('names a policy that is switched off [B44]', async () => {
    await start();
    await setPolicy(admin.session, { enabled: false });
    expect((await examine()).policy).toMatchObject({
      status: 'warning',
      code: 'policy_off',
      message: expect.stringContaining('policy is off'),
    });
  });

  it('names a policy of which no method can be used here [B45]', async () => {
    const policy = { allowedMethods: ['sms'], preferredMethod: 'sms' };
    host = await startHost({ env: { SMS_URL: '' } });
    admin = await provenSuperAdmin(host);
    const { restart } = host;
    host = await restart({ env: { SMS_URL: '' }, config: { plugins: { mfa: { config: { policy } } } } });
    const checks = await look();
    expect(checks.policy).toMatchObject({ status: 'error', code: 'policy_no_method' });
    expect(checks.methods).toMatchObject({
      status: 'error',
      code: 'methods_unavailable',
      values: { count: 1, allowed: 1 },
      message: expect.stringContaining('sms: No text message provider'),
      parts: [{ code: 'no_sms_sender', values: { method: 'sms' } }],
    });
    expect(checks.sms).toMatchObject({ status: 'error', code: 'sms_unusable', parts: [{ code: 'no_sms_sender' }] });
  });

  it('says when nobody can get what the first method rests on, and the way out [C52][B44]', async () => {
    await start();
    await forcePolicy(host, { firstFactorProof: 'email' });
    expect((await look()).first_factor).toMatchObject({ status: 'ok', code: 'first_factor_email' });
    const provider = host.strapi.config.get('plugin::email.provider');
    host.strapi.config.set('plugin::email.provider', 'sendmail');
    expect((await look()).first_factor).toMatchObject({
      status: 'error',
      code: 'first_factor_sendmail',
      message: expect.stringContaining('enrollment pass'),
    });
    host.strapi.config.set('plugin::email.provider', provider);
    const mail = host.strapi.plugins.email as unknown as { provider?: unknown };
    const kept = mail.provider;
    mail.provider = undefined;
    expect((await look()).first_factor).toMatchObject({
      status: 'error',
      code: 'first_factor_no_mail',
      parts: [{ code: 'no_mail_provider' }],
    });
    mail.provider = kept;

    await forcePolicy(host, { firstFactorProof: 'pass' });
    expect((await look()).first_factor).toMatchObject({
      status: 'ok',
      code: 'first_factor_pass',
      values: { count: 1 },
    });
    await host.strapi.db.query('admin::user').update({ where: { id: admin.person.id }, data: { isActive: false } });
    expect((await look()).first_factor).toMatchObject({
      status: 'warning',
      code: 'first_factor_pass_nobody',
      values: { permission: 'plugin::mfa.users.reset' },
      message: expect.stringContaining('strapi-mfa pass'),
    });
  });

  it('says that permissions are missing [B46]', async () => {
    await start();
    const where = { action: 'plugin::mfa.users.reset' };
    const { id } = await host.strapi.db.query('admin::permission').findOne({ where });
    await host.strapi.db.query('admin::permission').delete({ where: { id } });
    const { permissions } = await examine();
    expect(permissions).toMatchObject({
      status: 'error',
      code: 'permissions_missing',
      values: { actions: 'plugin::mfa.users.reset' },
      message: expect.stringContaining('plugin::mfa.users.reset'),
    });
  });

  it('says which keys no longer work after the address has changed [C28] [B54]', async () => {
    await start();
    await personWithKey(host);
    host = await host.restart({ config: { server: { url: 'https://cms.example.org' } } });
    const checks = await look();
    expect(checks.stored_authenticators).toMatchObject({
      status: 'error',
      code: 'stored_unusable',
      message: expect.stringContaining('another address'),
      parts: [{ code: 'stored_other_address', values: { count: 1 } }],
    });
  });

  it('says when security keys cannot be used at all, and why [B54]', async () => {
    await start();
    host = await host.restart({ config: { server: { url: 'http://192.0.2.7' } } });
    const checks = await look();
    expect(checks.relying_party).toMatchObject({ status: 'error', parts: [{ code: 'ip_address', values: {} }] });
    expect(checks.address).toMatchObject({ status: 'error', message: expect.stringContaining('isn’t https') });
    expect(checks.methods).toMatchObject({
      status: 'error',
      message: expect.stringContaining('IP address'),
      parts: [{ code: 'ip_address', values: { method: 'webauthn' } }],
    });
  });

  it('says when the encryption key is gone, and what was lost with it [C27]', async () => {
    await start();
    host = await host.restart({ env: { ENCRYPTION_KEY: 'another-encryption-key-of-at-least-32-characters' } });
    const other = await look();
    expect(other.stored_authenticators).toMatchObject({
      status: 'error',
      message: expect.stringContaining('decrypted'),
      parts: [{ code: 'stored_unreadable' }],
    });
  });

  it('sees a proxy that nobody told it about [B34]', async () => {
    await start();
    expect((await examine({ 'X-Forwarded-For': '203.0.113.9' })).proxy).toMatchObject({
      status: 'warning',
      code: 'proxy_not_trusted',
      message: expect.stringContaining('server.proxy'),
    });
  });

  it('sees a panel that its own cookies do not reach [B44]', async () => {
    const cookies = async () => (await host.container.diagnostics.run(null)).find((check) => check.id === 'cookies');
    host = await startHost({ config: { admin: { url: '/panel' } } });
    expect(await cookies()).toMatchObject({ code: 'cookies_out_of_reach', values: { path: '/panel' } });
    expect(await cookies()).toMatchObject({ status: 'error', message: expect.stringContaining('/panel') });
    host = await host.restart({ config: { admin: { url: '/panel', auth: { cookie: { path: '/' } } } } });
    expect(await cookies()).toMatchObject({ status: 'ok' });
  });

  it('sees clocks that differ [B47]', async () => {
    await start();
    host.clock.set(Date.now() + 120_000);
    const checks = await look();
    expect(checks.clock).toMatchObject({
      status: 'error',
      code: 'clock_wrong',
      values: { seconds: 120 },
      message: expect.stringContaining('120 s'),
    });
  });

  it('an unreadable policy is a finding, not a failure [B45] [C29]', async () => {
    await start();
    await setPolicy(admin.session, { helpText: 'saved' });
    await host.strapi.db.connection('mfa_policies').update({ document: 'nonsense' });
    const checks = await look();
    expect(checks.policy).toMatchObject({
      status: 'error',
      code: 'policy_not_json',
      values: { what: 'document' },
      message: expect.stringContaining('isn’t JSON'),
    });
    expect(checks.methods).toMatchObject({ status: 'error', code: 'check_failed' });
    expect(checks.encryption_key).toMatchObject({ status: 'ok' });
  });
});
