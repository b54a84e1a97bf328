import type { AuditEvent } from '../../../server/src/audit';
import {
  createPerson,
  createRole,
  DAY,
  HOUR,
  logIn,
  MINUTE,
  onEachDatabase,
  startHost,
  type Host,
  type Session,
} from '../../support';

const NOW = Date.UTC(2026, 5, 1, 12);
const CHROME = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const NEWER = CHROME.replace('126', '139');
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';

onEachDatabase('unusual patterns', (database) => {
  let host: Host;
  let reader: Session;

  beforeAll(async () => {
    host = await startHost({ database, clock: NOW - 60 * DAY });
    const role = await createRole(host, 'Reader', ['plugin::mfa.audit.read']);
    reader = await logIn(host, await createPerson(host, { roles: [role] }));
  });
  afterAll(() => host?.stop());

  const person = (id: number) => ({ id, email: `p${id}@example.com` });

  /** Records an event with this IP address and browser. */
  const happens = (at: number, event: AuditEvent, from: { ip: string; userAgent?: string }): Promise<void> => {
    host.clock.set(at);
    const request = { ip: from.ip, headers: { 'user-agent': from.userAgent } };
    const context = { request } as unknown as Parameters<typeof host.strapi.requestContext.run>[0];
    return host.strapi.requestContext.run(context, () => host.container.audit.append(event));
  };

  const failure = (id: number): AuditEvent => ({
    type: 'verification.failed',
    outcome: 'failure',
    target: person(id),
    method: 'totp',
  });
  const signIn = (id: number): AuditEvent => ({ type: 'sign_in.completed', outcome: 'success', target: person(id) });

  const patterns = async (days = 7) => {
    host.clock.set(NOW);
    const response = await reader.get(`/mfa/audit-events/patterns?days=${days}`);
    if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
    return response.body.data as { kind: string; ip: string | null; user: { id: number } | null }[];
  };

  it('are none in a quiet week [B38]', async () => {
    for (let day = 7; day > 1; day -= 1)
      await happens(NOW - day * DAY, signIn(10), { ip: '203.0.113.1', userAgent: CHROME });
    await happens(NOW - DAY, failure(10), { ip: '203.0.113.1', userAgent: CHROME });
    expect(await patterns()).toEqual([]);
  });

  it('show many failures for one person [B38]', async () => {
    for (let index = 0; index < 12; index += 1)
      await happens(NOW - 5 * HOUR + index * MINUTE, failure(20), { ip: `198.51.100.${index}` });
    expect(await patterns()).toEqual([
      {
        kind: 'many_failures',
        user: person(20),
        ip: null,
        count: 12,
        browser: null,
        firstAt: new Date(NOW - 5 * HOUR).toISOString(),
        lastAt: new Date(NOW - 5 * HOUR + 11 * MINUTE).toISOString(),
      },
    ]);
  });

  it('show one address that tries many people [B38]', async () => {
    for (let id = 30; id < 36; id += 1)
      await happens(NOW - 4 * HOUR + id * MINUTE, failure(id), { ip: '198.51.100.66' });
    const [found] = (await patterns()).filter(({ kind }) => kind === 'many_people');
    expect(found).toMatchObject({ ip: '198.51.100.66', count: 6, user: null });
  });

  it('show a browser that a person never used before, and not an update of one [B38]', async () => {
    await happens(NOW - 30 * DAY, signIn(40), { ip: '203.0.113.4', userAgent: CHROME });
    await happens(NOW - 30 * DAY, signIn(41), { ip: '203.0.113.5', userAgent: CHROME });
    await happens(NOW - 2 * DAY, signIn(40), { ip: '203.0.113.4', userAgent: NEWER });
    await happens(NOW - 3 * HOUR, signIn(41), { ip: '192.0.2.9', userAgent: FIREFOX });
    const found = (await patterns()).filter(({ kind }) => kind === 'new_browser');
    expect(found).toEqual([
      expect.objectContaining({ user: person(41), browser: 'Firefox on Linux', ip: '192.0.2.9', count: 1 }),
    ]);
  });

  it('do not take the first sign-in ever for a new browser [B38]', async () => {
    await happens(NOW - HOUR, signIn(50), { ip: '203.0.113.50', userAgent: FIREFOX });
    expect((await patterns()).filter(({ user }) => user?.id === 50)).toEqual([]);
  });

  it('look back only as far as asked [B38]', async () => {
    for (let index = 0; index < 12; index += 1)
      await happens(NOW - 20 * DAY + index, failure(60), { ip: '203.0.113.60' });
    expect((await patterns(7)).filter(({ user }) => user?.id === 60)).toEqual([]);
    expect((await patterns(30)).filter(({ user }) => user?.id === 60)).toHaveLength(1);
    expect((await reader.get('/mfa/audit-events/patterns?days=91')).status).toBe(400);
  });
});
