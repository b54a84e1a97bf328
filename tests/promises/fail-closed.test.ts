/**
 * The attack: make the server fail. Send unexpected bodies, queries and ids, drop tables, or run host code that holds
 * the only connection. A request that can't be decided must be refused with a clear answer and must leave nothing
 * behind.
 */
import fc from 'fast-check';

import { TABLES, type TableName } from '../../server/src/platform/store';
import type { EventType } from '../../shared/contracts/types';
import {
  askToSignIn,
  callerOf,
  cookiesOf,
  createPerson,
  forcePolicy,
  logIn,
  logInToEnroll,
  personWithTotp,
  postLogin,
  provenSuperAdmin,
  startHost,
  verify,
  type Administrator,
  type Host,
} from '../support';
import { listenToLog, ownRoutes, rowCounts } from './whole-host';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

const KEYS = [
  'transaction',
  'method',
  'code',
  'response',
  'password',
  'name',
  'phoneNumber',
  'reason',
  'userIds',
  'constructor',
];
const ODD = [
  '',
  '\u0000',
  '%00',
  '\ud800',
  'totp',
  'webauthn',
  '1e309',
  '9'.repeat(400),
  "' or 1=1 --",
  '${7*7}',
  'null',
];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...ODD),
    fc.constantFrom(0, -1, 1.5, 2 ** 31, Number.MAX_SAFE_INTEGER),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 4 })
  ),
})).any;

const body = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 5 });

/** The login page calls this route before anyone logs in, to decide whether to show the passkey button. */
const ASKED_BY_ANYBODY = '/mfa/sign-in-options';

const RUNS = { numRuns: 8, seed: 20_260_101 };

describe('whatever is sent', () => {
  it('by nobody is refused and writes nothing, on every route [A16][A34]', async () => {
    const before = await rowCounts(host);
    for (const { method, path } of ownRoutes()) {
      await fc.assert(
        fc.asyncProperty(body, fc.constantFrom('', 'MFA x', 'Bearer x', 'MFA'), async (sent, authorization) => {
          const call = host.request[method](path).set('Authorization', authorization);
          const { status } = await (method === 'get' ? call : call.send(sent));
          expect(path === ASKED_BY_ANYBODY ? [200] : [400, 401, 403, 410]).toContain(status);
        }),
        RUNS
      );
    }
    expect(await rowCounts(host)).toEqual(before);
  });

  it('by an administrator is never a failure of the server [A16]', async () => {
    const { session } = admin;
    for (const { method, path } of ownRoutes()) {
      await fc.assert(
        fc.asyncProperty(body, async (sent) => {
          const answer =
            method === 'get'
              ? await session.get(path).query(JSON.parse(JSON.stringify(sent)))
              : await session[method](path, sent);
          expect([path, answer.status < 500]).toEqual([path, true]);
        }),
        { ...RUNS, numRuns: 4 }
      );
    }
  });

  it.each(['%00', '%ff', '..%2f', '-1', '0', '1e3', '9'.repeat(30), '2147483648', "'%20or%201=1", '%F0%9F%94%91'])(
    'as an id, %s finds nobody [A24]',
    async (id) => {
      const { session } = admin;
      const answers = [
        await session.get(`/mfa/users/${id}`),
        await session.post(`/mfa/users/${id}/reset`, { reason: 'a test' }),
        await session.put(`/mfa/me/authenticators/${id}`, { name: 'x' }),
        await session.delete(`/mfa/me/sessions/${id}`),
        await session.delete(`/mfa/me/trusted-browsers/${id}`),
      ];
      for (const answer of answers) expect([400, 404]).toContain(answer.status);
    }
  );

  it('as a filter or a page never fails, and what cannot be meant is said so [C24][C20]', async () => {
    const { session } = admin;
    const cursor = (place: string) => Buffer.from(`before:${place}`).toString('base64url');
    const queries = [
      `/mfa/audit-events?cursor=${cursor('9999999999')}`,
      `/mfa/audit-events?cursor=${cursor('9'.repeat(16))}`,
      '/mfa/audit-events?cursor=%00',
      '/mfa/audit-events?ip=%00',
      '/mfa/audit-events?from=9999-12-31&to=0001-01-01',
      '/mfa/audit-events?userId=99999999999',
      '/mfa/users?search=%00&role=%00',
      '/mfa/users?search=%25%5F!%27&sort=name:desc',
      '/mfa/users?page=1000000&pageSize=100',
      '/mfa/users?status[]=weak&status[x]=1',
      '/mfa/audit-events/verify?anchor=9999999999%20s:' + 'a'.repeat(64),
      '/mfa/me/events?cursor=' + 'A'.repeat(64),
    ];
    for (const path of queries) {
      const { status } = await session.get(path);
      expect([path, status === 200 || status === 400]).toEqual([path, true]);
    }
    const nul = await session.post('/mfa/users/reminders', { userIds: [Number.MAX_SAFE_INTEGER] });
    expect(nul.status).toBe(400);
  });

  it('as a name is made plain, also when it is changed later [A22]', async () => {
    const { session, app } = await personWithTotp(host);
    const path = `/mfa/me/authenticators/${app.authenticator.id}`;
    const renamed = await session.put(path, { name: '\u202eenohP\u0007 a\u200b' });
    expect(renamed.body.data.authenticator.name).toBe('enohP a');
    expect((await session.put(path, { name: '\u202e\u200b' })).status).toBe(400);
  });
});

describe('a table that is gone', () => {
  const without = async <T>(name: TableName, work: () => Promise<T>): Promise<T> => {
    const rename = (from: string, to: string) => host.strapi.db.connection.schema.renameTable(from, to);
    await rename(TABLES[name], `${TABLES[name]}_gone`);
    host.container.guard.forget();
    try {
      return await work();
    } finally {
      await rename(`${TABLES[name]}_gone`, TABLES[name]);
      host.container.guard.forget();
    }
  };

  const NEEDED: TableName[] = ['accounts', 'authenticators', 'recoveryCodes', 'policies', 'transactions', 'counters'];

  it.each(NEEDED)('lets nobody in who has a method: %s [C29][C1]', async (name) => {
    const { person } = await personWithTotp(host);
    const sessions = () => host.strapi.db.query('admin::session').count();
    const before = await sessions();
    const log = listenToLog(host);
    const answer = await without(name, async () => postLogin(host, person));
    log.stop();
    expect(answer.status).toBe(503);
    expect(cookiesOf(answer)).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toMatch(/mfa_[a-z]|insert|select|no such table/);
    expect(log.lines.join('\n')).not.toMatch(/insert into|select \*|values \(|`uid`/i);
    expect(await sessions()).toBe(before);
  });

  it.each(['policies', 'families', 'authenticators', 'sessionLinks'] as TableName[])(
    'closes the routes of a session that is alive: %s [C1][C29]',
    async (name) => {
      const { session } = await personWithTotp(host);
      const log = listenToLog(host);
      const answer = await without(name, async () => session.get('/admin/users/me'));
      log.stop();
      expect(answer.status).toBe(503);
      expect((await session.get('/admin/users/me')).status).toBe(200);
    }
  );

  it.each(['auditHeads', 'families', 'outbox', 'counters'] as TableName[])(
    'uses up no code and gives no session for a right one: %s [C29]',
    async (name) => {
      const { person, recoveryCodes } = await personWithTotp(host);
      const { transaction } = await askToSignIn(host, person);
      const proof = { method: 'recovery_code', code: recoveryCodes[0] };
      const log = listenToLog(host);
      const broken = await without(name, async () => verify(host, transaction, proof));
      log.stop();
      expect(broken.status).toBe(503);
      expect(cookiesOf(broken)).toEqual([]);
      expect((await verify(host, transaction, proof)).status).toBe(200);
    }
  );
});

describe('something that breaks halfway', () => {
  /** Recording an event of this type fails while `work` runs. */
  const unrecordable = async <T>(type: EventType, work: () => Promise<T>): Promise<T> => {
    const { audit } = host.container;
    const { append } = audit;
    audit.append = async (event, trx) => {
      if (event.type === type) throw new Error('nobody gives way');
      return append.call(audit, event, trx);
    };
    const log = listenToLog(host);
    try {
      return await work();
    } finally {
      log.stop();
      audit.append = append;
    }
  };

  it('leaves no session of the old password alive when a new one was set [C18][C29]', async () => {
    const { person, session } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    await host.request.post('/admin/forgot-password').send({ email: person.email });
    const mail = await host.mail.waitFor(person.email, ({ text }) => text.includes('reset-password?code='));
    const resetPasswordToken = /code=([0-9a-f]+)/.exec(mail.text)?.[1];
    const reset = () =>
      host.request.post('/admin/reset-password').send({ resetPasswordToken, password: 'Another-Password-2' });
    expect((await unrecordable('user.password_changed', async () => reset())).status).toBe(500);
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect((await verify(host, transaction, { method: 'totp', code: '000000' })).status).toBe(410);
  });

  it('nor a mailed code beside a mailed password [B10][C2][C29]', async () => {
    const { person } = await personWithTotp(host);
    const users = host.strapi.service('admin::user');
    const reset = () => users.updateById(person.id, { password: 'Another-Password-2', resetPasswordToken: null });
    await expect(unrecordable('user.password_changed', reset)).rejects.toThrow('nobody gives way');
    expect((await host.container.accounts.find(person.id))?.mailboxSpentAt).not.toBeNull();
  });

  it('nor of somebody who was deactivated [C18]', async () => {
    const { person, session } = await personWithTotp(host);
    const change = (isActive: boolean) => admin.session.put(`/admin/users/${person.id}`, { isActive });
    expect((await unrecordable('user.deactivated', async () => change(false))).status).toBe(500);
    await change(true);
    expect((await session.get('/admin/users/me')).status).toBe(401);
  });

  it('asks nobody without a record of it, and takes the session back all the same [C24][C29]', async () => {
    const { person } = await personWithTotp(host);
    const sessions = () => host.strapi.db.query('admin::session').count({ where: { userId: String(person.id) } });
    const before = await sessions();
    const answer = await unrecordable('sign_in.challenged', async () => postLogin(host, person));
    expect(answer.status).toBe(503);
    expect(cookiesOf(answer)).toEqual([]);
    expect(await sessions()).toBe(before);
  });

  it('in the guard itself is answered by the guard [C29]', async () => {
    const { session } = await personWithTotp(host);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    const { sessions } = host.container;
    const { idOf } = sessions;
    sessions.idOf = () => {
      throw new Error('a detail nobody is told');
    };
    const log = listenToLog(host);
    const [theirs, ours] = [await session.get('/admin/users/me'), await session.get('/mfa/me')];
    log.stop();
    sessions.idOf = idOf;
    for (const answer of [theirs, ours]) {
      expect(answer.status).toBe(503);
      expect(answer.body.error.details.code).toBe('MFA_UNAVAILABLE');
    }
  });
});

describe('code of the host', () => {
  it('that changes a password inside its own transaction does not stand still, and ends sessions [C18]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    const began = Date.now();
    await host.strapi.db.transaction(async () => {
      const password = await host.strapi.service('admin::auth').hashPassword('Another-password-1');
      await host.strapi.db.query('admin::user').update({ where: { id: person.id }, data: { password } });
    });
    expect(Date.now() - began).toBeLessThan(20_000);
    expect((await session.get('/admin/users/me')).status).toBe(401);
  });

  it('that deactivates and deletes inside its own transaction neither [C26]', async () => {
    const person = await createPerson(host);
    await logInToEnroll(host, person);
    await host.strapi.db.transaction(async () => {
      const users = host.strapi.db.query('admin::user');
      await users.update({ where: { id: person.id }, data: { isActive: false } });
      await users.delete({ where: { id: person.id } });
    });
    expect(await host.container.accounts.find(person.id)).toBeNull();
  });
});

describe('somebody who is no longer there', () => {
  it.each(['deactivated', 'deleted'])('%s in the middle of an enrollment gets nothing any more [A43]', async (how) => {
    await forcePolicy(host, { requirement: 'required_on_first_login' });
    const person = await createPerson(host);
    const { transaction } = await askToSignIn(host, person);
    await forcePolicy(host, { requirement: 'optional' });
    const users = host.strapi.db.query('admin::user');
    if (how === 'deleted') await users.delete({ where: { id: person.id } });
    else await users.update({ where: { id: person.id }, data: { isActive: false } });
    expect((await callerOf(host, transaction).post('/mfa/me/totp/begin')).status).toBe(410);
  });
});
