/** Browsers as people really use them: no printer, a page translator, low memory, a content blocker. */
import type { Page } from 'playwright-core';

import {
  askToSignIn,
  createPerson,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  provenSuperAdmin,
  totpCode,
  verify,
  wrongTotpCode,
  type Administrator,
} from '../support';
import { translatePage } from '../support/engines';
import { asked, askedAtLogin, button, codeField, gate, givePassword, isIn, setStage, type Stage } from './panel';
import { answerWithPassword, box, personWithAppAndKey, signedIn, signedInWithApp, visit } from './panel-steps';

const FIRST = 'Protect your account';

let stage: Stage;
let admin: Administrator;
beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
});
afterAll(() => stage?.close());
beforeEach(() => forcePolicy(stage.host, { requirement: 'optional' }));

const toApp = async (page: Page): Promise<string> => {
  await gate(page)
    .getByRole('radio', { name: /Authenticator app/ })
    .check();
  await button(page, 'Continue').click();
  await gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
  return ((await gate(page).locator('code').first().textContent()) ?? '').replace(/\s/g, '');
};

describe('a browser that does not print', () => {
  it.each([
    ['has no printing', () => Object.assign(window, { print: undefined })],
    ['ignores it without a word', () => Object.assign(window, { print: () => undefined })],
  ])('and %s: says so, copy and download remain, and nothing counts as kept [C60] [F15]', async (_how, without) => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await stage.open();
    await page.addInitScript(without);
    await askedAtLogin(stage, page, await createPerson(stage.host), FIRST);
    const secret = await toApp(page);
    await codeField(page).fill(totpCode(secret, stage.host.clock.now()));
    await asked(page, 'Save your recovery codes');
    await button(page, 'Print').click();
    await gate(page).getByText('This browser didn’t print. Copy or download the codes.').waitFor();
    const leaving = () =>
      page.evaluate(() => {
        const event = new Event('beforeunload', { cancelable: true });
        window.dispatchEvent(event);
        return event.defaultPrevented;
      });
    expect(await leaving()).toBe(true);
    const download = page.waitForEvent('download');
    await button(page, 'Download').click();
    await download;
    await button(page, 'Downloaded').waitFor();
    expect(await leaving()).toBe(false);
    await page.context().close();
  });
});

describe('a browser that translates the page', () => {
  const translated = async (page: Page): Promise<string[]> => {
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    return broken;
  };
  const translate = async (page: Page): Promise<void> => {
    expect(await page.evaluate(translatePage)).toBeGreaterThan(3);
  };

  it('does not break a login, and leaves codes and keys as they are [C60] [F21]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    const broken = await translated(page);
    await askedAtLogin(stage, page, person);
    await translate(page);
    await codeField(page).fill(wrongTotpCode(app.secret, stage.host.clock.now()));
    await gate(page).getByRole('alert').getByText('That code isn’t right.').waitFor();
    await translate(page);
    await gate(page).getByRole('button', { name: 'Use another method' }).click();
    await translate(page);
    await gate(page).getByRole('button', { name: 'Use a recovery code' }).click();
    await gate(page).getByLabel('Recovery code').waitFor();
    await translate(page);
    await gate(page).getByRole('button', { name: 'Use authenticator app instead' }).click();
    await codeField(page).fill(app.code());
    await isIn(page);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it('does not break setting up [C60] [F21]', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await stage.open();
    const broken = await translated(page);
    await askedAtLogin(stage, page, await createPerson(stage.host), FIRST);
    await translate(page);
    const secret = await toApp(page);
    await translate(page);
    expect(await gate(page).locator('code font').count()).toBe(0);
    const right = totpCode(secret, stage.host.clock.now());
    await codeField(page).fill(String((Number(right) + 111_111) % 1_000_000).padStart(6, '0'));
    await gate(page).getByText('That code isn’t right.').waitFor();
    await codeField(page).fill(right);
    await asked(page, 'Save your recovery codes');
    await translate(page);
    expect(await gate(page).locator('code font').count()).toBe(0);
    const [code] = await gate(page).locator('ol code').allInnerTexts();
    await gate(page).getByRole('checkbox').click();
    await button(page, 'Continue').click();
    await translate(page);
    await gate(page).locator('input').first().fill(String(code));
    await button(page, 'Finish').click();
    await asked(page, 'You’re all set');
    await translate(page);
    await button(page, 'Go to Strapi').click();
    await isIn(page);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  it('does not break our pages, and leaves the names that people gave [C60] [F21]', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    const broken = await translated(page);
    await visit(page, stage.host, '/me/security', 'My Security');
    await box(page, 'Authenticator App').getByText('Phone', { exact: true }).waitFor();
    await translate(page);
    expect(await page.locator('[data-authenticator] [translate="no"] font').count()).toBe(0);
    await page.getByRole('button', { name: 'Rename Phone' }).click();
    await page.getByLabel('New name').waitFor();
    await translate(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Generate new codes' }).click();
    await page.getByRole('alertdialog').waitFor();
    await translate(page);
    await page.keyboard.press('Escape');

    await visit(page, stage.host, '/settings/mfa/policy', 'Policy');
    await page.locator('[data-difference]').waitFor();
    await translate(page);
    await page.getByRole('radio', { name: 'Required on first login' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alertdialog').waitFor();
    await translate(page);
    await page.keyboard.press('Escape');

    await visit(page, stage.host, '/settings/mfa/people', 'People');
    await page.locator('[data-person]').first().waitFor();
    await translate(page);
    expect(await page.locator('[data-person] [translate="no"] font').count()).toBe(0);
    await page.locator('[data-person]').first().click();
    await page.getByRole('dialog').waitFor();
    await translate(page);
    await page.getByRole('dialog').getByRole('tab').nth(1).click();
    await page.waitForTimeout(500);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(broken).toEqual([]);
    await page.context().close();
  });
});

describe('a page of ours whose file cannot be loaded', () => {
  it.each([
    ['My Security', 'My Security'],
    ['Policy', 'Policy'],
    ['People', 'People'],
    ['Activity', 'MFA Activity'],
  ])('%s is tried again, then said with a way to reload [C60] [F23]', async (link, title) => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: link }).waitFor();
    await page.waitForLoadState('networkidle');
    const asked = new Map<string, number>();
    await page.route('**/*.js', (route) => {
      const url = route.request().url();
      asked.set(url, (asked.get(url) ?? 0) + 1);
      return route.abort();
    });
    await page.getByRole('link', { name: link }).click();
    await page.getByRole('alert').getByText('This page couldn’t load.').waitFor();
    expect(Math.max(...asked.values())).toBeGreaterThan(1);
    await page.unroute('**/*.js');
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.context().close();
  });
});

describe('a phone that throws the page away while the app is open', () => {
  it('at the question: the login page says that the login was not finished [C60] [P26]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await page.reload();
    await page.getByText('Your login wasn’t finished. Log in again.').waitFor();
    await givePassword(page, person);
    await asked(page);
    await codeField(page).fill(app.code());
    await isIn(page);
    // The login is finished, so the message is gone.
    await page.reload();
    await isIn(page);
    expect(await page.getByText('Your login wasn’t finished.').count()).toBe(0);
    await page.context().close();
  });

  it('while setting up: says to delete the entry made before, whose codes do not work [C60] [P26]', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person, FIRST);
    const before = await toApp(page);
    expect(await gate(page).getByText('You started this a moment ago.').count()).toBe(0);
    await page.reload();
    await givePassword(page, person);
    await asked(page, FIRST);
    const now = await toApp(page);
    expect(now).not.toBe(before);
    await gate(page).getByText('If you already added an entry to your app then, delete it').waitFor();
    await codeField(page).fill(totpCode(before, stage.host.clock.now()));
    await gate(page).getByText('That code isn’t right.').waitFor();
    await codeField(page).fill(totpCode(now, stage.host.clock.now()));
    await asked(page, 'Save your recovery codes');
    await page.context().close();
  });

  it('in My Security: the same [C60] [P26]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    const add = async () => {
      await visit(page, stage.host, '/me/security', 'My Security');
      await box(page, 'Authenticator App').getByRole('button', { name: 'Add authenticator app' }).click();
    };
    await add();
    await answerWithPassword(page, person);
    const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
    await dialog.getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
    expect(await dialog.getByText('You started this a moment ago.').count()).toBe(0);
    await add();
    await dialog.getByText('You started this a moment ago.').waitFor();
    await page.context().close();
  });
});

describe('a lock that lasts until tomorrow', () => {
  it('is said with its day, at the question and in the mail [C60] [P23]', async () => {
    const { host } = stage;
    await forcePolicy(host, { maxFailures: 5, lockoutMinutes: 1440 });
    const { person, app } = await personWithTotp(host);
    for (let count = 0; count < 5; count += 1) {
      const { transaction } = await askToSignIn(host, person);
      await verify(host, transaction, { method: 'totp', code: wrongTotpCode(app.secret, host.clock.now()) });
      if (count < 4) host.clock.advance(16 * MINUTE);
    }
    const page = await stage.open();
    await page.clock.install({ time: host.clock.now() });
    await askedAtLogin(stage, page, person);
    const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(host.clock.now() + 24 * HOUR);
    await gate(page).getByText(`Try again after ${day}`, { exact: false }).first().waitFor();
    const mail = await host.mail.waitFor(person.email, ({ subject }) => /locked/i.test(subject));
    const utc = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
    expect(mail.text).toContain(utc.format(host.clock.now() + 24 * HOUR));
    await forcePolicy(host, { maxFailures: 10, lockoutMinutes: 15 });
    await page.context().close();
  });
});

describe('a question for a key, when the server is slow', () => {
  it('opens the prompt inside a press: ready, press once more [C60] [P08]', async () => {
    const page = await stage.open();
    const { person } = await personWithAppAndKey(stage, page);
    await page.evaluate(() => {
      let pressedAt = 0;
      window.addEventListener('pointerdown', () => (pressedAt = Date.now()), { capture: true });
      Object.defineProperty(navigator, 'userActivation', {
        get: () => ({ isActive: Date.now() - pressedAt < 5000, hasBeenActive: pressedAt > 0 }),
      });
      const get = navigator.credentials.get.bind(navigator.credentials);
      const gets: boolean[] = [];
      Object.assign(window, { gets });
      navigator.credentials.get = (options) => {
        gets.push(navigator.userActivation.isActive);
        return get(options);
      };
    });
    await givePassword(page, person);
    await asked(page);
    await page.route('**/mfa/transactions/webauthn/options', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 6000));
      await route.continue();
    });
    const use = button(page, 'Use passkey or security key');
    await use.click();
    await gate(page).getByText('Ready. Press the button once more.').waitFor();
    const gets = () => page.evaluate(() => (window as unknown as { gets: boolean[] }).gets);
    expect(await gets()).toEqual([]);
    // A slow server isn't reported as a failed attempt, and the next click uses the same options.
    expect(await gate(page).getByText('We couldn’t confirm it’s you.').count()).toBe(0);
    await use.click();
    await isIn(page);
    expect(await gets()).toEqual([true]);
    await page.context().close();
  });
});
