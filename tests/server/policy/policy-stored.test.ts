/** The stored policy: what happens if it's damaged, and what the plugin's configuration sets at boot. */
import type { Core } from '@strapi/strapi';

import {
  createPerson,
  DAY,
  logIn,
  postLogin,
  repairPolicy,
  sealPolicy,
  startHost,
  SUPER,
  type Host,
} from '../../support';
import { provenSuperAdmin, setPolicy } from '../../support/policy';

let host: Host;

afterEach(async () => {
  await host?.stop();
});

const damage = (strapi: Core.Strapi, change: Record<string, unknown>) =>
  strapi.db.connection('mfa_policies').where({ policy_key: 'pol-mfa-required' }).update(change);

describe('a stored policy that cannot be read', () => {
  it.each([
    ['is no JSON', { document: '{"enabled": tru' }],
    ['is empty', { document: '' }],
    ['lacks who is bound', { document: '{"enabled":true}' }],
    [
      'has a level nobody knows',
      { document: '{"enabled":true,"requirement":"never","roles":{},"allowedMethods":["totp"]}' },
    ],
    ['has lost its dates', { since: '{"default":"soon"}' }],
  ])('%s: nobody is let through, and the log says so once [C29] [B2]', async (_what, change) => {
    host = await startHost();
    const admin = await provenSuperAdmin(host);
    await setPolicy(admin.session, { helpText: 'saved' });
    const editor = await createPerson(host);
    const session = await logIn(host, editor);
    await damage(host.strapi, change);
    host.container.guard.forget();
    const log = jest.spyOn(host.strapi.log, 'error').mockImplementation(() => host.strapi.log);

    for (const answer of [
      await session.get('/admin/users/me'),
      await session.get('/content-manager/content-types'),
      await admin.session.get('/mfa/policies'),
      await postLogin(host, editor),
    ]) {
      expect(answer.status).toBe(503);
      expect(answer.body.error.details.code).toBe('MFA_UNAVAILABLE');
      expect(JSON.stringify(answer.headers['set-cookie'] ?? '')).not.toMatch(/refresh=[^;]/);
    }
    const said = log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('[mfa]'));
    log.mockRestore();
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter((line) => /guard/i.test(line)).length).toBeLessThanOrEqual(1);
    expect(said.join('\n')).not.toContain('{"enabled"');
  });

  it('does not keep the host from booting, so that it can be repaired [C29]', async () => {
    host = await startHost();
    await setPolicy((await provenSuperAdmin(host)).session, { helpText: 'saved' });
    const editor = await createPerson(host);
    await damage(host.strapi, { document: 'nonsense' });
    host = await host.restart();
    expect((await postLogin(host, editor)).status).toBe(503);
    await repairPolicy(host);
    expect((await postLogin(host, editor)).status).toBe(200);
  });

  it('a document of an older version is filled up with what has come since', async () => {
    host = await startHost();
    await setPolicy((await provenSuperAdmin(host)).session, { helpText: 'saved' });
    const document = '{"enabled":true,"requirement":"optional","roles":{},"allowedMethods":["totp"],"retired":1}';
    await damage(host.strapi, { document });
    await sealPolicy(host);
    expect(await host.container.policies.current()).toMatchObject({
      allowedMethods: ['totp'],
      preferredMethod: 'totp',
      gracePeriodDays: 0,
      maxFailures: 10,
      notices: { factor_added: true },
    });
  });
});

describe('a requirement that plugin config sets', () => {
  const withPolicy = (policy: object) => ({ config: { plugins: { mfa: { config: { policy } } } } });
  const REQUIRED = { requirement: 'required_on_first_login', gracePeriodDays: 7 };

  it('has a grace period that counts from the first boot with it, on every node and after every restart [C16] [B4]', async () => {
    const begin = Date.now();
    host = await startHost({ ...withPolicy(REQUIRED), clock: begin });
    expect((await host.container.policies.current()).since).toEqual({ default: begin });
    host = await host.restart({
      ...withPolicy({ ...REQUIRED, requirement: 'always_required' }),
      clock: begin + 3 * DAY,
    });
    expect((await host.container.policies.current()).since).toEqual({ default: begin });
    host = await host.restart({ clock: begin + 4 * DAY });
    expect((await host.container.policies.current()).since).toEqual({});
    host = await host.restart({ ...withPolicy(REQUIRED), clock: begin + 30 * DAY });
    expect((await host.container.policies.current()).since).toEqual({ default: begin + 30 * DAY });
  });

  it('for a role begins with that role [C14] [C16]', async () => {
    const begin = Date.now();
    host = await startHost({ ...withPolicy({ roles: { [SUPER]: 'always_required' } }), clock: begin });
    expect((await host.container.policies.current()).since).toEqual({ [SUPER]: begin });
  });

  it('stops boot when it is misspelled, by the name of the key [B45]', async () => {
    await expect(startHost(withPolicy({ requirment: 'optional' }))).rejects.toThrow(/requirment/);
    host = await startHost();
  });
});
