/** Fifty requests at the same moment, half of them to each node. Exactly one succeeds for anything that works once. */
import {
  answerWithPasskey,
  askForPasskey,
  askToSignIn,
  enrollPasskey,
  callerOf,
  enrollKey,
  enrollTotp,
  keyProof,
  logInToEnroll,
  type Person,
  postLogin,
  transactionOf,
  verify,
} from '../support';
import { startCluster, type Cluster } from './cluster';

const AT_ONCE = 50;
const QUESTIONS = 10;

let cluster: Cluster;
let count = 0;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster?.stop();
});

const somebody = (): Promise<Person> => {
  count += 1;
  return cluster.a.person({ email: `one-of-many-${count}@example.com` });
};

const inParallel = async (work: (index: number) => PromiseLike<{ status: number }>): Promise<number[]> => {
  const before = [...cluster.served];
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_unused, index) => work(index)));
  expect(cluster.served.map((served, index) => served - (before[index] ?? 0))).toEqual([AT_ONCE / 2, AT_ONCE / 2]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => ![200, 400, 410, 429].includes(status))).toEqual([]);
  return statuses;
};

const winners = (statuses: number[]): number => statuses.filter((status) => status === 200).length;

/** Open transactions of one person, started on both nodes. */
const questionsTo = async (person: Person): Promise<string[]> => {
  const transactions: string[] = [];
  while (transactions.length < QUESTIONS) transactions.push((await askToSignIn(cluster.front, person)).transaction);
  return transactions;
};

describe('fifty through two nodes', () => {
  it('use one answer of a passkey: exactly one session, one event [C48][C25]', async () => {
    const person = await somebody();
    const passkey = await enrollPasskey(cluster.front, await logInToEnroll(cluster.front, person));
    await cluster.a.policy({ passwordless: 'allowed' });
    const asked = await askForPasskey(cluster.front);
    const response = passkey.key.get(asked.publicKey, { userHandle: passkey.userHandle });
    const before = await cluster.a.sessions(person.id);
    const body = { challenge: asked.challenge, response };
    const statuses = await inParallel(() => cluster.front.request.post('/mfa/passkey/verify').send(body));
    expect(winners(statuses)).toBe(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(AT_ONCE - 1);
    expect(await cluster.b.sessions(person.id)).toBe(before + 1);
  });

  it('use fifty answers of a passkey that does not count to one challenge: exactly one session [C48][C25]', async () => {
    const person = await somebody();
    const session = await logInToEnroll(cluster.front, person);
    const passkey = await enrollPasskey(cluster.front, session, { counter: 0, backupEligible: true, backedUp: true });
    await cluster.a.policy({ passwordless: 'allowed' });
    const asked = await askForPasskey(cluster.front);
    const claims = { counter: 0, backupEligible: true, backedUp: true };
    const before = await cluster.a.sessions(person.id);
    const statuses = await inParallel(() => answerWithPasskey(cluster.front, asked, passkey, claims));
    expect(winners(statuses)).toBe(1);
    expect(await cluster.b.sessions(person.id)).toBe(before + 1);
  });

  it('use one question with a right code: exactly one session [C9][C25]', async () => {
    const person = await somebody();
    const app = await enrollTotp(cluster.front, await logInToEnroll(cluster.front, person));
    const { transaction } = await askToSignIn(cluster.front, person);
    const before = await cluster.a.sessions(person.id);
    const code = app.code();
    const statuses = await inParallel(() => verify(cluster.front, transaction, { method: 'totp', code }));
    expect(winners(statuses)).toBe(1);
    expect(await cluster.b.sessions(person.id)).toBe(before + 1);
  });

  it('use one code of an app over many questions: exactly one session [C9][C25]', async () => {
    const person = await somebody();
    const app = await enrollTotp(cluster.front, await logInToEnroll(cluster.front, person));
    const transactions = await questionsTo(person);
    const before = await cluster.a.sessions(person.id);
    const code = app.code();
    const statuses = await inParallel((index) =>
      verify(cluster.front, transactions[index % QUESTIONS] ?? '', { method: 'totp', code })
    );
    expect(winners(statuses)).toBe(1);
    expect(await cluster.b.sessions(person.id)).toBe(before + 1);
  });

  it('use one recovery code over many questions: exactly one session [C9][C25][A30]', async () => {
    const person = await somebody();
    const { recoveryCodes } = await enrollKey(cluster.front, await logInToEnroll(cluster.front, person));
    const [code] = recoveryCodes ?? [];
    const transactions = await questionsTo(person);
    const statuses = await inParallel((index) =>
      verify(cluster.front, transactions[index % QUESTIONS] ?? '', { method: 'recovery_code', code })
    );
    expect(winners(statuses)).toBe(1);
    expect(await cluster.a.sessions(person.id)).toBe(1);
    expect((await cluster.b.rows('recoveryCodes', { user_id: person.id })).filter((row) => row.used_at)).toHaveLength(
      1
    );
  });

  it('use one answer of a security key: exactly one session [C9][C25]', async () => {
    const person = await somebody();
    const { key } = await enrollKey(cluster.front, await logInToEnroll(cluster.front, person));
    const { transaction } = await askToSignIn(cluster.front, person);
    const before = await cluster.a.sessions(person.id);
    const proof = await keyProof(cluster.front, transaction, key);
    const statuses = await inParallel(() => verify(cluster.front, transaction, proof));
    expect(winners(statuses)).toBe(1);
    expect(await cluster.b.sessions(person.id)).toBe(before + 1);
  });

  it('end one enrollment: exactly one session [C9][C25][A44]', async () => {
    await cluster.a.policy({ requirement: 'required_on_first_login' });
    const person = await somebody();
    const transaction = transactionOf(await postLogin(cluster.front, person));
    await enrollTotp(cluster.front, callerOf(cluster.front, transaction));
    const statuses = await inParallel(() =>
      cluster.front.request.post('/mfa/transactions/complete').send({ transaction })
    );
    expect(winners(statuses)).toBe(1);
    expect(await cluster.b.sessions(person.id)).toBe(1);
  });

  it('leave a trail that is whole on both [C24][C25]', async () => {
    const rows = await cluster.a.rows('auditEntries');
    expect(rows.length).toBeGreaterThan(AT_ONCE);
    for (const node of [cluster.a, cluster.b]) {
      expect(await node.trail()).toMatchObject({ intact: true, checked: rows.length });
    }
  });
});
