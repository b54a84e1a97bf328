/**
 * What a person needs before setting up a first method, in a real browser: an enrollment pass from an administrator, or
 * a code sent to the address on file.
 */
import type { Locator, Page } from 'playwright-core';

import {
  AUTHOR,
  createPerson,
  forcePolicy,
  HOUR,
  personWithTotp,
  provenSuperAdmin,
  totpCode,
  type Administrator,
  type Person,
} from '../support';
import { lastCode } from '../server/factors/delivered-steps';
import { asked, askedAtLogin, button, codeField, gate, isIn, setStage, type Stage } from './panel';
import {
  answerWithApp,
  answerWithPassword,
  printedSheet,
  signedIn,
  signedInWithApp,
  toast,
  visit,
} from './panel-steps';
import { everyLook, mailAsRead } from './pictures';

const FIRST = 'Protect your account';
const PASS = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/;
const SYSTEM = { kind: 'system' } as const;

let stage: Stage;
let admin: Administrator;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await forcePolicy(stage.host, {
    requirement: 'required_on_first_login',
    helpText: 'Kim at the help desk can help you: 4711.',
  });
});
afterAll(() => stage?.close());

const asking = (firstFactorProof: 'email' | 'pass') => forcePolicy(stage.host, { firstFactorProof });

let count = 0;

const newPerson = (firstname: string, more: object = {}) => {
  count += 1;
  const email = `${firstname.toLowerCase()}.${count}@example.com`;
  return createPerson(stage.host, { firstname, lastname: 'New', email, roles: [AUTHOR], ...more });
};

const row = (page: Page, person: Person): Locator => page.locator(`[data-person="${person.email}"]`);

/** The People page, filtered to one person. */
const people = async (person: Person): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await visit(page, stage.host, `/settings/mfa/people?_q=${encodeURIComponent(person.email)}`, 'People');
  return page;
};

const choose = async (page: Page, person: Person, action: string): Promise<void> => {
  const name = `Actions for ${person.firstname} ${person.lastname}`;
  await row(page, person).getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

/** Reads the pass from its dialog, then closes the dialog. */
const readPass = async (page: Page, name: string, look?: () => Promise<void>): Promise<string> => {
  const dialog = page.getByRole('dialog', { name: `Enrollment pass for ${name}` });
  const pass = (await dialog.locator('code').innerText()).trim();
  expect(pass).toMatch(PASS);
  await look?.();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(pass);
  return pass;
};

const passField = (page: Page): Locator => page.getByLabel('Enrollment pass', { exact: true });

const givePass = async (page: Page, pass: string): Promise<void> => {
  await passField(page).fill(pass);
  await page.getByRole('button', { name: 'Continue with this pass' }).click();
};

const WRONG = 'That pass isn’t right, or no longer works.';

/** From choosing a method to the panel, using an authenticator app. */
const setUpApp = async (page: Page): Promise<void> => {
  await gate(page)
    .getByRole('radio', { name: /Authenticator app/ })
    .check();
  await button(page, 'Continue').click();
  await gate(page)
    .getByRole('img', { name: /^QR code/ })
    .waitFor();
  const secret = ((await gate(page).locator('code').first().textContent()) ?? '').replace(/\s/g, '');
  await codeField(page).fill(totpCode(secret, stage.host.clock.now()));
  await asked(page, 'Save your recovery codes');
  const codes = await gate(page).getByRole('list', { name: 'Your recovery codes' }).locator('code').allInnerTexts();
  await gate(page).getByRole('checkbox', { name: 'I’ve saved these somewhere safe' }).click();
  await button(page, 'Continue').click();
  await gate(page).getByLabel('Enter any one of the codes').fill(String(codes[0]));
  await button(page, 'Finish').click();
  await asked(page, 'You’re all set');
  await button(page, 'Go to Strapi').click();
  await isIn(page);
};

describe('an enrollment pass', () => {
  beforeEach(() => asking('pass'));

  it('is given from the menu of a row, shown once, and what the person sets the first method up with [C52] [C33]', async () => {
    const nina = await newPerson('Nina');
    const page = await people(nina);
    await choose(page, nina, 'Give an enrollment pass…');
    const dialog = page.getByRole('dialog', { name: 'Give Nina New an enrollment pass' });
    await dialog.getByRole('button', { name: 'Give pass' }).click();
    await dialog.getByText('Enter a reason.').waitFor();
    await dialog.getByLabel('Reason').fill('First day, met her at the desk');
    await everyLook(page, 'people-pass');
    await dialog.getByRole('button', { name: 'Give pass' }).click();
    const pass = await readPass(page, 'Nina New', async () => {
      await everyLook(page, 'people-pass-shown');
      const shown = page.getByRole('dialog', { name: 'Enrollment pass for Nina New' });
      await shown.getByRole('button', { name: 'Copy' }).click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const sheet = await printedSheet(page);
      expect(sheet).toMatchObject({ pages: 1, codes: [copied], complete: true, alone: true });
    });
    await page.context().close();
    const { pass: listed } = await stage.host.container.people.detail(nina.id, null);
    expect(Date.parse(listed?.expiresAt ?? '')).toBeGreaterThan(stage.host.clock.now() + 23 * HOUR);

    const own = await stage.open();
    await askedAtLogin(stage, own, nina, FIRST);
    await gate(own).getByRole('heading', { level: 2, name: 'Enter an enrollment pass first' }).waitFor();
    await gate(own).getByText('Kim at the help desk can help you: 4711.').waitFor();
    expect(await gate(own).getByRole('radio').count()).toBe(0);
    await everyLook(own, 'first-pass');
    await givePass(own, 'AAAA-BBBB-CCCC');
    await gate(own).getByText(WRONG).waitFor();
    expect(await passField(own).evaluate((field) => field === document.activeElement)).toBe(true);
    await everyLook(own, 'first-pass-wrong');
    await givePass(own, pass.toLowerCase().replaceAll('-', ' '));
    await setUpApp(own);
    await own.context().close();
  });

  it('is given from the details, and ended from the menu: then it is refused like any wrong one [C52]', async () => {
    const nora = await newPerson('Nora');
    const page = await people(nora);
    await row(page, nora).getByText('Nora New', { exact: true }).click();
    const details = page.getByRole('dialog', { name: /Nora New/ });
    await details.getByRole('button', { name: 'Give an enrollment pass…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Give Nora New an enrollment pass' });
    await dialog.getByLabel('Reason').fill('Called from the known number');
    await dialog.getByRole('button', { name: 'Give pass' }).click();
    const pass = await readPass(page, 'Nora New');
    await details.getByText('Enrollment pass works until').waitFor();
    await details.getByRole('button', { name: 'Close' }).click();
    await choose(page, nora, 'End enrollment pass');
    await toast(page, 'Nora New’s enrollment pass has ended.').first().waitFor();
    await page.context().close();

    const own = await stage.open();
    await askedAtLogin(stage, own, nora, FIRST);
    await givePass(own, pass);
    await gate(own).getByText(WRONG).waitFor();
    await own.context().close();
  });

  it('that ran out is refused in the same words, and a new one works on the same screen [C52]', async () => {
    const nele = await newPerson('Nele');
    const request = { reason: 'On the phone', hours: 1 };
    const old = await stage.host.container.people.givePass(SYSTEM, nele.id, request);
    stage.host.clock.advance(HOUR);
    const page = await stage.open();
    await askedAtLogin(stage, page, nele, FIRST);
    await givePass(page, old.pass);
    await gate(page).getByText(WRONG).waitFor();
    const { pass } = await stage.host.container.people.givePass(SYSTEM, nele.id, request);
    await givePass(page, pass);
    await setUpApp(page);
    await page.context().close();
  });

  it('comes with a reset, from the same dialog, and is the way back in [C52] [C33]', async () => {
    await forcePolicy(stage.host, { requirement: 'optional', firstFactorProof: 'password' });
    const { person: rosa } = await personWithTotp(stage.host, {
      firstname: 'Rosa',
      lastname: 'Reset',
      email: `rosa.${(count += 1)}@example.com`,
    });
    await forcePolicy(stage.host, { requirement: 'required_on_first_login', firstFactorProof: 'pass' });
    const page = await people(rosa);
    await choose(page, rosa, 'Reset MFA…');
    const dialog = page.getByRole('dialog', { name: 'Reset Rosa Reset’s MFA' });
    await dialog.getByRole('checkbox', { name: 'I verified that this request really comes from Rosa Reset' }).click();
    await dialog.getByRole('checkbox', { name: /enrollment pass/ }).click();
    await dialog.getByLabel('Reason').fill('Phone stolen, saw her passport');
    await everyLook(page, 'people-reset-pass');
    await dialog.getByRole('button', { name: 'Reset' }).click();
    const pass = await readPass(page, 'Rosa Reset');
    await page.context().close();

    const own = await stage.open();
    await askedAtLogin(stage, own, rosa, FIRST);
    await givePass(own, pass);
    await setUpApp(own);
    await own.context().close();
  });

  it('is given beside an invitation: the person comes by the link and needs it all the same [C52]', async () => {
    const invited = await newPerson('Ina', { isActive: false, password: null });
    const registrationToken = `invited-${'c'.repeat(20)}`;
    await stage.host.strapi.db.query('admin::user').update({ where: { id: invited.id }, data: { registrationToken } });
    const page = await people(invited);
    await choose(page, invited, 'Give an enrollment pass…');
    const dialog = page.getByRole('dialog', { name: 'Give Ina New an enrollment pass' });
    await dialog.getByLabel('Reason').fill('New colleague');
    await dialog.getByRole('button', { name: 'Give pass' }).click();
    const pass = await readPass(page, 'Ina New');
    await page.context().close();

    const own = await stage.open();
    await own.goto(`${stage.host.origin}/admin/auth/register?registrationToken=${registrationToken}`);
    await own.locator('input[name="password"]').fill(invited.password);
    await own.locator('input[name="confirmPassword"]').fill(invited.password);
    await own.locator('button[type="submit"]').click();
    await asked(own, FIRST);
    await givePass(own, pass);
    await setUpApp(own);
    await own.context().close();
  });

  it('is asked in My Security as well, over the page [C52] [C33]', async () => {
    await forcePolicy(stage.host, { requirement: 'optional' });
    const mia = await newPerson('Mia');
    const { pass } = await stage.host.container.people.givePass(SYSTEM, mia.id, { reason: 'At the desk', hours: 2 });
    const page = await signedIn(stage, mia);
    await visit(page, stage.host, '/me/security', 'My Security');
    await page.getByRole('button', { name: 'Add authenticator app' }).first().click();
    await answerWithPassword(page, mia);
    await passField(page).fill('AAAA-BBBB-CCCC');
    await everyLook(page, 'my-security-first-pass');
    await page.getByRole('button', { name: 'Continue with this pass' }).click();
    await page.getByText(WRONG).waitFor();
    await givePass(page, pass);
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    await page.context().close();
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
  });
});

describe('a code to the address on file', () => {
  beforeEach(() => asking('email'));

  it('comes before the choice of a method [C52] [C33]', async () => {
    const emma = await newPerson('Emma');
    const page = await stage.open();
    await page.clock.install({ time: stage.host.clock.now() });
    await askedAtLogin(stage, page, emma, FIRST);
    await gate(page).getByRole('heading', { level: 2, name: 'Confirm your email address first' }).waitFor();
    await everyLook(page, 'first-email');
    await button(page, 'Send code').click();
    await gate(page).getByText('We sent a code to e•••@example.com.').waitFor();
    await everyLook(page, 'first-email-code');
    const code = lastCode(stage.host, 'email', emma.email);
    await codeField(page).fill(code === '000000' ? '111111' : '000000');
    await gate(page).getByText('That code isn’t right').waitFor();
    await codeField(page).fill(code);
    await setUpApp(page);
    await page.context().close();
  });

  it('can be left for a pass by whoever can’t read that mailbox [C52]', async () => {
    const elsa = await newPerson('Elsa');
    const { pass } = await stage.host.container.people.givePass(SYSTEM, elsa.id, { reason: 'On the phone', hours: 1 });
    const page = await stage.open();
    await askedAtLogin(stage, page, elsa, FIRST);
    await button(page, 'I have an enrollment pass').click();
    await passField(page).waitFor();
    await button(page, 'Back').click();
    await gate(page).getByRole('heading', { level: 2, name: 'Confirm your email address first' }).waitFor();
    await button(page, 'I have an enrollment pass').click();
    await givePass(page, pass);
    await setUpApp(page);
    await page.context().close();
  });
});

describe('a method that was carried over from another plugin', () => {
  it('leads to new recovery codes at the next login, until there are some [C54] [C33]', async () => {
    await forcePolicy(stage.host, { requirement: 'optional', firstFactorProof: 'password' });
    const { person, app } = await personWithTotp(stage.host, { firstname: 'Cara', lastname: 'Carried' });
    const { database, factors } = stage.host.container;
    await database.transaction((trx) => factors.recovery.removeAll(person.id, trx));
    const notice = (page: Page) => page.locator('#mfa-notice').getByText('You have no recovery codes.');
    const first = await signedInWithApp(stage, person, app);
    await notice(first).waitFor();
    await first.getByRole('button', { name: 'Not now' }).click();
    await first.context().close();

    const page = await signedInWithApp(stage, person, app);
    await notice(page).waitFor();
    await everyLook(page, 'codes-missing');
    await page.locator('#mfa-notice').getByRole('button', { name: 'Generate recovery codes' }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Generate recovery codes' }).click();
    const list = page.getByRole('list', { name: 'Your recovery codes' });
    await list.waitFor();
    const codes = await list.locator('code').allInnerTexts();
    expect(codes).toHaveLength(10);
    await page.getByRole('checkbox', { name: 'I’ve saved these somewhere safe' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Enter any one of the codes').fill(String(codes[0]));
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('10 of 10').first().waitFor();
    await page.context().close();

    const looked = await stage.open();
    await askedAtLogin(stage, looked, person);
    const answered = looked.waitForResponse((response) => response.url().endsWith('/mfa/me'));
    await answerWithApp(looked, app);
    await answered;
    await isIn(looked);
    expect(await notice(looked).count()).toBe(0);
    await looked.context().close();
  });
});

describe('the mail about a new browser', () => {
  it('says what it was, where from and what to do, as it reads in the mailbox [C53] [C33]', async () => {
    await forcePolicy(stage.host, { requirement: 'optional', firstFactorProof: 'password' });
    const person = await newPerson('Bea');
    const first = await signedIn(stage, person);
    await stage.host.container.newBrowsers.flush();
    await first.context().close();
    stage.host.mail.clear();
    const second = await signedIn(stage, person, { phone: true });
    await stage.host.container.newBrowsers.flush();
    await second.context().close();
    const mail = await stage.host.mail.waitFor(person.email, ({ subject }) => subject.startsWith('New browser'));
    const page = await stage.open();
    await mailAsRead(page, mail);
    await page
      .frameLocator('iframe')
      .getByText(/change your password now/i)
      .waitFor();
    await everyLook(page, 'mail-new-browser');
    await page.context().close();
  });
});
