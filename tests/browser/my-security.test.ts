/** My Security in a real browser: what people see of their own MFA, and everything they can change. */
import type { Page } from 'playwright-core';

import {
  AUTHOR,
  createPerson,
  enrollKey,
  personWithTotp,
  picture,
  plugInKey,
  securityKey,
  signInWithTotp,
  totpCode,
  wrongTotpCode,
  type Person,
} from '../support';
import { provenSuperAdmin, setPolicy } from '../support/policy';
import { gate, openLogin, pictures, setStage, type Stage } from './panel';
import {
  answerWithApp,
  answerWithPassword,
  box,
  modulesOf,
  printedSheet,
  registerKey,
  signedIn,
  signedInWithApp,
  toast,
  visit,
} from './panel-steps';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const KEYS = 'Passkeys and Security Keys';
const APP = 'Authenticator App';

const mySecurity = (page: Page): Promise<void> => visit(page, stage.host, '/me/security', 'My Security');

/** Ticks the box and types one of the codes back, unless they were saved on the page. Returns all of them. */
const keepCodes = async (page: Page): Promise<string[]> => {
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('heading', { name: /^(Your New Recovery Codes|Save your recovery codes)$/ }).waitFor();
  const codes = (await sheet.innerText()).match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b/g) ?? [];
  const box = sheet.getByRole('checkbox', { name: 'I’ve saved these somewhere safe' });
  const byHand = (await box.count()) > 0;
  if (byHand) await box.click();
  await sheet.getByRole('button', { name: 'Continue' }).click();
  if (!byHand) return codes;
  await sheet.getByLabel('Enter any one of the codes').fill(codes[3] ?? '');
  await sheet.getByRole('button', { name: 'Finish' }).click();
  return codes;
};

/** People without a method prove their password first. */
const addKey = async (page: Page, name: string, person?: Person): Promise<void> => {
  await box(page, KEYS).getByRole('button', { name: 'Add passkey or security key' }).click();
  if (person) await answerWithPassword(page, person);
  await page.getByRole('dialog').getByRole('button', { name: 'Use a security key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('New name').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText(`“${name}” is ready.`).waitFor();
};

const done = async (page: Page): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};

describe('My Security', () => {
  it('is three clicks from the panel for whoever has the fewest permissions [A11] [A12]', async () => {
    const author = await createPerson(stage.host, { roles: [AUTHOR] });
    const page = await signedIn(stage, author);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'My Security' }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    expect(page.url()).toContain('/settings/mfa/security');
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);

    await mySecurity(page);
    expect(await page.getByRole('heading', { name: 'Your account isn’t protected yet.' }).count()).toBe(1);
    expect(await page.title()).toContain('My Security');
    await page.context().close();
  });

  it('adds the first key with a name, shows its recovery codes once and says what comes next [A6] [A18] [A19] [A22] [A23] [A27] [A29] [A31] [A32] [A38] [A39] [B52]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    await plugInKey(page);
    await mySecurity(page);
    await addKey(page, 'YubiKey blue', person);

    const sheet = page.getByRole('dialog');
    await sheet.getByText('Never share them.').waitFor();
    expect(await sheet.getByText('Keep them somewhere safe, separate from your password.').count()).toBe(1);
    const download = page.waitForEvent('download');
    await sheet.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toMatch(/^strapi-recovery-codes-.*\.txt$/);
    await sheet.getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(await sheet.getByRole('button', { name: 'Print' }).isEnabled()).toBe(true);
    await picture(page, 'my-security-recovery-codes');
    const codes = await keepCodes(page);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(copied).toContain(code);

    await page.getByText('“YubiKey blue” is ready.').first().waitFor();
    expect(await page.getByText('To see a whole login, log out and log in again.').count()).toBe(1);
    await page.getByRole('button', { name: 'Try it now' }).click();
    await page.getByText('It works. Use it the next time you log in.').waitFor();
    expect(await page.getByRole('dialog').getByText('Add a backup', { exact: true }).count()).toBe(1);
    await picture(page, 'my-security-ready');
    await done(page);
    await box(page, 'Recovery Codes').getByText('10 of 10 left').waitFor();

    const row = box(page, KEYS).getByRole('listitem').filter({ hasText: 'YubiKey blue' });
    await row.waitFor();
    await box(page, 'Recent Activity').getByText('“Security key” added').waitFor();
    expect(
      await row.getByText('YubiKey blue', { exact: true }).evaluate((name) => name === document.activeElement)
    ).toBe(true);
    expect(await page.getByRole('heading', { name: 'Add a backup' }).count()).toBe(1);
    expect(await page.locator('body').innerText()).not.toContain(codes[0]);
    await page.context().close();
  });

  it('takes four actions to a first passkey: named, saved, and tried without another one [C65]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    await plugInKey(page, { transport: 'internal' });
    await mySecurity(page);
    const actions: string[] = [];
    const act = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      actions.push(what);
      await work();
    };
    const dialog = page.getByRole('dialog', { name: 'Add a passkey or security key' });

    await act('add', () =>
      page.getByRole('region', { name: 'Your account isn’t protected yet.' }).getByRole('button').click()
    );
    await gate(page).getByLabel('Password', { exact: true }).waitFor();
    // The question doesn't cover a dialog: there's none yet.
    expect(await dialog.count()).toBe(0);
    await act('password', () => answerWithPassword(page, person));
    const create = dialog.getByRole('button', { name: 'Create a passkey on this device' });
    await create.waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Create a passkey'));
    await act('create', () => create.click());
    const sheet = page.getByRole('dialog');
    await sheet.getByText('“Chrome on Linux” is ready.').waitFor();
    const told = page.waitForResponse((response) => response.url().endsWith('/recovery-codes/acknowledge'));
    await act('download', () => sheet.getByRole('button', { name: 'Download' }).click());
    expect((await told).status()).toBe(200);

    expect(actions).toHaveLength(4);
    const { factors } = stage.host.container;
    expect((await factors.recovery.status(person.id)).acknowledgedAt).not.toBeNull();
    await sheet.getByText('Now move the file from your downloads').waitFor();
    await sheet.getByRole('button', { name: 'Continue' }).click();
    await done(page);
    await box(page, KEYS).getByText('Chrome on Linux', { exact: true }).waitFor();
    await page.context().close();
  });

  it('adds an app by QR code or by its key as text; a wrong code leaves it off [A13] [A14] [A15] [A16] [A17]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    await mySecurity(page);
    await box(page, APP).getByRole('button', { name: 'Add authenticator app' }).click();
    await answerWithPassword(page, person);

    const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
    const qr = dialog.getByRole('img', { name: 'QR code for adding Strapi to your app' });
    await qr.waitFor();
    expect(await modulesOf(qr)).toMatchObject({ drawn: true, large: true });
    // The code field is visible without scrolling [C65].
    const field = await dialog.getByLabel('Enter the code from the app').boundingBox();
    expect((field?.y ?? 720) + (field?.height ?? 0)).toBeLessThan(720);
    // On a larger screen, so is everything else.
    await page.setViewportSize({ width: 1440, height: 900 });
    const confirm = await dialog.getByRole('button', { name: 'Confirm' }).boundingBox();
    expect((confirm?.y ?? 900) + (confirm?.height ?? 0)).toBeLessThan(900);
    await page.setViewportSize({ width: 1280, height: 720 });
    await dialog.getByText('Can’t scan it?').click();
    await dialog.getByRole('button', { name: 'Copy key' }).click();
    const secret = await page.evaluate(() => navigator.clipboard.readText());
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect((await dialog.locator('code').innerText()).replace(/\s/g, '')).toBe(secret);
    await picture(page, 'my-security-app');

    const code = dialog.getByLabel('Enter the code from the app');
    await code.fill(wrongTotpCode(secret, stage.host.clock.now()));
    await dialog.getByText('That code isn’t right.').waitFor();
    expect(await box(page, APP).getByRole('listitem').count()).toBe(0);

    await code.fill(totpCode(secret, stage.host.clock.now()));
    await page.getByRole('dialog').locator('ol code').first().waitFor();
    expect(await printedSheet(page)).toMatchObject({ pages: 1, complete: true, alone: true });
    await keepCodes(page);
    await done(page);
    expect(await box(page, APP).getByRole('listitem').filter({ hasText: 'Authenticator app' }).count()).toBe(1);
    await page.context().close();
  });

  it('keeps several methods apart: renamed in place, removed one by one, focus never lost [A1] [A23] [A24] [A25] [A26] [C7]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await plugInKey(page, { transport: 'usb' });
    await mySecurity(page);
    await addKey(page, 'Office');
    await done(page);
    await page.getByRole('heading', { name: 'Your account is protected by 2 methods.' }).waitFor();

    const keys = box(page, KEYS);
    await keys.getByRole('button', { name: 'Rename Office' }).click();
    const field = keys.getByLabel('New name');
    await field.fill('phone');
    await page.keyboard.press('Enter');
    await keys.getByText('You already use this name.').waitFor();
    await page.keyboard.press('Escape');
    expect(
      await keys.getByRole('button', { name: 'Rename Office' }).evaluate((x) => x === document.activeElement)
    ).toBe(true);
    await page.keyboard.press('Enter');
    await field.fill('Home key');
    await page.keyboard.press('Enter');
    await keys.getByText('Home key', { exact: true }).waitFor();

    await box(page, APP).getByRole('button', { name: 'Remove Phone' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Remove “Phone”?' });
    // The toast about the new name would cover part of the picture.
    await toast(page, 'Renamed to').first().waitFor({ state: 'detached' });
    await picture(page, 'my-security-remove');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await toast(page, '“Phone” removed.').first().waitFor();
    await box(page, APP).getByRole('listitem').waitFor({ state: 'detached' });
    expect(await keys.getByRole('listitem').count()).toBe(1);
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-add') === true);
    await page.context().close();
  });

  it('makes new recovery codes, whole on paper, and never shows the old ones again [A33] [C60] [P14]', async () => {
    const { person, app, recoveryCodes } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    const section = box(page, 'Recovery Codes');
    await section.getByText('10 of 10 left').waitFor();
    expect(await section.innerText()).toMatch(/created /);
    for (const code of recoveryCodes) expect(await page.content()).not.toContain(code);
    await section.getByRole('button', { name: 'Generate new codes' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('dialog').locator('ol code').first().waitFor();
    expect(await printedSheet(page)).toMatchObject({ pages: 1, complete: true, alone: true });
    const codes = await keepCodes(page);
    expect(codes.some((code) => recoveryCodes.includes(code))).toBe(false);
    await toast(page, 'Your new recovery codes are active.').first().waitFor();
    // The codes are acknowledged, so the page no longer marks them as unsaved.
    await section.getByText('10 of 10 left').waitFor();
    expect(await page.content()).not.toContain(codes[0]);
    await page.context().close();
  });

  it('says why the last method of somebody who must have one stays [C7]', async () => {
    const admin = await provenSuperAdmin(stage.host);
    const { person, app } = await personWithTotp(stage.host, { roles: [AUTHOR] });
    await setPolicy(admin.session, { roles: { [AUTHOR]: 'always_required' } });
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    await box(page, APP).getByRole('button', { name: 'Remove Phone' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Add another method before you remove this one.').first().waitFor();
    expect(await box(page, APP).getByRole('listitem').count()).toBe(1);
    await setPolicy(admin.session, { roles: {} });
    await page.context().close();
  });

  it('asks to confirm in place when the proof is too old, and goes on by itself [A24]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    stage.host.clock.advance(11 * 60_000);
    await box(page, 'Recovery Codes').getByRole('button', { name: 'Generate new codes' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Generate' }).click();
    await answerWithApp(page, app);
    await keepCodes(page);
    await page.context().close();
  });

  it('shows every session with the proof it gave, and ends another one [B28] [B29]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    await signInWithTotp(stage.host, person, app, { deviceId: '7d2a5cf2-17f3-4d51-9a52-3a30d4f1d2aa' });
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    const devices = box(page, 'Active Devices');
    await devices.getByText('This device').waitFor();
    expect(await devices.getByText('Confirmed with Authenticator app').count()).toBeGreaterThan(1);
    const before = await devices.getByRole('button', { name: /^Log out/ }).count();
    await devices
      .getByRole('button', { name: /^Log out/ })
      .first()
      .click();
    await toast(page, 'was logged out.').first().waitFor();
    expect(await devices.getByRole('button', { name: /^Log out/ }).count()).toBeLessThanOrEqual(before);
    await devices.getByRole('link', { name: 'See all devices' }).click();
    await page.waitForURL(/\/me\/sessions$/);
    await page.context().close();
  });
});

describe('My Security after a recovery code', () => {
  it('says on arrival that a recovery code was used and how many are left [A28] [A30]', async () => {
    const { person, recoveryCodes } = await personWithTotp(stage.host);
    const page = await stage.open();
    await signInWithCode(page, person, recoveryCodes[0] ?? '');
    await page.getByText('You logged in with a recovery code.').waitFor();
    expect(await page.getByText('You have 9 recovery codes left. If you lost a device, remove it now.').count()).toBe(
      1
    );
    await page.context().close();
  });
});

const signInWithCode = async (page: Page, person: Person, code: string): Promise<void> => {
  await page.goto(`${stage.host.origin}/admin/auth/login`);
  await page.getByLabel('Email*').fill(person.email);
  await page.getByLabel('Password*').fill(person.password);
  await page.getByRole('button', { name: 'Login' }).click();
  const question = gate(page);
  await question.getByRole('button', { name: 'Use another method' }).click();
  await question.getByRole('button', { name: /Use a recovery code/ }).click();
  await question.getByLabel('Recovery code').fill(code);
  await question.getByRole('button', { name: 'Use recovery code' }).click();
  await question.getByRole('button', { name: 'Open My Security' }).click();
  await question.waitFor({ state: 'detached' });
};

describe('pictures of My Security', () => {
  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    const { person, app, session } = await personWithTotp(stage.host, { firstname: 'Kim', lastname: 'Editor' });
    const { origin } = stage.host;
    const aaguid = Uint8Array.from(Buffer.from('bada5566a7aa401fbd9645619a55120d', 'hex'));
    const synced = securityKey({ origin, attachment: 'platform', counterStep: 0, aaguid });
    await enrollKey(stage.host, session, synced, 'Password manager');
    const elsewhere = await stage.open();
    await openLogin(elsewhere, stage.host);
    await plugInKey(elsewhere);
    await registerKey(elsewhere, session, 'YubiKey blue');
    await elsewhere.context().close();
    await session.put('/mfa/me/preferences', { preferredMethod: 'totp' });
    await pictures(stage, 'my-security', async (page) => {
      await page.goto(`${stage.host.origin}/admin/auth/login`);
      await page.getByLabel('Email*').fill(person.email);
      await page.getByLabel('Password*').fill(person.password);
      await page.getByRole('button', { name: 'Login' }).click();
      await answerWithApp(page, app);
      await gate(page).waitFor({ state: 'detached' });
      await mySecurity(page);
      await box(page, 'Recent Activity').getByRole('listitem').first().waitFor();
    });
  });
});
