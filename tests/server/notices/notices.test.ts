import { LANGUAGES } from '../../../server/src/delivery/mail';
import { NOTICE_TEXTS } from '../../../server/src/notices/texts';
import {
  askToSignIn,
  createPerson,
  enrollKey,
  enrollTotp,
  HOUR,
  logInToEnroll,
  MINUTE,
  personWithTotp,
  signInWithRecoveryCode,
  signInWithTotp,
  startHost,
  verify,
  type Host,
  type Person,
} from '../../support';

const mfa = (config: Record<string, unknown>) => ({ plugins: { mfa: { config } } });

let host: Host;

beforeAll(async () => {
  host = await startHost({
    config: mfa({
      issuer: 'Example CMS',
      policy: { trustedBrowserDays: 14 },
      mail: { from: 'Security <security@example.com>', replyTo: 'it@example.com' },
    }),
  });
});

afterAll(() => host.stop());

const mailsTo = (person: Person, part: string) =>
  host.mail.to(person.email).filter(({ subject }) => subject.includes(part));
const arrives = async (person: Person, part: string) => {
  await host.container.notices.flush();
  return host.mail.waitFor(person.email, ({ subject }) => subject.includes(part));
};
const settled = () => host.container.notices.flush();

describe('mails about one’s account', () => {
  it('tell of a factor that was added: what, when, from where, and what to do [C22]', async () => {
    const person = await createPerson(host);
    const session = await logInToEnroll(host, person);
    await enrollKey(host, session, undefined, 'YubiKey blue');
    const mail = await arrives(person, 'A method was added');
    expect(mail.from).toBe('security@example.com');
    expect(mail.raw).toMatch(/^Reply-To: it@example\.com/m);
    expect(mail.text).toContain('“YubiKey blue” was added to your account on Example CMS.');
    expect(mail.text).toContain('Method: Passkey or security key');
    expect(mail.text).toContain('IP address: 127.0.0.1');
    expect(mail.text).toMatch(/When: .+ UTC/);
    expect(mail.text).toContain('If this wasn’t you');
    expect(mail.raw).not.toMatch(/href|https?:\/\//);
  });

  it('tell of one that was removed [C22]', async () => {
    const { person, session, app } = await personWithTotp(host);
    await enrollKey(host, session);
    expect((await session.delete(`/mfa/me/authenticators/${app.authenticator.id}`)).status).toBe(200);
    expect((await arrives(person, 'was removed')).text).toContain('“Phone” was removed');
  });

  it('tell of recovery codes that were made, used and running low, never with a code in them [C22]', async () => {
    const { person, app, recoveryCodes } = await personWithTotp(host);
    for (const code of recoveryCodes.slice(0, 7)) await signInWithRecoveryCode(host, person, code);
    await arrives(person, 'running out of recovery codes');
    // Emails are sent in parallel and arrive in any order, so this looks for the last number.
    await settled();
    const counted = mailsTo(person, 'A recovery code was used').map(({ text }) => /Codes left: (\d+)/.exec(text)?.[1]);
    expect(counted.sort()).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    expect(mailsTo(person, 'running out')).toHaveLength(1);
    const session = await signInWithTotp(host, person, app);
    expect((await session.post('/mfa/me/recovery-codes')).status).toBe(200);
    await arrives(person, 'New recovery codes for your account');
    const everything = host.mail
      .to(person.email)
      .map(({ raw }) => raw)
      .join('\n');
    for (const code of recoveryCodes) expect(everything).not.toContain(code);
  });

  it('tell of a browser that is trusted from now on [C22][C18]', async () => {
    const { person, app } = await personWithTotp(host);
    await signInWithTotp(host, person, app, { trustBrowser: true });
    expect((await arrives(person, 'A browser is now trusted')).text).toContain('For the next 14 days');
  });

  it('tell once an hour that somebody knows the password, when MFA fails again and again [C22]', async () => {
    const { person } = await personWithTotp(host);
    const guess = async (times: number) => {
      const { transaction } = await askToSignIn(host, person);
      for (let count = 0; count < times; count += 1) {
        await verify(host, transaction, { method: 'totp', code: '000000' });
      }
    };
    await guess(2);
    await settled();
    expect(mailsTo(person, 'Someone knows your password')).toHaveLength(0);
    await guess(2);
    const mail = await arrives(person, 'Someone knows your password');
    expect(mail.text).toContain('they didn’t get in. Change it now');
    expect(mailsTo(person, 'Someone knows your password')).toHaveLength(1);
    host.clock.advance(HOUR + MINUTE);
    await guess(1);
    await settled();
    expect(mailsTo(person, 'Someone knows your password')).toHaveLength(2);
  });

  it('tell of a lock and until when [C22]', async () => {
    const { person } = await personWithTotp(host);
    for (let failures = 0; failures < 10; failures += 1) {
      const { transaction } = await askToSignIn(host, person);
      await verify(host, transaction, { method: 'totp', code: '000000' });
      host.clock.advance(15 * MINUTE);
    }
    const mail = await arrives(person, 'Login blocked');
    expect(mail.text).toMatch(/Codes won’t be accepted until .+ UTC/);
    expect(mail.text).toContain('Security keys and passkeys still work');
  });

  it.each(LANGUAGES)('speak the language of the person’s panel: %s [C22][C32]', async (preferedLanguage) => {
    const { person } = await personWithTotp(host, { preferedLanguage });
    const subject = NOTICE_TEXTS[preferedLanguage].events.factor_added.subject.replace('{site}', 'Example CMS');
    const mail = await arrives(person, subject);
    expect(mail.text).toContain('Phone');
    expect(mail.text).toContain(NOTICE_TEXTS[preferedLanguage].labels.when);
  });

  it('go to the address of that moment, not to one set right after it [C22]', async () => {
    const person = await createPerson(host);
    host.mail.refuse(true);
    const session = await logInToEnroll(host, person);
    await enrollTotp(host, session);
    await settled();
    const moved = `moved-${person.id}@example.com`;
    await host.strapi.db.query('admin::user').update({ where: { id: person.id }, data: { email: moved } });
    host.mail.refuse(false);
    host.clock.advance(MINUTE);
    await settled();
    expect(mailsTo(person, 'A method was added')).toHaveLength(1);
    // The new address gets only the email about itself, and nothing about earlier events.
    expect(host.mail.to(moved).map(({ subject }) => subject)).toEqual([expect.stringContaining('email address')]);
  });

  it('do not hold anything up when they cannot be sent, are recorded as failed, and go out later [C22]', async () => {
    const person = await createPerson(host);
    host.mail.refuse(true);
    const session = await logInToEnroll(host, person);
    expect((await enrollTotp(host, session)).recoveryCodes).toHaveLength(10);
    await settled();
    const recorded = () =>
      host.container.database
        .table('auditEntries')
        .where({ target_id: person.id })
        .whereIn('type', ['notice.failed', 'notice.sent']);
    expect(await recorded()).toEqual([
      expect.objectContaining({ type: 'notice.failed', outcome: 'failure', actor_kind: 'system' }),
    ]);
    host.clock.advance(MINUTE);
    await settled();
    expect(await recorded()).toHaveLength(1);
    host.mail.refuse(false);
    host.clock.advance(HOUR);
    await settled();
    expect(mailsTo(person, 'A method was added')).toHaveLength(1);
    expect((await recorded()).map((row: { type: string }) => row.type)).toEqual(['notice.failed', 'notice.sent']);
  });

  it('are not sent for a change that was rolled back [C22]', async () => {
    const person = await createPerson(host);
    const failing = host.container.database.transaction(async (trx) => {
      await host.container.notices.tell('reset', person.id, { by: 'boss@example.com' }, trx);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await settled();
    expect(host.mail.to(person.email)).toEqual([]);
  });

  it('tell of a reset who did it, and not from which browser [C22][C21]', async () => {
    const person = await createPerson(host);
    await host.container.notices.tell('reset', person.id, { by: 'boss@example.com' });
    const mail = await arrives(person, 'was reset');
    expect(mail.text).toContain('An administrator (boss@example.com)');
    expect(mail.text).not.toMatch(/IP address|Browser/);
  });

  it('are sent once when fifty flush at the same moment [C22]', async () => {
    const person = await createPerson(host);
    await host.container.notices.tell('reminder', person.id, { by: 'boss@example.com' });
    await Promise.all(Array.from({ length: 50 }, () => host.container.notices.flush()));
    expect(mailsTo(person, 'Please set up MFA')).toHaveLength(1);
  });

  it('are nobody’s when the account is gone [C22]', async () => {
    await host.container.notices.tell('reminder', 999_999, {});
    await settled();
    const rows = await host.container.database.table('outbox').where({ kind: 'notice' });
    expect(rows).toEqual([]);
  });
});

describe('a site owner', () => {
  it('switches mails off one by one and puts own words in their place [C22]', async () => {
    const next = await host.restart({
      config: mfa({
        policy: { notices: { factor_added: false } },
        mail: {
          templates: {
            recovery_codes_generated: {
              subject: '[{site}] new codes',
              text: 'Dear colleague, {total} codes were made.',
            },
            'recovery_codes_generated.de': { text: 'Liebe Kollegin, {total} Codes.' },
          },
        },
      }),
    });
    host = next;
    const english = await personWithTotp(next);
    const german = await personWithTotp(next, { preferedLanguage: 'de' });
    for (const { person, session, app } of [english, german]) {
      next.clock.advance(MINUTE);
      const { transaction } = await askToSignIn(next, person);
      await verify(next, transaction, { method: 'totp', code: app.code() });
      expect((await session.post('/mfa/me/recovery-codes')).status).toBe(200);
    }
    await next.container.notices.flush();
    const mail = await next.mail.waitFor(english.person.email, ({ subject }) => subject === '[Strapi] new codes');
    expect(mail.text.trim()).toBe('Dear colleague, 10 codes were made.');
    expect((await next.mail.waitFor(german.person.email, ({ text }) => text.includes('Kollegin'))).subject).toBe(
      '[Strapi] new codes'
    );
    expect(mailsTo(english.person, 'A method was added')).toEqual([]);
  });

  it('is told at start of a template that names no mail [C22]', async () => {
    const config = mfa({ mail: { templates: { factor_add: { subject: 'x' } } } });
    const mistaken = host.restart({ config });
    await expect(mistaken).rejects.toThrow(/mail\.templates\.factor_add/);
    await Promise.all([host.mail.stop(), host.sms.stop(), host.database.drop()]);
    host = await startHost();
  });
});
