import {
  askToSignIn,
  callerOf,
  createPerson,
  enrollTotp,
  forcePolicy,
  onEachDatabase,
  personWithTotp,
  provenSuperAdmin,
  startHost,
  type Administrator,
  type Caller,
  type Host,
} from '../../support';

const REASON = { reason: 'Lost the phone, checked on the phone' };

onEachDatabase('at the same moment', (database) => {
  let host: Host;
  let admin: Administrator;

  beforeAll(async () => {
    host = await startHost({ database });
    admin = await provenSuperAdmin(host);
  });

  afterAll(async () => {
    await host?.stop();
  });

  it('one of twenty resets finds something [A51][A53]', async () => {
    const { person } = await personWithTotp(host);
    const attempts = Array.from({ length: 20 }, () =>
      host.container.people.reset({ kind: 'system' }, person.id, REASON)
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(['MFA_NOTHING_TO_RESET']));
    expect(await host.container.authenticators.count(person.id)).toBe(0);
    const { events } = await host.container.audit.list({ types: ['user.reset'] }, { limit: 5 });
    expect(events).toHaveLength(1);
  });

  it('a reset and a password are told of, whichever comes first [C21]', async () => {
    const { person } = await personWithTotp(host);
    const [reset, password] = await Promise.all([
      admin.session.post(`/mfa/users/${person.id}/reset`, REASON),
      admin.session.put(`/admin/users/${person.id}`, { password: 'Another-password-1' }),
    ]);
    expect([reset.status, password.status]).toEqual([200, 200]);
    const told = ({ text }: { text: string }) =>
      text.includes('Together, these steps make it possible to log in as that person.');
    await host.mail.waitFor(admin.person.email, told);
    await host.container.notices.flush();
    expect(host.mail.to(admin.person.email).filter(told)).toHaveLength(1);
  });

  it('an address and a password of somebody without a row here are told of, whichever comes first [C37]', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await createPerson(host);
      host.mail.clear();
      const answers = await Promise.all([
        admin.session.put(`/admin/users/${person.id}`, { email: `moved-${person.email}` }),
        admin.session.put(`/admin/users/${person.id}`, { password: 'Another-password-1' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await host.container.notices.flush();
      const told = host.mail.to(admin.person.email).filter(({ text }) => text.includes(person.email));
      expect(told).toHaveLength(1);
    }
  });

  it('one of fifty uses of a pass opens one binding [C52]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login', firstFactorProof: 'pass' });
    const person = await createPerson(host);
    const { pass } = await host.container.people.givePass({ kind: 'system' }, person.id, { ...REASON, hours: 1 });
    const questions = await Promise.all(Array.from({ length: 10 }, () => askToSignIn(host, person)));
    const callers = questions.map(({ transaction }) => callerOf(host, transaction));
    const rounds = Array.from({ length: 5 }, () => callers).flat();
    const use = async (caller: Caller) => caller.post('/mfa/me/first-factor/pass', { pass });
    const answers = await Promise.all(rounds.map(use));
    const refused = answers.filter(({ status }) => status === 400);
    expect(new Set(refused.map(({ body }) => body.error.details.code))).toEqual(new Set(['MFA_INVALID_PASS']));
    const begun = await Promise.all(callers.map(async (caller) => caller.post('/mfa/me/totp/begin')));
    expect(begun.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(begun.filter(({ status }) => status === 403)).toHaveLength(9);
    const { events } = await host.container.audit.list({ types: ['user.pass_used'], userId: person.id }, { limit: 5 });
    expect(events).toHaveLength(1);
    const winner = callers[begun.findIndex(({ status }) => status === 200)];
    if (!winner) throw new Error('nobody may begin');
    await enrollTotp(host, winner);
    expect(await host.container.authenticators.count(person.id)).toBe(1);
  });

  it('fifty wrong tries at once, over ten questions, spend five and no more [C52]', async () => {
    await forcePolicy(host, { requirement: 'required_on_first_login', firstFactorProof: 'pass' });
    const person = await createPerson(host);
    const { pass } = await host.container.people.givePass({ kind: 'system' }, person.id, { ...REASON, hours: 1 });
    const questions = await Promise.all(Array.from({ length: 10 }, () => askToSignIn(host, person)));
    const callers = questions.map(({ transaction }) => callerOf(host, transaction));
    let judged = 0;
    const counting = jest.spyOn(host.container.passes, 'judge');
    const rounds = Array.from({ length: 5 }, () => callers).flat();
    const answers = await Promise.all(
      rounds.map(async (caller) => caller.post('/mfa/me/first-factor/pass', { pass: 'AAAA-BBBB-CCCC' }))
    );
    for (const { value } of counting.mock.results) if ((await value).reason === 'wrong_pass') judged += 1;
    counting.mockRestore();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    expect(judged).toBe(5);
    expect((await host.container.passes.judge(person.id, pass)).ok).toBe(false);
    const { events } = await host.container.audit.list({ types: ['user.pass_ended'], userId: person.id }, { limit: 5 });
    expect(events.map(({ reason }) => reason)).toEqual(['tries_used_up']);
  });

  it('two passes given at once leave one that works [C52]', async () => {
    const person = await createPerson(host);
    const give = () => host.container.people.givePass({ kind: 'system' }, person.id, { ...REASON, hours: 1 });
    await Promise.all([give(), give(), give(), give()]);
    expect(await host.container.database.table('passes').where({ user_id: person.id })).toHaveLength(1);
    const { events } = await host.container.audit.list({ types: ['user.pass_ended'], userId: person.id }, { limit: 9 });
    expect(events).toHaveLength(3);
  });

  it('one of fifty readings of a verification code verifies, and fifty wrong ones spend five [C64]', async () => {
    const actor = { id: admin.person.id, email: admin.person.email };
    const { people, database } = host.container;
    const person = await createPerson(host);
    host.mail.clear();
    const sent = await Promise.allSettled(Array.from({ length: 10 }, () => people.sendVerification(actor, person.id)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { text } = await host.mail.waitFor(person.email);
    const code = /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '';
    // The same row, as if nothing had been spent: only the conditional write is left to decide.
    const readings = Array.from({ length: 5 }, () => people.verifyCaller(actor, person.id, code));
    const read = await Promise.allSettled(readings);
    expect(read.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { events } = await host.container.audit.list({ types: ['user.verified'], userId: person.id }, { limit: 9 });
    expect(events).toHaveLength(1);

    const other = await createPerson(host);
    await people.sendVerification(actor, other.id);
    const mail = await host.mail.waitFor(other.email);
    const right = /^ {4}(\d{6})$/m.exec(mail.text)?.[1] ?? '';
    const wrong = right === '000000' ? '000001' : '000000';
    await Promise.allSettled(Array.from({ length: 50 }, () => people.verifyCaller(actor, other.id, wrong)));
    const [row] = await database.table('identityChecks').where({ user_id: other.id });
    expect(Number(row.attempts)).toBe(5);
    await expect(people.verifyCaller(actor, other.id, right)).rejects.toMatchObject({ code: 'MFA_INVALID_CODE' });
  });
});
