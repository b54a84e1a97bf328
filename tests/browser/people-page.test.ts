/** People in a real browser: who is protected, who needs help, and everything an administrator can do about it. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';

import { PERMISSIONS } from '../../shared/contracts';
import {
  askToSignIn,
  AUTHOR,
  createPerson,
  createRole,
  personWithKey,
  personWithTotp,
  picture,
  postLogin,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  verify,
  wrongTotpCode,
  type Administrator,
  type EnrolledApp,
  type Person,
} from '../support';
import { isIn, pictures, setStage, type Stage } from './panel';
import { answerWithApp, box, signedIn, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let keyHolder: Person;
let appHolder: Person;
let annsApp: EnrolledApp;
const unprotected: Person[] = [];

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  keyHolder = (await personWithKey(stage.host, { firstname: 'Kai', lastname: 'Key', email: 'kai@example.com' })).person;
  const ann = await personWithTotp(stage.host, { firstname: 'Ann', lastname: 'App', email: 'ann@example.com' });
  appHolder = ann.person;
  annsApp = ann.app;
  for (const [firstname, email] of [
    ['Nora', 'nora@example.com'],
    ['Nils', 'nils@example.com'],
    ['Nele', 'nele@example.com'],
  ] as const) {
    unprotected.push(await createPerson(stage.host, { firstname, lastname: 'None', email, roles: [AUTHOR] }));
  }
});
afterAll(() => stage.close());

const peoplePage = (page: Page, search = ''): Promise<void> =>
  visit(page, stage.host, `/settings/mfa/people${search}`, 'People');

const asAdmin = async (search = ''): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await peoplePage(page, search);
  return page;
};

const row = (page: Page, person: Person): Locator => page.locator(`[data-person="${person.email}"]`);

const choose = async (page: Page, person: Person, action: string): Promise<void> => {
  const name = `${person.firstname} ${person.lastname}`;
  await row(page, person)
    .getByRole('button', { name: `Actions for ${name}` })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
};

const shown = async (page: Page): Promise<string[]> => {
  await page.locator('[data-person]').first().waitFor();
  return page.locator('[data-person]').evaluateAll((rows) => rows.map((one) => one.getAttribute('data-person') ?? ''));
};

describe('the people page', () => {
  it('says how many are protected, as a picture and as numbers, by status, method and role [C20] [C64]', async () => {
    const page = await asAdmin();
    const coverage = box(page, 'Coverage');
    await coverage.getByText('3 of 6 people are protected (50%)').waitFor();
    const label = await coverage.getByRole('img').getAttribute('aria-label');
    expect(label).toBe('3 of 6 people are protected (50%). Protected: 3. Not set up: 3');
    expect(await coverage.evaluate((strip) => strip.getBoundingClientRect().height)).toBeLessThanOrEqual(140);
    const chips = page.getByRole('list', { name: 'Status' }).getByRole('button');
    expect(await chips.allInnerTexts()).toEqual(['Needs attention (3)', 'All (6)', 'Not set up\n3', 'Protected\n3']);

    await coverage.getByRole('button', { name: 'History, roles, and methods' }).click();
    const roles = box(page, 'By Role');
    expect(await roles.getByText('2 of 2').count()).toBe(1);
    expect(await roles.getByText('0 of 3').count()).toBe(1);
    expect(await roles.getByRole('button').count()).toBe(3);
    const methods = box(page, 'By Strongest Method');
    expect(await methods.locator('[data-method]').allInnerTexts()).toEqual(['1', '2', '0', '3']);
    await coverage.getByText(/^The history begins today/).waitFor();
    await page.context().close();
  });

  it('searches, filters, sorts and pages on the server, and keeps it in the address [C20] [C64]', async () => {
    const page = await asAdmin();
    const all = await shown(page);
    expect(all.length).toBe(6);
    expect([...all.slice(0, 3)].sort()).toEqual(unprotected.map(({ email }) => email).sort());

    await page.getByRole('button', { name: 'History, roles, and methods' }).click();
    await page.getByTitle('Show people with: None').click();
    await page.waitForURL(/method=none/);
    await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 3);
    await page
      .getByRole('button', { name: 'Remove filter: Method' })
      .or(page.getByLabel('Remove filter: Method'))
      .first()
      .click();
    await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 6);
    await page.getByRole('button', { name: /^Protected/ }).click();
    await page.waitForURL(/status=protected/);
    await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 3);
    await page.getByRole('button', { name: 'All (6)' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 6);

    await page.locator('th').filter({ hasText: 'Name' }).click();
    await page.waitForURL(/sort=name/);
    await page.waitForFunction(
      () => document.querySelector('[data-person]')?.getAttribute('data-person') === 'admin@example.com'
    );
    await page.locator('th').filter({ hasText: 'Deadline' }).click();
    await page.waitForURL(/sort=deadline(:|%3A)ASC/);
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toMatch(/deadline/i);

    await peoplePage(page, '?_q=kai');
    expect(await shown(page)).toEqual(['kai@example.com']);
    await peoplePage(page, '?pageSize=10&status=protected');
    expect((await shown(page)).sort()).toEqual(['admin@example.com', 'ann@example.com', 'kai@example.com']);
    await peoplePage(page, '?_q=nobody-like-this&method=none');
    await page.getByText('No people match.').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.waitForFunction(() => document.querySelectorAll('[data-person]').length === 6);
    expect(page.url()).not.toContain('nobody-like-this');
    await page.context().close();
  });

  it('says who needs no password, and whose keys the policy doesn’t accept [C47] [C50]', async () => {
    const policy = async (change: object) => {
      await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), change);
    };
    const any = { userVerification: 'preferred', attestation: 'none', allowedAaguids: [], deviceBound: false };
    await policy({ passwordless: 'allowed' });
    const page = await asAdmin('?keys=alone');
    expect(await shown(page)).toEqual([keyHolder.email]);
    await row(page, keyHolder).getByText('Passkey login').waitFor();

    await policy({ authenticators: { ...any, allowedAaguids: ['ee882879-721c-4913-9775-3dfcce97072a'] } });
    await peoplePage(page, '?keys=uncounted');
    expect(await shown(page)).toEqual([keyHolder.email]);
    await row(page, keyHolder).getByText('1 key doesn’t count').waitFor();
    expect(await row(page, keyHolder).getByText('Passkey login').count()).toBe(0);
    await picture(page, 'people-keys');
    await row(page, keyHolder).getByText('Kai Key', { exact: true }).click();
    const details = page.getByRole('dialog', { name: /Kai Key/ });
    await details.getByText('Doesn’t count: its model isn’t allowed').waitFor();
    await policy({ passwordless: 'off', authenticators: any });
    await page.context().close();
  });

  it('explains why somebody is, or is not, asked, and shows what they have [B47] [C17] [B29]', async () => {
    await signInWithTotp(stage.host, appHolder, annsApp);
    const page = await asAdmin();
    await row(page, appHolder).getByText('Ann App', { exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /Ann App/ });
    await dialog.getByText('Phone', { exact: true }).waitFor();
    expect(await dialog.getByText('10 of 10').count()).toBe(1);
    await picture(page, 'people-details');
    await dialog.getByText('Nothing is in Ann App’s way. They’re asked for MFA, because they set it up.').waitFor();
    await dialog.getByRole('button', { name: 'Show how this was decided' }).click();
    await dialog.getByText('Asked for MFA.').waitFor();
    expect(await dialog.locator('[data-applied="true"]').getAttribute('data-rule')).toBe('ask');
    await picture(page, 'people-explain');
    await dialog.getByRole('tab', { name: 'Active Devices' }).click();
    await dialog.locator('[data-assurance]').first().waitFor();
    await dialog.getByRole('tab', { name: 'Recent Events' }).click();
    await dialog.getByText('“Phone” added').waitFor();
    await page.context().close();
  });

  it('resets only after the check and a reason, and confirms it is you [A48] [A50] [A51] [C21]', async () => {
    const page = await asAdmin();
    stage.host.clock.advance(11 * 60_000);
    await choose(page, keyHolder, 'Reset MFA…');
    const dialog = page.getByRole('dialog', { name: 'Reset Kai Key’s MFA' });
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await dialog.getByText('Verify it first, for example by phone.').waitFor();
    expect(await dialog.getByLabel('Type RESET to confirm').count()).toBe(0);
    expect(await dialog.getByText('Enter a reason.').count()).toBe(1);
    await dialog.getByRole('checkbox', { name: 'I verified that this request really comes from Kai Key' }).click();
    await dialog.getByRole('button', { name: 'Lost phone' }).click();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Lost phone');
    await picture(page, 'people-reset');
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await answerWithApp(page, admin.app);
    await toast(page, 'Kai Key’s MFA was reset.').first().waitFor();
    await row(page, keyHolder).getByText('Overdue').waitFor();

    const answer = await postLogin(stage.host, keyHolder);
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    await page.context().close();
  });

  it('offers a reset only for others, and only where there is something to reset [A49] [A52]', async () => {
    const page = await asAdmin();
    await row(page, admin.person)
      .getByRole('button', { name: /^Actions for/ })
      .click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Details', 'Use My Security']);
    await page.keyboard.press('Escape');
    await row(page, unprotected[0] ?? appHolder)
      .getByRole('button', { name: /^Actions for/ })
      .click();
    expect(await page.getByRole('menuitem').allInnerTexts()).not.toContain('Reset MFA…');
    await page.context().close();
  });

  it('exempts somebody until a day, and ends it [C14]', async () => {
    const nora = unprotected[0] ?? appHolder;
    const page = await asAdmin();
    await choose(page, nora, 'Exempt temporarily…');
    const dialog = page.getByRole('dialog', { name: 'Exempt Nora None temporarily' });
    await dialog.getByLabel('Until').fill('2001-01-01');
    await dialog.getByLabel('Reason').fill('On parental leave');
    await dialog.getByRole('button', { name: 'Exempt' }).click();
    await dialog.getByText('Choose a date in the future.').waitFor();
    await dialog.getByLabel('Until').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
    await dialog.getByRole('button', { name: 'Exempt' }).click();
    await toast(page, 'Nora None is exempt until').first().waitFor();
    await row(page, nora).getByText('Exempt').waitFor();
    await choose(page, nora, 'End exemption');
    await toast(page, 'Nora None’s exemption has ended.').first().waitFor();
    await page.context().close();
  });

  it('logs somebody out everywhere, with a reason [C21]', async () => {
    const page = await asAdmin();
    await choose(page, appHolder, 'Log out everywhere…');
    const dialog = page.getByRole('dialog', { name: 'Log Ann App out everywhere' });
    await dialog.getByLabel('Reason').fill('Laptop stolen');
    await dialog.getByRole('button', { name: 'Log out' }).click();
    await toast(page, 'Ann App was logged out everywhere.').first().waitFor();
    await page.context().close();
  });

  it('unlocks somebody who tried too often, with a reason [C21]', async () => {
    const page = await asAdmin();
    for (let count = 0; count < 10; count += 1) {
      const { transaction } = await askToSignIn(stage.host, appHolder);
      const code = wrongTotpCode(annsApp.secret, stage.host.clock.now());
      await verify(stage.host, transaction, { method: 'totp', code });
      stage.host.clock.advance(count < 9 ? 16 * 60_000 : 0);
    }
    stage.host.container.guard.forget();
    await peoplePage(page);
    await row(page, appHolder).getByText('Locked').waitFor();
    await choose(page, appHolder, 'Unlock…');
    const dialog = page.getByRole('dialog', { name: 'Unlock Ann App' });
    await dialog.getByLabel('Reason').fill('It was her, with an old phone');
    await dialog.getByRole('button', { name: 'Unlock' }).click();
    await answerWithApp(page, admin.app);
    await toast(page, 'Ann App was unlocked.').first().waitFor();
    await row(page, appHolder).getByText('Protected').waitFor();
    await signInWithTotp(stage.host, appHolder, annsApp);
    await page.context().close();
  });

  it('reminds those who lack a method, and says who got no mail [C20]', async () => {
    const page = await asAdmin();
    const nils = unprotected[1] ?? appHolder;
    await choose(page, nils, 'Send reminder');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText('1 reminder was sent.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

    await page.getByRole('button', { name: /^Remind everyone without MFA \(\d+\)…$/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText('1 was reminded in the last 24 hours').waitFor();
    await page.getByText(/reminders? (was|were) sent\./).waitFor();
    await picture(page, 'people-reminders');
    const mail = await stage.host.mail.waitFor(nils.email);
    expect(mail.subject).not.toBe('');
    await page.context().close();
  });

  it('exports what is shown as CSV, with progress, and saves it at once [C20] [C64]', async () => {
    const page = await asAdmin('?method=none');
    await shown(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const card = page.getByRole('status').filter({ hasText: 'Your export is ready.' });
    await card.getByRole('link', { name: 'Download' }).waitFor();
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('nora@example.com');
    expect(text).not.toContain('ann@example.com');
    await page.context().close();
  });

  it('shows a helper who may only look no actions [A49] [A53]', async () => {
    const role = await createRole(stage.host, 'Looker', [PERMISSIONS.usersRead]);
    const looker = await createPerson(stage.host, { roles: [role], email: 'looker@example.com' });
    const page = await signedIn(stage, looker);
    await peoplePage(page);
    await row(page, appHolder)
      .getByRole('button', { name: /^Actions for/ })
      .click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Details']);
    expect(await page.getByRole('button', { name: /^Remind/ }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.context().close();
  });

  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    const session = await signInWithTotp(stage.host, admin.person, admin.app);
    await setPolicy(session, { gracePeriodDays: 14, requirement: 'required_on_first_login' });
    await pictures(stage, 'people', async (page) => {
      await page.goto(`${stage.host.origin}/admin/auth/login`);
      await page.getByLabel('Email*').fill(admin.person.email);
      await page.getByLabel('Password*').fill(admin.person.password);
      await page.getByRole('button', { name: 'Login' }).click();
      await answerWithApp(page, admin.app);
      await isIn(page);
      await peoplePage(page);
      await shown(page);
    });
  });
});
