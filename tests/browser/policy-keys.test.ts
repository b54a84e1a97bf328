/**
 * The policy page's passkey settings: whether a passkey alone is enough to log in, which keys are accepted, for whom,
 * and what must come before the first one.
 */
import type { Page } from 'playwright-core';

import { AUTHOR, EDITOR, personWithTotp, plugInKey, signInWithTotp } from '../support';
import { provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../support/policy';
import {
  asked,
  askedAtLogin,
  button,
  gate,
  isIn,
  keep,
  keptSession,
  pictures,
  setStage,
  signOut,
  type Stage,
} from './panel';
import { addRole, answerWithApp, box, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let before: object;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  const { passwordless, passkeyUpgrade, authenticators, roleMethods, firstFactorProof } = await readPolicy(
    admin.session
  );
  before = { passwordless, passkeyUpgrade, authenticators, roleMethods, firstFactorProof };
});
afterAll(() => stage?.close());
afterEach(() => policy(before));

const policy = async (change: object): Promise<void> => {
  await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), change);
};

const policyPage = (page: Page): Promise<void> => visit(page, stage.host, '/settings/mfa/policy', 'Policy');

const asAdmin = async (): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await policyPage(page);
  return page;
};

const keys = (page: Page) => box(page, 'Passkeys and Security Keys That Count');
const search = (page: Page) => keys(page).getByRole('combobox', { name: 'Allowed models' });
const chosen = (page: Page) => keys(page).getByRole('list', { name: 'Allowed models' }).getByRole('listitem');

const find = async (page: Page, text: string, option: string): Promise<void> => {
  await search(page).click();
  await search(page).fill(text);
  await page.getByRole('option', { name: option, exact: true }).click();
  await chosen(page).filter({ hasText: option }).waitFor();
};

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const dialog = (page: Page) => page.getByRole('alertdialog');

const STRANGE = '12345678-1234-4234-8234-123456789abc';

describe('the policy of passkeys', () => {
  it('is chosen in words, said again before it is saved, and found again [C47] [C49] [C50] [C51] [C52]', async () => {
    const page = await asAdmin();
    await box(page, 'Before the First Method').getByRole('radio', { name: 'An enrollment pass' }).click();
    const alone = box(page, 'Login with a Passkey');
    await alone.getByRole('switch', { name: 'Let people log in with a passkey alone' }).click();
    await alone.getByRole('radio', { name: 'Create one automatically' }).click();
    await keys(page).getByRole('switch', { name: 'Check the person' }).click();
    await keys(page).getByRole('switch', { name: 'No synced passkeys' }).click();
    await addRole(page, 'Add a role', 'Author');

    await keys(page).getByText('Any model counts.').waitFor();
    await find(page, 'lightn', 'YubiKey 5 Series with Lightning');
    await keys(page).getByText('A key names its own model').waitFor();
    expect(await search(page).inputValue()).toBe('');
    await search(page).pressSequentially('nitrokey');
    await page.getByRole('option', { name: 'Nitrokey 3 AM' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await chosen(page).filter({ hasText: 'Nitrokey 3 AM' }).waitFor();
    await find(page, STRANGE.toUpperCase(), `AAGUID ${STRANGE}`);
    await search(page).click();
    await search(page).fill('no such key');
    await page.getByText('No model has that name.').waitFor();
    await page.keyboard.press('Escape');
    await keys(page).getByRole('button', { name: 'Remove Nitrokey 3 AM' }).click();
    expect(await chosen(page).allInnerTexts()).toEqual(['YubiKey 5 Series with Lightning', `AAGUID ${STRANGE}`]);

    await save(page);
    for (const line of [
      'For some roles, fewer methods count.',
      'Some passkeys and security keys will no longer count.',
      'A passkey alone will log people in, without a password or a code.',
      'Browsers that can will create passkeys for people without a prompt.',
      'People without a method will need an enrollment pass',
      'Nobody has to set up anything because of this.',
    ])
      await dialog(page).getByText(line).waitFor();
    await keep(page, 'policy-confirm');
    await dialog(page).getByRole('button', { name: 'Save policy' }).click();
    await toast(page, 'Policy saved.').first().waitFor();
    const saved = await readPolicy(admin.session);
    expect(saved).toMatchObject({
      passwordless: 'allowed',
      passkeyUpgrade: 'automatic',
      firstFactorProof: 'pass',
      roleMethods: { [AUTHOR]: ['webauthn'] },
      authenticators: { userVerification: 'required', attestation: 'none', deviceBound: true },
    });
    expect(saved.authenticators.allowedAaguids).toHaveLength(7);

    await policyPage(page);
    await chosen(page).filter({ hasText: 'YubiKey 5 Series with Lightning' }).waitFor();
    expect(await keys(page).getByRole('switch', { name: 'No synced passkeys' }).isChecked()).toBe(true);
    expect(await page.locator(`[data-role="${AUTHOR}"]`).innerText()).toContain('Passkey or security key only');
    await page.context().close();
  });

  it('keeps a list of methods that was made elsewhere, and says what it is [C51]', async () => {
    await policy({ roleMethods: { [EDITOR]: ['totp'] } });
    const page = await asAdmin();
    const editor = page.getByRole('combobox', { name: 'Methods for Editor' });
    expect(await editor.innerText()).toBe('Only: Authenticator app');
    await editor.click();
    await page.getByRole('option', { name: 'Passkey or security key only' }).click();
    await editor.click();
    await page.getByRole('option', { name: 'Only: Authenticator app' }).click();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.context().close();
  });

  it('says what stands in the way: passkeys that are not allowed, models that nobody can check [C47] [C50] [C51]', async () => {
    const page = await asAdmin();
    const methods = box(page, 'Methods');
    await addRole(page, 'Add a role', 'Author');
    await methods.getByRole('switch', { name: 'Passkey or security key' }).click();
    await methods.getByText('so people with these roles couldn’t set anything up').waitFor();
    await box(page, 'Login with a Passkey').getByText('no effect while passkeys aren’t allowed').waitFor();
    await methods.getByRole('switch', { name: 'Passkey or security key' }).click();
    await methods.getByText('so people with these roles couldn’t set anything up').waitFor({ state: 'detached' });

    await keys(page).getByRole('switch', { name: 'Prove the model' }).click();
    await save(page);
    await dialog(page).getByRole('button', { name: 'Save policy' }).click();
    await page.locator('[data-refused="said"]').getByText('Proving the model needs FIDO metadata.').waitFor();
    expect((await readPolicy(admin.session)).authenticators.attestation).toBe('none');
    await page.context().close();
  });

  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    await policy({
      ...before,
      passwordless: 'allowed',
      roleMethods: { [EDITOR]: ['webauthn'] },
      authenticators: {
        userVerification: 'required',
        attestation: 'none',
        deviceBound: false,
        allowedAaguids: ['ee882879-721c-4913-9775-3dfcce97072a', 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', STRANGE],
      },
    });
    const looks = ['', '-dark', '-phone', '-phone-dark'][Symbol.iterator]();
    const show = async (page: Page, title: string): Promise<void> => {
      await box(page, title).evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await page.evaluate(() => document.querySelector('main')?.parentElement?.scrollBy(0, -110));
    };
    await pictures(stage, 'policy-methods', async (page) => {
      const { value: suffix } = looks.next();
      // The tests have moved the host's clock away from the database's, and the diagnostics report that.
      await page.route('**/mfa/diagnostics', async (route) => {
        const { data } = (await (await route.fetch()).json()) as { data: { checks: { id: string }[] } };
        await route.fulfill({ json: { data: { ...data, checks: data.checks.filter(({ id }) => id !== 'clock') } } });
      });
      await askedAtLogin(stage, page, admin.person);
      await answerWithApp(page, admin.app);
      await isIn(page);
      await policyPage(page);
      await chosen(page).first().waitFor();
      await box(page, 'Impact').locator('[data-count]').first().waitFor();
      await show(page, 'Before the First Method');
      await keep(page, `policy-passkeys${suffix}`);
      await show(page, 'Passkeys and Security Keys That Count');
      await keep(page, `policy-keys${suffix}`);
      await show(page, 'Methods');
    });
  });
});

describe('a role that becomes phishing-resistant while its member works', () => {
  it('asks for a passkey in place, by what was proved a moment ago, and for that from then on [C51]', async () => {
    const { person, app, recoveryCodes } = await personWithTotp(stage.host, { roles: [EDITOR] });
    const page = await signedInWithApp(stage, person, app);
    await plugInKey(page, { transport: 'internal' });

    const other = await asAdmin();
    await addRole(other, 'Add a role', 'Editor');
    await box(other, 'Impact').getByText('Some people’s methods are no longer accepted.').waitFor();
    await box(other, 'Impact').getByRole('button', { name: 'See who' }).click();
    await box(other, 'Impact').getByText(`${person.firstname} ${person.lastname}`).waitFor();
    await save(other);
    await dialog(other).getByText('1 more person must set up MFA', { exact: false }).waitFor();
    await dialog(other).getByRole('button', { name: 'Save policy' }).click();
    await toast(other, 'Policy saved.').first().waitFor();
    await other.context().close();

    await page.getByRole('link', { name: 'Content Manager' }).first().click();
    await button(page, 'Continue').waitFor();
    expect(await gate(page).getByRole('radio').count()).toBe(1);
    await keep(page, 'role-phishing-resistant');
    await button(page, 'Continue').click();
    await button(page, 'Create a passkey on this device').click();
    await button(page, 'Go to Strapi').click();
    await gate(page).waitFor({ state: 'detached' });
    expect(await keptSession(page)).toContain('strapi_admin_refresh');

    await signOut(page.context());
    await askedAtLogin(stage, page, person);
    expect(await gate(page).locator('input[autocomplete="one-time-code"]').count()).toBe(0);
    await button(page, 'Use passkey or security key').click();
    await isIn(page);

    await signOut(page.context());
    await askedAtLogin(stage, page, person);
    await button(page, 'Use another method').click();
    await button(page, 'Use a recovery code').click();
    await gate(page).getByLabel('Recovery code').fill(String(recoveryCodes[0]));
    await button(page, 'Use recovery code').click();
    await asked(page, 'You’re in');
    await button(page, 'Go to Strapi').click();
    await isIn(page);
    await page.context().close();
  });

  it('lets somebody who has an app only prove with it once, then sets up a passkey [C51]', async () => {
    const { person, app } = await personWithTotp(stage.host, { roles: [EDITOR] });
    await policy({ roleMethods: { [EDITOR]: ['webauthn'] } });
    const page = await stage.open();
    await plugInKey(page, { transport: 'internal' });
    await askedAtLogin(stage, page, person);
    await answerWithApp(page, app);
    await button(page, 'Continue').click();
    await button(page, 'Create a passkey on this device').click();
    await asked(page, 'You’re all set');
    await button(page, 'Go to Strapi').click();
    await isIn(page);
    await page.context().close();
  });
});
