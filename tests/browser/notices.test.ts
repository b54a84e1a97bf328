/** Notices that people see without asking: someone else has the password, or a clock is wrong. */
import type { Locator, Page } from 'playwright-core';

import {
  askToSignIn,
  createPerson,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  plugInKey,
  signInWithTotp,
  verify,
  wrongTotpCode,
  type EnrolledApp,
  type Person,
} from '../support';
import { asked, askedAtLogin, button, gate, givePassword, isIn, keep, openLogin, setStage, type Stage } from './panel';
import { answerWithApp, answerWithPassword, box, signedIn, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

const moment = (ms: number): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(ms);

const told = (page: Page): Locator => page.locator('#mfa-notice');

/** Screen readers announce an alert at once, even in the middle of other text. */
const spoken = (page: Page): Locator => page.getByRole('alert').filter({ hasText: 'Someone tried to log in' });

const heading = (page: Page): Locator => page.getByText('Someone tried to log in with your password on').first();

/** Someone enters the right password and a wrong code, then leaves. Resolves with the time. */
const attack = async (person: Person, app: EnrolledApp): Promise<number> => {
  const { transaction } = await askToSignIn(stage.host, person);
  const at = stage.host.clock.now();
  await verify(stage.host, transaction, { method: 'totp', code: wrongTotpCode(app.secret, at) }).expect(400);
  stage.host.clock.advance(HOUR);
  return at;
};

const mySecurity = (page: Page): Promise<void> => visit(page, stage.host, '/me/security', 'My Security');

/** Logs out through the panel's own menu and back in on the same tab. */
const logOutAndIn = async (page: Page, person: Person, app: EnrolledApp): Promise<void> => {
  await page.getByRole('button', { name: /Robin/ }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.waitForURL(/auth\/login/);
  expect(await told(page).count()).toBe(0);
  await logInAgain(page, person, app);
};

/** Resolves after the panel has checked for notices. */
const logInAgain = async (page: Page, person: Person, app: EnrolledApp): Promise<void> => {
  const looked = page.waitForResponse((response) => response.url().endsWith('/mfa/me'));
  await givePassword(page, person);
  await asked(page);
  await answerWithApp(page, app);
  await looked;
  await isIn(page);
};

const attackedPerson = async () => {
  const { person, app } = await personWithTotp(stage.host, { firstname: 'Robin', lastname: 'Reader' });
  await signInWithTotp(stage.host, person, app);
  return { person, app, at: await attack(person, app) };
};

describe('somebody who had the password and not MFA', () => {
  it('is told of at the next sign-in, once, in words that stay; the next sign-in says nothing of it [C22] [C31]', async () => {
    const { person, app, at } = await attackedPerson();
    const page = await signedInWithApp(stage, person, app);
    await spoken(page).waitFor();
    expect(await told(page).innerText()).toContain(
      `Someone tried to log in with your password on ${moment(at)}. If it wasn’t you, change your password.`
    );
    expect(await page.evaluate(() => document.activeElement?.closest('#mfa-notice') ?? null)).toBeNull();

    // Neither a reload nor another tab repeats the notice, dismissed or not.
    const second = await page.context().newPage();
    const looked = second.waitForResponse((response) => response.url().endsWith('/mfa/me'));
    await second.goto(`${stage.host.origin}/admin/me`);
    await looked;
    await second.getByLabel('Email*').waitFor();
    expect(await told(second).count()).toBe(0);
    await second.close();

    await told(page).getByRole('button', { name: 'Close' }).click();
    await told(page).waitFor({ state: 'detached' });
    await logOutAndIn(page, person, app);
    expect(await told(page).count()).toBe(0);
    await mySecurity(page);
    expect(await heading(page).count()).toBe(0);

    await attack(person, app);
    await logOutAndIn(page, person, app);
    await spoken(page).waitFor();
    await logOutAndIn(page, person, app);
    expect(await told(page).count()).toBe(0);
    await page.context().close();
  });

  it('leads to My Security, where the way out is, until it is put away [C22] [C31]', async () => {
    const { person, app, at } = await attackedPerson();
    const page = await signedInWithApp(stage, person, app);
    await told(page).getByRole('button', { name: 'See what to do' }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    await told(page).waitFor({ state: 'detached' });
    await page.getByText(`Someone tried to log in with your password on ${moment(at)}.`).waitFor();
    expect(await page.getByText('They couldn’t confirm it was you, so they didn’t get in.').count()).toBe(1);

    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'View recent activity' }).click();
    const activity = box(page, 'Recent Activity');
    expect(
      await activity
        .getByRole('heading')
        .first()
        .evaluate((x) => x === document.activeElement)
    ).toBe(true);
    expect(await activity.getByText('Failed attempt: Authenticator app').count()).toBe(1);

    const devices = box(page, 'Active Devices').getByRole('listitem');
    expect(await devices.count()).toBeGreaterThan(1);
    await main.getByRole('button', { name: 'Log out all other devices' }).first().click();
    await toast(page, 'All other devices were logged out.').first().waitFor();
    await devices.nth(1).waitFor({ state: 'detached' });

    await main.getByRole('button', { name: 'Change your password' }).first().click();
    await page.waitForURL(/\/admin\/me$/);
    await mySecurity(page);
    await heading(page).waitFor();
    await main.getByRole('button', { name: 'Close' }).click();
    await heading(page).waitFor({ state: 'detached' });
    await mySecurity(page);
    await box(page, 'Recent Activity').getByRole('listitem').first().waitFor();
    expect(await heading(page).count()).toBe(0);
    await page.context().close();
  });

  it('is not the person who mistyped and got in, and nobody at all for the others [C22]', async () => {
    const { person, app } = await personWithTotp(stage.host, { firstname: 'Robin' });
    await signInWithTotp(stage.host, person, app);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await gate(page)
      .getByLabel('Code from your authenticator app')
      .fill(wrongTotpCode(app.secret, stage.host.clock.now()));
    await gate(page).getByText('That code isn’t right.').waitFor();
    const looked = page.waitForResponse((response) => response.url().endsWith('/mfa/me'));
    await answerWithApp(page, app);
    await looked;
    await isIn(page);
    await mySecurity(page);
    await box(page, 'Recent Activity').getByText('Failed attempt: Authenticator app').waitFor();
    expect(await told(page).count()).toBe(0);
    expect(await heading(page).count()).toBe(0);
    await page.context().close();
  });

  it.each([
    ['light', '', false],
    ['dark', '-dark', true],
  ])('is drawn %s [C33]', async (_look, suffix, dark) => {
    const { person, app } = await attackedPerson();
    const page = await stage.open({ dark });
    await page.clock.install({ time: stage.host.clock.now() });
    await openLogin(page, stage.host);
    await logInAgain(page, person, app);
    await spoken(page).waitFor();
    await keep(page, `attempts-notice${suffix}`);
    await told(page).getByRole('button', { name: 'See what to do' }).click();
    await box(page, 'Recent Activity').getByRole('listitem').first().waitFor();
    await keep(page, `my-security-attempts${suffix}`);
    await page.context().close();
  });
});

describe('a clock that is off', () => {
  const off = (within: Locator, minutes: string): Locator =>
    within.getByText(`This computer’s clock is ${minutes} off. Codes may not match.`);

  it.each([
    ['light', '', false],
    ['dark', '-dark', true],
  ])('is told where an app is set up, and no more once it is right; %s [A16] [C31] [C33]', async (_l, suffix, dark) => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person, { dark });
    await page.clock.install({ time: stage.host.clock.now() - 3 * MINUTE });
    await mySecurity(page);
    await box(page, 'Authenticator App').getByRole('button', { name: 'Add authenticator app' }).click();
    await answerWithPassword(page, person);
    const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
    await off(dialog, '3 minutes').waitFor();
    await keep(page, `my-security-app-clock${suffix}`);

    await page.clock.setSystemTime(stage.host.clock.now());
    const again = page.waitForResponse((response) => response.url().endsWith('/totp/begin'));
    await dialog.getByText('Can’t scan it?').click();
    await dialog.getByRole('button', { name: 'Start over' }).press('Enter');
    await again;
    await dialog.getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
    expect(await dialog.getByText('clock is').count()).toBe(0);
    await page.context().close();
  });

  it('is told in the wizard before the first login, too, and a few seconds are not [A16] [C31]', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await stage.open();
    await page.clock.install({ time: stage.host.clock.now() + 62_000 });
    await askedAtLogin(stage, page, await createPerson(stage.host), 'Protect your account');
    await gate(page)
      .getByRole('radio', { name: /Authenticator app/ })
      .check();
    await button(page, 'Continue').click();
    await off(gate(page), '1 minute').waitFor();

    await page.clock.setSystemTime(stage.host.clock.now() + 20_000);
    const again = page.waitForResponse((response) => response.url().endsWith('/totp/begin'));
    await gate(page).getByText('Can’t scan it?').click();
    await button(page, 'Start over').click();
    await again;
    await gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
    expect(await gate(page).getByText('clock is').count()).toBe(0);
    await forcePolicy(stage.host, { requirement: 'optional' });
    await page.context().close();
  });
});

describe('an invitation to a first passkey', () => {
  it('comes once after a login with the password alone, leads to the password question, and can be stopped [C65]', async () => {
    const person = await createPerson(stage.host, { firstname: 'Robin' });
    const page = await stage.open();
    await plugInKey(page, { transport: 'internal' });
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await told(page).getByText('Log in faster and safer with a passkey').waitFor();
    await keep(page, 'passkey-invitation');
    await told(page).getByRole('button', { name: 'Add a passkey' }).click();
    await gate(page).getByLabel('Password', { exact: true }).waitFor();
    expect(page.url()).toMatch(/\/me\/security$/);
    await answerWithPassword(page, person);
    await page.getByRole('dialog').getByRole('button', { name: 'Create a passkey on this device' }).waitFor();
    await page.context().close();

    const again = await stage.open();
    await plugInKey(again, { transport: 'internal' });
    const looked = again.waitForResponse((response) => response.url().endsWith('/mfa/me'));
    await openLogin(again, stage.host);
    await givePassword(again, person);
    await looked;
    await isIn(again);
    expect(await told(again).count()).toBe(0);
    await again.context().close();

    stage.host.clock.advance(31 * 24 * HOUR);
    const later = await stage.open();
    await plugInKey(later, { transport: 'internal' });
    await openLogin(later, stage.host);
    await givePassword(later, person);
    await told(later).getByRole('button', { name: 'Don’t ask again' }).click();
    await told(later).waitFor({ state: 'detached' });
    await later.context().close();
  });
});
