/** An administrator takes over an account by its address, password, and methods, in any order. */
import type { EventType } from '../../../shared/contracts';
import {
  createPerson,
  DAY,
  enrollTotp,
  HOUR,
  logIn,
  logInToEnroll,
  personWithTotp,
  provenSuperAdmin,
  signInWithTotp,
  startHost,
  SUPER,
  type Administrator,
  type Host,
  type Person,
} from '../../support';

const REASON = { reason: 'Lost the phone' };
const PASSWORD = 'Known-to-me-1';

let host: Host;
let admin: Administrator;
let count = 0;

beforeAll(async () => {
  host = await startHost();
  admin = await provenSuperAdmin(host);
});

afterAll(async () => {
  await host?.stop();
});

beforeEach(() => host.mail.clear());

const elsewhere = () => `thief-${(count += 1)}@evil.example`;
const user = (who: Person, body: object, by = admin) => by.session.put(`/admin/users/${who.id}`, body);
const settle = () => host.container.notices.flush();

/** The newest event comes first. */
const events = async (who: Person, types: EventType[]) =>
  (await host.container.audit.list({ types, userId: who.id }, { limit: 20 })).events;

const alarms = async (who: Person) => {
  await settle();
  return host.mail.mails.filter(
    ({ text, to }) =>
      text.includes('Together, these steps make it possible') &&
      text.includes(who.email) &&
      to.includes(admin.person.email)
  );
};

/** Follows the link that Strapi sends to the account's current address. */
const setPasswordByMail = async (address: string) => {
  await host.request.post('/admin/forgot-password').send({ email: address });
  const mail = await host.mail.waitFor(address, ({ text }) => text.includes('reset-password?code='));
  const resetPasswordToken = /code=([\w-]+)/.exec(mail.text)?.[1];
  const body = { resetPasswordToken, password: PASSWORD };
  return host.request.post('/admin/reset-password').send(body);
};

const STEPS: Record<string, (who: Person) => Promise<{ status: number }>> = {
  address: (who) => user(who, { email: elsewhere() }),
  password: (who) => user(who, { password: PASSWORD }),
  reset: (who) => admin.session.post(`/mfa/users/${who.id}/reset`, REASON),
  exemption: (who) => {
    const expiresAt = new Date(host.clock.now() + DAY).toISOString();
    return admin.session.put(`/mfa/users/${who.id}/exemption`, { ...REASON, expiresAt });
  },
  pass: (who) => admin.session.post(`/mfa/users/${who.id}/pass`, { ...REASON, hours: 1 }),
  deactivation: async (who) => {
    await user(who, { isActive: false });
    return user(who, { isActive: true });
  },
};

const SAME_KIND = ['reset', 'exemption'];
/** Passes are for people without a method. Resets are for people who have one, or lost theirs earlier. */
const make = async (steps: readonly string[]): Promise<Person> => {
  const bare = steps.includes('pass') && steps[0] !== 'reset';
  const person = bare ? await createPerson(host) : (await personWithTotp(host)).person;
  if (bare && steps.includes('reset')) {
    await host.container.accounts.open(person.id);
    const accounts = host.container.database.table('accounts').where({ user_id: person.id });
    await accounts.update({ must_enroll_since: host.clock.now() - 100 * HOUR });
  }
  return person;
};
const names = Object.keys(STEPS);
const PAIRS = names.flatMap((first) =>
  names
    .filter((second) => first !== second && !(SAME_KIND.includes(first) && SAME_KIND.includes(second)))
    .map((second) => [first, second] as const)
);

describe('a changed address', () => {
  it('is recorded with who did it, from and to, and told to both addresses at once [C36]', async () => {
    const person = await createPerson(host, { preferedLanguage: 'de' });
    const to = elsewhere();
    expect((await user(person, { email: to })).status).toBe(200);
    const [event] = await events(person, ['user.email_changed']);
    expect(event).toMatchObject({
      outcome: 'success',
      actor: { id: admin.person.id, email: admin.person.email },
      target: { id: person.id },
      details: { from: person.email, to },
    });
    await settle();
    for (const address of [person.email, to]) {
      const [mail] = host.mail.to(address);
      expect(mail?.subject).toContain('E-Mail-Adresse');
      for (const part of [admin.person.email, person.email, to]) expect(mail?.text).toContain(part);
      expect(mail?.text).not.toContain('IP-Adresse');
    }
  });

  it('does not take the mails along: for 72 hours both addresses hear, also after several changes [C36]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    const away = elsewhere();
    await user(person, { email: away });
    for (let more = 0; more < 8; more += 1) await user(person, { email: elsewhere() });
    const last = { ...person, email: elsewhere() };
    await user(person, { email: last.email });
    host.mail.clear();
    expect((await session.post('/mfa/me/password', { password: person.password })).status).toBe(200);
    await enrollTotp(host, session);
    await settle();
    const added = (address: string) => host.mail.to(address).filter(({ subject }) => subject.includes('was added'));
    expect([added(person.email).length, added(last.email).length]).toEqual([1, 1]);

    host.clock.advance(72 * HOUR + 1000);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    host.mail.clear();
    await STEPS.reset?.(person);
    await settle();
    expect([host.mail.to(person.email).length, host.mail.to(last.email).length]).toEqual([0, 1]);
    await host.container.accounts.sweep();
    expect(await host.container.accounts.find(person.id)).toMatchObject({ formerEmails: null });
  });

  it('that was taken away altogether is told to the one from before, and nothing is sent to nobody [C36]', async () => {
    const person = await createPerson(host);
    expect((await user(person, { email: '' })).status).toBe(200);
    await settle();
    expect(host.mail.to(person.email)).toHaveLength(1);
    const failed = await host.container.audit.list({ types: ['notice.failed'], userId: person.id }, { limit: 1 });
    expect(failed.events).toEqual([]);
  });

  it('is told when the owner’s own session did it, with where from, and nothing is told when nothing changed [C36]', async () => {
    const person = await createPerson(host);
    const session = await logIn(host, person);
    await user(person, { email: person.email, firstname: 'Ada' });
    await settle();
    expect(host.mail.to(person.email)).toEqual([]);
    await host.strapi.service('admin::user').updateById(person.id, { email: elsewhere() });
    await settle();
    expect(host.mail.to(person.email)[0]?.text).toContain('system');
    expect((await events(person, ['user.email_changed']))[0]).toMatchObject({ actor: { kind: 'system' } });
    await session.post('/mfa/me/password', { password: person.password });
    expect((await session.put('/admin/users/me', { email: elsewhere() })).status).toBe(200);
    await settle();
    expect(host.mail.to(person.email).at(-1)?.text).toContain('IP address');
    expect((await events(person, ['user.email_changed']))[0]).toMatchObject({ actor: { id: person.id } });
  });
});

describe('steps towards an account', () => {
  it.each(PAIRS)('by one administrator are told to every super admin: %s, then %s [C37]', async (first, second) => {
    const person = await make([first, second]);
    expect((await STEPS[first]?.(person))?.status).toBe(200);
    expect(await alarms(person)).toEqual([]);
    expect((await STEPS[second]?.(person))?.status).toBe(200);
    expect(await alarms(person)).not.toEqual([]);
  });

  it('are told by the third and the fourth again, and the mail names all of them [C37]', async () => {
    const person = await make(['pass']);
    for (const step of ['pass', 'deactivation', 'password', 'address']) {
      expect((await STEPS[step]?.(person))?.status).toBe(200);
    }
    const told = await alarms(person);
    expect(told.length).toBeGreaterThanOrEqual(3);
    const last = told.at(-1)?.text ?? '';
    expect(last).toContain(person.email);
    for (const words of ['pass', 'password', 'email address', 'deactivated'])
      expect(last.toLowerCase()).toContain(words);
  });

  it('are told when one request does several, and name them in the reader’s language [C37]', async () => {
    const reader = await createPerson(host, { roles: [SUPER], preferedLanguage: 'fr' });
    const { person } = await personWithTotp(host);
    const to = elsewhere();
    expect((await user(person, { email: to, password: PASSWORD })).status).toBe(200);
    expect(await alarms(person)).toHaveLength(1);
    const mail = await host.mail.waitFor(reader.email, ({ text }) => text.includes(to));
    expect(mail.text).toContain('changé l’adresse e-mail ; défini un mot de passe');
    expect(mail.text).toContain(person.email);
  });

  it('are told also to a super admin whom the same administrator took out of the way before [C37]', async () => {
    const [off, demoted] = [await createPerson(host, { roles: [SUPER] }), await createPerson(host, { roles: [SUPER] })];
    const editor = await host.strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
    await user(off, { isActive: false });
    expect((await user(demoted, { roles: [editor.id] })).status).toBe(200);
    const { person } = await personWithTotp(host);
    await user(person, { password: PASSWORD });
    await STEPS.reset?.(person);
    await settle();
    for (const { email } of [off, demoted]) {
      const told = host.mail.to(email).filter(({ text }) => text.includes(person.email));
      expect([email, told.length]).toEqual([email, 1]);
    }
  });

  it('are told when the password came by the link to an address that somebody else put there [C37]', async () => {
    const { person } = await personWithTotp(host);
    const to = elsewhere();
    await user(person, { email: to });
    host.clock.advance(HOUR);
    const answer = await setPasswordByMail(to);
    expect(answer.status).toBe(403);
    expect(await alarms(person)).not.toEqual([]);
    expect((await events(person, ['user.password_changed']))[0]).toMatchObject({
      actor: { id: admin.person.id },
      target: { id: person.id },
      reason: 'link_after_address_change',
    });
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
  });

  it('are remembered when the address was put back before the link was used [C37]', async () => {
    const { person } = await personWithTotp(host);
    await user(person, { email: elsewhere() });
    await user(person, { email: person.email });
    expect(await alarms(person)).toEqual([]);
    await setPasswordByMail(person.email);
    expect(await alarms(person)).not.toEqual([]);
  });

  it('are not told of one’s own link, of one step alone, of two administrators, nor after 72 hours [C37]', async () => {
    const { person } = await personWithTotp(host);
    await setPasswordByMail(person.email);
    expect((await events(person, ['user.password_changed']))[0]).toMatchObject({
      actor: { id: person.id },
      reason: null,
    });
    await STEPS.reset?.(person);
    await STEPS.exemption?.(person);
    expect(await alarms(person)).toEqual([]);
    host.clock.advance(71 * HOUR);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    await STEPS.password?.(person);
    expect(await alarms(person)).toHaveLength(1);
    host.clock.advance(72 * HOUR + 1000);
    admin = { ...admin, session: await signInWithTotp(host, admin.person, admin.app) };
    await STEPS.address?.(person);
    expect(await alarms(person)).toHaveLength(1);
  });
});

describe('the trail', () => {
  it('says who deactivated, set the password in the same request, and reactivated [C37]', async () => {
    const { person } = await personWithTotp(host);
    await user(person, { isActive: false, password: PASSWORD });
    await user(person, { isActive: true });
    await user(person, { isActive: true });
    const types: EventType[] = ['user.deactivated', 'user.password_changed', 'user.reactivated'];
    const found = await events(person, types);
    expect(found.map(({ type }) => type)).toEqual(['user.reactivated', 'user.deactivated', 'user.password_changed']);
    for (const { actor } of found) expect(actor.id).toBe(admin.person.id);
    expect(await alarms(person)).not.toEqual([]);
  });

  it('never names the victim for what the host’s own code did [C37]', async () => {
    const person = await createPerson(host);
    const users = host.strapi.db.query('admin::user');
    await users.updateMany({ where: { id: person.id }, data: { isActive: false } });
    await host.strapi.service('admin::user').updateById(person.id, { password: PASSWORD });
    const found = await events(person, ['user.deactivated', 'user.password_changed']);
    expect(found.map(({ actor }) => actor.kind)).toEqual(['system', 'system']);
  });

  it('tells of a role that was gained or lost, and by whom [C43]', async () => {
    const person = await createPerson(host);
    const roles = await host.strapi.db.query('admin::role').findMany({ where: { code: { $in: ['strapi-author'] } } });
    expect((await user(person, { roles: roles.map(({ id }: { id: number }) => id) })).status).toBe(200);
    expect((await events(person, ['user.roles_changed']))[0]).toMatchObject({
      actor: { id: admin.person.id },
      details: { gained: ['strapi-author'], lost: ['strapi-editor'] },
    });
  });
});

describe('many at once, by code of the host', () => {
  const users = () => host.strapi.db.query('admin::user');

  it('take nothing from anybody when the database refuses [C37][C26]', async () => {
    const { person, session } = await personWithTotp(host);
    const original = host.strapi.db.entityManager.createQueryBuilder;
    host.strapi.db.entityManager.createQueryBuilder = () => {
      throw new Error('the database refuses');
    };
    const both = await Promise.allSettled([
      users().deleteMany({ where: { email: person.email } }),
      users().updateMany({ where: { email: person.email }, data: { isActive: false } }),
    ]);
    host.strapi.db.entityManager.createQueryBuilder = original;
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await host.container.authenticators.count(person.id)).toBe(1);
    expect((await session.get('/admin/users/me')).status).toBe(200);
    expect((await logInToEnroll(host, await createPerson(host))).user.id).toBeGreaterThan(0);
  });

  it('end sessions of those whose rows were written, and forget and record those whose rows are gone [C37][C26]', async () => {
    const { person, session } = await personWithTotp(host);
    await users().updateMany({ where: { email: person.email }, data: { email: elsewhere(), isActive: false } });
    expect((await session.get('/admin/users/me')).status).toBe(401);
    await users().deleteMany({ where: { id: person.id } });
    expect(await host.container.authenticators.count(person.id)).toBe(0);
    expect((await events(person, ['user.deleted']))[0]).toMatchObject({ actor: { kind: 'system' } });
  });
});
