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
  it('tells what happened, newest first, in sentences with names; where and when beside them [B5] [B34] [C24] [C64]', async () => {
    const page = await asAdmin();
    const [newest = ''] = await texts(page);
    expect(newest).toMatch(/^Ada Admin logged in with an authenticator app/);
    expect(newest).toContain('admin@example.com');
    // Where and when once, not also below the sentence as on a phone.
    expect(newest.match(/Chrome on Linux/g)).toHaveLength(1);
    expect(newest).toMatch(/Chrome on Linux\s+(::ffff:)?127\.0\.0\.1/);
    expect(newest).toMatch(/\d{1,2}:\d\d [AP]M\s+(now|this minute|\d+ \w+ ago)/);
    expect(newest).not.toMatch(/success|failed/i);
    const numbers = await events(page).evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('data-event'))));
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    const wrong = events(page).filter({ hasText: 'entered a wrong code' }).first();
    expect(await wrong.innerText()).toMatch(/^Vic .* entered a wrong code from an authenticator app\s+failed/i);
    await page.context().close();
  });

  it('leaves out what the system did, unless it is asked for or filtered by; the address keeps it [C64]', async () => {
    const page = await asAdmin();
    expect((await texts(page)).join()).not.toMatch(/was asked to confirm|email was sent/);
    const system = page.getByRole('checkbox', { name: 'Show system events' });
    await system.click();
    await page.getByText('was asked to confirm their identity at login').first().waitFor();
    await page.reload();
    await page.getByText('was asked to confirm their identity at login').first().waitFor();
    await system.click();
    await page.waitForFunction(() => !document.body.innerText.includes('was asked to confirm'));
    await activityPage(page, '?type=notice.sent');
    await page
      .getByText(/^An email was sent to/)
      .first()
      .waitFor();
    expect(await system.isChecked()).toBe(true);
    await page.context().close();
  });

  it('is narrowed by one click to failures, a span of days, a person, or an address, and counts what it shows [B33] [B38] [C24] [C64]', async () => {
    const page = await asAdmin();
    await page.getByText(/^\d+ events, showing 1–25$/).waitFor();
    const failed = page.getByRole('button', { name: 'Failed logins' });
    await failed.click();
    await page.waitForURL(/type=verification\.failed/);
    await page.waitForFunction(() => !document.body.innerText.includes('logged in with'));
    expect(await failed.getAttribute('aria-pressed')).toBe('true');
    for (const text of await texts(page)) expect(text).toMatch(/failed/i);
    const shown = (await texts(page)).length;
    await page.getByText(`${shown} events, showing 1–${shown}`).waitFor();

    await failed.click();
    await page.getByRole('button', { name: 'Today' }).click();
    await page.waitForURL(/span=today/);
    await page.getByRole('group', { name: 'Period' }).getByRole('button', { name: '30 days', pressed: false }).click();
    await page.waitForURL(/span=30/);

    await events(page).getByRole('button', { name: 'Vic Editor' }).first().click();
    await page.waitForURL(/userId=/);
    await page.getByRole('button', { name: /Remove filter: Person/ }).waitFor();
    await page.waitForFunction(() => !document.querySelector('table')?.textContent?.includes('admin@example.com'));
    expect(await page.getByRole('dialog').count()).toBe(0);
    await events(page).getByRole('button', { name: '127.0.0.1' }).first().click();
    await page.waitForURL(/ip=/);
    expect((await texts(page)).every((text) => text.includes('vic@example.com'))).toBe(true);
    await page.context().close();
  });

  it('unfolds its filters above the list, and offers to clear them where nothing matches [C64] [F32]', async () => {
    const page = await asAdmin('?type=factor.added');
    expect((await texts(page)).length).toBe(2);
    await page.getByRole('button', { name: 'Filters' }).click();
    const address = page.getByLabel('IP address');
    const covered = await address.evaluate((field) => {
      const panel = field.closest('section')?.getBoundingClientRect();
      const table = document.querySelector('table')?.getBoundingClientRect();
      return !panel || !table || panel.bottom > table.top;
    });
    expect(covered).toBe(false);
    await address.fill('203.0.113.9');
    await page.getByText('No events match these filters.').waitFor();
    await page.getByRole('grid').getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => url.search === '');
    await events(page).first().waitFor();
    await page.context().close();
  });

  it('points out unusual patterns above the filters and shows what they are made of; nothing moves [B38] [C64] [F24]', async () => {
    const page = await asAdmin();
    await page.addInitScript(() => {
      const kept = window as unknown as { shifted: number };
      kept.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
          if (!entry.hadRecentInput) kept.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    const patterns = box(page, 'Needs Attention');
    const many = patterns.locator('[data-pattern="many_failures"]');
    await many.getByText(/failed attempts for vic@example\.com/).waitFor();
    await texts(page);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => (window as unknown as { shifted: number }).shifted)).toBeLessThanOrEqual(0.02);
    await picture(page, 'activity-patterns');
    await many.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/outcome=failure/);
    await page.waitForFunction(() => !document.querySelector('table')?.textContent?.includes('logged in with'));
    expect((await texts(page)).every((text) => text.includes('vic@example.com'))).toBe(true);
    await page.context().close();
  });

  it('opens one event at an address of its own, goes to the next, and leads to the person; Back closes it [C64]', async () => {
    const page = await asAdmin('?type=verification.failed');
    const first = events(page).first();
    const seq = await first.getAttribute('data-event');
    const second = await events(page).nth(1).getAttribute('data-event');
    await first.getByRole('button', { name: `Show details of event ${seq}` }).click();
    const dialog = page.getByRole('dialog', { name: /^Vic .* entered a wrong code from an authenticator app$/ });
    await dialog.getByText('The code didn’t match').waitFor();
    expect(await dialog.getByText('127.0.0.1').count()).toBeGreaterThan(0);
    expect(await dialog.getByText('verification.failed').isVisible()).toBe(false);
    await picture(page, 'activity-details');
    await dialog.getByText('Technical details').click();
    await dialog.getByText('verification.failed').waitFor();
    expect(page.url()).toContain(`id=${seq}`);
    expect(await dialog.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await page.waitForURL(new RegExp(`id=${second}`));
    const person = await dialog.getByRole('link', { name: 'View person' }).getAttribute('href');
    expect(person).toMatch(new RegExp(`/settings/mfa/people\\?person=${victim.id}$`));
    await page.goBack();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    // A shared link opens it even if the list doesn't contain it. The dialog opens at once and hides the heading.
    await page.goto(adminUrl(stage.host, `/settings/mfa/activity?type=user.reset&id=${seq}`));
    await dialog.waitFor();
    await page.context().close();
  });

  it('goes to older events and back, and says which it shows', async () => {
    const page = await asAdmin('?system=1');
    const newest = await events(page).first().getAttribute('data-event');
    await page.getByRole('button', { name: 'Older' }).click();
    await page.waitForURL(/cursor=/);
    await page.getByText(/^\d+ events, showing 26–\d+$/).waitFor();
    await page.waitForFunction((seq) => document.querySelector(`[data-event="${seq}"]`) === null, newest);
    await page.getByRole('button', { name: 'Newer' }).click();
    await page.locator(`[data-event="${newest}"]`).waitFor();
    await page.getByText(/^\d+ events, showing 1–25$/).waitFor();
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

  it('tells what this version doesn’t know in the words of its name, and isolates names written from right to left [C63] [C64]', async () => {
    const { container } = stage.host;
    const named = await createPerson(stage.host, {
      firstname: 'נועה',
      lastname: 'כהן'.repeat(40),
      email: 'noa@example.com',
    });
    await container.audit.append({
      type: 'user.reset',
      outcome: 'success',
      actor: victim,
      target: named,
      reason: 'lost',
    });
    await container.audit.append({ type: 'preference.changed', outcome: 'success', target: named });
    const table = container.database.table('auditEntries');
    const last = await table.clone().max({ seq: 'seq' }).first();
    const kept = await table.clone().where({ seq: last?.seq }).first('type', 'reason');
    await table.clone().where({ seq: last?.seq }).update({ type: 'factor.taken_apart', reason: 'no_such_reason' });
    const page = await asAdmin('?system=1');
    const row = page.locator(`[data-event="${last?.seq}"]`);
    expect(await row.innerText()).toMatch(/^factor taken apart \(נועה/);
    const beside = () =>
      row.evaluate((element) => {
        const scroller = element.closest('table')?.parentElement;
        return [scroller, document.documentElement].map((one) => (one ? one.scrollWidth - one.clientWidth : -1));
      });
    expect(await beside()).toEqual([0, 0]);
    await page.setViewportSize({ width: 320, height: 640 });
    await row.getByText('noa@example.com').waitFor();
    expect(await beside()).toEqual([0, 0]);
    const details = row.getByRole('button', { name: /^Show details/ });
    const reset = page.locator(`[data-event="${Number(last?.seq) - 1}"]`);
    expect(await reset.locator('bdi').count()).toBeGreaterThan(1);
    expect(await reset.innerText()).toMatch(/reset .*’s MFA/);
    await details.click();
    await page.getByRole('dialog').getByText('no such reason').waitFor();
    await table
      .clone()
      .where({ seq: last?.seq })
      .update({ ...kept });
    await page.context().close();
  });
});
