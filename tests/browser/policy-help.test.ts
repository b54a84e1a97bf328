/** Help in the reader's language, and emails that an administrator looks at before others get them. */
import type { Page } from 'playwright-core';

import { personWithTotp } from '../support';
import { provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../support/policy';
import { adminUrl, codeField, gate, keep, setStage, type Stage } from './panel';
import { box, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let page: Page;
beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  page = await signedInWithApp(stage, admin.person, admin.app);
});
afterAll(() => stage?.close());

const save = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Save policy' }).click();
  await toast(page, 'Policy saved.').first().waitFor();
};

/** The part of the page, wide and on a phone, light and dark. */
const drawn = async (): Promise<void> => {
  for (const [suffix, width, height, colorScheme] of [
    ['', 1280, 800, 'light'],
    ['-dark', 1280, 800, 'dark'],
    ['-phone', 390, 844, 'light'],
    ['-phone-dark', 390, 844, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page
      .getByRole('navigation', { name: 'Parts of this page' })
      .getByRole('link', { name: 'Help & Emails' })
      .click();
    await page.waitForTimeout(500);
    await keep(page, `policy-help${suffix}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
};

describe('the help text', () => {
  it('gets a text per language, and the question shows the panel’s, or the default [F22] [C63]', async () => {
    await visit(page, stage.host, '/settings/mfa/policy#help', 'Policy');
    const help = box(page, 'Help');
    await help.getByLabel('Help text for people who can’t log in').fill('Call 42.');
    await help.getByRole('button', { name: 'Add a language' }).click();
    await page.getByRole('menuitem', { name: 'German' }).click();
    const german = help.getByLabel('Help text (German)');
    await german.fill('Rufen Sie 42 an.');
    expect(await german.getAttribute('lang')).toBe('de');
    await help.getByText('16 of 280 characters.').waitFor();
    await help.getByRole('button', { name: 'Add a language' }).click();
    expect(await page.getByRole('menuitem', { name: 'German' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'French' }).click();
    await help.getByRole('button', { name: 'Remove the help text (French)' }).click();
    expect(await help.getByLabel('Help text (French)').count()).toBe(0);
    await save();
    expect(await readPolicy(admin.session)).toMatchObject({
      helpText: 'Call 42.',
      helpTexts: { de: 'Rufen Sie 42 an.' },
    });

    await drawn();

    const { person } = await personWithTotp(stage.host);
    for (const [language, text] of [
      ['de', 'Rufen Sie 42 an.'],
      ['fr', 'Call 42.'],
    ] as const) {
      const other = await stage.open();
      await other.addInitScript((code) => localStorage.setItem('strapi-admin-language', code), language);
      await other.goto(adminUrl(stage.host, '/auth/login'));
      await other.locator('input[name="email"]').fill(person.email);
      await other.locator('input[name="password"]').fill(person.password);
      await other.locator('button[type="submit"]').click();
      await codeField(other).waitFor();
      await gate(other).getByText(text).waitFor();
      await other.context().close();
    }
    await page.evaluate(() => localStorage.setItem('strapi-admin-language', 'de'));
    await visit(page, stage.host, '/me/security', 'Meine Sicherheit');
    await page.getByText('Rufen Sie 42 an.').waitFor();
    await page.evaluate(() => localStorage.removeItem('strapi-admin-language'));
    await setPolicy(admin.session, { helpText: '', helpTexts: {} });
  });
});

describe('the emails of the policy', () => {
  const sample = () => box(page, 'Email Notifications').getByRole('button', { name: /^Send me a sample: Locked/ });

  it('can be looked at before others get them, and what stands in the way is said [F16] [C22]', async () => {
    await visit(page, stage.host, '/settings/mfa/policy#help', 'Policy');
    await sample().click();
    await toast(page, `Sample sent to ${admin.person.email}.`).first().waitFor();
    const mail = await stage.host.mail.waitFor(admin.person.email, ({ subject }) => subject.startsWith('[Sample] '));
    expect(mail.text).toContain('Nothing happened to your account.');
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);

    stage.host.mail.refuse(true);
    await sample().click();
    await page.getByText('The sample couldn’t be sent. Check the email settings').first().waitFor();
    stage.host.mail.refuse(false);

    await page.route('**/notices/locked/sample', (route) =>
      route.fulfill({
        status: 429,
        json: {
          data: null,
          error: { status: 429, name: 'RateLimitError', message: '', details: { code: 'MFA_TOO_MANY_ATTEMPTS' } },
        },
      })
    );
    await sample().click();
    await page.getByText('You’ve sent yourself many samples.').first().waitFor();
    await page.unrouteAll();
  });
});
