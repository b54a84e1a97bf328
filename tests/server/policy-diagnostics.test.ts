/** What is wrong with a host, before users find out. */
import { createPerson, expectOk, personWithKey, startHost, SUPER, type Host } from '../support';
import { proven, provenSuperAdmin, setPolicy, type Administrator } from '../support/policy';

let host: Host;
let admin: Administrator;

interface Check {
  id: string;
  status: string;
  message: string;
}

const examine = async (headers: Record<string, string> = {}): Promise<Record<string, Check>> => {
  const answer = expectOk(await admin.session.get('/mfa/diagnostics').set(headers), 'diagnostics');
  const checks: Check[] = answer.body.data.checks;
  return Object.fromEntries(checks.map((check) => [check.id, check]));
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
    expect(Object.keys(checks).sort()).toEqual(
      [
        'address',
        'clock',
        'cookies',
        'encryption_key',
        'mail',
        'methods',
        'native_mfa',
        'other_plugins',
        'permissions',
        'policy',
        'proxy',
        'relying_party',
        'sms',
        'stored_authenticators',
        'super_admins',
        'trusted_strategies',
      ].sort()
    );
    for (const check of Object.values(checks)) {
      expect(['ok', 'warning', 'error']).toContain(check.status);
      expect(check.message.length).toBeGreaterThan(10);
    }
    const fine = [
      'policy',
      'methods',
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
      message: expect.stringContaining('switched off'),
    });
  });

  it('names a policy of which no method can be used here [B45]', async () => {
    const policy = { allowedMethods: ['sms'], preferredMethod: 'sms' };
    host = await startHost({ env: { SMS_URL: '' } });
    admin = await provenSuperAdmin(host);
    const { restart } = host;
    host = await restart({ env: { SMS_URL: '' }, config: { plugins: { mfa: { config: { policy } } } } });
    const checks = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(checks.policy).toMatchObject({ status: 'error' });
    expect(checks.methods).toMatchObject({ status: 'error', message: expect.stringContaining('sms') });
    expect(checks.sms).toMatchObject({ status: 'error' });
  });

  it('says that permissions are missing [B46]', async () => {
    await start();
    const where = { action: 'plugin::mfa.users.reset' };
    const { id } = await host.strapi.db.query('admin::permission').findOne({ where });
    await host.strapi.db.query('admin::permission').delete({ where: { id } });
    const { permissions } = await examine();
    expect(permissions).toMatchObject({ status: 'error', message: expect.stringContaining('plugin::mfa.users.reset') });
  });

  it('says which keys no longer work after the address has changed [C28] [B54]', async () => {
    await start();
    await personWithKey(host);
    host = await host.restart({ config: { server: { url: 'https://cms.example.org' } } });
    const checks = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(checks.stored_authenticators).toMatchObject({
      status: 'error',
      message: expect.stringContaining('another address'),
    });
  });

  it('says when security keys cannot be used at all, and why [B54]', async () => {
    await start();
    host = await host.restart({ config: { server: { url: 'http://192.0.2.7' } } });
    const checks = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(checks.relying_party).toMatchObject({ status: 'error' });
    expect(checks.address).toMatchObject({ status: 'error', message: expect.stringContaining('not https') });
    expect(checks.methods).toMatchObject({ status: 'error', message: expect.stringContaining('IP address') });
  });

  it('says when the encryption key is gone, and what was lost with it [C27]', async () => {
    await start();
    host = await host.restart({ env: { ENCRYPTION_KEY: 'another-encryption-key-of-at-least-32-characters' } });
    const other = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(other.stored_authenticators).toMatchObject({
      status: 'error',
      message: expect.stringContaining('decrypted'),
    });
  });

  it('sees a proxy that nobody told it about [B34]', async () => {
    await start();
    expect((await examine({ 'X-Forwarded-For': '203.0.113.9' })).proxy).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('server.proxy'),
    });
  });

  it('sees a panel that its own cookies do not reach [B44]', async () => {
    const cookies = async () => (await host.house.diagnostics.run(null)).find((check) => check.id === 'cookies');
    host = await startHost({ config: { admin: { url: '/panel' } } });
    expect(await cookies()).toMatchObject({ status: 'error', message: expect.stringContaining('/panel') });
    host = await host.restart({ config: { admin: { url: '/panel', auth: { cookie: { path: '/' } } } } });
    expect(await cookies()).toMatchObject({ status: 'ok' });
  });

  it('sees clocks that differ [B47]', async () => {
    await start();
    host.clock.set(Date.now() + 120_000);
    const checks = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(checks.clock).toMatchObject({ status: 'error', message: expect.stringContaining('120 s') });
  });

  it('an unreadable policy is a finding, not a failure [B45] [C29]', async () => {
    await start();
    await setPolicy(admin.session, { helpText: 'saved' });
    await host.strapi.db.connection('mfa_policies').update({ document: 'nonsense' });
    const checks = Object.fromEntries((await host.house.diagnostics.run(null)).map((check) => [check.id, check]));
    expect(checks.policy).toMatchObject({ status: 'error', message: expect.stringContaining('not JSON') });
    expect(checks.encryption_key).toMatchObject({ status: 'ok' });
  });
});
