/** The policy page in a real browser: which rules apply, whom a change affects, and what can't be saved. */
import type { Page } from 'playwright-core';

import { PERMISSIONS } from '../../shared/contracts';
import { createPerson, createRole, EDITOR, picture, signInWithTotp, superAdmin, type Host } from '../support';
import { provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../support/policy';
import { isIn, pictures, setStage, type Stage } from './panel';
import {
  addRole,
  answerWithApp,
  answerWithPassword,
  box,
  signedIn,
  signedInWithApp,
  toast,
  visit,
} from './panel-steps';

let stage: Stage;
let admin: Administrator;
beforeAll(async () => {
  stage = await setStage({ config: { plugins: { mfa: { config: { policy: { lockoutMinutes: 20 } } } } } });
});
afterAll(() => stage.close());

const policyPage = (page: Page): Promise<void> => visit(page, stage.host, '/settings/mfa/policy', 'Policy');

const asAdmin = async (): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await policyPage(page);
  return page;
};

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Save policy' }).click();
};

const preview = (page: Page) => box(page, 'Impact');

/** Waits until the preview shows the expected number. */
const counted = async (page: Page, what: string, number: number): Promise<void> => {
  await preview(page)
    .locator(`[data-count="${what}"]`)
    .filter({ hasText: new RegExp(`^${number}$`) })
    .waitFor();
};

/** A change that another administrator makes over HTTP in the meantime, with a fresh proof. */
const change = async (fields: object): Promise<void> => {
  await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), fields);
};

const passTime = (host: Host): void => host.clock.advance(11 * 60_000);

describe('the policy page, before anybody is protected', () => {
  it('shows the default policy and everything it decides in one place [A41] [B11] [B14] [B15] [B16] [B17] [B40] [B49]', async () => {
    const page = await signedIn(stage, await superAdmin(stage.host));
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'Policy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Policy' }).waitFor();
    expect(await page.getByText('Policy “MFA Required”, ID pol-mfa-required').count()).toBe(1);

    expect(await page.getByLabel('Enable Multi-Factor Authentication').isChecked()).toBe(true);
    const levels = page.getByRole('radiogroup', { name: 'Default requirement' });
    expect(await levels.getByRole('radio', { name: 'Optional' }).isChecked()).toBe(true);
    expect(await levels.getByRole('radio', { name: 'Required on first login' }).isChecked()).toBe(false);
    expect(await levels.getByRole('radio', { name: 'Always required' }).isChecked()).toBe(false);
    expect(await levels.getByText('Everyone sets up MFA before they use Strapi').count()).toBe(2);

    const methods = box(page, 'Methods');
    for (const [name, on] of [
      ['Passkey or security key', true],
      ['Authenticator app', true],
      ['Email', false],
      ['Text message', false],
    ] as const) {
      expect(await methods.getByRole('switch', { name, exact: true }).isChecked()).toBe(on);
    }
    expect(await methods.getByText('Recommended').count()).toBe(2);
    await page.context().close();
  });

  it('refuses a policy that would lock its author out, and says whom and what to do [C15] [B45]', async () => {
    const page = await signedIn(stage, await superAdmin(stage.host));
    await policyPage(page);
    await page.getByRole('radio', { name: 'Always required' }).click();
    await preview(page).getByText('You don’t have a method that this policy accepts.').waitFor();
    await save(page);
    await answerWithPassword(page, await superAdmin(stage.host));
    const notice = page.locator('[data-refused="lockOut"]');
    await notice.getByText('Not saved: this policy would lock people out.').waitFor();
    expect(await notice.innerText()).toContain('Ada Admin');
    // Each reason once: not in the card as well.
    expect(await page.getByText('You don’t have a method that this policy accepts.').count()).toBe(1);
    await notice.getByRole('link', { name: 'Set up my MFA' }).waitFor();
    await picture(page, 'policy-lock-out');
    await page.context().close();
  });

  it('needs at least one method, and whole numbers in their ranges [B45]', async () => {
    const page = await signedIn(stage, await superAdmin(stage.host));
    await policyPage(page);
    await page.getByLabel('Lock after (failed attempts)').fill('3');
    const methods = box(page, 'Methods');
    await methods.getByRole('switch', { name: 'Passkey or security key' }).click();
    await methods.getByRole('switch', { name: 'Authenticator app' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Allow at least one method.').waitFor();
    expect(await page.getByText('Enter a whole number from 5 to 50.').count()).toBe(1);
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    await page.context().close();
  });
});

describe('an administrator who is protected', () => {
  beforeAll(async () => {
    admin = await provenSuperAdmin(stage.host);
  });

  it('sees who is affected before turning enforcement on, confirms in place, and it holds [A41] [B1] [B25] [B26] [B27] [C15]', async () => {
    const editor = await createPerson(stage.host, { firstname: 'Erin', lastname: 'Affected' });
    const page = await asAdmin();
    await preview(page).getByText('No changes yet').waitFor();
    await page.getByRole('radio', { name: 'Required on first login' }).click();
    await counted(page, 'mustSetUp-after', 1);
    await preview(page).getByText('1 more person must set up MFA at their next login.').waitFor();
    await preview(page).getByRole('button', { name: 'See who' }).click();
    await preview(page).getByText('Erin Affected').waitFor();
    await picture(page, 'policy-enforcement');

    passTime(stage.host);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('1 more person must set up MFA at their next login.').waitFor();
    await dialog.getByRole('button', { name: 'Save policy' }).click();
    await answerWithApp(page, admin.app);
    await toast(page, 'Policy saved.').first().waitFor();
    expect(await page.getByText(`by ${admin.person.email}`).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);

    const answer = await stage.host.request
      .post('/admin/login')
      .send({ email: editor.email, password: editor.password });
    expect(answer.body.error.details.code).toBe('MFA_ENROLLMENT_REQUIRED');
    await change({ requirement: 'optional' });
    await page.context().close();
  });

  it('sets a stricter level for one role [C14]', async () => {
    const page = await asAdmin();
    await addRole(page, 'Add an exception', 'Editor');
    await page.getByRole('combobox', { name: 'Requirement for Editor' }).click();
    await page.getByRole('option', { name: 'Always required' }).click();
    await save(page);
    await toast(page, 'Policy saved.').first().waitFor();
    expect((await readPolicy(admin.session)).roles).toEqual({ [EDITOR]: 'always_required' });
    await change({ roles: {} });
    await page.context().close();
  });

  it('changes every other part, and finds it again after a reload [B26] [C18] [C22]', async () => {
    const page = await asAdmin();
    await page.getByLabel('Let people skip MFA in browsers they trust').click();
    await page.getByLabel('Trust lasts (days)').fill('30');
    await page.getByLabel('Grace period (days)').fill('7');
    await page.getByLabel('Ask again after (hours)').fill('24');
    await page.getByRole('radio', { name: 'Ask here, too' }).click();
    await page.getByLabel('Help text for people who can’t log in').fill('Call 42.');
    await page.getByRole('textbox', { name: 'Support address' }).fill('https://help.example.com');
    await page.getByRole('checkbox', { name: 'A browser was trusted' }).click();
    await page.getByText('Advanced', { exact: true }).click();
    await page.getByLabel('More sensitive actions').fill('plugin::upload.admin-api.bulkDelete');
    await save(page);
    await toast(page, 'Policy saved.').first().waitFor();
    expect(await readPolicy(admin.session)).toMatchObject({
      trustedBrowserDays: 30,
      gracePeriodDays: 7,
      verificationMaxAgeHours: 24,
      sso: 'require',
      helpText: 'Call 42.',
      supportUrl: 'https://help.example.com',
      stepUpActions: ['plugin::upload.admin-api.bulkDelete'],
      notices: { trusted_browser_added: false, factor_added: true },
    });
    await policyPage(page);
    expect(await page.getByLabel('Trust lasts (days)').inputValue()).toBe('30');
    expect(await page.getByRole('textbox', { name: 'Support address' }).inputValue()).toBe('https://help.example.com');
    await page.context().close();
  });

  it('switches the policy off and on again; what people have set up stays [B27] [A41]', async () => {
    const page = await asAdmin();
    const before = await page.getByRole('switch', { name: 'Authenticator app' }).isChecked();
    await page.getByLabel('Enable Multi-Factor Authentication').click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Nobody will be asked for MFA anymore. Methods that people set up are kept.').waitFor();
    await dialog.getByRole('button', { name: 'Save policy' }).click();
    await toast(page, 'Policy saved.').first().waitFor();
    const { email, password } = admin.person;
    expect((await stage.host.request.post('/admin/login').send({ email, password })).status).toBe(200);
    await page.getByLabel('Enable Multi-Factor Authentication').click();
    await save(page);
    await toast(page, 'Policy saved.').first().waitFor();
    expect(await readPolicy(admin.session)).toMatchObject({ enabled: true });
    const asked = await stage.host.request.post('/admin/login').send({ email, password });
    expect(asked.body.error.details.code).toBe('MFA_REQUIRED');
    expect(await page.getByRole('switch', { name: 'Authenticator app' }).isChecked()).toBe(before);
    await page.context().close();
  });

  it('is told when somebody else was faster, and loads the newest version', async () => {
    const page = await asAdmin();
    await change({ helpText: 'Somebody else wrote this.' });
    await page.getByRole('textbox', { name: 'Support address' }).fill('https://mine.example.com');
    await save(page);
    const notice = page.locator('[data-refused="changed"]');
    await notice.getByText('Someone else changed the policy while you were editing.').waitFor();
    await notice.getByRole('button', { name: 'Load latest version' }).click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].some((area) => area.value === 'Somebody else wrote this.')
    );
    await page.context().close();
  });

  it('asks before leaving with changes that are not saved', async () => {
    const page = await asAdmin();
    await page.getByRole('textbox', { name: 'Support address' }).fill('https://unsaved.example.com');
    await page.getByRole('link', { name: 'My Security' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toContain('/settings/mfa/policy');
    expect(await page.getByRole('textbox', { name: 'Support address' }).inputValue()).toBe(
      'https://unsaved.example.com'
    );
    await page.context().close();
  });

  it('shows what the server configuration sets as locked', async () => {
    const page = await asAdmin();
    const field = page.getByLabel('First lock lasts (minutes)');
    expect(await field.isDisabled()).toBe(true);
    expect(await field.inputValue()).toBe('20');
    expect(await box(page, 'Failed Attempts').getByText('Set in the server configuration.').count()).toBe(1);
    await page.context().close();
  });

  it('finds what the server can and cannot do, and the way back in [B44] [B54]', async () => {
    const page = await asAdmin();
    const checks = box(page, 'Server Checks');
    await checks.locator('[data-check]').first().waitFor();
    expect(await checks.locator('[data-check]').count()).toBeGreaterThan(3);
    expect(await box(page, 'If Nobody Can Log In').getByText('npx strapi-mfa policy disable').count()).toBe(1);
    await page.context().close();
  });

  it('can be looked at without the right to change it [B27]', async () => {
    const role = await createRole(stage.host, 'Auditor', [PERMISSIONS.policyRead]);
    const auditor = await createPerson(stage.host, { roles: [role] });
    const page = await signedIn(stage, auditor);
    await policyPage(page);
    await page.getByText('You can view this page but not change it.').waitFor();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
    expect(await page.getByRole('radio', { name: 'Always required' }).isDisabled()).toBe(true);
    await page.context().close();
  });

  it('is closed to whoever may not read it [B27]', async () => {
    const page = await signedIn(stage, await createPerson(stage.host));
    await page.goto(`${stage.host.origin}/admin/settings/mfa/policy`);
    await page
      .getByText('You don’t have the permissions to access that content')
      .or(page.getByText('permissions'))
      .first()
      .waitFor();
    expect(await page.getByRole('heading', { name: 'Policy' }).count()).toBe(0);
    await page.context().close();
  });

  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    await pictures(stage, 'policy', async (page) => {
      // The test has moved the host's clock away from the database's, and the diagnostics report that.
      await page.route('**/mfa/diagnostics', async (route) => {
        const { data } = (await (await route.fetch()).json()) as { data: { checks: { id: string }[] } };
        await route.fulfill({ json: { data: { ...data, checks: data.checks.filter(({ id }) => id !== 'clock') } } });
      });
      await page.goto(`${stage.host.origin}/admin/auth/login`);
      await page.getByLabel('Email*').fill(admin.person.email);
      await page.getByLabel('Password*').fill(admin.person.password);
      await page.getByRole('button', { name: 'Login' }).click();
      await answerWithApp(page, admin.app);
      await isIn(page);
      await policyPage(page);
      await preview(page).locator('[data-count]').first().waitFor();
      await page.locator('[data-checks]').waitFor();
    });
  });
});
