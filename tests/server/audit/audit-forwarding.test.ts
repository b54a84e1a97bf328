import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import type { AuditEventRow } from '../../../shared/contracts';
import { createAuditTrail } from '../../../server/src/audit';
import { createOutbox } from '../../../server/src/delivery/outbox';
import { MINUTE, personWithTotp, signInWithTotp, startHost, type Host } from '../../support';

const SECRET = 'webhook-secret-of-the-tests';

interface Delivery {
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A receiver whose responses the test controls. */
const receiver = async () => {
  const deliveries: Delivery[] = [];
  const state = { status: 204, until: Promise.resolve() };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      void state.until.then(() => response.writeHead(state.status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { deliveries, state, url: `http://127.0.0.1:${port}/events`, stop };
};

const until = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 300 && !condition(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
};

describe('the webhook', () => {
  let host: Host;
  let hook: Awaited<ReturnType<typeof receiver>>;

  beforeAll(async () => {
    hook = await receiver();
    const config = { audit: { webhook: { url: hook.url, secret: SECRET } } };
    host = await startHost({ config: { plugins: { mfa: { config } } } });
  });
  afterAll(async () => {
    await host?.stop();
    await hook?.stop();
  });
  beforeEach(async () => {
    await host.container.outbox.flush();
    hook.deliveries.length = 0;
    Object.assign(hook.state, { status: 204, until: Promise.resolve() });
  });

  const record = (reason: string) =>
    host.container.audit.append({
      type: 'factor.removed',
      outcome: 'success',
      target: { id: 5, email: 'e@example.com' },
      reason,
    });

  it('gets each event, signed so that the receiver knows where and when it came from [C24]', async () => {
    await record('gone');
    await until(() => hook.deliveries.length === 1);
    const [{ headers, body } = { headers: {}, body: '' }] = hook.deliveries;
    const { event, data } = JSON.parse(body);
    expect(event).toBe('mfa.factor.removed');
    expect(data).toMatchObject({ outcome: 'success', reason: 'gone', target: { id: 5, email: 'e@example.com' } });
    expect(headers).toMatchObject({ 'x-mfa-event': 'mfa.factor.removed', 'x-mfa-delivery': String(data.seq) });
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-mfa-signature'])) ?? [];
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
    expect(Math.abs(Number(seconds) - host.clock.now() / 1000)).toBeLessThan(10);
  });

  it('gets it later when it was away, signed anew [C24]', async () => {
    const log = jest.spyOn(host.strapi.log, 'error').mockImplementation(() => host.strapi.log);
    hook.state.status = 503;
    await record('again');
    await until(() => hook.deliveries.length === 1);
    await host.container.outbox.flush();
    hook.state.status = 200;
    host.clock.advance(MINUTE);
    await host.container.outbox.flush();
    log.mockRestore();
    expect(hook.deliveries).toHaveLength(2);
    const [first, second] = hook.deliveries;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-mfa-signature']).not.toBe(first?.headers['x-mfa-signature']);
    expect(await host.container.database.table('outbox')).toEqual([]);
  });

  it('holds up nobody who signs in, however slow it is [C24]', async () => {
    const { person, app } = await personWithTotp(host);
    await host.container.outbox.flush();
    hook.deliveries.length = 0;
    let answer = () => {};
    hook.state.until = new Promise((resolve) => (answer = resolve));
    await signInWithTotp(host, person, app);
    await until(() => hook.deliveries.length > 0);
    // The login is complete, and the receiver still hasn't responded to its first event.
    expect(await host.container.database.table('outbox')).not.toEqual([]);
    answer();
    await host.container.outbox.flush();
    expect(await host.container.database.table('outbox')).toEqual([]);
  });

  it('never gets what is undone [C24]', async () => {
    const change = host.container.database.transaction(async (trx) => {
      await host.container.audit.append({ type: 'factor.removed', outcome: 'success', reason: 'undone' }, trx);
      throw new Error('undone');
    });
    await expect(change).rejects.toThrow('undone');
    await record('after');
    await until(() => hook.deliveries.length === 1);
    expect(hook.deliveries[0]?.body).not.toContain('undone');
  });
});

interface Saved {
  action: string;
  userId: number | null;
  payload: { outcome: string; origin: string; actor: object; resource: object; details: Record<string, unknown> };
}

/** Strapi's own lifecycle from the installed Enterprise code, with a fake license and an in-memory store. */
const enterprise = (host: Host) => {
  const saved: Saved[] = [];
  const root = dirname(require.resolve('@strapi/admin/package.json'));
  const { createAuditLogsLifecycleService } = jest.requireActual(
    join(root, 'dist/server/ee/server/src/audit-logs/services/lifecycles.js')
  );
  const services: Record<string, unknown> = {
    'audit-logs': { saveEvent: async (event: Saved) => void saved.push(event) },
  };
  const licensed = new Proxy(host.strapi, {
    get(target, key) {
      if (key === 'get') return (name: string) => services[name] ?? target.get(name);
      if (key === 'has') return (name: string) => name in services || target.has(name);
      if (key === 'ee') return { features: { isEnabled: () => true, get: () => ({ options: {} }) } };
      return Reflect.get(target, key) as unknown;
    },
  });
  const lifecycle = createAuditLogsLifecycleService(licensed);
  services['audit-logs-lifecycle'] = lifecycle;
  return { saved, lifecycle, licensed };
};

describe('Strapi’s own audit log, where there is one', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host?.stop());

  it('gets each event once, with who did it, sign-ins and the command line included [C24]', async () => {
    const { saved, lifecycle, licensed } = enterprise(host);
    await lifecycle.register();
    const outbox = createOutbox({ ...host.container, strapi: licensed });
    const trail = createAuditTrail({ ...host.container, strapi: licensed, outbox });
    const heard: AuditEventRow[] = [];
    const off = host.strapi.eventHub.on(
      'mfa.sign_in.completed',
      async (event: AuditEventRow) => void heard.push(event)
    );
    const target = { id: 5, email: 'e@example.com' };
    await trail.append({ type: 'sign_in.completed', outcome: 'success', target, method: 'totp' });
    await trail.append({ type: 'user.unlocked', outcome: 'success', actor: { kind: 'cli' }, target });
    await until(() => saved.length === 2);
    await outbox.close();
    const signIn = saved.find(({ action }) => action === 'mfa.sign_in.completed');
    expect(signIn).toMatchObject({
      userId: 5,
      payload: {
        outcome: 'success',
        actor: { type: 'admin-user', user: { id: 5, email: 'e@example.com' } },
        resource: { type: 'admin-user', id: 5, name: 'e@example.com' },
        details: { method: 'totp' },
      },
    });
    const unlocked = saved.find(({ action }) => action === 'mfa.user.unlocked');
    expect(unlocked).toMatchObject({ userId: null, payload: { actor: { type: 'system' } } });
    expect(heard).toHaveLength(1);
    expect(saved).toHaveLength(2);
    lifecycle.destroy();
    off();
  });

  it('is not looked for where there is none [C24]', async () => {
    expect(host.strapi.has('audit-logs-lifecycle')).toBe(false);
    await host.container.audit.append({ type: 'sign_in.completed', outcome: 'success' });
    expect(await host.container.database.table('outbox')).toEqual([]);
  });
});
