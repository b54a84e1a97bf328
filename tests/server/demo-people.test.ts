import { seedPeople } from '../../scripts/seed-people.cjs';
import { DAY, startHost, SUPER_ADMIN, type Host } from '../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
  await seedPeople(host.strapi, { actor: SUPER_ADMIN.email, password: 'Password-of-the-cast-1' });
});

afterAll(async () => {
  await host?.stop();
});

describe('the people of the demo', () => {
  it('are in every state, with every kind of method [C20]', async () => {
    const summary = await host.container.people.summary();
    expect(summary.total).toBe(38);
    for (const [status, count] of Object.entries(summary.byStatus)) expect([status, count > 0]).toEqual([status, true]);
    expect(summary.byMethod).toMatchObject({ webauthn: expect.any(Number), totp: expect.any(Number), email: 3 });
    expect(summary.adminTokens).toMatchObject([{ ageDays: 210, owner: { email: SUPER_ADMIN.email } }]);
    const { rows } = await host.container.people.page({ status: ['protected'] }, { page: 1, pageSize: 100 }, 1);
    expect(rows).toHaveLength(summary.byStatus.protected);
  });

  it('have a past that is sealed, in order, and has something to point out [B38][C24]', async () => {
    const checked = await host.container.audit.verify();
    expect(checked).toMatchObject({ intact: true, unkeyed: 0 });
    expect(checked.checked).toBeGreaterThan(2000);
    const kinds = (await host.container.audit.patterns(host.clock.now() - 7 * DAY)).map(({ kind }) => kind);
    expect([...new Set(kinds)].sort()).toEqual(['many_failures', 'many_people', 'new_browser']);
    const { events } = await host.container.audit.list({ types: ['user.reset'] }, { limit: 10 });
    expect(events).toHaveLength(2);
  });

  it('leave the clock as it was', () => {
    expect(Math.abs(host.container.ports.clock.now() - Date.now())).toBeLessThan(5000);
  });
});
