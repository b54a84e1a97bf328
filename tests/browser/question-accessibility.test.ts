import type { Page } from 'playwright-core';

import { createPerson, forcePolicy, personWithKey, personWithTotp, type EnrolledApp, type Person } from '../support';
import {
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  givePassword,
  isIn,
  keep,
  openLogin,
  pictures,
  setStage,
  type Stage,
} from './panel';

let stage: Stage;
let person: Person;
let app: EnrolledApp;

beforeAll(async () => {
  stage = await setStage();
  ({ person, app } = await personWithTotp(stage.host));
});
afterAll(() => stage?.close());
beforeEach(() => forcePolicy(stage.host, { requirement: 'optional', trustedBrowserDays: 0 }));

const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent ?? ''}`);

const reaches = async (page: Page, wanted: RegExp): Promise<void> => {
  for (let step = 0; step < 20; step += 1) {
    if (wanted.test(await focusedText(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${wanted}; it stands on ${await focusedText(page)}.`);
};

describe('the question is for everybody [C31]', () => {
  it('a whole login needs no mouse, and Tab never leaves the question', async () => {
    const page = await stage.open();
    await openLogin(page, stage.host);
    await page.getByLabel('Email*').focus();
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');
    await asked(page);
    expect(await codeField(page).evaluate((field) => field === document.activeElement)).toBe(true);

    await reaches(page, /Use another method/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Use a recovery code'));
    await page.keyboard.press('Enter');
    await gate(page).getByLabel('Recovery code').waitFor();
    expect(await focusedText(page)).toMatch(/^INPUT/);
    await reaches(page, /Use authenticator app instead/);
    await page.keyboard.press('Enter');
    await codeField(page).waitFor();
    for (let step = 0; step < 15; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('#mfa-gate') !== null)).toBe(true);
    }
    await codeField(page).focus();
    await page.keyboard.type(app.code());
    await isIn(page);
  });

  it('one field that phones and password managers fill', async () => {
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    expect(await gate(page).locator('input').count()).toBe(1);
    const attributes = await codeField(page).evaluate((field) =>
      ['type', 'inputmode', 'autocomplete', 'enterkeyhint'].map((name) => field.getAttribute(name))
    );
    expect(attributes).toEqual(['text', 'numeric', 'one-time-code', 'done']);
    const size = await codeField(page).evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
    const [hint] = (await codeField(page).getAttribute('aria-describedby'))?.split(' ') ?? [];
    expect(await page.locator(`[id="${hint}"]`).innerText()).toContain('6-digit code');
  });

  it('fits a narrow phone and a page magnified four times, without scrolling sideways', async () => {
    const page = await stage.open({ phone: true });
    await page.setViewportSize({ width: 320, height: 640 });
    await askedAtLogin(stage, page, person);
    await button(page, 'Use another method').click();
    const sideways = () =>
      gate(page).evaluate(
        (layer) => layer.scrollWidth > layer.clientWidth || document.documentElement.scrollWidth > 320
      );
    expect(await sideways()).toBe(false);
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const other = await stage.open({ phone: true });
    await other.setViewportSize({ width: 320, height: 640 });
    await askedAtLogin(stage, other, await createPerson(stage.host), 'Protect your account');
    await gate(other)
      .getByRole('radio', { name: /Authenticator app/ })
      .check();
    await button(other, 'Continue').click();
    await gate(other)
      .getByRole('img', { name: /QR code/ })
      .waitFor();
    expect(await gate(other).evaluate((layer) => layer.scrollWidth > layer.clientWidth)).toBe(false);
  });
});

describe('the question speaks the language of the panel [C32]', () => {
  it('chosen on the login page, changed on the question, and told to the login page', async () => {
    const page = await stage.open();
    await openLogin(page, stage.host);
    await page.evaluate(() => localStorage.setItem('strapi-admin-language', 'de'));
    await page.reload();
    await page.locator('input[name="email"]').fill(person.email);
    await page.locator('input[name="password"]').fill(person.password);
    await page.locator('button[type="submit"]').click();
    await asked(page, 'Bestätigen Sie, dass Sie es sind');
    await keep(page, 'sign-in-german');
    await gate(page).getByLabel('Sprache der Oberfläche').selectOption('ja');
    await asked(page, 'ご本人確認');
    await gate(page).getByLabel('表示言語').selectOption('fr');
    await asked(page, 'Confirmez que c’est bien vous');
    await button(page, 'Ce n’est pas vous ? Utiliser un autre compte').click();
    await page.getByRole('alert').getByText('Pour vous connecter, saisissez votre mot de passe.').waitFor();
  });
});

describe('a browser that may be trusted [C18]', () => {
  it('is offered only where the policy allows it, is not asked again, and is asked after a change of password', async () => {
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    expect(await gate(page).getByRole('checkbox').count()).toBe(0);
    await forcePolicy(stage.host, { requirement: 'required_on_first_login', trustedBrowserDays: 14 });

    await page.reload();
    await givePassword(page, person);
    await asked(page);
    await gate(page).getByRole('checkbox', { name: 'Trust this browser for 14 days' }).click();
    await keep(page, 'sign-in-trust-browser');
    await codeField(page).fill(app.code());
    await isIn(page);

    const keepTrust = async () => {
      const cookies = await page.context().cookies();
      await page.context().clearCookies();
      await page.evaluate(() => localStorage.clear());
      await page.context().addCookies(cookies.filter(({ name }) => name === 'strapi_mfa_trusted_browser'));
      await openLogin(page, stage.host);
    };
    await keepTrust();
    await givePassword(page, person);
    await isIn(page);

    await stage.host.strapi.service('admin::user').updateById(person.id, { password: 'A-new-password-1' });
    await keepTrust();
    await givePassword(page, { ...person, password: 'A-new-password-1' });
    await asked(page);
    person = { ...person, password: 'A-new-password-1' };
  });
});

describe('the documentation', () => {
  it('shows the question in light and dark, wide and on a phone [C33]', async () => {
    await pictures(stage, 'sign-in-app', (page) => askedAtLogin(stage, page, person));
    const { person: keyed } = await personWithKey(stage.host);
    await pictures(stage, 'sign-in-key', (page) => askedAtLogin(stage, page, keyed));
  });
});
