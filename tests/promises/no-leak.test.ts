/**
 * The attack: read. The attacker gets the log, a copy of the database or an export, or calls a route a second time.
 * Then the attacker searches for seeds, codes, tokens, phone numbers, and SQL statements in database errors.
 */
import { strapi as transfer } from '@strapi/data-transfer';

import type { AuditEventRow } from '../../shared/contracts';
import {
  askToSignIn,
  callerOf,
  cookieOf,
  createPerson,
  createRole,
  enrollKey,
  expectOk,
  forcePolicy,
  logIn,
  logInToEnroll,
  MINUTE,
  personWithTotp,
  postLogin,
  previewPolicy,
  proven,
  provenSuperAdmin,
  signInWithTotp,
  startHost,
  SUPER,
  verify,
  type Administrator,
  type Host,
  type Person,
} from '../support';
import { ALL, allowing, enroll, lastCode, numberOf } from '../server/factors/delivered-steps';
import { CONTENT_TYPE_UIDS } from '../../server/src/platform';
import { TABLES } from '../../server/src/platform/store';
import { everyRow, listenToLog, ownRoutes } from './whole-host';

let host: Host;
let admin: Administrator;

beforeAll(async () => {
  host = await startHost({ config: allowing(ALL) });
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

describe('after a person has used everything', () => {
  /** Keyed by name, so that a failure says what leaked without printing it. */
  const secrets = new Map<string, string>();
  let log: ReturnType<typeof listenToLog>;
  let person: Awaited<ReturnType<typeof personWithTotp>>;
  let newcomer: Person;

  beforeAll(async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    log = listenToLog(host);
    person = await personWithTotp(host);
    const { app, recoveryCodes, session } = person;
    secrets.set('seed', app.secret);
    recoveryCodes.forEach((code, index) => {
      secrets.set(`recovery code ${index}`, code);
      secrets.set(`recovery code ${index}, bare`, code.replaceAll('-', ''));
    });
    await enroll(host, session, 'sms', person.person);
    secrets.set('number', numberOf(person.person));
    secrets.set('number without plus', numberOf(person.person).slice(1));
    await enroll(host, session, 'email', person.person);
    const asked = await askToSignIn(host, person.person);
    secrets.set('transaction', asked.transaction);
    await host.request.post('/mfa/transactions/sms/send').send({ transaction: asked.transaction });
    secrets.set('code by text message', lastCode(host, 'sms', numberOf(person.person)));
    await verify(host, asked.transaction, { method: 'totp', code: '000000' });
    const signedIn = await signInWithTotp(host, person.person, app, { trustBrowser: true });
    secrets.set('access token', signedIn.token);
    secrets.set('refresh token', cookieOf(signedIn.response, 'strapi_admin_refresh')?.split('=')[1] ?? 'missing');
    secrets.set('trust', cookieOf(signedIn.response, 'strapi_mfa_trusted_browser')?.split('=')[1] ?? 'missing');
    secrets.set('password', person.person.password);
    await useFirstFactor();
    await host.container.notices.flush();
  });

  /** Everything before a first method: a used pass, a valid pass, and a code sent by email. */
  const useFirstFactor = async (): Promise<void> => {
    const keepPass = (name: string, pass: string) => {
      secrets.set(name, pass);
      secrets.set(`${name}, bare`, pass.replaceAll('-', ''));
    };
    const given = async (who: { id: number }) => {
      const body = { reason: 'Checked on the phone', hours: 24 };
      return (await admin.session.post(`/mfa/users/${who.id}/pass`, body)).body.data.pass as string;
    };
    newcomer = await createPerson(host);
    await forcePolicy(host, { requirement: 'required_on_first_login', firstFactorProof: 'email' });
    const asked = await askToSignIn(host, newcomer);
    const caller = callerOf(host, asked.transaction);
    await caller.post('/mfa/me/first-factor/send');
    secrets.set('code before the first method', lastCode(host, 'email', newcomer.email));
    const pass = await given(newcomer);
    keepPass('pass', pass);
    await caller.post('/mfa/me/first-factor/pass', { pass: 'AAAA-BBBB-CCCC' });
    expectOk(await caller.post('/mfa/me/first-factor/pass', { pass }), 'use the pass');
    keepPass('pass that works', await given(newcomer));
    await forcePolicy(host, { requirement: 'optional', firstFactorProof: 'password' });
  };

  /** Any long number may contain six given digits by chance. Only digits that stand alone count as a code. */
  const holds = (text: string, secret: string): boolean =>
    /^\d{6}$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret);

  const foundIn = (text: string): string[] =>
    [...secrets].flatMap(([name, secret]) => (holds(text, secret) ? [name] : []));

  it('no secret stands in any row of ours [C24][C8][C52]', async () => {
    expect(secrets.get('refresh token')).toMatch(/^ey/);
    expect(secrets.get('trust')).toMatch(/^[\w-]{43}$/);
    expect(foundIn(await everyRow(host))).toEqual([]);
  });

  it('none in the log [B9][B10]', () => {
    log.stop();
    expect(foundIn(log.lines.join('\n'))).toEqual([]);
  });

  it('none in any answer that can be asked for, to the person or to an administrator [A33][B6][C24]', async () => {
    for (const { method, path, strategies } of ownRoutes()) {
      if (method !== 'get' || strategies.length === 0) continue;
      for (const asker of [person.session, admin.session]) {
        for (const { id } of path.includes('/1') ? [person.person, newcomer] : [person.person]) {
          const answer = await asker.get(path.replace('/1', `/${id}`));
          expect([path, foundIn(`${answer.text ?? ''}${JSON.stringify(answer.body)}`)]).toEqual([path, []]);
        }
      }
    }
    const lines = await admin.session.get('/mfa/audit-events/export?format=jsonl').buffer(true);
    expect(foundIn(lines.text ?? String(lines.body))).toEqual([]);
  });

  it('none in a mail but the one that carries a code [C22][C52]', () => {
    for (const { email } of [person.person, newcomer, admin.person]) {
      const letters = host.mail.to(email).filter(({ text }) => !/^ {4}\d{6}$/m.test(text));
      expect([email, letters.length > 0]).toEqual([email, true]);
      expect([email, foundIn(JSON.stringify(letters))]).toEqual([email, []]);
    }
  });
});

describe('an error of the database', () => {
  it('is logged without the statement and what was in it, and answered without either [C29]', async () => {
    const { person } = await personWithTotp(host);
    const rename = (from: string, to: string) =>
      host.strapi.db.connection.schema.alterTable(TABLES.transactions, (table) => table.renameColumn(from, to));
    const log = listenToLog(host);
    await rename('token_hash', 'token_hash_gone');
    const answer = await postLogin(host, person);
    await rename('token_hash_gone', 'token_hash');
    log.stop();
    expect(answer.status).toBe(503);
    const said = `${log.lines.join('\n')}${JSON.stringify(answer.body)}`;
    expect(log.lines.join('\n')).toMatch(/\[mfa\]/);
    expect(said).not.toMatch(/insert into|values|password_fingerprint|deviceId|\$2[aby]\$/i);
  });
});

describe('before the password is right', () => {
  it('nothing tells who has what [A34][C6]', async () => {
    const { person } = await personWithTotp(host);
    const plain = await createPerson(host);
    await enrollKey(host, await logInToEnroll(host, await createPerson(host)));
    const answers = [
      await postLogin(host, { ...person, password: 'wrong' }),
      await postLogin(host, { ...plain, password: 'wrong' }),
      await postLogin(host, { email: 'nobody@example.com', password: 'wrong' }),
    ];
    const bodies = answers.map(({ status, body }) => JSON.stringify([status, body]));
    expect(new Set(bodies).size).toBe(1);
    const headers = answers.map((answer) => Object.keys(answer.headers).sort().join());
    expect(new Set(headers).size).toBe(1);
  });

  it('an unknown transaction is like an old one on every route that takes it [A34]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    host.clock.advance(6 * MINUTE);
    for (const path of ['webauthn/options', 'email/send', 'sms/send', 'complete']) {
      const ask = async (token: string) =>
        JSON.stringify((await host.request.post(`/mfa/transactions/${path}`).send({ transaction: token })).body);
      expect(await ask(transaction)).toBe(await ask('A'.repeat(43)));
    }
  });
});

describe('a transfer out of the running host', () => {
  it('brings nothing of it, whatever client asks: only Strapi’s own leaves the rest out [C26]', async () => {
    const source = transfer.providers.createLocalStrapiSourceProvider({
      getStrapi: () => host.strapi as never,
      autoDestroy: false,
    });
    await source.bootstrap({ report: () => undefined } as never);
    const types = new Set<string>();
    for await (const { type } of await source.createEntitiesReadStream()) types.add(type);
    await source.close();
    expect(types).toContain('admin::user');
    expect([...types].filter((uid) => CONTENT_TYPE_UIDS.includes(uid))).toEqual([]);
  });
});

describe('what a person may see of others', () => {
  it('is not where an administrator sat who did something to the account [B34]', async () => {
    const boss = await proven(host, await createPerson(host, { roles: [SUPER] }));
    const { person, session } = await personWithTotp(host);
    const done = await boss.session
      .post(`/mfa/users/${person.id}/unlock`, { reason: 'asked by phone' })
      .set('User-Agent', 'The browser of the boss');
    expect(done.status).toBe(200);
    const events: AuditEventRow[] = (await session.get('/mfa/me/events?limit=50')).body.data;
    const unlocked = events.find(({ type }) => type === 'user.unlocked');
    expect(unlocked).toMatchObject({ actor: { email: boss.person.email }, ip: null, userAgent: null, session: null });
    expect(JSON.stringify(events)).not.toContain('browser of the boss');
    const own = events.find(({ type }) => type === 'factor.added');
    expect(own).toMatchObject({ ip: expect.any(String), session: expect.any(String) });
    const all: AuditEventRow[] = (await boss.session.get('/mfa/audit-events?type=user.unlocked')).body.data;
    expect(all[0]).toMatchObject({ userAgent: 'The browser of the boss' });
  });

  it('is not who would have to enroll, for somebody who may only read the policy [C15][B26]', async () => {
    const bare = await createPerson(host);
    const role = await createRole(host, 'Policy reader', ['plugin::mfa.policy.read']);
    const reader = await logIn(host, await createPerson(host, { roles: [role] }));
    const shown = await previewPolicy(reader, { requirement: 'always_required' });
    expect(shown.status).toBe(200);
    expect(shown.body.data.users.mustEnroll).toBeGreaterThan(0);
    expect(shown.body.data.affected).toEqual([]);
    expect(JSON.stringify(shown.body)).not.toContain(bare.email);
    const wider = await createRole(host, 'People reader', ['plugin::mfa.policy.read', 'plugin::mfa.users.read']);
    const peopleReader = await logIn(host, await createPerson(host, { roles: [wider] }));
    const { body } = await previewPolicy(peopleReader, { requirement: 'always_required' });
    expect(JSON.stringify(body.data.affected)).toContain(bare.email);
  });
});
