/** Activity in a real browser: what happened, to whom and from where, and whether the trail is intact. */
import { readFileSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';

import { PERMISSIONS } from '../../shared/contracts';
import {
  askToSignIn,
  createPerson,
  createRole,
  personWithTotp,
  picture,
  provenSuperAdmin,
  verify,
  wrongTotpCode,
  type Administrator,
  type EnrolledApp,
  type Person,
} from '../support';
import { adminUrl, isIn, pictures, setStage, type Stage } from './panel';
import { answerWithApp, box, signedIn, signedInWithApp, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let victim: Person;
let app: EnrolledApp;

/** Enters wrong codes across several logins, like an attacker who knows the password. */
const guess = async (times: number): Promise<void> => {
  for (let count = 0; count < times; count += 1) {
    const { transaction } = await askToSignIn(stage.host, victim);
    const code = wrongTotpCode(app.secret, stage.host.clock.now());
    await verify(stage.host, transaction, { method: 'totp', code });
    stage.host.clock.advance(16 * 60_000);
  }
};

beforeAll(async () => {
  stage = await setStage();
  ({ person: victim, app } = await personWithTotp(stage.host, { firstname: 'Vic', email: 'vic@example.com' }));
  await guess(10);
  admin = await provenSuperAdmin(stage.host);
});
afterAll(() => stage.close());

const activityPage = (page: Page, search = ''): Promise<void> =>
  visit(page, stage.host, `/settings/mfa/activity${search}`, 'MFA Activity');

const asAdmin = async (search = ''): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await activityPage(page, search);
  return page;
};

const events = (page: Page): Locator => page.locator('[data-event]');

const texts = async (page: Page): Promise<string[]> => {
  await events(page).first().waitFor();
  return events(page).allInnerTexts();
};

describe('the activity page', () => {
  it('shows what happened, newest first, in words [B5] [B34] [C24]', async () => {
    const page = await asAdmin();
    // An email about the login may be sent after it.
    const [newest = ''] = (await texts(page)).filter((text) => !text.startsWith('Email sent'));
    expect(newest).toContain('Logged in');
    expect(newest).toContain('admin@example.com');
    expect(newest).toContain('Authenticator app');
    const numbers = await events(page).evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('data-event'))));
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    await page.context().close();
  });

  it('is filtered to refused second steps by one click, by more in the filters, and the address keeps it [B33] [B38] [C24]', async () => {
    const page = await asAdmin();
    await page.getByRole('button', { name: 'Failed attempts' }).click();
    await page.waitForURL(/type=verification\.failed/);
    await page.waitForFunction(() => !document.body.innerText.includes('Logged in'));
    for (const text of await texts(page)) expect(text).toContain('Failed attempt');
    expect((await texts(page)).every((text) => text.includes('vic@example.com'))).toBe(true);

    await activityPage(page, '?type=factor.added');
    const added = await texts(page);
    expect(added.length).toBe(2);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('IP address').fill('203.0.113.9');
    await page.getByText('No events match these filters.').waitFor();
    await page.context().close();
  });

  it('points out unusual patterns and shows what they are made of [B38]', async () => {
    const page = await asAdmin();
    const patterns = box(page, 'Needs Attention');
    const many = patterns.locator('[data-pattern="many_failures"]');
    await many.getByText(/failed attempts for vic@example\.com/).waitFor();
    await picture(page, 'activity-patterns');
    await many.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/outcome=failure/);
    expect((await texts(page)).every((text) => text.includes('vic@example.com'))).toBe(true);
    await page.context().close();
  });

  it('opens one event at an address of its own; Back closes it', async () => {
    const page = await asAdmin('?type=verification.failed');
    const first = events(page).first();
    const seq = await first.getAttribute('data-event');
    await first.getByRole('button', { name: `Show details of event ${seq}` }).click();
    const dialog = page.getByRole('dialog', { name: `Event ${seq}` });
    await dialog.getByText('verification.failed').waitFor();
    expect(await dialog.getByText('127.0.0.1').count()).toBeGreaterThan(0);
    expect(page.url()).toContain(`id=${seq}`);
    await picture(page, 'activity-details');
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    // The dialog opens at once and hides the page's heading.
    await page.goto(adminUrl(stage.host, `/settings/mfa/activity?type=verification.failed&id=${seq}`));
    await page.getByRole('dialog', { name: `Event ${seq}` }).waitFor();
    await page.context().close();
  });

  it('goes to older events and back', async () => {
    const page = await asAdmin();
    const newest = await events(page).first().getAttribute('data-event');
    await page.getByRole('button', { name: 'Older' }).click();
    await page.waitForURL(/cursor=/);
    await page.waitForFunction((seq) => document.querySelector(`[data-event="${seq}"]`) === null, newest);
    await page.getByRole('button', { name: 'Newer' }).click();
    await page.locator(`[data-event="${newest}"]`).waitFor();
    await page.context().close();
  });

  it.each([
    ['As CSV', 'mfa-activity.csv', 'seq,at,type'],
    ['As JSON Lines', 'mfa-activity.jsonl', '"@timestamp"'],
  ])('exports %s, with progress [C24]', async (item, fileName, beginning) => {
    const page = await asAdmin('?type=verification.failed');
    await texts(page);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const card = page.getByRole('status').filter({ hasText: 'Your export is ready.' });
    await card.waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(fileName);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(beginning);
    expect(text).toContain('vic@example.com');
    expect(text).not.toContain('sign_in.completed');
    await page.context().close();
  });

  it('says that the trail is whole, and where it stops being so [C24]', async () => {
    const page = await asAdmin();
    await page.getByRole('button', { name: 'Verify integrity' }).click();
    await page.getByText(/The log is intact\. \d+ events checked\./).waitFor();
    await picture(page, 'activity-verified');
    await stage.host.container.database.table('auditEntries').where({ seq: 3 }).update({ reason: 'somebody was here' });
    await page.getByRole('button', { name: 'Verify integrity' }).click();
    await page.getByText('The log was changed at event 3. Events before it are intact.').waitFor();
    await page.getByText('A record was changed.').waitFor();
    await page.context().close();
  });

  it('can be read without the right to take it away [B34]', async () => {
    const role = await createRole(stage.host, 'Reader', [PERMISSIONS.auditRead]);
    const page = await signedIn(stage, await createPerson(stage.host, { roles: [role] }));
    await activityPage(page);
    await texts(page);
    expect(await page.getByRole('button', { name: 'Export' }).count()).toBe(0);
    await page.context().close();
  });

  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    await pictures(stage, 'activity', async (page) => {
      await page.goto(`${stage.host.origin}/admin/auth/login`);
      await page.getByLabel('Email*').fill(admin.person.email);
      await page.getByLabel('Password*').fill(admin.person.password);
      await page.getByRole('button', { name: 'Login' }).click();
      await answerWithApp(page, admin.app);
      await isIn(page);
      await activityPage(page);
      await texts(page);
    });
  });
});
