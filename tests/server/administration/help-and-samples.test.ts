/** What people who can't log in read in their own language, and emails that administrators send themselves to see. */
import { NOTICE_EVENTS, PERMISSIONS, POLICY_ID } from '../../../shared/contracts';
import {
  askToSignIn,
  createPerson,
  createRole,
  EDITOR,
  expectOk,
  logIn,
  personWithTotp,
  postLogin,
  proven,
  provenSuperAdmin,
  putPolicy,
  readPolicy,
  setPolicy,
  startHost,
  type Administrator,
  type Host,
  type Session,
} from '../../support';

const SAMPLE = (event: string) => `/mfa/policies/${POLICY_ID}/notices/${event}/sample`;

let host: Host;
let admin: Administrator;
let officer: Administrator;

beforeAll(async () => {
  host = await startHost({
    config: {
      plugins: {
        mfa: { config: { mail: { templates: { unlocked: { text: 'You, {by}, are unlocked on {site}.' } } } } },
      },
    },
  });
  admin = await provenSuperAdmin(host);
  const actions = [PERMISSIONS.policyRead, PERMISSIONS.policyUpdate];
  officer = await proven(host, await createPerson(host, { roles: [await createRole(host, 'Officer', actions)] }));
});

afterAll(() => host?.stop());
beforeEach(() => host.mail.clear());

const codeOf = (answer: { body: { error?: { details?: { code?: string } } } }) => answer.body.error?.details?.code;
const speak = (id: number, preferedLanguage: string | null) =>
  host.strapi.db.query('admin::user').update({ where: { id }, data: { preferedLanguage } });
const latest = async (type: 'notice.sent' | 'notice.failed', id: number) =>
  (await host.container.audit.list({ types: [type], userId: id }, { limit: 1 })).events[0];
const sampleOf = (session: Session, event: string) => session.post(SAMPLE(event));

describe('the help text', () => {
  const TEXTS = { de: 'Rufen Sie 42 an.', ja: '内線 42 へお電話ください。' };

  it('has one text per language, and every question and refusal carries them beside the default [F22] [C63]', async () => {
    const { person } = await personWithTotp(host);
    expect((await askToSignIn(host, person)).helpTexts).toBeUndefined();

    const saved = await setPolicy(admin.session, {
      helpText: 'Call 42.',
      helpTexts: { ja: TEXTS.ja, fr: '', de: TEXTS.de },
    });
    expect(saved.helpTexts).toEqual(TEXTS);
    expect(Object.keys(saved.helpTexts)).toEqual(['de', 'ja']);
    expect(await askToSignIn(host, person)).toMatchObject({ helpText: 'Call 42.', helpTexts: TEXTS });
    const me = expectOk(await admin.session.get('/mfa/me'), 'read my security').body.data;
    expect(me.support).toMatchObject({ text: 'Call 42.', texts: TEXTS });
  });

  it('is refused in a language that the panel does not have, and if it is too long [F22]', async () => {
    for (const helpTexts of [{ it: 'Ciao' }, { de: 'x'.repeat(281) }, { de: 42 }, ['de']]) {
      const answer = await putPolicy(admin.session, { helpTexts });
      expect([helpTexts, answer.status, codeOf(answer)]).toEqual([helpTexts, 400, 'MFA_INVALID_REQUEST']);
    }
    expect((await setPolicy(admin.session, { helpTexts: { de: 'x'.repeat(280) } })).helpTexts.de).toHaveLength(280);
  });

  it('stays when a client that does not know it saves the policy [F22] [C12]', async () => {
    await setPolicy(admin.session, { helpTexts: TEXTS });
    const { helpTexts: _unknown, updatedAt: _updatedAt, ...first } = await readPolicy(admin.session);
    const answer = await admin.session.put(`/mfa/policies/${POLICY_ID}`, { ...first, helpText: 'Call 43.' });
    expect(answer.body.data).toMatchObject({ helpText: 'Call 43.', helpTexts: TEXTS });
  });

  it('makes Super Admins hear of it when somebody below changes it in any language [F22] [C42]', async () => {
    const told = async () => {
      await host.container.notices.flush();
      return host.mail.to(admin.person.email).filter(({ subject }) => subject.includes('help text')).length;
    };
    await setPolicy(officer.session, { helpTexts: TEXTS });
    expect(await told()).toBe(0);
    await setPolicy(officer.session, { helpTexts: { ...TEXTS, de: 'Senden Sie mir Ihr Passwort.' } });
    expect(await told()).toBe(1);
    await setPolicy(officer.session, { helpTexts: {} });
    expect(await told()).toBe(2);
    expect(JSON.stringify(host.mail.mails)).not.toContain('Senden Sie mir');
  });

  it('is read by someone who has to set up a method first [F22]', async () => {
    const person = await createPerson(host, { roles: [EDITOR] });
    await setPolicy(admin.session, { helpText: 'Call 42.', helpTexts: TEXTS, roles: { [EDITOR]: 'always_required' } });
    const details = (await postLogin(host, person)).body.error.details;
    expect(details).toMatchObject({ code: 'MFA_ENROLLMENT_REQUIRED', helpText: 'Call 42.', helpTexts: TEXTS });
    await setPolicy(admin.session, { roles: {}, helpText: '', helpTexts: {} });
  });
});

describe('a sample of an email', () => {
  it('comes for every email, to one’s own address, in one’s own language, and says that it is one [F16] [C22]', async () => {
    await speak(admin.person.id, 'de');
    await setPolicy(admin.session, { notices: { ...(await readPolicy(admin.session)).notices, locked: false } });
    host.mail.clear();
    for (const event of NOTICE_EVENTS) {
      const answer = await sampleOf(admin.session, event);
      expect([event, answer.status, answer.body.data]).toEqual([event, 200, { sentTo: admin.person.email }]);
      const mail = await host.mail.waitFor(admin.person.email, ({ subject }) => subject.startsWith('[Muster] '));
      expect(mail.subject.length).toBeGreaterThan('[Muster] '.length + 8);
      for (const part of [mail.text, mail.html]) {
        expect(part).toContain('An Ihrem Konto ist nichts geschehen.');
        expect(part).not.toMatch(/\{\w+\}|undefined|null|NaN|„“|“”/);
      }
      expect(mail.raw).not.toMatch(/href|https?:\/\//);
      host.mail.clear();
    }
    await speak(admin.person.id, null);
    expect(await latest('notice.sent', admin.person.id)).toMatchObject({
      actor: { id: admin.person.id },
      details: { event: NOTICE_EVENTS[NOTICE_EVENTS.length - 1], sample: true },
    });
  });

  it('uses the site owner’s own words, marked as well [F16] [C22]', async () => {
    expectOk(await sampleOf(admin.session, 'unlocked'), 'ask for a sample');
    const mail = await host.mail.waitFor(admin.person.email);
    expect(mail.text).toContain(`You, ${admin.person.email}, are unlocked on`);
    expect(mail.text).toMatch(/^\[Sample\] You asked for this email/);
    expect(mail.html).toContain('[Sample]');
  });

  it('goes nowhere else, for nothing else, and only from those who may change the policy [F16]', async () => {
    const aimed = await admin.session.post(SAMPLE('locked'), { to: 'victim@example.com' });
    expect([aimed.status, codeOf(aimed)]).toEqual([400, 'MFA_INVALID_REQUEST']);
    expect(codeOf(await sampleOf(admin.session, 'login_code'))).toBe('MFA_NOT_FOUND');
    const reader = await createPerson(host, { roles: [await createRole(host, 'Reader', [PERMISSIONS.policyRead])] });
    expect((await sampleOf(await logIn(host, reader), 'locked')).status).toBe(403);
    expect((await host.request.post(SAMPLE('locked'))).status).toBe(401);
    expect(host.mail.mails).toEqual([]);
  });

  it('says so if it cannot be sent, and records that [F16]', async () => {
    host.mail.refuse(true);
    const answer = await sampleOf(officer.session, 'locked');
    host.mail.refuse(false);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'MFA_DELIVERY_FAILED']);
    expect(JSON.stringify(answer.body)).not.toContain(officer.person.email);
    expect(await latest('notice.failed', officer.person.id)).toMatchObject({
      details: { event: 'locked', sample: true },
    });
  });

  it('can be had thirty times an hour, by each for themselves [F16]', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1) statuses.push((await sampleOf(officer.session, 'reset')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(29);
    const refused = await sampleOf(officer.session, 'reset');
    expect([refused.status, codeOf(refused)]).toEqual([429, 'MFA_TOO_MANY_ATTEMPTS']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000);
    host.clock.advance(61 * 60_000);
    expect((await sampleOf(officer.session, 'reset')).status).toBe(200);
  });
});
