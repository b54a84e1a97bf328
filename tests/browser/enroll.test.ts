import type { Page } from 'playwright-core';

import { createPerson, DAY, forcePolicy, plugInKey, superAdmin, totpCode, type Person } from '../support';
import {
  adminUrl,
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  givePassword,
  isIn,
  keep,
  keptSession,
  openLogin,
  pictures,
  setStage,
  signOut,
  type Stage,
} from './panel';
import { modulesOf, printedSheet } from './panel-steps';

const FIRST = 'Protect your account';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await forcePolicy(stage.host, {
    requirement: 'required_on_first_login',
    helpText: 'Kim at the help desk can help you: 4711.',
  });
});
afterAll(() => stage?.close());

const toWizard = async (page: Page, person: Person): Promise<void> => askedAtLogin(stage, page, person, FIRST);

const shownCodes = (page: Page): Promise<string[]> =>
  gate(page).getByRole('list', { name: 'Your recovery codes' }).locator('code').allInnerTexts();

/** Ticks the box, continues, and types one code back. */
const saveCodes = async (page: Page): Promise<string[]> => {
  await asked(page, 'Save your recovery codes');
  const codes = await shownCodes(page);
  expect(codes).toHaveLength(10);
  await gate(page).getByRole('checkbox', { name: 'I’ve saved these somewhere safe' }).click();
  await button(page, 'Continue').click();
  await gate(page).getByLabel('Enter any one of the codes').fill(String(codes[3]).toLowerCase());
  await button(page, 'Finish').click();
  await asked(page, 'You’re all set');
  return codes;
};

const chooseApp = async (page: Page): Promise<string> => {
  await gate(page)
    .getByRole('radio', { name: /Authenticator app/ })
    .check();
  await button(page, 'Continue').click();
  await gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' }).waitFor();
  return ((await gate(page).locator('code').first().textContent()) ?? '').replace(/\s/g, '');
};

describe('setting up a method during the sign-in', () => {
  it('with a key: recommended and first, codes saved, landing where one was going [B18] [B19] [B20] [B21] [B35] [A18] [A27]', async () => {
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await plugInKey(page);
    await page.goto(adminUrl(stage.host, '/me'));
    await page.waitForURL(/redirectTo/);
    await givePassword(page, person);
    await asked(page, FIRST);
    expect(await keptSession(page)).toEqual([]);

    const ways = await gate(page)
      .getByRole('radio')
      .evaluateAll((radios) => radios.map((radio) => radio.getAttribute('value')));
    expect(ways).toEqual(['webauthn', 'totp']);
    expect(
      await gate(page)
        .getByRole('radio', { name: /Passkey or security key Recommended/ })
        .isChecked()
    ).toBe(true);
    await gate(page).getByText('Kim at the help desk can help you: 4711.').waitFor();
    await gate(page)
      .getByRole('listitem')
      .filter({ hasText: 'Choose' })
      .and(page.locator('[aria-current=step]'))
      .waitFor();

    await button(page, 'Continue').click();
    await keep(page, 'enroll-key');
    await button(page, 'Use a security key').click();
    await asked(page, 'Save your recovery codes');
    expect(await keptSession(page)).toEqual([]);
    await saveCodes(page);
    // Named after the browser's prompt, and tried where it was added.
    await gate(page).getByText('“Security key” is ready.').waitFor();
    await button(page, 'Rename').click();
    await gate(page).getByLabel('New name').fill('YubiKey blue');
    await page.keyboard.press('Enter');
    await gate(page).getByText('“YubiKey blue” is ready.').waitFor();
    await button(page, 'Try it now').click();
    await gate(page).getByText('It works.').waitFor();
    await keep(page, 'enroll-done');
    await button(page, 'Go to Strapi').click();
    await page.waitForURL(adminUrl(stage.host, '/me'));

    // The next login asks for the key.
    await signOut(page.context());
    await askedAtLogin(stage, page, person);
    await button(page, 'Use passkey or security key').click();
    await isIn(page);
  });

  it('with an app: picture, key as text, a wrong code leaves it off, a right one turns it on [A14] [A15] [A16] [A17] [B20]', async () => {
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await toWizard(page, person);
    const secret = await chooseApp(page);
    expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
    const picture = gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' });
    expect(await modulesOf(picture)).toMatchObject({ drawn: true, large: true });
    await keep(page, 'enroll-app');
    await gate(page).getByText('Can’t scan it?').click();
    await button(page, 'Copy key').click();
    await button(page, 'Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    expect(await gate(page).getByRole('link', { name: 'Open in an app on this device' }).getAttribute('href')).toMatch(
      /^otpauth:\/\/totp\//
    );

    const right = totpCode(secret, stage.host.clock.now());
    await codeField(page).fill(String((Number(right) + 111_111) % 1_000_000).padStart(6, '0'));
    await gate(page).getByText('That code isn’t right. Make sure your phone sets its time automatically').waitFor();
    await codeField(page).fill(totpCode(secret, stage.host.clock.now()));
    await saveCodes(page);
    await button(page, 'Go to Strapi').click();
    await isIn(page);
  });

  it('starts over with a new key, and the old one is dead', async () => {
    const page = await stage.open();
    await toWizard(page, await createPerson(stage.host));
    const old = await chooseApp(page);
    await gate(page).getByText('Can’t scan it?').click();
    await button(page, 'Start over').click();
    await page.waitForFunction((text) => {
      const shown = document.querySelector('#mfa-gate code')?.textContent?.replace(/\s/g, '');
      return shown !== undefined && shown !== text;
    }, old);
    await codeField(page).fill(totpCode(old, stage.host.clock.now()));
    await gate(page).getByText('That code isn’t right.').waitFor();
  });

  it('shows the codes once: copied, downloaded, printed, with what to know about them [A27] [A29] [A31] [A32]', async () => {
    const page = await stage.open();
    const person = await createPerson(stage.host);
    await plugInKey(page, { transport: 'internal' });
    await toWizard(page, person);
    await button(page, 'Continue').click();
    await button(page, 'Create a passkey on this device').click();
    await asked(page, 'Save your recovery codes');
    const codes = await shownCodes(page);
    await gate(page).getByText('Keep them somewhere safe, separate from your password.').waitFor();
    await gate(page).getByText('Never share them.').waitFor();
    await keep(page, 'enroll-recovery-codes');

    await button(page, 'Continue').click();
    await gate(page).getByRole('alert').getByText('Check the box once you’ve saved the codes.').waitFor();

    // Nothing was saved as far as this page knows, so one of the codes is typed back. A made-up code isn't one.
    await gate(page).getByRole('checkbox').click();
    await button(page, 'Continue').click();
    expect(await gate(page).getByText(String(codes[0])).count()).toBe(0);
    await gate(page).getByLabel('Enter any one of the codes').fill('AAAA-AAAA-AAAA-AAAA');
    await button(page, 'Finish').click();
    await gate(page).getByText('That isn’t one of these codes.').waitFor();
    await keep(page, 'enroll-type-one-back');
    await button(page, 'Show the codes again').click();
    expect(await shownCodes(page)).toEqual(codes);

    await button(page, 'Copy').click();
    await button(page, 'Copied').waitFor();
    await gate(page).getByText('Now paste them into your password manager').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(codes.join('\n'));

    const download = page.waitForEvent('download');
    await button(page, 'Download').click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^strapi-recovery-codes-localhost-\d+\.txt$/);
    const text = await file.createReadStream().then(async (stream) => {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    });
    expect(text).toContain(codes.join('\n'));
    expect(text).toContain(person.email);

    await page.evaluate(() => {
      Object.assign(window, { printed: 0 });
      window.print = () => {
        (window as unknown as { printed: number }).printed += 1;
        window.dispatchEvent(new Event('beforeprint'));
      };
    });
    await button(page, 'Print').click();
    expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);
    expect(await printedSheet(page)).toEqual({ pages: 1, codes, complete: true, alone: true });

    // Saved codes need no typing back.
    expect(await gate(page).getByRole('checkbox').count()).toBe(0);
    await button(page, 'Continue').click();
    await asked(page, 'You’re all set');
  });

  it('invites to try it, and to a backup for whoever has one thing only [A38] [A39] [B52]', async () => {
    const page = await stage.open();
    await plugInKey(page);
    await toWizard(page, await createPerson(stage.host));
    await button(page, 'Continue').click();
    await button(page, 'Use a security key').click();
    await saveCodes(page);
    await gate(page).getByText('To see a whole login, log out and log in again.').waitFor();
    await gate(page).getByText('Add a second method, so that losing one device doesn’t lock you out.').waitFor();
    await button(page, 'Add a backup').click();
    await page.waitForURL(adminUrl(stage.host, '/me/security'));
  });

  it('can be cancelled at the prompt, says so, and tries again', async () => {
    const page = await stage.open();
    const key = await plugInKey(page, { present: false });
    await toWizard(page, await createPerson(stage.host));
    await button(page, 'Continue').click();
    for (let time = 0; time < 2; time += 1) {
      await button(page, 'Use a security key').click();
      await gate(page).getByText('Follow the prompt from your browser.').waitFor();
      await button(page, 'Cancel').click();
      await gate(page).getByText('Nothing was added. Try again when you’re ready.').waitFor();
    }
    await gate(page).getByText('If it keeps failing, try another browser or another device.').waitFor();
    await key.setPresent(true);
    await button(page, 'Use a security key').click();
    await asked(page, 'Save your recovery codes');
  });

  it('says that a form could not be loaded, and loads it on a second try [C67] [F23]', async () => {
    const page = await stage.open();
    await toWizard(page, await createPerson(stage.host));
    await page.route(/\/Enroll-[^/]+\.js/, (route) => route.abort());
    await button(page, 'Continue').click();
    await gate(page).getByText('This part couldn’t load.').waitFor();
    await page.unrouteAll();
    await button(page, 'Try again').click();
    await button(page, 'Use a security key').waitFor();
  });

  it('offers the app where this browser cannot use keys, and says why [B53] [B56] [A8]', async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'PublicKeyCredential');
    });
    await toWizard(page, await createPerson(stage.host));
    const key = gate(page).getByRole('radio', { name: /Passkey or security key/ });
    expect(await key.isDisabled()).toBe(true);
    await gate(page).getByText('This browser can’t use passkeys.').waitFor();
    expect(
      await gate(page)
        .getByRole('radio', { name: /Authenticator app/ })
        .isChecked()
    ).toBe(true);
  });
});

describe('doors other than the log-in', () => {
  it('a new person sets a password, then a method, and is in [B23] [C2]', async () => {
    const { strapi } = stage.host;
    const role = await strapi.db.query('admin::role').findOne({ where: { code: 'strapi-editor' } });
    const registrationToken = 'a'.repeat(40);
    await strapi.db.query('admin::user').create({
      data: {
        email: 'new@example.com',
        firstname: 'Nora',
        lastname: 'New',
        registrationToken,
        isActive: false,
        roles: [role.id],
      },
    });
    const page = await stage.open();
    await plugInKey(page);
    await page.goto(adminUrl(stage.host, `/auth/register?registrationToken=${registrationToken}`));
    await page.getByLabel('Password*', { exact: true }).fill('Password-of-Nora-1');
    await page.getByLabel('Confirm Password*').fill('Password-of-Nora-1');
    await page.getByRole('button', { name: /start/i }).click();
    await asked(page, FIRST);
    expect(await keptSession(page)).toEqual([]);
    await button(page, 'Continue').click();
    await button(page, 'Use a security key').click();
    await saveCodes(page);
    await button(page, 'Go to Strapi').click();
    await isIn(page);
  });

  it('a password that was reset does not get in alone; given up, the login page says what is saved [C2]', async () => {
    const person = await createPerson(stage.host);
    const resetPasswordToken = 'b'.repeat(40);
    await stage.host.strapi.db.query('admin::user').update({
      where: { id: person.id },
      data: { resetPasswordToken, resetPasswordTokenExpiresAt: new Date(Date.now() + 600_000) },
    });
    const page = await stage.open();
    await page.goto(adminUrl(stage.host, `/auth/reset-password?code=${resetPasswordToken}`));
    await page.getByLabel('Password*', { exact: true }).fill('Another-password-1');
    await page.getByLabel('Confirm Password*').fill('Another-password-1');
    await page.getByRole('button', { name: /change password/i }).click();
    await asked(page, FIRST);
    await button(page, 'Not you? Use another account').click();
    await page.waitForURL(/auth\/login/);
    await page.getByText('Your password is saved. Log in to continue.').waitFor();
    expect(await keptSession(page)).toEqual([]);
    await keep(page, 'password-saved');
    await givePassword(page, { ...person, password: 'Another-password-1' });
    await asked(page, FIRST);
  });
});

describe('time to set it up', () => {
  it('is shown after the login with its date, and put away [C16]', async () => {
    const { host } = stage;
    const page = await stage.open();
    await forcePolicy(host, { requirement: 'required_on_first_login', gracePeriodDays: 10 });
    const person = await createPerson(host);
    await openLogin(page, host);
    await givePassword(page, person);
    await isIn(page);
    const end = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(host.clock.now() + 10 * DAY);
    const notice = page.getByText(`Set up MFA by ${end}. 10 days left. It takes about two minutes.`);
    await notice.waitFor();
    await keep(page, 'grace-notice');
    await page.getByRole('button', { name: 'Not now' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.reload();
    await isIn(page);
    expect(await notice.count()).toBe(0);
    await forcePolicy(host, { gracePeriodDays: 0 });
  });
});

describe('the end of that time', () => {
  it('asks whoever is logged in, in place, and everybody at the next login; no remark is left [C16] [A42] [B42]', async () => {
    const { host } = stage;
    await forcePolicy(host, { requirement: 'required_on_first_login', gracePeriodDays: 10 });
    const person = await createPerson(host);
    const page = await stage.open();
    await plugInKey(page);
    await openLogin(page, host);
    await givePassword(page, person);
    await isIn(page);
    await page.getByRole('button', { name: 'Set up now' }).waitFor();

    host.clock.advance(10 * DAY);
    host.container.guard.forget();
    await page.goto(adminUrl(host, '/me'));
    await asked(page);
    await gate(page).getByText('Enter your password, so that nobody else can add').waitFor();
    expect(await page.getByText('Set up MFA by').count()).toBe(0);

    await signOut(page.context());
    await toWizard(page, person);
    await keep(page, 'grace-ended');
    await button(page, 'Continue').click();
    await button(page, 'Use a security key').click();
    await saveCodes(page);
    await button(page, 'Go to Strapi').click();
    await isIn(page);
    expect(await page.getByText('Set up MFA by').count()).toBe(0);
    await forcePolicy(host, { gracePeriodDays: 0 });
  });
});

describe('the documentation', () => {
  it('has the first page in light and dark, wide and on a phone [C31] [C33]', async () => {
    const person = await superAdmin(stage.host);
    await pictures(stage, 'enroll-choose', (page) => toWizard(page, person));
  });
});
