/**
 * Every screen and state of the MFA prompt, shown in the pseudo language. Checks accessibility in light and dark mode,
 * and that nothing is untranslated or cut off, on desktop and on a phone.
 */
import type { Locator, Page } from 'playwright-core';

import {
  askToSignIn,
  createPerson,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  plugInKey,
  SUPER,
  totpCode,
  verify,
  wrongTotpCode,
  type ContextOptions,
  type Person,
} from '../support';
import { enroll, numberOf, PAUSE, personWith } from '../server/factors/delivered-steps';
import { look } from './inspect';
import {
  adminUrl,
  askedAtLogin,
  button,
  codeField,
  gate,
  giveCode,
  isIn,
  openLogin,
  setStage,
  type Stage,
} from './panel';
import { personWithAppAndKey } from './panel-steps';
import { say, speakPseudo } from './pseudo';

/** Text that is never translated: addresses, codes, and names chosen by people or by the policy. */
const DATA = [
  /[\w.+•-]+@[\w.•-]+/,
  /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/,
  /([A-Z2-7]{4} ?){8}/,
  /YubiKey blue|Kim at the help desk: 4711\./,
];

const t = (key: Parameters<typeof say<'challenge'>>[1], values?: Record<string, string | number>) =>
  say('challenge', key, values);
const shared = (key: Parameters<typeof say<'shared'>>[1], values?: Record<string, string | number>) =>
  say('shared', key, values);

let stage: Stage;
let found: string[];

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  found = [];
  await forcePolicy(stage.host, {
    requirement: 'optional',
    allowedMethods: ['webauthn', 'totp', 'email', 'sms'],
    gracePeriodDays: 0,
    trustedBrowserDays: 14,
    helpText: 'Kim at the help desk: 4711.',
    supportUrl: 'https://help.example.com',
  });
});
afterEach(() => {
  stage.host.mail.refuse(false);
});

const open = async (options?: ContextOptions): Promise<Page> => {
  const page = await stage.open(options);
  await speakPseudo(page.context());
  return page;
};

const seen = async (page: Page, name: string, within = '#mfa-gate'): Promise<void> => {
  found.push(...(await look(page, name, { within, data: DATA })));
};

const words = (page: Page, text: string): Locator => gate(page).getByText(text).first();

const heading = (page: Page, text: string): Promise<void> =>
  gate(page).getByRole('heading', { level: 1, name: text }).waitFor();

const click = (page: Page, name: string): Promise<void> => button(page, name).first().click();

const otherWay = async (page: Page, way: string): Promise<void> => {
  const wanted = gate(page).getByRole('listitem').getByRole('button', { name: way });
  if (!(await wanted.isVisible())) await click(page, t('otherWays.toggle'));
  await wanted.click();
};

/** Uses a different wrong code each time. To resubmit a rejected code, people have to click the button. */
const wrongCode = async (page: Page, secret: string, count: number): Promise<void> => {
  const right = Number(totpCode(secret, stage.host.clock.now()));
  await giveCode(page, String((right + 111_111 * (count + 1)) % 1_000_000).padStart(6, '0'));
};

describe('in every state it is clean, translated and whole [C31] [C32]', () => {
  it('the question at the login, by every method', async () => {
    const page = await open();
    const { person, session, app, key } = await personWithAppAndKey(stage, page);
    await enroll(stage.host, session, 'email', person);
    await enroll(stage.host, session, 'sms', person);
    stage.host.clock.advance(PAUSE);
    await askedAtLogin(stage, page, person, t('title.confirm'));
    await seen(page, 'key');

    await key.setPresent(false);
    for (const again of [t('panel.webauthn.button'), shared('action.tryAgain')]) {
      await click(page, again);
      await words(page, t('panel.webauthn.during')).waitFor();
      if (again === t('panel.webauthn.button')) await seen(page, 'key, prompt open');
      await click(page, shared('action.cancel'));
      await words(page, t('panel.webauthn.cancelled')).waitFor();
    }
    await seen(page, 'key, given up twice: all other ways');

    await otherWay(page, shared('method.totp.use'));
    await codeField(page).fill('abc');
    await click(page, shared('code.submit'));
    await words(page, shared('code.letters')).waitFor();
    await seen(page, 'app, letters');
    for (let tries = 0; tries < 3; tries += 1) await wrongCode(page, app.secret, tries);
    await words(page, shared('code.attempts', { count: 2 })).waitFor();
    await seen(page, 'app, refused three times');

    await otherWay(page, shared('method.email.use'));
    await codeField(page).waitFor();
    await seen(page, 'e-mail');
    await otherWay(page, shared('method.sms.use'));
    await gate(page).getByLabel(t('panel.sms.label')).waitFor();
    await seen(page, 'text message');

    await otherWay(page, shared('method.recovery_code.use'));
    await gate(page).getByLabel(t('panel.recovery_code.label')).fill('AAAA-AAAA-AAAA-AAAA');
    await click(page, t('panel.recovery_code.button'));
    await words(page, t('panel.recovery_code.wrong')).waitFor();
    await seen(page, 'recovery code, wrong');

    await otherWay(page, t('otherWays.lost'));
    await heading(page, t('lost.title'));
    await seen(page, 'everything lost');
    await click(page, shared('action.back'));
    await otherWay(page, shared('method.totp.use'));
    await wrongCode(page, app.secret, 4);
    await heading(page, t('exhausted.title'));
    await seen(page, 'no attempt left');
    await click(page, t('action.backToLogin'));
    expect(found).toEqual([]);
  });

  it('the question that cannot go on', async () => {
    const page = await open();
    const { person, app, recoveryCodes } = await personWithTotp(stage.host);
    await askedAtLogin(stage, page, person, t('title.confirm'));
    await otherWay(page, shared('method.recovery_code.use'));
    await gate(page).getByLabel(t('panel.recovery_code.label')).fill(String(recoveryCodes[0]));
    await click(page, t('panel.recovery_code.button'));
    await heading(page, t('recovered.title'));
    await seen(page, 'in by a recovery code');

    for (let count = 0; count < 5; count += 1) {
      const { transaction } = await askToSignIn(stage.host, person);
      const code = wrongTotpCode(app.secret, stage.host.clock.now());
      await verify(stage.host, transaction, { method: 'totp', code });
    }
    const cooling = await open();
    await askedAtLogin(stage, cooling, person, t('title.confirm'));
    await words(cooling, t('cooling.title')).waitFor();
    await seen(cooling, 'too many attempts');
    await click(cooling, t('frame.otherAccount'));
    await cooling.getByRole('alert').getByText(t('cancelled.signIn')).waitFor();

    const mail = await personWith(stage.host, 'email');
    stage.host.mail.refuse(true);
    await askedAtLogin(stage, cooling, mail.person, t('title.confirm'));
    await words(cooling, shared('send.failed')).waitFor();
    await seen(cooling, 'mail that cannot be sent');

    await stage.host.strapi.plugin('mfa').service('users').reset(person.id);
    stage.host.clock.advance(73 * HOUR);
    await askedAtLogin(stage, cooling, person, t('stuck.title'));
    await seen(cooling, 'nothing can be used');
    expect(found).toEqual([]);
  });

  it('the question in a browser without keys, and when time runs out', async () => {
    const keyed = await open();
    const { person } = await personWithAppAndKey(stage, keyed);
    await keyed.context().close();
    const page = await open();
    await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
    await page.clock.install({ time: stage.host.clock.now() });
    await askedAtLogin(stage, page, person, t('title.confirm'));
    await page.clock.runFor(200_000);
    await words(page, t('expiry.soon')).waitFor();
    await words(page, shared('unavailable.noWebauthn')).waitFor();
    await page.clock.resume();
    await seen(page, 'a browser without keys, soon over');
    await page.clock.runFor(130_000);
    await heading(page, t('expired.title'));
    await page.clock.resume();
    await seen(page, 'time is over');
    expect(found).toEqual([]);
  });

  it('the wizard, with every method', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await open();
    const person = await createPerson(stage.host);
    const key = await plugInKey(page, { present: false });
    await askedAtLogin(stage, page, person, t('title.enroll'));
    await seen(page, 'choose');

    const choose = async (method: string): Promise<void> => {
      await gate(page).locator(`input[type=radio][value=${method}]`).check();
      await click(page, shared('action.continue'));
    };
    await choose('sms');
    await gate(page).getByLabel(shared('enroll.sms.number')).fill('12');
    await click(page, shared('enroll.sms.send'));
    await words(page, shared('enroll.sms.numberWrong')).waitFor();
    await seen(page, 'text message, no number');
    await gate(page).getByLabel(shared('enroll.sms.number')).fill(numberOf(person));
    await click(page, shared('enroll.sms.send'));
    await codeField(page).waitFor();
    await seen(page, 'text message, sent');
    await click(page, shared('action.back'));

    await choose('email');
    await words(page, shared('enroll.email.intro')).waitFor();
    await seen(page, 'e-mail');
    await click(page, shared('enroll.email.send'));
    await codeField(page).waitFor();
    await click(page, shared('action.back'));

    await choose('totp');
    await gate(page)
      .getByRole('img', { name: shared('qr.label') })
      .waitFor();
    const secret = ((await gate(page).locator('code').first().textContent()) ?? '').replace(/\s/g, '');
    await codeField(page).fill(wrongTotpCode(secret, stage.host.clock.now()));
    await words(page, shared('enroll.totp.wrong')).waitFor();
    await seen(page, 'app, wrong');
    await click(page, shared('action.back'));

    await choose('webauthn');
    await click(page, shared('enroll.webauthn.key'));
    await words(page, shared('enroll.webauthn.during')).waitFor();
    await click(page, shared('action.cancel'));
    await words(page, shared('enroll.webauthn.nothingAdded')).waitFor();
    await seen(page, 'key, given up');
    await key.setPresent(true);
    await click(page, shared('enroll.webauthn.key'));
    await heading(page, t('enroll.codes.title'));
    await click(page, shared('action.continue'));
    await words(page, shared('recovery.savedMissing')).waitFor();
    await seen(page, 'recovery codes, not ticked');

    const codes = gate(page)
      .getByRole('list', { name: shared('recovery.listLabel') })
      .locator('code');
    const code = await codes.first().innerText();
    await gate(page).getByRole('checkbox').click();
    await click(page, shared('action.continue'));
    await gate(page).getByLabel(shared('recovery.prove')).fill('AAAA-AAAA-AAAA-AAAA');
    await click(page, shared('recovery.finish'));
    await words(page, shared('recovery.proveWrong')).waitFor();
    await seen(page, 'recovery code typed back, wrong');
    await gate(page).getByLabel(shared('recovery.prove')).fill(code);
    await click(page, shared('recovery.finish'));
    await heading(page, t('enroll.done.title'));
    await seen(page, 'set');
    await click(page, t('enroll.done.go'));
    await isIn(page);
    expect(found).toEqual([]);
  });

  it('the question over a page', async () => {
    const page = await open();
    const { person: other, app } = await personWithTotp(stage.host, { roles: [SUPER] });
    await signIn(page, await createPerson(stage.host, { roles: [SUPER] }));
    await page.goto(adminUrl(stage.host, '/me'));
    await isIn(page);
    await page.route('**/mfa/transactions', (route) => route.abort());
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    await page.reload();
    await heading(page, t('unreachable.title'));
    await seen(page, 'no answer');
    await page.unroute('**/mfa/transactions');
    await click(page, shared('action.tryAgain'));
    await gate(page).getByLabel(shared('password.label')).fill('not the password');
    await click(page, shared('action.continue'));
    await words(page, shared('password.wrong')).waitFor();
    await seen(page, 'password before a method');

    const again = await open();
    await askedAtLogin(stage, again, other, t('title.confirm'));
    await codeField(again).fill(app.code());
    await isIn(again);
    stage.host.clock.advance(13 * HOUR);
    stage.host.container.guard.forget();
    await again.reload();
    await heading(again, t('title.confirm'));
    await codeField(again).waitFor();
    await seen(again, 'asked again after a while');

    const sso = await createPerson(stage.host, { password: null, roles: [SUPER] });
    await forcePolicy(stage.host, { requirement: 'optional' });
    const without = await open();
    await without.goto(adminUrl(stage.host, `/connect/example?email=${encodeURIComponent(sso.email)}`));
    await without.goto(adminUrl(stage.host, '/me/security'));
    await without.getByRole('heading', { level: 1, name: say('security', 'page.title') }).waitFor();
    stage.host.clock.advance(11 * MINUTE);
    await without.locator('[data-add=totp]').click();
    await words(without, t('reauthenticate.text')).waitFor();
    await seen(without, 'a new login is needed');
    expect(found).toEqual([]);
  });

  it('the remarks above a page', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login', gracePeriodDays: 10 });
    const page = await open();
    await signIn(page, await createPerson(stage.host));
    await page.getByRole('button', { name: t('grace.notNow') }).waitFor();
    await seen(page, 'time to set up', '#mfa-notice');

    const { person, app } = await personWithTotp(stage.host);
    const { transaction } = await askToSignIn(stage.host, person);
    const wrong = wrongTotpCode(app.secret, stage.host.clock.now());
    await verify(stage.host, transaction, { method: 'totp', code: wrong }).expect(400);
    const attacked = await open();
    await askedAtLogin(stage, attacked, person, t('title.confirm'));
    await codeField(attacked).fill(app.code());
    await attacked.getByRole('button', { name: t('attempts.whatToDo') }).waitFor();
    await seen(attacked, 'somebody else has the password', '#mfa-notice');
    expect(found).toEqual([]);
  });
});

const signIn = async (page: Page, person: Person): Promise<void> => {
  await openLogin(page, stage.host);
  await page.getByLabel('Email*').fill(person.email);
  await page.getByLabel('Password*').fill(person.password);
  await page.getByRole('button', { name: 'Login', exact: true }).click();
  await isIn(page);
};
