import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  keyProof,
  logIn,
  logInToEnroll,
  onEachDatabase,
  startHost,
  verify,
  type Host,
  type Person,
  type Session,
} from '../../support';

const AT_ONCE = 50;

onEachDatabase('fifty at once', (database) => {
  let host: Host;

  beforeAll(async () => {
    host = await startHost({ database });
  });

  afterAll(async () => {
    await host?.stop();
  });

  const sessionsOf = (person: Person) =>
    host.strapi.db.query('admin::session').count({ where: { userId: String(person.id), origin: 'admin' } });

  const inParallel = async <T>(work: (index: number) => PromiseLike<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, (_unused, index) => work(index)));

  const winners = (answers: { status: number }[]) => answers.filter(({ status }) => status === 200).length;

  it('use one transaction with a right code: exactly one session [C9]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const { transaction } = await askToSignIn(host, person);
    const before = await sessionsOf(person);
    const code = app.code();
    const answers = await inParallel(() => verify(host, transaction, { method: 'totp', code }));
    expect(winners(answers)).toBe(1);
    expect(answers.map(({ status }) => status).every((status) => [200, 400, 410, 429].includes(status))).toBe(true);
    expect(await sessionsOf(person)).toBe(before + 1);
  });

  it('set a password by one mailed link: the mailbox is spent, whichever was last [C2][C9]', async () => {
    const person = await createPerson(host);
    await enrollTotp(host, await logInToEnroll(host, person));
    await host.request.post('/admin/forgot-password').send({ email: person.email });
    const mail = await host.mail.waitFor(person.email, ({ text }) => text.includes('reset-password?code='));
    const resetPasswordToken = /code=([0-9a-f]+)/.exec(mail.text)?.[1];
    const passwords = Array.from({ length: 10 }, (_unused, index) => `Another-Password-${index}`);
    await Promise.all(
      passwords.map((password) => host.request.post('/admin/reset-password').send({ resetPasswordToken, password }))
    );
    expect((await host.container.accounts.find(person.id))?.mailboxSpentAt).toEqual(expect.any(Number));
  });

  it('use one TOTP step over many transactions: exactly one session [C9]', async () => {
    const person = await createPerson(host);
    const app = await enrollTotp(host, await logInToEnroll(host, person));
    const transactions: string[] = [];
    for (let count = 0; count < 20; count += 1) transactions.push((await askToSignIn(host, person)).transaction);
    const before = await sessionsOf(person);
    const code = app.code();
    const answers = await inParallel((index) => verify(host, transactions[index % 20] ?? '', { method: 'totp', code }));
    expect(winners(answers)).toBe(1);
    expect(await sessionsOf(person)).toBe(before + 1);
  });

  it('use one recovery code over many transactions: exactly one session [C9][A30]', async () => {
    const person = await createPerson(host);
    const { recoveryCodes } = await enrollKey(host, await logInToEnroll(host, person));
    const [code = ''] = recoveryCodes ?? [];
    const transactions: string[] = [];
    for (let count = 0; count < 20; count += 1) transactions.push((await askToSignIn(host, person)).transaction);
    const answers = await inParallel((index) =>
      verify(host, transactions[index % 20] ?? '', { method: 'recovery_code', code })
    );
    expect(winners(answers)).toBe(1);
    // A login with a recovery code ends all other sessions, so only one remains.
    expect(await sessionsOf(person)).toBe(1);
  });

  it('use one WebAuthn challenge: exactly one session [C9]', async () => {
    const person = await createPerson(host);
    const { key } = await enrollKey(host, await logInToEnroll(host, person));
    const { transaction } = await askToSignIn(host, person);
    const before = await sessionsOf(person);
    const proof = await keyProof(host, transaction, key);
    const answers = await inParallel(() => verify(host, transaction, proof));
    expect(winners(answers)).toBe(1);
    expect(await sessionsOf(person)).toBe(before + 1);
  });

  it('bind a first authenticator with the password: the first wins, the others are told to start again [C9][A43]', async () => {
    const person = await createPerson(host);
    const sessions = [
      await logInToEnroll(host, person),
      await logInToEnroll(host, person),
      await logInToEnroll(host, person),
    ];
    const results = await Promise.all(
      sessions.map((session) =>
        enrollTotp(host, session).then(
          () => 'bound',
          () => 'refused'
        )
      )
    );
    expect(results.filter((result) => result === 'bound')).toHaveLength(1);
    expect(await host.container.authenticators.count(person.id)).toBe(1);
  });

  it('renew a session and end it: nothing outlives the login it came from [C39]', async () => {
    const person = await createPerson(host);
    const owner = await logIn(host, person);
    const others: Session[] = [];
    for (let count = 0; count < 15; count += 1) others.push(await logIn(host, person, { rememberMe: true }));
    const { sessions } = (await owner.get('/mfa/me')).body.data;
    const families: string[] = sessions.flatMap((one: { id: string; current: boolean }) => (one.current ? [] : one.id));
    expect(families).toHaveLength(15);
    const renewals = others.map(({ cookie }) =>
      host.request.post('/admin/access-token').set('Cookie', cookie).send({})
    );
    const ends = families.map((id) => owner.delete(`/mfa/me/sessions/${id}`));
    const answers = await Promise.all([...renewals, ...ends]);
    expect(answers.every(({ status }) => [200, 401].includes(status))).toBe(true);
    expect(await sessionsOf(person)).toBe(1);
    expect((await owner.get('/admin/users/me')).status).toBe(200);
  });

  it('leaves nobody else locked out by the losers [C9]', async () => {
    const person = await createPerson(host);
    expect((await logIn(host, person)).user.email).toBe(person.email);
  });
});
