import {
  createPerson,
  DAY,
  enrollTotp,
  HOUR,
  logInToEnroll,
  onEachDatabase,
  startHost,
  type Host,
  type Person,
} from '../../support';

onEachDatabase('the grace period', (database) => {
  let host: Host;
  let erin: Person;
  let ready: Person;

  beforeAll(async () => {
    host = await startHost({
      database,
      config: {
        plugins: { mfa: { config: { policy: { requirement: 'required_on_first_login', gracePeriodDays: 14 } } } },
      },
    });
    erin = await createPerson(host, { preferedLanguage: 'de' });
    ready = await createPerson(host);
    await enrollTotp(host, await logInToEnroll(host, ready));
    await host.container.notices.flush();
    host.mail.clear();
  });
  afterAll(() => host.stop());

  const remind = async () => {
    await Promise.all(Array.from({ length: 10 }, () => host.container.graceReminders.remindGrace()));
    await host.container.notices.flush();
    return host.mail.to(erin.email).map(({ subject }) => subject);
  };

  it('is announced at its start, three days and one day before its end, once each on all nodes together [C22][C16]', async () => {
    const started = await remind();
    expect(started).toEqual([expect.stringMatching(/^Richten Sie bei Strapi bis \d+\. \S+ \d+ MFA ein$/)]);
    host.clock.advance(5 * DAY);
    expect(await remind()).toHaveLength(1);
    host.clock.advance(6 * DAY + HOUR);
    expect((await remind()).slice(1)).toEqual(['Noch drei Tage, um bei Strapi MFA einzurichten']);
    host.clock.advance(2 * DAY);
    expect((await remind()).slice(2)).toEqual(['Letzter Tag, um bei Strapi MFA einzurichten']);
    host.clock.advance(12 * HOUR);
    expect(await remind()).toHaveLength(3);
    host.clock.advance(DAY);
    expect(await remind()).toHaveLength(3);
  });

  it('is nothing to those who have a method [C22][C16]', () => {
    expect(host.mail.to(ready.email)).toEqual([]);
  });
});
