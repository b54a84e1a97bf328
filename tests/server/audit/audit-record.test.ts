import type { AuditEventRow } from '../../../shared/contracts';
import {
  askToSignIn,
  createPerson,
  enrollTotp,
  logInToEnroll,
  personWithTotp,
  postLogin,
  signInWithTotp,
  startHost,
  SUPER,
  verify,
  withFullDisk,
  wrongTotpCode,
  type Host,
  type Session,
} from '../../support';

let host: Host;
let admin: Session;

beforeAll(async () => {
  host = await startHost();
  ({ session: admin } = await personWithTotp(host, { roles: [SUPER] }));
});
afterAll(() => host?.stop());

const UA = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';

const events = async (query: string, session = admin): Promise<AuditEventRow[]> => {
  const response = await session.get(`/mfa/audit-events?${query}`);
  if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
  return response.body.data;
};

const latest = async (query: string): Promise<AuditEventRow> => {
  const [event] = await events(`limit=1&${query}`);
  if (!event) throw new Error(`no event for ${query}`);
  return event;
};

/** The whole trail as text, as the database stores it. */
const everything = async (): Promise<string> =>
  JSON.stringify(await host.container.database.table('auditEntries').orderBy('seq'));

describe('what is recorded', () => {
  it('is a whole sign-in with method, address, browser and session [B5][B34]', async () => {
    const { person, app } = await personWithTotp(host);
    await signInWithTotp(host, person, app, { headers: { 'User-Agent': UA } });
    const asked = await latest(`type=sign_in.challenged&userId=${person.id}`);
    expect(asked).toMatchObject({
      outcome: 'success',
      target: { id: person.id, email: person.email },
      ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      userAgent: UA,
    });
    const done = await latest(`type=sign_in.completed&userId=${person.id}`);
    expect(done).toMatchObject({ outcome: 'success', method: 'totp', actor: { id: person.id, kind: 'user' } });
    expect(done.seq).toBeGreaterThan(asked.seq);
  });

  it('is a failed attempt, with method, address and browser [B33][B5]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const wrong = wrongTotpCode(app.secret, host.clock.now());
    await host.request
      .post('/mfa/transactions/verify')
      .set('User-Agent', UA)
      .send({ transaction, method: 'totp', code: wrong })
      .expect(400);
    expect(await latest(`type=verification.failed&userId=${person.id}`)).toMatchObject({
      outcome: 'failure',
      method: 'totp',
      userAgent: UA,
      ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      target: { id: person.id, email: person.email },
    });
  });

  it('is the address of the one who asks, not of a header, unless a proxy is trusted [B34]', async () => {
    const { person } = await personWithTotp(host);
    await postLogin(host, person, { headers: { 'X-Forwarded-For': '203.0.113.77' } });
    const asked = await latest(`type=sign_in.challenged&userId=${person.id}`);
    expect(asked.ip).not.toBe('203.0.113.77');
  });

  it('is the enrollment of a method and the making of recovery codes [B5]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session, 'My phone');
    expect(await latest(`type=factor.added&userId=${person.id}`)).toMatchObject({
      outcome: 'success',
      method: 'totp',
      target: { id: person.id, email: person.email },
    });
    expect(await events(`type=recovery_codes.generated&userId=${person.id}`)).toHaveLength(1);
  });

  it('is a reset with who, whom and how many authenticators were removed [A54][B51]', async () => {
    const target = { id: 77, email: 'stuck@example.com' };
    const actor = { id: admin.user.id, email: admin.user.email };
    await host.container.database.transaction((trx) =>
      host.container.audit.append(
        { type: 'user.reset', outcome: 'success', actor, target, reason: 'Lost the phone', details: { removed: 2 } },
        trx
      )
    );
    expect(await latest('type=user.reset&userId=77')).toMatchObject({
      actor: { ...actor, kind: 'user' },
      target,
      reason: 'Lost the phone',
      details: { removed: 2 },
    });
  });

  it('is a registration, a sign-in through an identity provider and a changed policy, with what there is to know [B30][B31][B32]', async () => {
    const target = { id: 78, email: 'new@example.com' };
    const append = host.container.audit.append;
    const policy = { before: { requirement: 'optional' }, after: { requirement: 'always_required' } };
    await append({ type: 'user.registered', outcome: 'success', target, details: { required: true, enrolled: false } });
    await append({ type: 'sign_in.sso', outcome: 'success', target, details: { provider: 'okta', mfa: false } });
    await append({ type: 'policy.changed', outcome: 'success', actor: target, details: policy });
    const rows = await events('userId=78');
    expect(rows.map(({ type, details }) => ({ type, details }))).toEqual([
      { type: 'policy.changed', details: policy },
      { type: 'sign_in.sso', details: { provider: 'okta', mfa: false } },
      { type: 'user.registered', details: { required: true, enrolled: false } },
    ]);
    expect(rows[0]).toMatchObject({ actor: target, target: { id: null, email: null } });
  });

  it('is what the command line and the container itself do, as done by them [C23][C24]', async () => {
    await host.container.audit.append({
      type: 'user.unlocked',
      outcome: 'success',
      actor: { kind: 'cli' },
      target: { id: 79, email: 'c@example.com' },
    });
    expect(await latest('type=user.unlocked')).toMatchObject({
      actor: { id: null, email: null, kind: 'cli' },
      target: { id: 79 },
    });
  });

  it('never holds a seed, a code, a token or a session id [B5][C24]', async () => {
    const { person, app, recoveryCodes, session } = await personWithTotp(host);
    const code = app.code();
    const { transaction } = await askToSignIn(host, person);
    const done = await verify(host, transaction, { method: 'totp', code });
    const rows = await host.strapi.db.query('admin::session').findMany({ where: { userId: String(person.id) } });
    const written = await everything();
    const secrets = [app.secret, transaction, done.body.data.token, session.token, ...recoveryCodes];
    for (const secret of [...secrets, ...rows.map((row: { sessionId: string }) => row.sessionId)]) {
      expect(secret).toBeTruthy();
      expect(written).not.toContain(secret);
    }
    const { session: hash } = await latest(`type=factor.added&userId=${person.id}`);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes a name that would break a line or turn it around for what it is: text [C24]', async () => {
    const email = 'x\u202e\r\n2026-01-01 success\u0000@example.com';
    await host.container.audit.append({ type: 'sign_in.refused', outcome: 'failure', target: { id: 80, email } });
    const event = await latest('userId=80');
    expect(event.target.email).toBe('x\\u202e\\u000d\\u000a2026-01-01 success\\u0000@example.com');
    expect((await host.container.audit.verify()).intact).toBe(true);
  });
});

describe('a change and its row', () => {
  const marks = () => host.container.database.table('marks');

  it('are committed together or not at all [C24]', async () => {
    const { database, audit } = host.container;
    const count = () => database.table('auditEntries').count({ rows: '*' }).first();
    const before = await count();
    const change = database.transaction(async (trx) => {
      await database.table('marks', trx).insert({ mark_key: 'changed', at: 1 });
      await audit.append({ type: 'factor.removed', outcome: 'success' }, trx);
      throw new Error('the change failed');
    });
    await expect(change).rejects.toThrow('the change failed');
    expect(await count()).toEqual(before);
    expect(await marks().where({ mark_key: 'changed' })).toEqual([]);
    expect((await audit.verify()).intact).toBe(true);
  });

  it('are both given up when the row cannot be written [C24]', async () => {
    const { database, audit } = host.container;
    await withFullDisk(database, 'mfa_audit_entries', async () => {
      const change = database.transaction(async (trx) => {
        await database.table('marks', trx).insert({ mark_key: 'unrecorded', at: 1 });
        await audit.append({ type: 'factor.removed', outcome: 'success' }, trx);
      });
      // Compares the message, because the error's class belongs to the realm of the worker's first file.
      await expect(change).rejects.toMatchObject({ message: expect.stringContaining('disk full') });
      expect(await marks().where({ mark_key: 'unrecorded' })).toEqual([]);
      // A refusal still applies if it can't be recorded.
      await expect(audit.append({ type: 'verification.failed', outcome: 'failure' })).resolves.toBeUndefined();
    });
  });
});

describe('listeners in the host', () => {
  it('hear of an event after it was committed, and not of one that was undone [C24]', async () => {
    const { database, audit } = host.container;
    const heard: { type: string; committed: number }[] = [];
    const off = host.strapi.eventHub.on('mfa.factor.renamed', async (event: AuditEventRow) => {
      const rows = await database.table('auditEntries').where({ seq: event.seq });
      heard.push({ type: event.type, committed: rows.length });
    });
    await database
      .transaction(async (trx) => {
        await audit.append({ type: 'factor.renamed', outcome: 'success' }, trx);
        throw new Error('undone');
      })
      .catch(() => undefined);
    await database.transaction(async (trx) => {
      await audit.append({ type: 'factor.renamed', outcome: 'success' }, trx);
      expect(heard).toEqual([]);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toEqual([{ type: 'factor.renamed', committed: 1 }]);
    off();
  });

  it('may fail without anybody else noticing [C24]', async () => {
    const off = host.strapi.eventHub.on('mfa.factor.renamed', async () => {
      throw new Error('a listener of the host is broken');
    });
    await host.container.audit.append({ type: 'factor.renamed', outcome: 'success' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await latest('type=factor.renamed')).outcome).toBe('success');
    off();
  });
});
