import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  keyProof,
  logInToEnroll,
  startHost,
  totpCode,
  verify,
  type Host,
  type Person,
} from '../../support';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

/** Enters wrong codes until `count` of them were judged, and waits whenever necessary. */
const guess = async (person: Person, count: number): Promise<number[]> => {
  const waits: number[] = [];
  for (let judged = 0; judged < count;) {
    const { transaction, locked } = await askToSignIn(host, person);
    if (locked.length > 0) {
      const wait = new Date(locked[0]?.until ?? 0).getTime() - host.clock.now();
      waits.push(wait / 1000);
      host.clock.advance(wait + 1000);
      continue;
    }
    const answer = await verify(host, transaction, { method: 'totp', code: '000000' });
    expect(answer.status).toBe(400);
    judged += 1;
  }
  return waits;
};

const setUp = async () => {
  const person = await createPerson(host);
  const session = await logInToEnroll(host, person);
  const app = await enrollTotp(host, session);
  const { key } = await enrollKey(host, session);
  return { person, app, key };
};

describe('guessing', () => {
  it('costs an attempt in the transaction, five in all, however many codes are tried [A16]', async () => {
    const { person } = await setUp();
    const { transaction } = await askToSignIn(host, person);
    const answers = [];
    for (let tries = 0; tries < 4; tries += 1)
      answers.push(await verify(host, transaction, { method: 'totp', code: '000000' }));
    expect(answers.map((answer) => answer.body.error.details.attemptsRemaining)).toEqual([4, 3, 2, 1]);
    await verify(host, transaction, { method: 'recovery_code', code: 'AAAA-AAAA-AAAA-AAAA' });
    expect((await verify(host, transaction, { method: 'recovery_code', code: 'AAAA-AAAA-AAAA-AAAA' })).status).toBe(
      410
    );
  });

  it('makes the next try wait from the fifth failure on: 30 s, doubling, at most 15 minutes, then a lock [A16]', async () => {
    const { person } = await setUp();
    const waits = await guess(person, 11);
    const expected = [30, 60, 120, 240, 480, 900];
    expect(waits).toHaveLength(expected.length);
    // The clock runs on between a refusal and the question that reports it.
    expected.forEach((seconds, index) => {
      expect(waits[index]).toBeLessThanOrEqual(seconds);
      expect(waits[index]).toBeGreaterThan(seconds - 10);
    });
  });

  it('refuses a right code while waiting, judges nothing and lengthens nothing [A16]', async () => {
    const { person, app } = await setUp();
    await guess(person, 5);
    const { transaction, locked, methods } = await askToSignIn(host, person);
    expect(locked).toEqual([{ method: 'totp', until: expect.any(String) }]);
    expect(methods).toEqual(['webauthn', 'recovery_code']);
    const until = new Date(String(locked[0]?.until)).getTime();
    for (let tries = 0; tries < 8; tries += 1) {
      const answer = await verify(host, transaction, { method: 'totp', code: totpCode(app.secret, host.clock.now()) });
      expect(answer.status).toBe(429);
      expect(answer.body.error.details).toMatchObject({ code: 'MFA_TOO_MANY_ATTEMPTS' });
      expect(Number(answer.headers['retry-after'])).toBe(answer.body.error.details.retryAfterSeconds);
    }
    host.clock.advance(until - host.clock.now() + 1000);
    const later = await askToSignIn(host, person);
    expect((await verify(host, later.transaction, { method: 'totp', code: app.code() })).status).toBe(200);
  });

  it('never locks a security key, and a proof by it leaves the count of the codes alone [A35][A37]', async () => {
    const { person, key } = await setUp();
    await guess(person, 10);
    const { transaction } = await askToSignIn(host, person);
    const answer = await verify(host, transaction, await keyProof(host, transaction, key));
    expect(answer.status).toBe(200);
    const [row] = await host.container.database.table('counters').where({ user_id: person.id, kind: 'guessable' });
    expect(row.failures).toBe(10);
  });

  it('is not reset by a right password, a new transaction or another method; a right code resets it [A16]', async () => {
    const { person, app } = await setUp();
    await guess(person, 4);
    await askToSignIn(host, person);
    await guess(person, 1);
    const { transaction } = await askToSignIn(host, person);
    const now = totpCode(app.secret, host.clock.now());
    expect((await verify(host, transaction, { method: 'totp', code: now })).status).toBe(429);
    host.clock.advance(31_000);
    const next = await askToSignIn(host, person);
    expect((await verify(host, next.transaction, { method: 'totp', code: app.code() })).status).toBe(200);
    const [row] = await host.container.database.table('counters').where({ user_id: person.id, kind: 'guessable' });
    expect(row.failures).toBe(0);
  });

  it('stops the codes after 50 failures in a row until a key lifts it [A16]', async () => {
    const { person, app, key } = await setUp();
    await host.container.database
      .table('counters')
      .insert({
        counter_key: `${person.id}:guessable`,
        user_id: person.id,
        kind: 'guessable',
        failures: 49,
        blocked_until: 0,
      })
      .onConflict('counter_key')
      .merge();
    await guess(person, 1);
    const { transaction, locked } = await askToSignIn(host, person);
    expect(locked).toEqual([{ method: 'totp', until: null }]);
    const refused = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect(refused.status).toBe(429);
    expect(refused.body.error.details.retryAfterSeconds).toBeNull();
    expect((await verify(host, transaction, await keyProof(host, transaction, key))).status).toBe(200);
    host.clock.advance(86_400_000 * 2);
    const lifted = await askToSignIn(host, person);
    expect(lifted.locked).toEqual([]);
    expect((await verify(host, lifted.transaction, { method: 'totp', code: app.code() })).status).toBe(200);
  });

  it('limits the password asked inside a session like any other guess [A43]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const codes = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const answer = await session.post('/mfa/me/password', { password: 'wrong' });
      codes.push(answer.body.error.details.code);
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('MFA_INVALID_PASSWORD'));
    expect(codes[5]).toBe('MFA_TOO_MANY_ATTEMPTS');
  });

  it('survives a restart [A16]', async () => {
    const { person } = await setUp();
    await guess(person, 5);
    const now = host.clock.now();
    host = await host.restart({ clock: now });
    expect((await askToSignIn(host, person)).locked).toEqual([{ method: 'totp', until: expect.any(String) }]);
  });
});
