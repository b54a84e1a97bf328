import type { Page } from 'playwright-core';

import { HOUR, personWithTotp, pageErrorsIn, wrongTotpCode } from '../support';
import { personWithAppAndKey } from './panel-steps';
import {
  adminUrl,
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  giveCode,
  givePassword,
  isIn,
  keep,
  keptSession,
  openLogin,
  setStage,
  signOut,
  type Stage,
} from './panel';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

const personWithBoth = (page: Page) => personWithAppAndKey(stage, page);

describe('signing in with an app', () => {
  it('asks after the password, and nothing of a session exists before [A34] [A37]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    const trouble = pageErrorsIn(page);
    await askedAtLogin(stage, page, person);
    expect(await keptSession(page)).toEqual([]);
    await gate(page).getByText(`Logging in as ${person.email}.`).waitFor();
    expect(await page.title()).toBe('Confirm it’s you | Strapi');

    // People often paste a code with a space and without clicking a button.
    const code = app.code();
    await codeField(page).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await isIn(page);
    expect(await keptSession(page)).toEqual(['jwtToken', 'strapi_admin_refresh']);
    // Chromium logs the 403 that asked for the code. Nothing else may have failed.
    expect(trouble.filter((line) => !line.includes('status of 403'))).toEqual([]);
  });

  it('says what is wrong with a code and takes the right one then [A34]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await codeField(page).fill('12a');
    await button(page, 'Confirm').click();
    await gate(page).getByText('The code has only digits.').waitFor();
    await codeField(page).fill('123');
    await button(page, 'Confirm').click();
    await gate(page).getByText('Enter all 6 digits.').waitFor();

    const wrong = wrongTotpCode(app.secret, stage.host.clock.now());
    await codeField(page).fill(wrong);
    await gate(page).getByRole('alert').getByText('That code isn’t right. Enter the newest code.').waitFor();
    expect(await codeField(page).evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await codeField(page).getAttribute('aria-invalid')).toBe('true');
    await keep(page, 'sign-in-wrong-code');
    await codeField(page).fill(app.code());
    await isIn(page);
  });

  it('keeps "remember me" and the page one was going to', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await page.goto(adminUrl(stage.host, '/me'));
    await page.waitForURL(/auth\/login\?redirectTo=/);
    await givePassword(page, person, { remember: true });
    await asked(page);
    await codeField(page).fill(app.code());
    await page.waitForURL(adminUrl(stage.host, '/me'));
    expect(await keptSession(page)).toEqual(['localStorage jwtToken', 'strapi_admin_refresh']);
  });
});

describe('signing in with a key', () => {
  it('asks for the key first, never by itself, and offers the app and back [A35] [A36] [A37]', async () => {
    const page = await stage.open();
    const { person, app } = await personWithBoth(page);
    await page.evaluate(() => {
      const get = navigator.credentials.get.bind(navigator.credentials);
      Object.assign(window, { prompts: 0 });
      navigator.credentials.get = (options) => {
        (window as unknown as { prompts: number }).prompts += 1;
        return get(options);
      };
    });
    await givePassword(page, person);
    await asked(page);
    const use = button(page, 'Use passkey or security key');
    await use.waitFor();
    expect(await use.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.evaluate(() => (window as unknown as { prompts: number }).prompts)).toBe(0);

    await button(page, 'Use authenticator app instead').click();
    await codeField(page).waitFor();
    await button(page, 'Use passkey or security key instead').click();
    await button(page, 'Use passkey or security key').waitFor();
    await button(page, 'Use authenticator app instead').click();
    await codeField(page).fill(app.code());
    await isIn(page);

    await signOut(page.context());
    await askedAtLogin(stage, page, person);
    await button(page, 'Use passkey or security key').click();
    await isIn(page);
  });

  it('can be cancelled at the prompt and tried again; the other ways open by themselves', async () => {
    const page = await stage.open();
    const { person, key } = await personWithBoth(page);
    await key.setPresent(false);
    await givePassword(page, person);
    await asked(page);
    for (const again of ['Use passkey or security key', 'Try again']) {
      await button(page, again).click();
      await gate(page).getByText('Follow the prompt from your browser.').waitFor();
      await button(page, 'Cancel').click();
      await gate(page).getByText('We couldn’t confirm it’s you.').waitFor();
    }
    await gate(page).getByRole('button', { name: 'Use a recovery code' }).waitFor();
    await keep(page, 'sign-in-other-ways');
    await key.setPresent(true);
    await button(page, 'Try again').click();
    await isIn(page);
  });

  it('Escape ends the prompt and nothing else', async () => {
    const page = await stage.open();
    const { person, key } = await personWithBoth(page);
    await key.setPresent(false);
    await givePassword(page, person);
    await asked(page);
    await page.keyboard.press('Escape');
    await button(page, 'Use passkey or security key').click();
    await gate(page).getByText('Follow the prompt from your browser.').waitFor();
    await page.keyboard.press('Escape');
    await gate(page).getByText('We couldn’t confirm it’s you.').waitFor();
  });
});

describe('this browser cannot', () => {
  const withKeyAndApp = async (page: Page) => {
    const { person } = await personWithBoth(page);
    await page.context().close();
    return person;
  };

  it('use keys: it is named, and the app is there at once [B53] [B55] [B56] [B36]', async () => {
    const person = await withKeyAndApp(await stage.open());
    const page = await stage.open();
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'PublicKeyCredential');
    });
    await askedAtLogin(stage, page, person);
    await gate(page)
      .getByText(
        'This browser can’t use passkeys. Use a current version of Chrome, Edge, Firefox, or Safari, or use another device.'
      )
      .waitFor();
    await codeField(page).waitFor();
    await keep(page, 'sign-in-unsupported-browser');
  });

  it('use keys over plain http: that has its own message [B54]', async () => {
    const person = await withKeyAndApp(await stage.open());
    const page = await stage.open();
    await page.addInitScript(() => {
      Object.defineProperty(window, 'isSecureContext', { value: false });
    });
    await askedAtLogin(stage, page, person);
    await gate(page).getByText('Passkeys need a secure connection (https).').waitFor();
    await codeField(page).waitFor();
  });
});

describe('without key and phone', () => {
  it('a recovery code gets in, says how many are left and leads to what to do now [A28] [B37] [B50]', async () => {
    const { person, recoveryCodes } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await button(page, 'Use another method').click();
    await button(page, 'Use a recovery code').click();
    const field = gate(page).getByLabel('Recovery code');
    await field.fill('AAAA-AAAA-AAAA-AAAA');
    await keep(page, 'sign-in-recovery-code');
    await button(page, 'Use recovery code').click();
    await gate(page).getByText('That code isn’t right, or it was already used.').waitFor();

    await field.fill(` ${String(recoveryCodes[0]).toLowerCase().replace(/-/g, ' ')} `);
    await button(page, 'Use recovery code').click();
    await asked(page, 'You’re in');
    await gate(page)
      .getByText(
        'You logged in with a recovery code. You have 9 recovery codes left. If you lost a device, remove it now.'
      )
      .waitFor();
    await button(page, 'Open My Security').click();
    await page.waitForURL(adminUrl(stage.host, '/me/security'));
    await gate(page).waitFor({ state: 'detached' });
  });

  it('whoever lost everything is told whom to ask, in the words of the policy [A40]', async () => {
    const { person } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await button(page, 'Use another method').click();
    await button(page, 'I can’t use any of these').click();
    await asked(page, 'Lost everything?');
    await gate(page).getByText('Ask your Strapi administrator to reset your MFA.').waitFor();
    await button(page, 'Back').click();
    await codeField(page).waitFor();
  });
});

describe('nothing can be used', () => {
  it('somebody who waited too long after a reset is told whom to ask, and the login page repeats it [A40]', async () => {
    const { person } = await personWithTotp(stage.host);
    await stage.host.strapi.plugin('mfa').service('users').reset(person.id);
    stage.host.clock.advance(73 * HOUR);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await asked(page, 'None of your methods work here');
    await gate(page).getByText('Ask your Strapi administrator to reset your MFA.').waitFor();
    await button(page, 'Back to login').click();
    await page.getByRole('alert').getByText('Ask your Strapi administrator to reset your MFA.').waitFor();
    expect(await keptSession(page)).toEqual([]);
  });
});

describe('leaving the question', () => {
  it('goes back to the password, which says what happened; the Back button does the same', async () => {
    const { person } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await button(page, 'Not you? Use another account').click();
    await gate(page).waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('To log in, enter your password.').waitFor();
    expect(await page.getByLabel('Email*').inputValue()).toBe(person.email);
    expect(await page.title()).not.toContain('Confirm');

    await page.getByRole('button', { name: 'Login', exact: true }).click();
    await asked(page);
    const before = page.url();
    await page.goBack();
    await gate(page).waitFor({ state: 'detached' });
    expect(page.url()).toBe(before);
    expect(await page.getByLabel('Email*').inputValue()).toBe(person.email);
    expect(await keptSession(page)).toEqual([]);
  });

  it('after too many wrong codes says how long to wait and offers the rest', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    const right = app.code();
    const wrong = Array.from({ length: 5 }, (_, index) =>
      String((Number(right) + 111_111 * (index + 1)) % 1_000_000).padStart(6, '0')
    );
    for (const code of wrong.slice(0, 4)) await giveCode(page, code);
    await gate(page).getByText('1 attempt left.').waitFor();
    await giveCode(page, String(wrong[4]));
    await asked(page, 'Too many wrong codes');
    await keep(page, 'sign-in-start-again');
    await button(page, 'Back to login').click();

    // The person has to wait before the next attempt, even in a new login.
    await page.getByRole('button', { name: 'Login', exact: true }).click();
    await asked(page);
    await gate(page).getByText('Too many wrong codes').waitFor();
    // The host's clock is days ahead by now, so the message shows a date with the time.
    await gate(page)
      .getByText(/^(Wait \d+ seconds? and try again, or|Try again after .+,( or)?) use another method/)
      .first()
      .waitFor();
    expect(await codeField(page).count()).toBe(0);
    await keep(page, 'sign-in-too-many-attempts');
    await button(page, 'Use a recovery code').waitFor();
  });
});
