import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  keyProof,
  logInToEnroll,
  securityKey,
  startHost,
  verify,
  type EnrolledApp,
  type EnrolledKey,
  type Host,
  type Person,
  type Session,
} from '../support';

let host: Host;
let person: Person;
let app: EnrolledApp;
let key: EnrolledKey;
let session: Session;

beforeAll(async () => {
  host = await startHost();
  person = await createPerson(host);
  session = await logInToEnroll(host, person);
  app = await enrollTotp(host, session);
  key = await enrollKey(host, session);
});

afterAll(async () => {
  await host?.stop();
});

const transactionNow = async () => (await askToSignIn(host, person)).transaction;

/** Rows that judging an attempt would write. Email is excluded, because it's recorded whenever it's sent. */
const judgedRows = () =>
  host.container.database.table('auditEntries').where('type', 'like', 'verification.%').count({ total: '*' }).first();

describe('bad input', () => {
  it.each([
    ['an array for the code', { method: 'totp', code: ['123456'] }],
    ['a number for the code', { method: 'totp', code: 123456 }],
    ['an object for the code', { method: 'totp', code: { $gt: '' } }],
    ['an unknown key', { method: 'totp', code: '123456', userId: 1 }],
    ['an unknown method', { method: 'password', code: '123456' }],
    ['a method that is a prototype key', { method: '__proto__', code: '123456' }],
    ['an oversized code', { method: 'totp', code: '1'.repeat(5000) }],
    ['no method', { code: '123456' }],
    ['a key where a code belongs', { method: 'webauthn', code: '123456' }],
    ['a response that is a string', { method: 'webauthn', response: 'abc' }],
  ])('refuses %s with 400, writes nothing and costs no attempt [A16]', async (_title, proof) => {
    const transaction = await transactionNow();
    const rows = await judgedRows();
    const answer = await verify(host, transaction, proof);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.code).toBe('MFA_INVALID_REQUEST');
    expect(Array.isArray(answer.body.error.details.errors)).toBe(true);
    expect(JSON.stringify(answer.body)).not.toContain('123456');
    expect(await judgedRows()).toEqual(rows);
    const open = await host.container.transactions.store.find(transaction);
    expect(open?.attempts).toBe(0);
  });

  it('takes a code with spaces [A16]', async () => {
    const code = app.code();
    const answer = await verify(host, await transactionNow(), {
      method: 'totp',
      code: `${code.slice(0, 3)} ${code.slice(3)} `,
    });
    expect(answer.status).toBe(200);
  });

  it('gives one answer to every wrong code, and counts down [A16]', async () => {
    const other = await createPerson(host);
    await enrollTotp(host, await logInToEnroll(host, other));
    const { transaction } = await askToSignIn(host, other);
    const answers = [];
    for (const code of ['000000', 'abcdef', '12345', ''])
      answers.push(await verify(host, transaction, { method: 'totp', code }));
    const judged = answers.filter(({ status }) => status === 400);
    expect(judged.length).toBeGreaterThanOrEqual(3);
    expect(answers[0]?.body.error.details).toEqual({ code: 'MFA_INVALID_CODE', attemptsRemaining: 4 });
    expect(answers[1]?.body.error.details).toEqual({ code: 'MFA_INVALID_CODE', attemptsRemaining: 3 });
    expect(answers[0]?.body.error.message).toBe(answers[1]?.body.error.message);
  });

  it('gives one answer to unknown, used, expired and exhausted transactions [A34]', async () => {
    const used = await transactionNow();
    await verify(host, used, { method: 'totp', code: app.code() });
    const expired = await transactionNow();
    host.clock.advance(5 * 60_000);
    const unknown = 'A'.repeat(43);
    const bodies = [];
    for (const transaction of [used, expired, unknown, 'x']) {
      const answer = await verify(host, transaction, { method: 'totp', code: app.code() });
      expect(answer.status).toBe(410);
      bodies.push(JSON.stringify(answer.body));
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it('refuses answers of a foreign key, another origin, another person and a replay [A19][C9]', async () => {
    const foreign = securityKey({ origin: host.origin });
    const stranger = await createPerson(host);
    const strangers = await enrollKey(host, await logInToEnroll(host, stranger), foreign);
    const refused = async (make: (transaction: string) => Promise<object>) => {
      const transaction = await transactionNow();
      const answer = await verify(host, transaction, await make(transaction));
      expect([400, 410]).toContain(answer.status);
      expect(answer.body.error.details.code).toMatch(/MFA_INVALID_CODE|MFA_TRANSACTION_EXPIRED/);
    };
    await refused(async () => {
      const theirs = await askToSignIn(host, stranger);
      return keyProof(host, theirs.transaction, strangers.key);
    });
    await refused(async (transaction) => {
      const options = await host.request.post('/mfa/transactions/webauthn/options').send({ transaction });
      return { method: 'webauthn', response: key.key.get(options.body.data.publicKey, 'http://localhost:9999') };
    });
    const transaction = await transactionNow();
    const proof = await keyProof(host, transaction, key.key);
    expect((await verify(host, transaction, proof)).status).toBe(200);
    await refused(async () => proof);
  });

  it('refuses a ceremony that was started inside another page [A19]', async () => {
    const transaction = await transactionNow();
    const proof = await keyProof(host, transaction, key.key);
    const data = JSON.parse(Buffer.from(proof.response.response.clientDataJSON, 'base64url').toString());
    const clientDataJSON = Buffer.from(JSON.stringify({ ...data, crossOrigin: true })).toString('base64url');
    const response = { ...proof.response, response: { ...proof.response.response, clientDataJSON } };
    expect((await verify(host, transaction, { method: 'webauthn', response })).status).toBe(400);
  });

  it('answers 404 for a foreign authenticator, and changes nothing [A24]', async () => {
    const stranger = await createPerson(host);
    const theirs = await enrollTotp(host, await logInToEnroll(host, stranger));
    const path = `/mfa/me/authenticators/${theirs.authenticator.id}`;
    expect((await session.put(path, { name: 'mine' })).status).toBe(404);
    expect((await session.delete(path)).body.error.details.code).toBe('MFA_NOT_FOUND');
    expect(await host.container.authenticators.count(stranger.id)).toBe(1);
  });

  it('ends an enrollment that is told wrong codes, leaving the method off [A16]', async () => {
    const other = await createPerson(host);
    const theirs = await logInToEnroll(host, other);
    await theirs.post('/mfa/me/totp/begin', {});
    const wrong = await theirs.post('/mfa/me/totp/finish', { code: '000000' });
    expect(wrong.body.error.details.code).toBe('MFA_INVALID_CODE');
    expect((await theirs.get('/mfa/me')).body.data.enrolled).toBe(false);
  });

  it('never shows a stack trace, and marks every answer no-store [A34]', async () => {
    const answers = [
      await host.request.post('/mfa/transactions/verify').set('Content-Type', 'application/json').send('{"broken'),
      await host.request.post('/mfa/transactions/verify').send({}),
      await session.get('/mfa/me'),
      await session.get('/mfa/me/events?limit=1000'),
    ];
    for (const answer of answers) expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \w+ \(|\.ts:/);
    for (const answer of answers.slice(1)) expect(answer.headers['cache-control']).toBe('no-store');
  });
});
