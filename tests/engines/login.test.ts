/** Login, setup and step-up in browser engines other than Chromium. */
import { createPerson, forcePolicy, HOUR, personWithTotp, SUPER, totpCode, wrongTotpCode } from '../support';
import { enginesOfThisRun } from '../support/engines';
import { codeIn, enroll } from '../server/factors/delivered-steps';
import { logInToEnroll } from '../support';
import {
  adminUrl,
  asked,
  askedAtLogin,
  button,
  CODE,
  field,
  GATE,
  givePassword,
  heading,
  isIn,
  keep,
  openLogin,
  saveCodes,
  setEngineStage,
  signedInWithApp,
  words,
  type EngineStage,
} from './panel';

const ALL = ['webauthn', 'totp', 'email', 'sms'];

describe.each(enginesOfThisRun())('%s', (engine) => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await setEngineStage(engine, {
      config: { plugins: { mfa: { config: { policy: { allowedMethods: ALL } } } } },
    });
    process.stdout.write(`${engine} ${stage.version}\n`);
  });
  afterAll(() => stage?.close());
  beforeEach(() => forcePolicy(stage.host, { requirement: 'optional' }));

  it('an app: a wrong code is said, the field is ready again, the right one gets in [C56] [A34] [A37]', () =>
    stage.inTab(async (tab) => {
      const { person, app } = await personWithTotp(stage.host);
      await askedAtLogin(tab, stage.host, person);
      await keep(tab, stage, 'question');
      await tab.fill(CODE, wrongTotpCode(app.secret, stage.host.clock.now()));
      await tab.see({ css: '[role="alert"]', name: 'That code isn’t right.', within: GATE });
      await tab.until(
        'the focus is in the field again',
        () => document.activeElement?.getAttribute('autocomplete') === 'one-time-code'
      );
      await tab.fill(CODE, app.code());
      await isIn(tab);
    }));

  it('a recovery code gets in, and says how many are left [C56] [A28] [B37]', () =>
    stage.inTab(async (tab) => {
      const { person, recoveryCodes } = await personWithTotp(stage.host);
      await askedAtLogin(tab, stage.host, person);
      await tab.click(button('Use another method', GATE));
      await tab.click(button('Use a recovery code', GATE));
      await tab.fill(field('Recovery code', GATE), String(recoveryCodes[0]));
      await tab.press('enter');
      await asked(tab, 'You’re in');
      await tab.see(words('You have 9 recovery codes left.'));
    }));

  it('a code by e-mail gets in [C56] [C8]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      const person = await createPerson(host);
      await enroll(host, await logInToEnroll(host, person), 'email', person);
      host.clock.advance(HOUR);
      host.mail.clear();
      await askedAtLogin(tab, host, person);
      const mail = await host.mail.waitFor(person.email, ({ text }) => /^ {4}\d{6}$/m.test(text));
      await tab.fill(CODE, codeIn(mail.text));
      await isIn(tab);
    }));

  it('an app is set up during the login: QR code, key, codes copied and typed back [C56] [A14] [A15] [A27]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      await forcePolicy(host, { requirement: 'required_on_first_login' });
      const person = await createPerson(host);
      await askedAtLogin(tab, host, person, 'Protect your account');
      await tab.click({ css: 'input[type="radio"]', name: 'Authenticator app', within: GATE });
      await tab.click(button('Continue', GATE));
      await tab.see({ css: 'svg[role="img"]', name: 'QR code for adding Strapi to your app', within: GATE });
      await tab.click({ css: 'summary', name: 'Can’t scan it?', within: GATE });
      await keep(tab, stage, 'enroll-app');
      const secret = (await tab.see({ css: 'code', within: GATE })).text.replace(/\s/g, '');
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      await tab.fill(CODE, totpCode(secret, host.clock.now()));
      await asked(tab, 'Save your recovery codes');
      await keep(tab, stage, 'recovery-codes');
      await tab.click(button('Copy', GATE));
      // Some engines block the clipboard, and the page says so. The codes stay visible either way.
      await tab.see(words('/Copied|Select the codes and copy them\\./'));
      const codes = await saveCodes(tab, GATE);
      expect(new Set(codes).size).toBe(10);
      await asked(tab, 'You’re all set');
      await tab.click(button('Go to Strapi', GATE));
      await isIn(tab);
    }));

  it('leaving the question goes back to the password, by its button and by the Back button [C56]', () =>
    stage.inTab(async (tab) => {
      const { person } = await personWithTotp(stage.host);
      await askedAtLogin(tab, stage.host, person);
      await tab.click(button('Not you? Use another account', GATE));
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see({ css: '[role="alert"]', name: 'To log in, enter your password.' });
      await tab.click({ css: 'button[type="submit"]', name: 'Login' });
      await asked(tab);
      await tab.call(() => history.back());
      await tab.gone({ css: 'h1', within: GATE });
      expect((await tab.see({ css: 'input[name="email"]' })).value).toBe(person.email);
    }));

  it('a lapsed session is asked in place: put aside, confirmed, and what was typed is saved [C56] [C3] [C61]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      const { person, app } = await personWithTotp(host, { roles: [SUPER] });
      await signedInWithApp(tab, host, person, app);
      await tab.goto(adminUrl(host, '/content-manager/collection-types/api::article.article/create'));
      await tab.fill({ css: 'input[name="title"]' }, `Written in ${engine}`);
      host.clock.advance(13 * HOUR);
      host.container.guard.forget();
      await tab.click(button('/^Save$/'));
      await asked(tab);
      await keep(tab, stage, 'over-a-form');
      await tab.click(button('/^Cancel$/', GATE));
      await tab.click(button('Confirm', '#mfa-aside'));
      await asked(tab);
      expect((await tab.call(() => document.querySelector<HTMLInputElement>('input[name="title"]')?.value)) ?? '').toBe(
        `Written in ${engine}`
      );
      await tab.fill(CODE, app.code());
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see(words('Saved document'));
      const saved = await host.strapi.db
        .query('api::article.article')
        .count({ where: { title: `Written in ${engine}` } });
      expect(saved).toBeGreaterThan(0);
    }));

  it('Tab stays inside the question that lies over a page [C56]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      const { person, app } = await personWithTotp(host);
      await signedInWithApp(tab, host, person, app);
      host.clock.advance(13 * HOUR);
      host.container.guard.forget();
      await tab.goto(adminUrl(host, '/me'));
      await asked(tab);
      for (let step = 0; step < 8; step += 1) {
        await tab.press('tab');
        expect(await tab.call(() => document.activeElement?.closest('#mfa-gate') !== null)).toBe(true);
      }
    }));

  it('a browser without passkeys says so and offers the app [C56] [B53] [A8]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      await forcePolicy(host, { requirement: 'required_on_first_login' });
      await openLogin(tab, host);
      const can = await tab.call(() => window.isSecureContext && typeof window.PublicKeyCredential === 'function');
      await givePassword(tab, await createPerson(host));
      await tab.see(heading('Protect your account', GATE));
      const key = { css: 'input[type="radio"]', name: 'Passkey or security key', within: GATE };
      await tab.see(key);
      const disabled = await tab.call(
        () => document.querySelector<HTMLInputElement>('#mfa-gate input[value="webauthn"]')?.disabled ?? null
      );
      expect(disabled).toBe(!can);
    }));
});
