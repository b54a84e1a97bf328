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

  it('add up: everybody has one status, in the list, the summary, the roles and the history [C64]', async () => {
    const { people } = host.container;
    const summary = await people.summary();
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
    const { rows } = await people.page({}, { page: 1, pageSize: 100 }, 1);
    const listed = (status: string) => rows.filter((row) => row.status === status).length;
    const byRows = Object.fromEntries(Object.keys(summary.byStatus).map((status) => [status, listed(status)]));
    expect(summary.byStatus).toEqual(byRows);
    expect([sum(summary.byStatus), sum(summary.byStrongest), rows.length]).toEqual(Array(3).fill(summary.total));
    for (const role of summary.byRole) expect([role.code, sum(role.byStatus)]).toEqual([role.code, role.total]);
    const { days, since } = await people.coverage(90);
    expect(days.at(-1)).toMatchObject({ total: summary.total, byStatus: summary.byStatus });
    for (const day of days) expect([day.day, sum(day.byStatus)]).toEqual([day.day, day.total]);
    expect([days.length, since === null]).toEqual([90, false]);
    expect(days[0]?.byStatus.protected).toBeLessThan(summary.byStatus.protected);
    const urgent = (await people.page({ sort: { by: 'status', direction: 'asc' } }, { page: 1, pageSize: 9 }, 1)).rows;
    expect(urgent.map(({ status }) => status)).not.toContain('protected');
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
