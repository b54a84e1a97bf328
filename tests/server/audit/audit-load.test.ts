/** Someone with access to the trail verifies it again and again. Others must not have to wait. */
import { seedEvents } from '../../bench/seed-events';
import { personWithTotp, startHost, type Host } from '../../support';

const ROWS = 3000;
const START = Date.UTC(2026, 2, 1, 8);

let host: Host;

beforeAll(async () => {
  host = await startHost({ clock: START });
  await seedEvents(host.container, { count: ROWS, from: START - 1000, to: START });
});

afterAll(() => host?.stop());

/** How often the trail was read while `work` ran. */
const readings = async (work: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  const { knex } = host.container.database;
  const heard = ({ sql }: { sql: string }) => {
    if (/mfa_audit_entries/.test(sql) && /order by .seq. asc limit/.test(sql)) count += 1;
  };
  knex.on('query', heard);
  await work();
  knex.removeListener('query', heard);
  return count;
};

describe('verifying the trail', () => {
  it('is done once for all who ask meanwhile [C45]', async () => {
    const { audit } = host.container;
    const alone = await readings(() => audit.verify());
    expect(alone).toBeGreaterThan(10);
    const answers: { intact: boolean; checked: number }[] = [];
    const together = await readings(async () => {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => audit.verify()))));
    });
    expect(together).toBe(alone);
    expect(new Set(answers.map(({ intact, checked }) => `${intact} ${checked}`)).size).toBe(1);
    const [{ seq, hash }] = await host.container.database.table('auditEntries').orderBy('seq').limit(1);
    const [plain, anchored, wrong] = await Promise.all([
      audit.verify(),
      audit.verify({ seq, hash }),
      audit.verify({ seq, hash: 'k:other' }),
    ]);
    expect([plain.givenAnchor, anchored.givenAnchor, wrong.givenAnchor]).toEqual([null, 'confirmed', 'contradicted']);
    expect([plain.intact, anchored.intact, wrong.intact]).toEqual([true, true, false]);
  });

  it('lets others through after every few rows [C45]', async () => {
    let turns = 0;
    let going = true;
    const count = () => {
      turns += 1;
      if (going) setImmediate(count);
    };
    setImmediate(count);
    await host.container.audit.verify();
    going = false;
    expect(turns).toBeGreaterThan(ROWS / 50);
  });
});

describe('new recovery codes', () => {
  it('are made a few times a minute, and one set after the other [C45]', async () => {
    const { session } = await personWithTotp(host);
    const answers = await Promise.all(Array.from({ length: 12 }, () => session.post('/mfa/me/recovery-codes', {})));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(5);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status !== 200)).toEqual(
      Array(12 - statuses.filter((status) => status === 200).length).fill(429)
    );
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.error.details).toMatchObject({
      code: 'MFA_TOO_MANY_ATTEMPTS',
      retryAfterSeconds: expect.any(Number),
    });
  });
});
