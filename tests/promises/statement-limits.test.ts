/**
 * The cost of a login in statements and commits. They determine how long it takes on a busy machine, and unlike
 * milliseconds they're the same on every machine. The baseline is the same host without the plugin.
 */
import {
  askToSignIn,
  createPerson,
  forcePolicy,
  keyProof,
  logIn,
  onEachDatabase,
  passkeyLogIn,
  personWithKey,
  personWithPasskey,
  personWithTotp,
  postLogin,
  priceOf,
  sessionOf,
  startHost,
  verify,
  type DatabaseName,
  type Host,
  type Price,
} from '../support';

const ROUNDS = 4;
const SEEN = process.env.SHOW_PRICES === '1';

const tell = (what: string, { statements, commits, lines }: Price): void => {
  if (SEEN)
    process.stderr.write(
      `${what}: ${statements} statements, ${commits} commits\n${lines.map((l) => `    ${l.slice(0, 160)}\n`).join('')}`
    );
};

onEachDatabase('the price of', (database: DatabaseName) => {
  let host: Host;
  const stock: Record<'login' | 'me', Price> = Object.create(null);

  /** Finishes the background work that earlier logins and enrollments left. */
  const settle = async (): Promise<void> => {
    if (!stock.me) return;
    await host.container.newBrowsers.flush();
    await host.container.notices.flush();
  };

  /** The cheapest of several rounds, because Strapi's own housekeeping sometimes adds statements to one. */
  const price = async (what: string, work: () => Promise<unknown>): Promise<Price> => {
    const all: Price[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await settle();
      all.push(await priceOf(host.strapi, work));
    }
    const [least] = all.sort((one, other) => one.statements - other.statements);
    if (!least) throw new Error('nothing was counted');
    tell(`${database} ${what}`, least);
    return least;
  };

  const measureStock = async (): Promise<void> => {
    const person = await createPerson(host);
    await logIn(host, person);
    stock.login = await price('stock login', () => logIn(host, person));
    const session = await logIn(host, person);
    stock.me = await price('stock users/me', async () => session.get('/admin/users/me'));
  };

  beforeAll(async () => {
    host = await startHost({ database, env: { MFA_ENABLED: 'false' } });
    await measureStock();
    await host.stop();
    host = await startHost({ database });
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('a login of somebody without MFA is six statements more, and no commit [C58]', async () => {
    const person = await createPerson(host);
    await logIn(host, person);
    const { statements, commits } = await price('login without MFA', () => logIn(host, person));
    expect(statements).toBeLessThanOrEqual(stock.login.statements + 6);
    expect(commits).toBeLessThanOrEqual(stock.login.commits);
  });

  it('a password that leads to the question is ten more, and no commit [C58]', async () => {
    const { person } = await personWithTotp(host);
    const { statements, commits } = await price('question', () => askToSignIn(host, person));
    expect(statements).toBeLessThanOrEqual(stock.login.statements + 10);
    expect(commits).toBeLessThanOrEqual(stock.login.commits);
  });

  it('a right app code is twenty at most, and two commits: the try, and what it earns [C58]', async () => {
    const { person, app } = await personWithTotp(host);
    const open = async () => ({ ...(await askToSignIn(host, person)), code: app.code() });
    const rounds = [await open(), await open(), await open(), await open()];
    // Each round uses the code of a different step, all within the window of the last one.
    host.clock.advance(-90_000);
    const { statements, commits } = await price('right app code', async () => {
      const { transaction, code } = rounds.shift() ?? (await open());
      sessionOf(host, await verify(host, transaction, { method: 'totp', code }));
      host.clock.advance(30_000);
    });
    expect(statements).toBeLessThanOrEqual(20);
    expect(commits).toBeLessThanOrEqual(2);
  });

  it('the first code of a day costs what the others cost [C58]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    await settle();
    const first = await priceOf(host.strapi, async () => {
      sessionOf(host, await verify(host, transaction, { method: 'totp', code: app.code() }));
    });
    tell(`${database} first app code`, first);
    // On MySQL, the attempt counter rows are created beforehand.
    const made = database === 'mysql' ? { statements: 6, commits: 1 } : { statements: 0, commits: 0 };
    expect(first.statements).toBeLessThanOrEqual(20 + made.statements);
    expect(first.commits).toBeLessThanOrEqual(2 + made.commits);
  });

  it('a passkey is twenty at most, and two commits [C58]', async () => {
    const { person, key } = await personWithKey(host);
    const open = async () => {
      const { transaction } = await askToSignIn(host, person);
      return { transaction, proof: await keyProof(host, transaction, key) };
    };
    const rounds = [await open(), await open(), await open(), await open()];
    const { statements, commits } = await price('passkey', async () => {
      const { transaction, proof } = rounds.shift() ?? (await open());
      sessionOf(host, await verify(host, transaction, proof));
    });
    expect(statements).toBeLessThanOrEqual(20);
    expect(commits).toBeLessThanOrEqual(2);
  });

  it('a passkey alone is twenty-four at most, and two commits [C58]', async () => {
    await forcePolicy(host, { passwordless: 'allowed' });
    const passkey = await personWithPasskey(host);
    const { statements, commits } = await price('passkey alone', async () => {
      expect((await passkeyLogIn(host, passkey)).status).toBe(200);
    });
    expect(statements).toBeLessThanOrEqual(24);
    expect(commits).toBeLessThanOrEqual(2);
  });

  it('what is looked at once the answer has left is a read at most, of a browser that was used a moment ago [C58] [C53]', async () => {
    const person = await createPerson(host);
    const enter = async () => {
      await logIn(host, person);
      await host.container.newBrowsers.flush();
    };
    await enter();
    const { statements, commits } = await price('login without MFA, and what comes after it', enter);
    expect(statements).toBeLessThanOrEqual(stock.login.statements + 6);
    expect(commits).toBeLessThanOrEqual(stock.login.commits);
  });

  it('a request is nothing after the first within five seconds, and two for the first [C58]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const session = sessionOf(host, await verify(host, transaction, { method: 'totp', code: app.code() }));
    const me = async () => session.get('/admin/users/me');
    // Finishes background work first, because the measured request must be the first to read this session.
    await settle();
    const first = await priceOf(host.strapi, me);
    tell(`${database} first users/me`, first);
    expect(first.statements).toBeLessThanOrEqual(stock.me.statements + 2);
    const again = await price('users/me again', me);
    expect(again.statements).toBe(stock.me.statements);
    expect(again.commits).toBe(stock.me.commits);
  });

  it('a wrong code and a wrong password are told, not limited [C58]', async () => {
    const { person } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    const wrong = await price('wrong app code', async () => {
      expect((await verify(host, transaction, { method: 'totp', code: '000000' })).status).toBe(400);
    });
    expect(wrong.commits).toBeLessThanOrEqual(3);
    const refused = await price('wrong password', async () => {
      expect((await postLogin(host, { ...person, password: 'Not-the-password-1' })).status).toBe(400);
    });
    expect(refused.statements).toBeLessThanOrEqual(stock.login.statements);
  });
});
