/** The database dies in the middle of a decision and comes back. The host keeps running. */
import type { Response } from 'supertest';

import type { Trx } from '../../server/src/platform/store';
import {
  askToSignIn,
  callerOf,
  cookiesOf,
  createPerson,
  expectOk,
  forcePolicy,
  ownPostgres,
  personWithTotp,
  postLogin,
  provenSuperAdmin,
  seed,
  sessionOf,
  signInWithTotp,
  startHost,
  totpCode,
  transactionOf,
  verify,
  type Host,
  type OwnPostgres,
  type Person,
} from '../support';

/** When the database dies in the transaction that makes the decision. */
type Moment = 'before its last row' | 'before its commit' | 'after its commit';

let postgres: OwnPostgres;
let host: Host;

beforeAll(async () => {
  postgres = await ownPostgres();
  host = await startHost({ database: postgres });
  await seed(host.strapi);
  host.clock.set(Date.now());
});

afterAll(async () => {
  await host?.stop();
});

afterEach(() => revive());

/** Restarts the database and lets the host discover which of its connections are dead. */
const revive = async (): Promise<void> => {
  await postgres.start();
  const { knex } = host.container.database;
  await Promise.allSettled(Array.from({ length: 20 }, () => knex.raw('select 1')));
};

/** Kills the database in the transaction that writes this event. Events of other requests pass through. */
const dieAt = (event: string, moment: Moment): void => {
  const { audit, database } = host.container;
  const { append } = audit;
  const { transaction } = database;
  // The handle identifies the transaction, because emails and scheduled jobs run their own at the same time.
  let doomed: Trx | undefined;
  const die = async (): Promise<void> => {
    Object.assign(audit, { append });
    Object.assign(database, { transaction });
    await postgres.kill();
  };
  audit.append = async (entry, trx) => {
    if (entry.type === event) {
      doomed = trx;
      if (moment === 'before its last row') await die();
    }
    return append.call(audit, entry, trx);
  };
  database.transaction = async (work) => {
    let mine: Trx | undefined;
    const isDoomed = () => mine !== undefined && mine === doomed;
    const result = await transaction.call(database, async (trx) => {
      mine = trx;
      const done = await work(trx);
      if (moment === 'before its commit' && isDoomed()) await die();
      return done;
    });
    if (moment === 'after its commit' && isDoomed()) await die();
    return result as Awaited<ReturnType<typeof work>>;
  };
};

const codeOf = (answer: Response): unknown => answer.body?.error?.details?.code;

const givesNothing = (answer: Response): void => {
  expect([answer.status, codeOf(answer)]).toEqual([503, 'MFA_UNAVAILABLE']);
  expect(cookiesOf(answer)).toEqual([]);
  expect(JSON.stringify(answer.body)).not.toMatch(/eyJ|token|select|insert|update/i);
};

const sessionsOf = (person: Person) =>
  host.strapi.db.query('admin::session').count({ where: { userId: String(person.id), origin: 'admin' } });

const isWhole = async () => expect(await host.container.audit.verify()).toMatchObject({ intact: true });

const next = () => host.clock.advance(60_000);

describe('a sign-in in which the database dies', () => {
  it.each(['before its last row', 'before its commit'] as const)(
    '%s gives nothing, and the same code works when it is back [C29][A34]',
    async (moment) => {
      const { person, app, session } = await personWithTotp(host);
      next();
      const { transaction } = await askToSignIn(host, person);
      const code = totpCode(app.secret, host.clock.now());
      const before = await sessionsOf(person);
      dieAt('sign_in.completed', moment);
      givesNothing(await verify(host, transaction, { method: 'totp', code }));

      // The database is still down. Nobody can log in by any route, and nobody is told to log in again.
      givesNothing(await verify(host, transaction, { method: 'totp', code }));
      const login = await postLogin(host, person);
      expect(login.status).toBeGreaterThanOrEqual(500);
      expect(cookiesOf(login)).toEqual([]);
      givesNothing(await session.get('/mfa/me'));
      expect((await session.get('/admin/users/me')).status).toBeGreaterThanOrEqual(500);

      await revive();
      expect(await sessionsOf(person)).toBe(before);
      expect((await session.get('/admin/users/me')).status).toBe(200);
      const signedIn = sessionOf(host, await verify(host, transaction, { method: 'totp', code }));
      expect((await signedIn.get('/admin/users/me')).status).toBe(200);
      expect((await verify(host, transaction, { method: 'totp', code })).status).toBe(410);
      await isWhole();
    }
  );

  it('after its commit is a sign-in all the same: the code is spent, and so is its owner told [C29][A34]', async () => {
    const { person, app } = await personWithTotp(host);
    next();
    const { transaction } = await askToSignIn(host, person);
    const code = totpCode(app.secret, host.clock.now());
    dieAt('sign_in.completed', 'after its commit');
    const answer = await verify(host, transaction, { method: 'totp', code });
    await revive();
    const signedIn = sessionOf(host, answer);
    expect(signedIn.response.body.data.mfa).toMatchObject({ method: 'totp', recoveryCodesRemaining: 10 });
    expect((await signedIn.get('/admin/users/me')).status).toBe(200);
    expect((await verify(host, transaction, { method: 'totp', code })).status).toBe(410);
    await isWhole();
  });

  it('burns no recovery code without a sign-in, and one with it [C29][A30]', async () => {
    const { person, recoveryCodes } = await personWithTotp(host);
    const [code] = recoveryCodes;
    const left = async () => (await host.container.factors.recovery.status(person.id)).remaining;
    const { transaction } = await askToSignIn(host, person);
    dieAt('recovery_code.used', 'before its last row');
    givesNothing(await verify(host, transaction, { method: 'recovery_code', code }));
    await revive();
    expect(await left()).toBe(10);
    dieAt('sign_in.completed', 'before its commit');
    givesNothing(await verify(host, transaction, { method: 'recovery_code', code }));
    await revive();
    expect(await left()).toBe(10);
    dieAt('sign_in.completed', 'after its commit');
    const answer = await verify(host, transaction, { method: 'recovery_code', code });
    await revive();
    expect(sessionOf(host, answer).response.body.data.mfa).toMatchObject({ recoveryCodesRemaining: 9 });
    expect(await left()).toBe(9);
    expect(await sessionsOf(person)).toBe(1);
    await isWhole();
  });
});

describe('an enrollment in which the database dies', () => {
  const mine = (person: Person) => host.container.authenticators.count(person.id);
  const codesOf = async (person: Person) => (await host.container.factors.recovery.status(person.id)).total;

  beforeAll(() => forcePolicy(host, { requirement: 'required_on_first_login' }));
  afterAll(() => forcePolicy(host, { requirement: 'optional' }));

  it('before its commit leaves nothing half made, and goes on where it was [C29][A6][A42]', async () => {
    const person = await createPerson(host);
    const transaction = transactionOf(await postLogin(host, person));
    const caller = callerOf(host, transaction);
    const { secret } = expectOk(await caller.post('/mfa/me/totp/begin', {}), 'begin').body.data;
    const code = totpCode(secret, host.clock.now());
    for (const [event, moment] of [
      ['recovery_codes.generated', 'before its last row'],
      ['factor.added', 'before its commit'],
    ] as const) {
      dieAt(event, moment);
      givesNothing(await Promise.resolve(caller.post('/mfa/me/totp/finish', { code })));
      await revive();
      expect([await mine(person), await codesOf(person), await sessionsOf(person)]).toEqual([0, 0, 0]);
    }
    const done = expectOk(await caller.post('/mfa/me/totp/finish', { code }), 'finish');
    const [first] = done.body.data.recoveryCodes;
    expectOk(await caller.post('/mfa/me/recovery-codes/acknowledge', { code: first }), 'acknowledge');

    const complete = () => host.request.post('/mfa/transactions/complete').send({ transaction });
    dieAt('sign_in.completed', 'before its commit');
    givesNothing(await complete());
    await revive();
    expect(await sessionsOf(person)).toBe(0);
    const session = sessionOf(host, await complete());
    expect((await session.get('/admin/users/me')).status).toBe(200);
    await isWhole();
  });

  it('after its commit still shows the codes that are shown once [C29][A6][A27]', async () => {
    const person = await createPerson(host);
    const transaction = transactionOf(await postLogin(host, person));
    const caller = callerOf(host, transaction);
    const { secret } = expectOk(await caller.post('/mfa/me/totp/begin', {}), 'begin').body.data;
    dieAt('factor.added', 'after its commit');
    const done = await caller.post('/mfa/me/totp/finish', { code: totpCode(secret, host.clock.now()), name: 'Phone' });
    await revive();
    expect(done.status).toBe(200);
    expect(done.body.data.authenticator).toMatchObject({ type: 'totp', name: 'Phone', usable: true });
    expect(done.body.data.recoveryCodes).toHaveLength(10);
    expect([await mine(person), await codesOf(person)]).toEqual([1, 10]);
    await isWhole();
  });
});

describe('a reset in which the database dies', () => {
  it('takes everything or nothing [C29][A51][A54]', async () => {
    const boss = await provenSuperAdmin(host);
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    const reset = () => boss.session.post(`/mfa/users/${person.id}/reset`, { reason: 'Lost everything' });
    const recorded = async () =>
      (await host.container.database.table('auditEntries').where({ type: 'user.reset', target_id: person.id })).length;

    for (const moment of ['before its last row', 'before its commit'] as const) {
      dieAt('user.reset', moment);
      givesNothing(await reset());
      givesNothing(await reset());
      await revive();
      expect(await host.container.authenticators.count(person.id)).toBe(1);
      expect((await host.container.factors.recovery.status(person.id)).remaining).toBe(10);
      expect((await session.get('/admin/users/me')).status).toBe(200);
      expect(await recorded()).toBe(0);
    }
    dieAt('user.reset', 'after its commit');
    const done = await reset();
    await revive();
    expect(done.status).toBe(200);
    expect(await host.container.authenticators.count(person.id)).toBe(0);
    expect((await session.get('/admin/users/me')).status).toBe(401);
    expect(codeOf(await postLogin(host, person))).toBe('MFA_ENROLLMENT_REQUIRED');
    expect(await recorded()).toBe(1);
    await isWhole();
  });
});
