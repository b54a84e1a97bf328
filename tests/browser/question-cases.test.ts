/** Bugs known from other products, and responses that never arrive, at the MFA prompt. */
import type { Page } from 'playwright-core';

import { createPerson, forcePolicy, HOUR, personWithTotp, SUPER, totpCode } from '../support';
import {
  adminUrl,
  aside,
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  givePassword,
  isIn,
  openLogin,
  setStage,
  type Stage,
} from './panel';
import { cutAnswer } from './panel-steps';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await forcePolicy(stage.host, { requirement: 'optional', trustedBrowserDays: 0, gracePeriodDays: 0 });
});
afterAll(() => stage?.close());

const countOf = (page: Page, ending: string): (() => number) => {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith(ending)) count += 1;
  });
  return () => count;
};

describe('what is typed into the field of the app', () => {
  it('is recognized as a recovery code, which one button carries to where it belongs [C60] [P11]', async () => {
    const { person, recoveryCodes } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    const sent = countOf(page, '/transactions/verify');
    await codeField(page).fill(String(recoveryCodes[0]));
    await gate(page).getByText('That looks like a recovery code.').waitFor();
    expect(sent()).toBe(0);
    await gate(page).getByRole('status').getByRole('button', { name: 'Use recovery code' }).click();
    expect(await gate(page).getByLabel('Recovery code').inputValue()).toBe(recoveryCodes[0]);
    await button(page, 'Use recovery code').click();
    await asked(page, 'You’re in');
  });

  it('is sent once, when the input method is done, in digits; Escape ends the composition only [C60] [P12]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    const sent = countOf(page, '/transactions/verify');
    const wide = Array.from(app.code(), (digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const cdp = await page.context().newCDPSession(page);
    await codeField(page).focus();
    const compose = (text: string) =>
      cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await compose(wide.slice(0, 3));
    await compose(wide);
    await page.waitForTimeout(200);
    expect(sent()).toBe(0);
    await cdp.send('Input.insertText', { text: wide });
    await page.keyboard.press('Enter');
    await isIn(page);
    expect(sent()).toBe(1);
  });

  it('is sent once, however often it is filled, entered and clicked [C60] [F9]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    const sent = countOf(page, '/transactions/verify');
    await codeField(page).fill(app.code());
    await page.keyboard.press('Enter');
    await button(page, 'Confirm')
      .dblclick({ timeout: 500 })
      .catch(() => undefined);
    await isIn(page);
    expect(sent()).toBe(1);
  });
});

describe('the stock login page', () => {
  it('is asked one question after a double click [C60] [F10]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await page.getByLabel('Email*').fill(person.email);
    await page.getByLabel('Password*').fill(person.password);
    await page.getByRole('button', { name: 'Login', exact: true }).dblclick();
    await asked(page);
    await page.waitForTimeout(500);
    expect(await gate(page).count()).toBe(1);
    await codeField(page).fill(app.code());
    await isIn(page);
  });

  it.each([403, 200])('never takes a page of a proxy for an answer: %d [C60] [P16]', async (status) => {
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await page.route('**/admin/login', (route) =>
      route.fulfill({ status, contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Shop</title>' })
    );
    await givePassword(page, person);
    await page.getByText('replaced its answer with its own page').waitFor();
    expect(page.url()).toContain('/auth/login');
  });

  it('never hangs on a question that cannot be loaded, and says to reload [C60] [F23]', async () => {
    const { person } = await personWithTotp(stage.host);
    const page = await stage.open();
    let tried = 0;
    await page.route(/draw-gate[^/]*\.js/, (route) => {
      tried += 1;
      return route.abort();
    });
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await page.getByText('Part of this page couldn’t load. Reload the page').waitFor();
    expect(tried).toBeGreaterThan(1);
  });

  it('has loaded what the question needs while the password is typed [C67]', async () => {
    const { person } = await personWithTotp(stage.host);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await page.waitForLoadState('networkidle');
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(loaded.filter((url) => url.includes('draw-gate'))).toHaveLength(1);
    // Forms for setting up a method are in files of their own, which a question doesn't need.
    expect(loaded.filter((url) => /\/(Enroll|EnrollmentWizard|RecoveryCodesSheet)-[^/]+\.js$/.test(url))).toEqual([]);
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    const begun = Date.now();
    await givePassword(page, person);
    await asked(page);
    process.stdout.write(`From the click to the question, 150 ms away: ${Date.now() - begun} ms\n`);
    expect(scripts).toEqual([]);
  });
});

describe('an answer that is lost on its way', () => {
  it('at a login: asked once more, with words that claim nothing [C68] [F22]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await cutAnswer(page, '**/mfa/transactions/verify');
    await codeField(page).fill(app.code());
    await gate(page).getByText('Strapi didn’t answer, so we don’t know whether it got your request.').waitFor();
    await button(page, 'Confirm').click();
    await gate(page).getByText('The connection dropped before Strapi could answer.').waitFor();
    await codeField(page).fill(app.code());
    await isIn(page);
  });

  it('over a page: what waited is saved, and nobody is asked again [C68]', async () => {
    const { person, app } = await personWithTotp(stage.host, { roles: [SUPER] });
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await codeField(page).fill(app.code());
    await isIn(page);
    await page.goto(adminUrl(stage.host, '/settings/roles/new'));
    await page.getByLabel('Name*').fill('Lost and found');
    stage.host.clock.advance(13 * HOUR);
    stage.host.container.guard.forget();
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    await cutAnswer(page, '**/mfa/transactions/verify');
    await codeField(page).fill(app.code());
    await gate(page).waitFor({ state: 'detached' });
    expect(await aside(page).count()).toBe(0);
    expect(await stage.host.strapi.db.query('admin::role').count({ where: { name: 'Lost and found' } })).toBe(1);
  });

  it('while setting up an app: it is found, and the codes are shown anew [C68] [F22]', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person, 'Protect your account');
    await gate(page)
      .getByRole('radio', { name: /Authenticator app/ })
      .check();
    await button(page, 'Continue').click();
    await gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
    await gate(page).getByText('Can’t scan it?').click();
    const secret = (await gate(page).locator('code').first().innerText()).replace(/\s/g, '');
    await cutAnswer(page, '**/mfa/me/totp/finish');
    await codeField(page).fill(totpCode(secret, stage.host.clock.now()));
    await asked(page, 'Save your recovery codes');
    const [code] = await gate(page).getByRole('list', { name: 'Your recovery codes' }).locator('code').allInnerTexts();
    await gate(page).getByRole('checkbox').click();
    await button(page, 'Continue').click();
    await cutAnswer(page, '**/mfa/me/recovery-codes/acknowledge');
    await gate(page).getByLabel('Enter any one of the codes').fill(String(code));
    await button(page, 'Finish').click();
    await gate(page).getByText('Strapi didn’t answer').waitFor();
    await cutAnswer(page, '**/mfa/transactions/complete');
    await button(page, 'Finish').click();
    await gate(page).getByText('Strapi didn’t answer').waitFor();
    await button(page, 'Try again').click();
    await gate(page).getByText('Your new method is saved. Log in again and use it.').waitFor();
    await forcePolicy(stage.host, { requirement: 'optional' });
  });
});
