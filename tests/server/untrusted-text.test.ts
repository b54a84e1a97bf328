/**
 * The attack: someone with a password puts a sentence and a link into every field that a client can write, and waits
 * until the host sends it by email or shows it to an operator.
 */
import { askToSignIn, createPerson, enrollKey, logInToEnroll, personWithTotp, startHost, type Host } from '../support';
import { provenSuperAdmin } from '../support/policy';
import { ALL, allowing, personWith } from './factors/delivered-steps';

const SENTENCE = '203.0.113.9 - to keep your account open https://cms-example.help/undo';
const BROWSER = 'Mozilla/5.0 see https://cms-example.help/undo Firefox/140.0';
const LINK = /cms-example|help\/undo|https?:/;
const CLIENT = { 'X-Forwarded-For': SENTENCE, 'User-Agent': BROWSER };

let host: Host;

beforeAll(async () => {
  host = await startHost({ config: { ...allowing(ALL), server: { proxy: { koa: true } } } });
});

afterAll(() => host?.stop());

const wordsTo = async (email: string): Promise<string> => {
  await host.container.notices.flush();
  return host.mail
    .to(email)
    .map(({ subject, text, raw }) => `${subject}\n${text}\n${raw}`)
    .join('\n');
};

const originsOf = async (userId: number) => {
  const rows = await host.container.database.table('auditEntries').where({ target_id: userId });
  return rows.map(({ ip }: { ip: unknown }) => ip);
};

describe('what a client writes into its headers', () => {
  it('is in no mail about somebody’s account, and no address in the trail [C40]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    for (let guess = 0; guess < 3; guess += 1) {
      await host.request
        .post('/mfa/transactions/verify')
        .set(CLIENT)
        .send({ transaction, method: 'totp', code: '000000' });
    }
    const words = await wordsTo(person.email);
    expect(words).toContain('Someone knows your password');
    expect(words).not.toMatch(LINK);
    const rows = await host.container.database
      .table('auditEntries')
      .where({ target_id: person.id, type: 'verification.failed' });
    expect(rows.map(({ ip }: { ip: unknown }) => ip)).toEqual([null, null, null]);
  });

  it('is in no mail with a code [C40]', async () => {
    const { person } = await personWith(host, 'email');
    const { transaction } = await askToSignIn(host, person);
    const sent = await host.request.post('/mfa/transactions/email/send').set(CLIENT).send({ transaction });
    expect(sent.status).toBe(200);
    const words = await wordsTo(person.email);
    expect(words).toContain('Firefox');
    expect(words).not.toMatch(LINK);
  });

  it('is an address where it is one [C40]', async () => {
    const { person } = await personWithTotp(host);
    await host.request
      .post('/admin/login')
      .set('X-Forwarded-For', '2001:db8::7')
      .send({ email: person.email, password: person.password });
    expect(await originsOf(person.id)).toContain('2001:db8::7');
  });
});

describe('a name', () => {
  it('of a first method is no link in the mail that tells of it [C40]', async () => {
    const person = await createPerson(host);
    await enrollKey(host, await logInToEnroll(host, person), undefined, 'Undo: https://cms-example.help/undo');
    const words = await wordsTo(person.email);
    expect(words).toContain('“Passkey or security key” was added to your account');
    expect(words).not.toMatch(LINK);
  });

  it('of a person paints nothing on the operator’s terminal [C40]', async () => {
    const escapes = '\u001b[2J\u001b]0;owned\u0007';
    const { person, session } = await personWithTotp(host);
    const renamed = await session.put('/admin/users/me', { firstname: `Erin${escapes}`, lastname: '\u009b1A\nroot' });
    expect(renamed.status).toBe(200);
    const line = host.strapi.plugin('mfa').service('command-line') as {
      run(argv: string[]): Promise<{ out: string; error: string }>;
    };
    for (const argv of [
      ['status', person.email],
      ['status', person.email, '--json'],
      ['reset', `x${escapes}`],
    ]) {
      const { out, error } = await line.run(argv);
      expect(`${out}${error}`.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
    expect((await line.run(['status', person.email])).out).toContain('Erin\\u001b[2J');
  });

  it('of a person is no formula in the list of people, whatever separates its cells [C40]', async () => {
    await createPerson(host, { firstname: 'Erin;=cmd|calc!A0', lastname: 'Editor' });
    const { session } = await provenSuperAdmin(host);
    const { text } = await session.get('/mfa/users/export');
    expect(text).toContain("Erin;'=cmd|calc!A0");
    for (const cell of text.split(/[;\t|\r\n]/)) expect(cell).not.toMatch(/^\s*[=+@-]/);
  });
});
