import type { Page } from 'playwright-core';

import { createPerson, enrollTotp, forcePolicy, picture, type Person } from '../support';
import { addressOf, lastCode, numberOf, PAUSE, personWith, type Delivered } from '../server/factors/delivered-steps';
import { box, signedIn } from './panel-steps';
import {
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  giveCode,
  isIn,
  keep,
  openLogin,
  pictures,
  setStage,
  signOut,
  type Stage,
} from './panel';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
  await forcePolicy(stage.host, { allowedMethods: ['webauthn', 'totp', 'email', 'sms'] });
});
afterAll(() => stage?.close());

afterEach(() => {
  stage.host.mail.refuse(false);
  stage.host.sms.answerWith(200);
});

const WORDS = {
  email: { sent: /We sent a code to p•••@example\.com/, label: 'Code from the email', late: 'Check spam', id: 'B10' },
  sms: { sent: /We sent a code to •••• \d\d/, label: 'Code from the text message', late: 'has a signal', id: 'B9' },
} as const;

/** The page's clock decides when a code expires, so it must match the host's. */
const sameTime = (page: Page): Promise<void> => page.clock.setSystemTime(stage.host.clock.now());

const sentTo = (page: Page, method: Delivered) => gate(page).getByText(WORDS[method].sent).waitFor();

describe.each(['email', 'sms'] as const)('a code by %s', (method) => {
  const { id, label, late } = WORDS[method];

  it(`is sent on opening the method, filled by the browser, and signs in [${id}][C8] [F31]`, async () => {
    const { person, to } = await personWith(stage.host, method);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await sentTo(page, method);
    await gate(page).getByLabel(label).waitFor();
    expect(await codeField(page).getAttribute('inputmode')).toBe('numeric');
    expect(await gate(page).getByText('Nothing yet?').innerText()).toContain(late);
    await keep(page, `sign-in-${method}`);
    await codeField(page).fill(lastCode(stage.host, method, to));
    await isIn(page);
  });

  it(`can be sent again after a minute, and only the newest counts [${id}][C8]`, async () => {
    const { person, to } = await personWith(stage.host, method);
    const page = await stage.open();
    // Earlier tests have moved the host's clock, so the page's clock follows it.
    await page.clock.install({ time: stage.host.clock.now() });
    await askedAtLogin(stage, page, person);
    await sentTo(page, method);
    const first = lastCode(stage.host, method, to);
    await button(page, /Send again in \d+ s/).waitFor();
    await page.clock.runFor(61_000);
    stage.host.clock.advance(61_000);
    await button(page, 'Send again').click();
    await button(page, /Send again in \d+ s/).waitFor();
    const second = lastCode(stage.host, method, to);
    if (first !== second) {
      await giveCode(page, first);
    }
    await codeField(page).fill(second);
    await isIn(page);
  });

  it(`that cannot be delivered says so, and offers another way [${id}][C8]`, async () => {
    const { person } = await personWith(stage.host, method);
    if (method === 'email') stage.host.mail.refuse(true);
    else stage.host.sms.answerWith(500);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await gate(page)
      .getByText(/couldn’t be sent|couldn’t send/)
      .first()
      .waitFor();
    await button(page, /recovery code/i)
      .first()
      .waitFor();
    await keep(page, `sign-in-${method}-not-delivered`);
  });
});

describe('a person with an app and e-mail', () => {
  it('is asked for the app, and sent nothing before choosing the mail [C8][B36]', async () => {
    const { person, session, to } = await personWith(stage.host, 'email');
    await enrollTotp(stage.host, session);
    const before = stage.host.mail.to(to).length;
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await gate(page).getByLabel('Code from your authenticator app').waitFor();
    expect(stage.host.mail.to(to).filter(({ subject }) => /code/i.test(subject)).length).toBeLessThanOrEqual(before);
    await button(page, /Use another method/).click();
    await button(page, /email/i).click();
    await sentTo(page, 'email');
  });
});

describe('setting up codes by e-mail', () => {
  const begin = async (page: Page, person: Person): Promise<void> => {
    await page.goto(`${stage.host.origin}/admin/me/security`);
    await page
      .getByRole('button', { name: /Add email|email codes|Add.*mail/i })
      .first()
      .click();
    const password = gate(page).getByLabel('Password', { exact: true });
    const send = page.getByRole('button', { name: 'Send code' });
    await password.or(send).first().waitFor();
    if (await password.isVisible()) {
      await password.fill(person.password);
      await page.keyboard.press('Enter');
    }
  };

  it('sends a code to the account address, takes it, and shows the recovery codes [B10][A6]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    await begin(page, person);
    await page.getByRole('button', { name: 'Send code' }).click();
    const field = page.locator('input[autocomplete="one-time-code"]');
    const password = gate(page).getByLabel('Password', { exact: true });
    await field.or(password).first().waitFor();
    if (await password.isVisible()) {
      await password.fill(person.password);
      await page.keyboard.press('Enter');
      await field.waitFor();
    }
    await keep(page, 'my-security-email');
    await field.fill(lastCode(stage.host, 'email', addressOf('email', person)));
    await page.getByRole('list', { name: 'Your recovery codes' }).waitFor();
  });

  it('looks right wide and on a phone, light and dark [C31]', async () => {
    const { person } = await personWith(stage.host, 'email');
    await pictures(stage, 'sign-in-email-code', async (page) => {
      stage.host.clock.advance(61_000);
      await sameTime(page);
      await openLogin(page, stage.host);
      await askedAtLogin(stage, page, person);
      await codeField(page).waitFor();
    });
  });
});

describe('setting up codes by text message', () => {
  it('takes a number as people write it, sends a code there, and the next login asks by text message [B9][A6]', async () => {
    const person = await createPerson(stage.host);
    const number = numberOf(person);
    const page = await signedIn(stage, person);
    await sameTime(page);
    await page.goto(`${stage.host.origin}/admin/me/security`);
    await page.getByRole('button', { name: 'Add text message' }).click();
    await gate(page).getByLabel('Password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Get codes by text message' });
    await dialog.getByLabel('Mobile number').fill('0151 1');
    await dialog.getByRole('button', { name: 'Send code' }).click();
    await dialog.getByText('Enter a mobile number with its country code').waitFor();
    // With spaces, parentheses and two leading zeros, the way it's printed on a business card.
    await dialog.getByLabel('Mobile number').fill(`00${number.slice(1, 3)} (${number.slice(3, 6)}) ${number.slice(6)}`);
    await dialog.getByRole('button', { name: 'Send code' }).click();
    await dialog.getByText(`We sent a code to •••• ${number.slice(-2)}.`).waitFor();
    await picture(page, 'my-security-sms');
    await dialog.locator('input[autocomplete="one-time-code"]').fill(lastCode(stage.host, 'sms', number));
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('list', { name: 'Your recovery codes' }).waitFor();
    const code = await sheet.locator('code').first().innerText();
    await sheet.getByRole('checkbox', { name: 'I’ve saved these somewhere safe' }).click();
    await sheet.getByRole('button', { name: 'Continue' }).click();
    await sheet.getByLabel('Enter any one of the codes').fill(code);
    await sheet.getByRole('button', { name: 'Finish' }).click();
    await sheet.getByRole('button', { name: 'Done' }).click();
    const row = box(page, 'Email and Text Message').getByRole('listitem').filter({ hasText: 'Text message' });
    await row.getByText(`•••• ${number.slice(-2)} · Less secure`).waitFor();

    stage.host.clock.advance(PAUSE);
    await signOut(page.context());
    await askedAtLogin(stage, page, person);
    await sentTo(page, 'sms');
    await codeField(page).fill(lastCode(stage.host, 'sms', number));
    await isIn(page);
  });

  it('during the sign-in as well, with another number when the first was wrong [B9][B20]', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const person = await createPerson(stage.host);
    const number = numberOf(person);
    const page = await stage.open();
    await askedAtLogin(stage, page, person, 'Protect your account');
    await gate(page)
      .getByRole('radio', { name: /Text message/ })
      .check();
    await button(page, 'Continue').click();
    await gate(page)
      .getByLabel('Mobile number')
      .fill(numberOf({ id: person.id + 1000 }));
    await button(page, 'Send code').click();
    await codeField(page).waitFor();
    await button(page, 'Change number').click();
    await gate(page).getByLabel('Mobile number').fill(number);
    stage.host.clock.advance(PAUSE);
    await sameTime(page);
    await button(page, 'Send code').click();
    await codeField(page).waitFor();
    await keep(page, 'enroll-sms');
    await codeField(page).fill(lastCode(stage.host, 'sms', number));
    await asked(page, 'Save your recovery codes');
    await forcePolicy(stage.host, { requirement: 'optional' });
  });
});
