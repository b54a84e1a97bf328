import { get as httpGet, type IncomingMessage } from 'node:http';

import { seedEvents } from '../../bench/seed-events';
import {
  createRole,
  DAY,
  MINUTE,
  onEachDatabase,
  personWithTotp,
  startHost,
  type Host,
  type Session,
} from '../../support';

const NOW = Date.UTC(2026, 5, 1, 12);
const ROWS = 20_000;

onEachDatabase('the activity export', (database) => {
  let host: Host;
  let exporter: Session;

  beforeAll(async () => {
    host = await startHost({ database, clock: NOW });
    await seedEvents(host.container, { count: ROWS, from: NOW - 100 * DAY, to: NOW - DAY });
    const role = await createRole(host, 'Exporter', ['plugin::mfa.audit.read', 'plugin::mfa.audit.export']);
    ({ session: exporter } = await personWithTotp(host, { roles: [role] }));
  });
  afterAll(() => host?.stop());

  const open = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${exporter.token}` };
      httpGet(`${host.url}${path}`, { headers }, resolve).once('error', reject);
    });

  const download = async (query: string): Promise<{ text: string; headers: IncomingMessage['headers'] }> => {
    const response = await open(`/mfa/audit-events/export?${query}`);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`);
    return { text, headers: response.headers };
  };

  it('gives every event as a line of JSON, oldest first, in the names log collectors know [C24]', async () => {
    const { text, headers } = await download('format=jsonl');
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="mfa-activity-2026-06-01\.jsonl"$/);
    expect(headers['cache-control']).toBe('no-store');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(ROWS);
    expect(lines.map(({ event }) => event.sequence)).toEqual(lines.map((_, index) => index + 1));
    expect(headers['x-total-count']).toBe(String(lines.length));
    expect(lines[18]).toMatchObject({
      '@timestamp': expect.stringMatching(/Z$/),
      event: { action: 'mfa.verification.failed', outcome: 'failure', reason: 'wrong_code', provider: 'strapi-mfa' },
      user: { id: 1019, email: 'person-1019@example.com' },
      source: { ip: '203.0.113.19' },
    });
  });

  it('gives the same as CSV that a spreadsheet opens and no formula runs in [C24]', async () => {
    const target = { id: 5000, email: '=cmd|calc!A1@example.com' };
    await host.container.audit.append({ type: 'user.reset', outcome: 'success', target, reason: '@SUM(1,2) "now"' });
    const { text, headers } = await download('format=csv&userId=5000');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, line, end] = text.split('\r\n');
    expect(head).toMatch(/^\ufeffseq,at,type,outcome,actor_kind,/);
    expect(line).toContain('"\'=cmd|calc!A1@example.com"');
    expect(line).toContain('"\'@SUM(1,2) ""now"""');
    expect(end).toBe('');
  });

  it('follows the filters of the list [C24][B38]', async () => {
    const { text, headers } = await download('format=jsonl&outcome=failure&type=verification.failed&ip=203.0.113.19');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(1);
    expect(headers['x-total-count']).toBe(String(lines.length));
    expect(lines.every(({ event, source }) => event.outcome === 'failure' && source.ip === '203.0.113.19')).toBe(true);
  });

  it('is recorded with what was asked for, by whom [C24]', async () => {
    await download('format=csv&userId=5000');
    const { events } = await host.container.audit.list({ types: ['audit.exported'] }, { limit: 1 });
    expect(events[0]).toMatchObject({
      outcome: 'success',
      actor: { id: exporter.user.id },
      details: { format: 'csv', total: 1, filters: { userId: 5000 } },
    });
  });

  it('asks for a fresh proof [C19][C24]', async () => {
    host.clock.advance(30 * MINUTE);
    const response = await exporter.get('/mfa/audit-events/export');
    expect(response.status).toBe(403);
    expect(response.body.error.details).toMatchObject({ code: 'MFA_REQUIRED', reason: 'sensitive_action' });
    host.clock.set(NOW + MINUTE);
  });

  it('reads no further than the receiver takes, and stops when the receiver goes [C24]', async () => {
    let statements = 0;
    const count = () => void (statements += 1);
    const file = await host.container.audit.exportEvents({}, 'jsonl');
    host.container.database.knex.on('query', count);
    const reader = file.stream[Symbol.asyncIterator]();
    await reader.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(statements).toBeLessThanOrEqual(4);
    await reader.return?.();
    const stopped = statements;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(statements).toBe(stopped);
    host.container.database.knex.removeListener('query', count);
  });
});
