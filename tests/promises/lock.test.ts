/**
 * The attack: guess one account's codes for days. The attacker opens new transactions, uses many sessions at once, logs
 * in with another method in between, waits for the owner to succeed, and hopes that one of these resets the count.
 */
import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  logInToEnroll,
  personWithTotp,
  signInWithKey,
  startHost,
  verify,
  type Host,
} from '../support';
import { codeOf } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

const counter = async (userId: number, kind: string) =>
  host.container.database.table('counters').where({ user_id: userId, kind }).first();

describe('guessing', () => {
  it('through twenty questions at once is five guesses, then a wait [C9]', async () => {
    const { person } = await personWithTotp(host);
    const questions: string[] = [];
    for (let count = 0; count < 20; count += 1) questions.push((await askToSignIn(host, person)).transaction);
    const answers = await Promise.all(
      questions.flatMap((transaction, index) => [
        verify(host, transaction, { method: 'totp', code: String(200_000 + index) }),
        verify(host, transaction, { method: 'totp', code: String(300_000 + index) }),
      ])
    );
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(Number((await counter(person.id, 'guessable'))?.failures)).toBe(5);
    const next = await askToSignIn(host, person);
    expect(next.locked.map(({ method }) => method)).toEqual(['totp']);
    expect(next.methods).toEqual(['recovery_code']);
  });

  it('recovery codes is counted on its own, and no other way in sets that back [C9][A30]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    const app = await enrollTotp(host, session);
    for (let count = 0; count < 4; count += 1) {
      const { transaction } = await askToSignIn(host, person);
      await verify(host, transaction, { method: 'recovery_code', code: '0000-0000-0000-0000' });
    }
    const { transaction } = await askToSignIn(host, person);
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(200);
    expect(Number((await counter(person.id, 'recovery'))?.failures)).toBe(4);
  });

  it.each(['guessable', 'recovery', 'password'])(
    'until a stop of the %s counter: a security key lifts it [C9]',
    async (kind) => {
      const person = await createPerson(host);
      const session = await logInToEnroll(host, person);
      const { key } = await enrollKey(host, session);
      const { limits, database } = host.container;
      await limits.begin(person.id, kind as 'recovery', { maxFailures: 10, lockoutMinutes: 15, apps: 1 });
      await database
        .table('counters')
        .where({ user_id: person.id, kind })
        .update({ stopped_at: host.clock.now(), failures: 50 });
      await signInWithKey(host, person, key);
      expect((await counter(person.id, kind))?.stopped_at).toBeNull();
    }
  );

  it('is refused with the same words whether the code was right or wrong [C9]', async () => {
    const { person, app } = await personWithTotp(host);
    const { database, limits } = host.container;
    await limits.begin(person.id, 'guessable', { maxFailures: 10, lockoutMinutes: 15, apps: 1 });
    const until = host.clock.now() + 60_000;
    await database.table('counters').where({ user_id: person.id }).update({ blocked_until: until, failures: 5 });
    const { transaction } = await askToSignIn(host, person);
    const wrong = await verify(host, transaction, { method: 'totp', code: '000000' });
    const right = await verify(host, transaction, { method: 'totp', code: app.code() });
    expect([codeOf(wrong), codeOf(right)]).toEqual(['MFA_TOO_MANY_ATTEMPTS', 'MFA_TOO_MANY_ATTEMPTS']);
    expect(right.body.error.message).toBe(wrong.body.error.message);
    expect(Number((await counter(person.id, 'guessable'))?.failures)).toBe(5);
  });
});
