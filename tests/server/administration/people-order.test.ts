/** The order of the list of people, and how their statuses developed. */
import { createCoverage } from '../../../server/src/administration/people/coverage';
import type { PersonRow } from '../../../shared/contracts';
import {
  AUTHOR,
  createPerson,
  DAY,
  EDITOR,
  HOUR,
  onEachDatabase,
  personWithTotp,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  startHost,
  type Administrator,
  type Host,
  type Person,
} from '../../support';

onEachDatabase('the order of people, and their history', (database) => {
  let host: Host;
  let admin: Administrator;
  const made: Person[] = [];

  beforeAll(async () => {
    host = await startHost({ database });
    admin = await provenSuperAdmin(host);
    for (const roles of [[EDITOR], [AUTHOR], [EDITOR, AUTHOR]]) {
      for (const firstname of ['Zoe', 'Abe', 'Mia']) made.push(await createPerson(host, { firstname, roles }));
    }
    await personWithTotp(host, { firstname: 'Pia', roles: [AUTHOR] });
    const { accounts, database: tables } = host.container;
    const account = async (index: number, what: object): Promise<void> => {
      const id = made[index]?.id ?? 0;
      await accounts.open(id);
      await tables.table('accounts').where({ user_id: id }).update(what);
    };
    const now = host.clock.now();
    await account(0, { must_enroll_since: now - HOUR });
    await account(4, { must_enroll_since: now - 100 * HOUR });
    await account(8, { exempt_until: now + DAY, exempt_reason: 'new phone' });
    await tables.transaction((trx) => accounts.sealExemptions(trx));
    const counter = { counter_key: `${made[5]?.id}:guessable`, user_id: made[5]?.id, kind: 'guessable', failures: 50 };
    await tables.table('counters').insert({ ...counter, stopped_at: now });
  }, 120_000);

  afterAll(async () => {
    await host?.stop();
  });

  const all = async (query: string): Promise<PersonRow[]> => {
    const response = await admin.session.get(`/mfa/users?pageSize=100&${query}`);
    expect(response.status).toBe(200);
    return response.body.data;
  };

  it('sorts by deadline as the rows say it, and puts those who need attention first [C64]', async () => {
    const order = ['locked', 'must_enroll', 'in_grace', 'not_set_up', 'weak', 'exempt', 'protected'];
    const due = (row: PersonRow): string | null => row.graceEndsAt ?? row.mustEnrollUntil;
    const began = host.clock.now();
    await host.strapi.db
      .query('admin::user')
      .updateMany({ where: {}, data: { createdAt: new Date(began - 30 * DAY) } });
    const recent = made.filter((_, index) => index % 3 === 0).map(({ id }) => id);
    const data = { createdAt: new Date(began - DAY) };
    await host.strapi.db.query('admin::user').updateMany({ where: { id: { $in: recent } }, data });
    for (const change of [
      { requirement: 'always_required', roles: {}, gracePeriodDays: 7 },
      { requirement: 'optional', roles: { [AUTHOR]: 'required_on_first_login' }, gracePeriodDays: 5 },
      { requirement: 'always_required', roles: { [EDITOR]: 'always_required' }, gracePeriodDays: 0 },
    ]) {
      await setPolicy(admin.session, change);
      const up = (await all('sort=deadline:ASC')).map(due);
      const dated = up.filter((one) => one !== null);
      expect(up).toEqual([...[...dated].sort(), ...up.filter((one) => one === null)]);
      const down = (await all('sort=deadline:DESC')).map(due);
      expect(down).toEqual([...[...dated].sort().reverse(), ...up.filter((one) => one === null)]);
      const statuses = (await all('sort=status')).map((row) => order.indexOf(row.status));
      expect(statuses).toEqual([...statuses].sort());
      expect(new Set(statuses).size).toBeGreaterThan(2);
    }
    await setPolicy(admin.session, { requirement: 'optional', roles: {}, gracePeriodDays: 0 });
  });

  it('counts each day once, whichever node is first, and keeps 400 days [C64]', async () => {
    const { people, database: tables } = host.container;
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    await tables.table('coverageDays').delete();
    const summary = (await admin.session.get('/mfa/users/summary')).body.data;
    const begin = host.clock.now();
    const first = (await admin.session.get('/mfa/users/coverage')).body.data;
    expect(first.since).toBeNull();
    expect(first.days).toEqual([{ day: day(begin), total: summary.total, byStatus: summary.byStatus }]);

    const node = () => createCoverage(host.container).countToday();
    await Promise.all([people.countToday(), node(), node(), node()]);
    expect(await tables.table('coverageDays').select('day', 'protected')).toEqual([
      { day: Math.floor(begin / DAY), protected: summary.byStatus.protected },
    ]);
    const hour = host.clock.now() % DAY;
    try {
      host.clock.advance(2 * DAY - hour);
      const later = await people.coverage(3);
      expect(later.since).toBe(day(begin));
      expect(later.days.map((one) => one.day)).toEqual([day(begin), day(begin + 2 * DAY)]);
      expect(later.days[0]).toEqual(first.days[0]);
      const short = await people.coverage(2);
      expect([short.days.length, short.since]).toEqual([1, day(begin)]);
      host.clock.advance(398 * DAY);
      await people.countToday();
      expect(await tables.table('coverageDays').select('day')).toEqual([{ day: Math.floor(begin / DAY) + 400 }]);
    } finally {
      host.clock.run();
      await tables.table('coverageDays').delete();
    }
    for (const wrong of ['days=0', 'days=401', 'days=x', 'since=1']) {
      expect([wrong, (await admin.session.get(`/mfa/users/coverage?${wrong}`)).status]).toEqual([wrong, 400]);
    }
  });

  it('counts nothing at a login, and asks nothing once the day is counted [C64]', async () => {
    await host.container.people.countToday();
    const heard: string[] = [];
    const listen = ({ sql }: { sql: string }) => void (sql.includes('mfa_coverage_days') && heard.push(sql));
    host.strapi.db.connection.on('query', listen);
    await host.container.people.countToday();
    const { person, app } = await personWithTotp(host, { firstname: 'Fresh', lastname: 'Login' });
    await signInWithTotp(host, person, app);
    host.strapi.db.connection.removeListener('query', listen);
    expect(heard).toEqual([]);
    await host.strapi.service('admin::user').deleteById(person.id);
  });
});
