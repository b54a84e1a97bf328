import { type AuditEventRow, SYSTEM_EVENT_TYPES } from '../../../shared/contracts';
import { seedEvents } from '../../bench/seed-events';
import {
  createPerson,
  createRole,
  DAY,
  logIn,
  MINUTE,
  onEachDatabase,
  startHost,
  superAdmin,
  type Host,
  type Session,
} from '../../support';

const NOW = Date.UTC(2026, 5, 1, 12);
const FROM = NOW - 100 * DAY;
const ROWS = 20_000;
const bySystem = (row: Record<string, unknown>) => SYSTEM_EVENT_TYPES.some((type) => type === row.type);

interface EventList {
  data: AuditEventRow[];
  meta: { nextCursor: string | null; names: Record<string, string>; total?: { count: number; more: boolean } };
}

onEachDatabase('the activity list', (database) => {
  let host: Host;
  let reader: Session;

  beforeAll(async () => {
    host = await startHost({ database, clock: NOW });
    await seedEvents(host.container, { count: ROWS, from: FROM, to: NOW - MINUTE });
    if (database === 'postgres') await host.container.database.knex.raw('analyze mfa_audit_entries');
    const role = await createRole(host, 'Reader', ['plugin::mfa.audit.read']);
    reader = await logIn(host, await createPerson(host, { roles: [role], firstname: 'Rita' }));
  });
  afterAll(() => host?.stop());

  const get = async (query: string): Promise<EventList> => {
    const response = await reader.get(`/mfa/audit-events?${query}`);
    if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
    return response.body;
  };

  /** Reads all pages of a filter. */
  const walk = async (filter: string, limit = 200): Promise<AuditEventRow[]> => {
    const all: AuditEventRow[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`limit=${limit}&${filter}${cursor ? `&cursor=${cursor}` : ''}`);
      all.push(...page.data);
      cursor = page.meta.nextCursor;
    }
    return all;
  };

  const stored = (where: (row: Record<string, unknown>) => boolean) => async (): Promise<number[]> => {
    const rows: Record<string, unknown>[] = await host.container.database.table('auditEntries').orderBy('seq', 'desc');
    return rows.filter(where).map((row) => Number(row.seq));
  };

  const seqs = (rows: AuditEventRow[]) => rows.map(({ seq }) => seq);

  it('shows the newest first, fifty when nothing is said [C24]', async () => {
    const page = await get('');
    expect(page.data).toHaveLength(50);
    expect(seqs(page.data)).toEqual([...seqs(page.data)].sort((left, right) => right - left));
    const [challenge] = (await get('limit=1&type=sign_in.challenged')).data;
    expect(challenge).toEqual({
      seq: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      type: 'sign_in.challenged',
      outcome: 'success',
      actor: expect.any(Object),
      target: expect.any(Object),
      method: null,
      reason: null,
      ip: expect.any(String),
      userAgent: expect.any(String),
      session: null,
      details: expect.any(Object),
    });
  });

  it('gives every row exactly once over all pages [C24]', async () => {
    const all = seqs(await walk(''));
    expect(all).toEqual(await stored(() => true)());
    expect((await get('limit=200')).meta.nextCursor).toMatch(/^[\w-]+$/);
  });

  it('does not move under the reader when something new happens [C24]', async () => {
    const first = await get('limit=10');
    await host.container.audit.append({ type: 'preference.changed', outcome: 'success' });
    const second = await get(`limit=10&cursor=${first.meta.nextCursor}`);
    const last = first.data.at(-1)?.seq ?? 0;
    expect(second.data[0]?.seq).toBe(last - 1);
  });

  it.each<[string, (row: Record<string, unknown>) => boolean]>([
    ['type=user.reset', (row) => row.type === 'user.reset'],
    ['type=user.reset,factor.added', (row) => row.type === 'user.reset' || row.type === 'factor.added'],
    ['type=user.reset&type=factor.added', (row) => row.type === 'user.reset' || row.type === 'factor.added'],
    ['outcome=failure', (row) => row.outcome === 'failure'],
    ['method=recovery_code', (row) => row.method === 'recovery_code'],
    ['ip=203.0.113.7', (row) => row.ip === '203.0.113.7'],
    ['ip=203.0.113', () => false],
    ['userId=1', (row) => Number(row.actor_id) === 1 || Number(row.target_id) === 1],
    ['userId=1050', (row) => Number(row.actor_id) === 1050 || Number(row.target_id) === 1050],
    ['actorId=1', (row) => Number(row.actor_id) === 1],
    ['userId=999999', () => false],
    [
      'userId=1200&type=user.reset,verification.failed&outcome=success',
      (row) => Number(row.target_id) === 1200 && row.type === 'user.reset',
    ],
    [
      `outcome=failure&from=${new Date(FROM + 10 * DAY).toISOString()}&to=${new Date(FROM + 12 * DAY).toISOString()}`,
      (row) => row.outcome === 'failure' && Number(row.at) >= FROM + 10 * DAY && Number(row.at) <= FROM + 12 * DAY,
    ],
    ['from=2026-05-01&to=2026-05-01', (row) => new Date(Number(row.at)).toISOString().startsWith('2026-05-01')],
    ['to=2020-01-01', () => false],
    ['system=false', (row) => !bySystem(row)],
    ['system=true&outcome=failure', (row) => row.outcome === 'failure'],
    ['system=false&type=sign_in.challenged', (row) => row.type === 'sign_in.challenged'],
    ['system=false&outcome=success', (row) => !bySystem(row) && row.outcome === 'success'],
    ['system=false&userId=1050', (row) => !bySystem(row) && Number(row.target_id) === 1050],
    [
      'system=false&from=2026-05-01&to=2026-05-02',
      (row) => !bySystem(row) && /^2026-05-0[12]/.test(new Date(Number(row.at)).toISOString()),
    ],
    ['from=2030-01-01', () => false],
  ])('can be filtered by %s [B38][C24]', async (filter, where) => {
    expect(seqs(await walk(filter))).toEqual(await stored(where)());
  });

  it('finds what people did behind a long run of what the plugin did [C64]', async () => {
    const before = (await get('system=false&limit=3')).data;
    for (let count = 0; count < 40; count += 1) {
      await host.container.audit.append({ type: 'notice.sent', outcome: 'success', actor: { kind: 'system' } });
    }
    const after = await get('system=false&limit=3');
    expect(after.data).toEqual(before);
    expect((await get(`system=false&limit=3&cursor=${after.meta.nextCursor}`)).data[0]?.seq).toBeLessThan(
      before.at(-1)?.seq ?? 0
    );
  });

  it.each([
    ['type=user.reset', (row: Record<string, unknown>) => row.type === 'user.reset'],
    ['userId=1', (row: Record<string, unknown>) => Number(row.actor_id) === 1 || Number(row.target_id) === 1],
    ['to=2020-01-01', () => false],
    [
      'system=false&from=2026-05-01&to=2026-05-02',
      (row: Record<string, unknown>) => !bySystem(row) && /^2026-05-0[12]/.test(new Date(Number(row.at)).toISOString()),
    ],
  ])('counts what %s matches, if asked [C64]', async (filter, where) => {
    const count = (await stored(where)()).length;
    expect((await get(`count=true&limit=1&${filter}`)).meta.total).toEqual({ count, more: false });
    expect((await get(`limit=1&${filter}`)).meta.total).toBeUndefined();
  });

  it.each(['', '&system=false'])('stops counting at ten thousand [C64] %s', async (filter) => {
    expect((await get(`count=true&limit=1${filter}`)).meta.total).toEqual({ count: 10_000, more: true });
  });

  it('finds one event by its number, and names the people of a page as they are called now [C64]', async () => {
    await host.container.audit.append({ type: 'preference.changed', outcome: 'success', target: reader.user });
    const [newest] = (await get('limit=1')).data;
    const page = await get(`seq=${newest?.seq}`);
    expect(page.data).toEqual([newest]);
    expect(page.meta.names).toEqual({ [reader.user.id]: expect.stringMatching(/^Rita\b/) });
    expect((await get('seq=2147483647')).data).toEqual([]);
  });

  it('finds a time span also where two nodes disagree about the time [C24]', async () => {
    const append = (type: 'code.sent' | 'notice.sent') => host.container.audit.append({ type, outcome: 'success' });
    host.clock.set(NOW + 10 * MINUTE);
    await append('code.sent');
    host.clock.set(NOW + 4 * MINUTE);
    await append('notice.sent');
    host.clock.set(NOW + 9 * MINUTE);
    await append('code.sent');
    const at = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();
    expect((await walk(`from=${at(9)}&to=${at(10)}`)).map(({ at: time }) => time)).toEqual([at(9), at(10)]);
    expect((await walk(`from=${at(4)}&to=${at(5)}`)).map(({ type }) => type)).toEqual(['notice.sent']);
    expect(await walk(`from=${at(4)}`)).toHaveLength(3);
    host.clock.set(NOW);
  });

  it.each([
    'limit=201',
    'limit=0',
    'seq=0',
    'count=1',
    'system=maybe',
    'cursor=x',
    'cursor=YmVmb3JlOi0x',
    'type=nonsense',
    'outcome=maybe',
    'userId=abc',
    'userId[$gt]=1',
    'from=yesterday',
    'method=magic',
    'sort=at',
  ])('refuses %s and says which part is wrong [C24]', async (query) => {
    const response = await reader.get(`/mfa/audit-events?${query}`);
    expect(response.status).toBe(400);
    expect(response.body.error.details).toMatchObject({
      code: 'MFA_INVALID_REQUEST',
      errors: [{ path: expect.arrayContaining(['query']), message: expect.any(String) }],
    });
  });

  it('reads the thousandth page as little as the first [C24]', async () => {
    const reads: number[] = [];
    const listen = () => void (reads[reads.length - 1] = (reads.at(-1) ?? 0) + 1);
    host.container.database.knex.on('query', listen);
    const cursor = Buffer.from('before:10001').toString('base64url');
    for (const query of ['limit=10', `limit=10&cursor=${cursor}`]) {
      reads.push(0);
      expect((await get(query)).data).toHaveLength(10);
    }
    host.container.database.knex.removeListener('query', listen);
    expect(reads[1]).toBe(reads[0]);
    const plan = await host.container.database.knex.raw(
      database === 'sqlite'
        ? "explain query plan select * from mfa_audit_entries where type = 'user.reset' and seq < 10001 order by seq desc limit 11"
        : "explain select * from mfa_audit_entries where type = 'user.reset' and seq < 10001 order by seq desc limit 11"
    );
    const text = JSON.stringify(plan.rows ?? plan);
    expect(text).toMatch(/mfa_audit_entries_type_seq_index/);
    expect(text).not.toMatch(/TEMP B-TREE|Sort/);
  });

  it('shows a person what concerns them, and nobody else [B34]', async () => {
    const page = await host.container.audit.ownEvents(1050, undefined, 20);
    expect(page.events).toHaveLength(20);
    expect(page.events.every(({ actor, target }) => actor.id === 1050 || target.id === 1050)).toBe(true);
    const next = await host.container.audit.ownEvents(1050, page.nextCursor ?? undefined, 20);
    expect(next.events[0]?.seq).toBeLessThan(page.events.at(-1)?.seq ?? 0);
  });

  it('is only for those who may read it [C24][B46]', async () => {
    const editor = await logIn(host, await createPerson(host));
    for (const path of ['', '/verify', '/patterns', '/export']) {
      expect((await editor.get(`/mfa/audit-events${path}`)).status).toBe(403);
      expect((await host.request.get(`/mfa/audit-events${path}`)).status).toBe(401);
    }
    expect((await reader.get('/mfa/audit-events/export')).status).toBe(403);
    expect((await (await logIn(host, await superAdmin(host))).get('/mfa/audit-events')).status).toBe(200);
  });

  it('can be verified by whoever reads it, which is recorded itself [C24]', async () => {
    const response = await reader.get('/mfa/audit-events/verify').expect(200);
    expect(response.body.data).toMatchObject({ intact: true, firstBreak: null });
    expect(response.body.data.checked).toBeGreaterThanOrEqual(ROWS);
    expect((await get('limit=1')).data[0]).toMatchObject({
      type: 'audit.verified',
      outcome: 'success',
      actor: { id: reader.user.id },
    });
    const { seq, hash } = response.body.data.anchor;
    const again = await reader.get(`/mfa/audit-events/verify?anchor=${seq}:${hash}`).expect(200);
    expect(again.body.data.intact).toBe(true);
    // The second one is no sequence number: PostgreSQL has no row to compare it with.
    for (const number of [seq + 100, 9_999_999_999]) {
      const farther = await reader.get(`/mfa/audit-events/verify?anchor=${number}:${hash}`).expect(200);
      expect(farther.body.data.firstBreak.kind).toBe('cut_off');
    }
  });
});

describe('the routes of the trail', () => {
  it('only read: none changes or removes a row [C24]', async () => {
    const host = await startHost();
    const routes: { path: string; methods: string[] }[] = host.strapi.server.api('admin').listRoutes();
    const ours = routes.filter(({ path }) => path.includes('/mfa/audit-events'));
    expect(ours.map(({ path }) => path).sort()).toEqual([
      '/mfa/audit-events',
      '/mfa/audit-events/export',
      '/mfa/audit-events/patterns',
      '/mfa/audit-events/verify',
    ]);
    for (const { methods } of ours) expect(methods.sort()).toEqual(['GET', 'HEAD']);
    const everything = host.strapi.server.listRoutes() as { path: string }[];
    expect(everything.filter(({ path }) => path.includes('mfa-audit'))).toEqual([]);
    await host.stop();
  });
});
