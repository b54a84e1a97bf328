/** Before a policy is saved: what changes for whom, when it starts, presets, and what a plan would have done. */
import type { Page } from 'playwright-core';

import { createPerson, DAY, logIn, picture, signInWithTotp, SUPER } from '../support';
import { provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../support/policy';
import { setStage, type Stage } from './panel';
import { answerWithApp, box, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await createPerson(stage.host, { firstname: 'Erin', lastname: 'Affected' });
  await createPerson(stage.host, { firstname: 'Sam', lastname: 'Second', roles: [SUPER] });
  page = await signedInWithApp(stage, admin.person, admin.app);
});
afterAll(() => stage.close());

const policyPage = (): Promise<void> => visit(page, stage.host, '/settings/mfa/policy', 'Policy');
const impact = () => box(page, 'Impact');
const dialog = () => page.getByRole('alertdialog');

/** The text of a cell of the table, when it's there. */
const cell = (group: string, side: 'before' | 'after', number: number): Promise<void> =>
  impact()
    .locator(`[data-count="${group}-${side}"]`)
    .filter({ hasText: new RegExp(`^${number}$`) })
    .waitFor();

const changes = async (): Promise<string[]> =>
  (await dialog().locator('[data-change]').allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, ': '));

const save = async (): Promise<void> => {
  await dialog().getByRole('button', { name: 'Save policy' }).click();
  const question = page.getByRole('dialog').getByText('Confirm it’s you', { exact: false });
  const saved = toast(page, 'Policy saved.').first();
  await question.or(saved).first().waitFor();
  if (await question.isVisible()) await answerWithApp(page, admin.app);
  await saved.waitFor();
};

const inWords = (iso: string): string => new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(iso));

it('says the difference in people, dates, and emails, and the confirmation lists every change [C62]', async () => {
  await policyPage();
  await impact().getByText('No changes yet').waitFor();
  await cell('protected', 'after', 1);
  await cell('leftToThem', 'after', 2);
  await page.getByRole('radio', { name: 'Required on first login' }).click();
  await page.getByLabel('Grace period (days)').fill('14');
  const deadline = inWords(new Date(stage.host.clock.now() + 14 * DAY).toISOString());
  const sentence = `2 more people must set up MFA by ${deadline}.`;
  await impact().getByText(sentence).waitFor();
  await impact().getByText('They get an email today.').waitFor();
  await impact().getByText('Including 1 Super Admin.').waitFor();
  await cell('leftToThem', 'before', 2);
  await cell('leftToThem', 'after', 0);
  await cell('deadline', 'after', 2);
  expect(await impact().getByText('Erin Affected').isVisible()).toBe(false);
  await impact().getByRole('button', { name: 'See who' }).press('Enter');
  await impact().getByText('Erin Affected').waitFor();
  await picture(page, 'policy-difference');

  await page.getByRole('switch', { name: 'Authenticator app' }).click();
  await page.getByRole('switch', { name: 'Authenticator app' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog().getByText(sentence).waitFor();
  expect(await changes()).toEqual([
    'Default requirement: Optional → Required on first login',
    'Grace period (days): 0 → 14',
  ]);
  await picture(page, 'policy-changes');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

it('plans a requirement for a date, with the keyboard, and says what stays in force [C62]', async () => {
  await policyPage();
  await page.getByRole('radio', { name: 'Required on first login' }).click();
  const starts = page.getByRole('radiogroup', { name: 'When it applies' });
  await starts.getByRole('radio', { name: 'Right away' }).focus();
  // Held, because the group moves the focus a moment later and chooses only while the key is down.
  await page.keyboard.down('ArrowDown');
  await page.getByText('In force until then: Optional.').waitFor();
  await page.keyboard.up('ArrowDown');
  expect(await starts.getByRole('radio', { name: 'On a date' }).isChecked()).toBe(true);
  const day = page.locator('[role="combobox"][aria-haspopup="dialog"]');
  const first = await day.inputValue();
  await day.press('ArrowDown');
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect(await day.inputValue()).not.toBe(first);
  await impact().getByText('2 more people must set up MFA by', { exact: false }).waitFor();
  await impact().getByText('The new requirement starts on', { exact: false }).waitFor();
  await picture(page, 'policy-planned');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await changes())[0]).toMatch(/^Planned requirement: None → Required on first login, starting /);
  await save();
  const { requirement, planned } = await readPolicy(admin.session);
  expect([requirement, planned?.requirement]).toEqual(['optional', 'required_on_first_login']);
  const start = new Date(String(planned?.startsAt));
  expect([start.getHours(), start.getMinutes(), start.getTime() > Date.now()]).toEqual([0, 0, true]);

  await policyPage();
  expect(await page.getByRole('radio', { name: 'On a date' }).isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'Right away' }).click();
  expect(await page.getByRole('radio', { name: 'Required on first login' }).isChecked()).toBe(true);
  await impact()
    .getByText('2 more people must set up MFA', { exact: false })
    .or(impact().getByText('The deadlines of 2 people change.'))
    .first()
    .waitFor();
});

it('report only: nobody is asked, and the page shows who would have been [C62]', async () => {
  const planned = { requirement: 'always_required', roles: {}, startsAt: null };
  await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), { planned });
  const person = await createPerson(stage.host, { firstname: 'Rita', lastname: 'Reported' });
  await logIn(stage.host, person);
  await policyPage();
  expect(await page.getByRole('radio', { name: 'Report only' }).isChecked()).toBe(true);
  const report = box(page, 'What the Plan Would Have Done');
  await report.getByText('1 person logged in. They would have had to set up MFA.').waitFor();
  await report.getByText('Rita Reported').waitFor();
  expect(await report.locator('[data-day]').count()).toBe(14);
  await report.locator('[data-day]').last().getByText('1 would have had to set up MFA', { exact: false }).waitFor();
  await impact().getByText('If this applied now, 3 more people would have to set up MFA.').waitFor();
  await report.scrollIntoViewIfNeeded();
  await picture(page, 'policy-report');
});

it('presets fill in the form and save nothing, and the one that matches is marked [C62]', async () => {
  await policyPage();
  const before = await readPolicy(admin.session);
  for (const [name, level] of [
    ['Strict', 'Always required'],
    ['Recommended', 'Required on first login'],
  ] as const) {
    await page.getByRole('button', { name: `Use ${name}` }).click();
    await page.locator('[data-preset]').filter({ hasText: 'Matches now' }).getByText(name, { exact: true }).waitFor();
    expect(await page.getByRole('radio', { name: level }).isChecked()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Right away' }).isChecked()).toBe(true);
  }
  expect(await readPolicy(admin.session)).toEqual(before);
  await page.getByRole('button', { name: 'Use Start gently' }).click();
  expect(await page.getByRole('radio', { name: 'Report only' }).isChecked()).toBe(true);
  await picture(page, 'policy-presets');
});

it('a checklist says what is left, until it is done [C62]', async () => {
  await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), { planned: null });
  await policyPage();
  const list = box(page, 'Roll Out MFA');
  await list.locator('[data-step="self"][data-done="true"]').waitFor();
  await list.locator('[data-step="second"][data-done="false"]').waitFor();
  expect(await list.locator('[data-step="requirement"]').getAttribute('data-done')).toBe('false');
});
