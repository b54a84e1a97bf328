import {
  createPerson,
  onEachDatabase,
  personWithTotp,
  provenSuperAdmin,
  startHost,
  type Administrator,
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
      text.includes('Whoever does these together can log in as that person.');
    await host.mail.waitFor(admin.person.email, told, 20_000);
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
});
