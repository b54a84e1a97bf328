/**
 * The attack: get more than five attempts, by sending them all at once, spreading them over several methods, using
 * malformed requests that are refused early, or aborting the request after it was judged.
 */
import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  forcePolicy,
  logIn,
  logInToEnroll,
  personWithTotp,
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

const judged = async (userId: number): Promise<number> => {
  const rows = await host.container.database
    .table('auditEntries')
    .where({ type: 'verification.failed', target_id: userId });
  return rows.length;
};

const AT_ONCE = 40;

const together = <T>(work: (index: number) => PromiseLike<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_unused, index) => work(index)));

describe('five tries', () => {
  it('are five when forty wrong codes come at once, by several methods [C9][A16]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const answers = await together((index) =>
      verify(
        host,
        transaction,
        index % 2 === 0
          ? { method: 'totp', code: String(100_000 + index) }
          : { method: 'recovery_code', code: `0000-0000-0000-00${10 + index}` }
      )
    );
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(answers.every(({ status }) => [400, 410, 429].includes(status))).toBe(true);
    expect(await judged(person.id)).toBe(5);
    expect((await verify(host, transaction, { method: 'totp', code: '123456' })).status).toBe(410);
  });

  it('are five for security keys, too, which no counter slows down [C9]', async () => {
    const person = await createPerson(host);
    const { key } = await enrollKey(host, await logInToEnroll(host, person));
    const { transaction } = await askToSignIn(host, person);
    const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
    const right = key.get(options.body.data.publicKey);
    const wrong = { ...right, response: { ...right.response, signature: 'AAAA' } };
    const answers = await together(() => verify(host, transaction, { method: 'webauthn', response: wrong }));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    expect((await verify(host, transaction, { method: 'webauthn', response: right })).status).toBe(410);
  });

  it('are spent when the request that spent them dies [C9]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const { audit } = host.container;
    const { append } = audit;
    audit.append = async () => {
      throw new Error('gone');
    };
    for (let count = 0; count < 5; count += 1) await verify(host, transaction, { method: 'totp', code: '000000' });
    audit.append = append;
    expect((await verify(host, transaction, { method: 'totp', code: app.code() })).status).toBe(410);
  });

  it('count for the password inside a session, at once and in a row [A43][C9]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    const answers = await together((index) => session.post('/mfa/me/password', { password: `wrong ${index}` }));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    const right = await session.post('/mfa/me/password', { password: person.password });
    expect(codeOf(right)).toBe('MFA_TOO_MANY_ATTEMPTS');
    await forcePolicy(host, { requirement: 'always_required' });
    const other = await session.post('/mfa/transactions', { password: person.password });
    await forcePolicy(host, { requirement: 'optional' });
    expect(codeOf(other)).toBe('MFA_TOO_MANY_ATTEMPTS');
  });

  it('of an enrollment end what was begun, and never name the secret again [A16]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await session.post('/mfa/me/totp/begin');
    const answers = await together(() => session.post('/mfa/me/totp/finish', { code: '000000' }));
    expect(answers.every((answer) => codeOf(answer) === 'MFA_INVALID_CODE')).toBe(true);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toMatch(/secret|otpauth/);
    await enrollTotp(host, session);
  });
});
