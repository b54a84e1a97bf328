/**
 * The attack: someone with the password or a session floods the server instead of trying to log in. The attacker
 * repeats refused requests until the trail fills up, slow hashes keep the processor busy, and important events are hard
 * to find.
 */
import { z } from 'zod';

import {
  askToSignIn,
  callerOf,
  createPerson,
  enrollTotp,
  forcePolicy,
  logInToEnroll,
  MINUTE,
  personWithTotp,
  startHost,
  totpCode,
  verify,
  type Host,
} from '../support';
import { assembled } from '../../server/src/controllers/action';
import { codeOf } from './whole-host';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(async () => {
  await host?.stop();
});

afterEach(async () => {
  await forcePolicy(host, { requirement: 'optional' });
});

const AT_ONCE = 30;

const together = <T>(work: () => PromiseLike<T>): Promise<T[]> => Promise.all(Array.from({ length: AT_ONCE }, work));

const rowsOf = async (userId: number, type: string): Promise<number> =>
  (await host.container.database.table('auditEntries').where({ type, target_id: userId })).length;

describe('what is refused without being judged', () => {
  it('is one row for a person, a method and ten minutes, however often it is sent [A16][B33]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    for (let count = 0; count < 5; count += 1) await verify(host, transaction, { method: 'totp', code: '000000' });
    const second = await askToSignIn(host, person);
    const send = () => verify(host, second.transaction, { method: 'totp', code: '000000' });
    expect((await together(send)).every((answer) => codeOf(answer) === 'MFA_TOO_MANY_ATTEMPTS')).toBe(true);
    expect(await rowsOf(person.id, 'verification.throttled')).toBe(1);
    host.clock.advance(11 * MINUTE);
    // The wait is over. The next attempt is judged and gets its own row, and the one after it has to wait again.
    const third = await askToSignIn(host, person);
    expect((await verify(host, third.transaction, { method: 'totp', code: '000000' })).status).toBe(400);
    expect((await verify(host, third.transaction, { method: 'totp', code: '000000' })).status).toBe(429);
    expect(await rowsOf(person.id, 'verification.throttled')).toBe(2);
    expect(await rowsOf(person.id, 'verification.failed')).toBe(6);
  });

  it('in an enrollment is one row a minute [A16][B5]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await together(() => session.post('/mfa/me/totp/finish', { code: '000000' }));
    expect(await rowsOf(person.id, 'factor.enrollment_failed')).toBe(1);
    host.clock.advance(2 * MINUTE);
    await session.post('/mfa/me/totp/finish', { code: '000000' });
    expect(await rowsOf(person.id, 'factor.enrollment_failed')).toBe(2);
  });
});

describe('typing a recovery code back', () => {
  const WRONG = { code: '0000-0000-0000-0000' };

  it('is five slow hashes at once, then a wait, and works after it [A16][A30]', async () => {
    await forcePolicy(host, { requirement: 'always_required' });
    const person = await createPerson(host);
    const { transaction } = await askToSignIn(host, person);
    const caller = callerOf(host, transaction);
    const begun = await caller.post('/mfa/me/totp/begin');
    const code = totpCode(begun.body.data.secret, host.clock.now());
    const finished = await caller.post('/mfa/me/totp/finish', { code });
    const answers = await together(() => caller.post('/mfa/me/recovery-codes/acknowledge', WRONG));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(answers.filter((answer) => codeOf(answer) === 'MFA_TOO_MANY_ATTEMPTS')).toHaveLength(AT_ONCE - 5);
    const right = { code: finished.body.data.recoveryCodes[0] };
    expect((await caller.post('/mfa/me/recovery-codes/acknowledge', right)).status).toBe(429);
    host.clock.advance(MINUTE);
    expect((await caller.post('/mfa/me/recovery-codes/acknowledge', right)).status).toBe(200);
    expect((await host.request.post('/mfa/transactions/complete').send({ transaction })).status).toBe(200);
  });

  it('costs the same guesses as proving one, in a session, too [A16][A30]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session);
    const answers = await together(() => session.post('/mfa/me/recovery-codes/acknowledge', WRONG));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    host.clock.advance(1000);
    const { transaction, locked } = await askToSignIn(host, person);
    expect(locked.map(({ method }) => method)).toEqual(['recovery_code']);
    expect((await verify(host, transaction, { method: 'recovery_code', ...WRONG })).status).toBe(429);
  });
});

describe('a body that a stranger sends', () => {
  it('is compared with a shape that is built once [A16]', () => {
    let built = 0;
    const schema = assembled(() => {
      built += 1;
      return z.strictObject({ transaction: z.string() });
    });
    for (let count = 0; count < 3; count += 1) expect(schema.safeParse({ transaction: 'x' }).success).toBe(true);
    expect(schema.safeParse({ transaction: 1 }).success).toBe(false);
    expect(built).toBe(1);
  });
});
