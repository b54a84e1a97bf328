import {
  askToSignIn,
  enrollKey,
  forcePolicy,
  HOUR,
  keyProof,
  logIn,
  createPerson,
  MINUTE,
  onEachDatabase,
  personWithTotp,
  postLogin,
  sessionOf,
  signInWithTotp,
  startHost,
  verify,
  wrongTotpCode,
  type EnrolledApp,
  type Host,
  type Person,
  type Session,
} from '../../support';

const attemptsOf = async (session: Pick<Session, 'get'>) =>
  (await session.get('/mfa/me').expect(200)).body.data.attempts;

onEachDatabase('somebody who has the password and not MFA', (database) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ database });
  });
  afterAll(() => host?.stop());

  const fail = async (transaction: string, app: EnrolledApp, browser = 'The own browser'): Promise<void> => {
    const code = wrongTotpCode(app.secret, host.clock.now());
    await verify(host, transaction, { method: 'totp', code }).set('User-Agent', browser).expect(400);
  };

  /** A login with the right password and wrong codes, then gone. Resolves with the time of the last one. */
  const attack = async (person: Person, app: EnrolledApp, times = 1): Promise<string> => {
    const { transaction } = await askToSignIn(host, person);
    for (let count = 0; count < times; count += 1) await fail(transaction, app);
    const at = new Date(host.clock.now()).toISOString();
    host.clock.advance(HOUR);
    return at;
  };

  it('is told at the next sign-in, with how often and when, until the one after that [C22]', async () => {
    const { person, app } = await personWithTotp(host);
    const before = await signInWithTotp(host, person, app);
    const earliest = host.clock.now();
    const latest = await attack(person, app, 2);
    expect(await attemptsOf(before)).toBeNull();

    const told = await signInWithTotp(host, person, app);
    const { count, lastAt } = await attemptsOf(told);
    expect(count).toBe(2);
    expect(Date.parse(lastAt)).toBeGreaterThanOrEqual(earliest);
    expect(Date.parse(lastAt)).toBeLessThanOrEqual(Date.parse(latest));
    // Only this session reports it, for as long as it lasts.
    host.clock.advance(2 * MINUTE);
    expect(await attemptsOf(told)).toEqual({ count, lastAt });
    const after = await signInWithTotp(host, person, app);
    expect(await attemptsOf(after)).toBeNull();
    expect(await attemptsOf(told)).toEqual({ count, lastAt });
    expect(await attemptsOf(before)).toBeNull();
  });

  it('is not the person who mistyped and then got in [C22]', async () => {
    const { person, app } = await personWithTotp(host);
    const { transaction } = await askToSignIn(host, person);
    await fail(transaction, app);
    const code = app.code();
    expect(await attemptsOf(sessionOf(host, await verify(host, transaction, { method: 'totp', code })))).toBeNull();

    // Wrong codes of one login don't count for the next one.
    expect(await attemptsOf(await signInWithTotp(host, person, app))).toBeNull();
  });

  it("is told apart from the person's own slip in the same hour, whichever came first [C22]", async () => {
    const { person, app } = await personWithTotp(host);
    const own = await askToSignIn(host, person);
    await fail(own.transaction, app);
    const foreign = await askToSignIn(host, person);
    await fail(foreign.transaction, app, 'Another browser');
    await fail(own.transaction, app);
    const proof = { method: 'totp', code: app.code() };
    const answer = await verify(host, own.transaction, proof).set('User-Agent', 'The own browser');
    expect(await attemptsOf(sessionOf(host, answer))).toMatchObject({ count: 1 });
  });

  it('is not the person who mistyped, went back and began again in the same browser [C22]', async () => {
    const { person, app } = await personWithTotp(host);
    await fail((await askToSignIn(host, person)).transaction, app);
    host.clock.advance(10 * MINUTE);
    const { transaction } = await askToSignIn(host, person);
    const proof = { method: 'totp', code: app.code() };
    const answer = await verify(host, transaction, proof).set('User-Agent', 'The own browser');
    expect(await attemptsOf(sessionOf(host, answer))).toBeNull();
  });

  it('is told however often they try again right after the sign-in [C22]', async () => {
    const { person, app, session } = await personWithTotp(host);
    const { key } = await enrollKey(host, session);
    await attack(person, app);
    const told = await signInWithTotp(host, person, app);
    const stale = await keyProof(host, (await askToSignIn(host, person)).transaction, key);
    for (let count = 0; count < 60; count += 1)
      await verify(host, (await askToSignIn(host, person)).transaction, stale).expect(400);
    expect(await attemptsOf(told)).toMatchObject({ count: 1 });
  });

  it('is told whoever was never asked in between: in a trusted browser, and by any method [C22][C18]', async () => {
    await forcePolicy(host, { trustedBrowserDays: 14 });
    const { person, app, session } = await personWithTotp(host);
    const { key } = await enrollKey(host, session);
    const { cookie } = await signInWithTotp(host, person, app, { trustBrowser: true });

    await attack(person, app);
    expect(await attemptsOf(sessionOf(host, await postLogin(host, person, { cookie })))).toMatchObject({ count: 1 });

    const { transaction } = await askToSignIn(host, person);
    const stale = await keyProof(host, transaction, key);
    const elsewhere = (await askToSignIn(host, person)).transaction;
    await verify(host, elsewhere, stale).set('User-Agent', 'Another browser').expect(400);
    expect(await attemptsOf(sessionOf(host, await postLogin(host, person, { cookie })))).toMatchObject({ count: 1 });
    expect(await attemptsOf(sessionOf(host, await postLogin(host, person, { cookie })))).toBeNull();
    await forcePolicy(host, { trustedBrowserDays: 0 });
  });

  it('is not whoever fails to confirm something inside a session [C22]', async () => {
    const { person, app } = await personWithTotp(host);
    const session = await signInWithTotp(host, person, app);
    const { body } = await session.post('/mfa/transactions').expect(200);
    await fail(body.data.transaction, app);
    expect(await attemptsOf(await signInWithTotp(host, person, app))).toBeNull();
  });

  it('is nobody for those who were never attacked, and never anybody else’s attacker [C22]', async () => {
    const attacked = await personWithTotp(host);
    const spared = await personWithTotp(host);
    await attack(attacked.person, attacked.app);
    expect(await attemptsOf(await signInWithTotp(host, spared.person, spared.app))).toBeNull();
    expect(await attemptsOf(await logIn(host, await createPerson(host)))).toBeNull();
    expect(await attemptsOf(await signInWithTotp(host, attacked.person, attacked.app))).toMatchObject({ count: 1 });
  });

  it('costs nobody the page when the trail cannot be read [C22][C29]', async () => {
    const { person, app } = await personWithTotp(host);
    await attack(person, app);
    const session = await signInWithTotp(host, person, app);
    const entries = () => host.container.database.table('auditEntries').where({ target_id: person.id });
    expect(await entries().where({ type: 'verification.failed' }).update({ details: '{' })).toBe(1);
    expect(await attemptsOf(session)).toBeNull();
  });
});
