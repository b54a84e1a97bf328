/** The list of people with names and roles of any length, its history, and what is done for several people at once. */
import type { Locator, Page } from 'playwright-core';

import { seedPeople } from '../../scripts/seed-people.cjs';
import {
  AUTHOR,
  createPerson,
  createRole,
  DAY,
  picture,
  provenSuperAdmin,
  SUPER,
  type Administrator,
} from '../support';
import { setStage, type Stage } from './panel';
import { answerWithApp, box, signedInWithApp, toast, visit } from './panel-steps';

const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3);
const HEBREW = 'אברהם־יצחק';

let stage: Stage;
let admin: Administrator;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await seedPeople(stage.host.strapi, { actor: admin.person.email, password: 'Password-of-the-cast-1' });
  const roles: string[] = [];
  for (let index = 0; index < 40; index += 1)
    roles.push(await createRole(stage.host, index === 0 ? `Editor of ${LONG}` : `Role ${index}`, []));
  const long = { firstname: LONG.slice(0, 100), lastname: LONG.slice(0, 100) };
  await createPerson(stage.host, { ...long, email: `long@${'subdomain.'.repeat(9)}example.com`, roles });
  await createPerson(stage.host, { firstname: HEBREW, lastname: 'לוי', email: 'avi@example.com', roles: [AUTHOR] });
  await createPerson(stage.host, { firstname: 'Sue', lastname: 'Super', email: 'sue@example.com', roles: [SUPER] });
}, 180_000);
afterAll(() => stage.close());

const open = async (search = ''): Promise<Page> => {
  const page = await signedInWithApp(stage, admin.person, admin.app);
  await visit(page, stage.host, `/settings/mfa/people${search}`, 'People');
  await page.locator('[data-person]').first().waitFor();
  return page;
};

const row = (page: Page, email: string): Locator => page.locator(`[data-person^="${email}"]`);
const bar = (page: Page): Locator => box(page, 'Selected people');
const tick = (page: Page, email: string): Promise<void> => row(page, email).getByRole('checkbox').click();

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('the list of people', () => {
  it('keeps every cell on the screen, with names of 200 characters and forty roles [C63]', async () => {
    const page = await open('?_q=example.com&pageSize=100&sort=name');
    const long = row(page, 'long@');
    await long.waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    const edges = await long.locator('td').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect()));
    expect(edges.length).toBe(8);
    for (const { right } of edges) expect(right).toBeLessThanOrEqual(1280);
    expect(Math.max(...edges.map(({ height }) => height))).toBeLessThanOrEqual(120);
    await long.getByText('+38').waitFor();
    expect(await long.getByTitle(LONG.slice(0, 100), { exact: false }).count()).toBeGreaterThan(0);
    const count = (await page.getByText('+38').boundingBox())?.height ?? 0;
    expect(count).toBeLessThan(30);
    expect(await row(page, 'avi@').locator('bdi').first().innerText()).toBe(`${HEBREW} לוי`);
    await picture(page, 'people-long-names');

    // 1280 pixels at 400 % are 320.
    await page.setViewportSize({ width: 320, height: 640 });
    await page.getByRole('button', { name: 'History, roles, and methods' }).click();
    await page.getByRole('button', { name: /^Show \d+ more role/ }).click();
    await page.getByText(`Editor of ${LONG}`).first().waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    const outside = await box(page, 'Coverage').evaluate((strip) => {
      const { left, right } = strip.getBoundingClientRect();
      const texts = [...strip.querySelectorAll('p, span, li, svg, button')].filter((one) => one.checkVisibility());
      return texts.filter((one) => {
        const at = one.getBoundingClientRect();
        return at.width > 1 && (at.right > right + 1 || at.left < left - 1);
      }).length;
    });
    expect(outside).toBe(0);
    await page.context().close();
  });

  it('shows its bar, its choice and its line with forced colors [C63]', async () => {
    const page = await open('?status=locked');
    await page.emulateMedia({ forcedColors: 'active' });
    const strip = box(page, 'Coverage');
    await strip.getByRole('button', { name: 'History, roles, and methods' }).click();
    await strip.getByRole('img', { name: 'Protected in the Last 90 Days' }).waitFor();
    const drawn = await page.evaluate(() => {
      const style = (selector: string) => {
        const found = document.querySelector(selector);
        if (!found) throw new Error(`nothing is ${selector}`);
        const { backgroundImage, borderTopWidth, forcedColorAdjust, stroke } = getComputedStyle(found);
        return { backgroundImage, borderTopWidth, forcedColorAdjust, stroke };
      };
      return {
        piece: style('[role=img] > div'),
        chosen: style('[aria-pressed=true]'),
        other: style('[aria-pressed=false]'),
        line: style('svg .line').stroke,
        paper: getComputedStyle(document.body).backgroundColor,
      };
    });
    expect(drawn.piece).toMatchObject({ forcedColorAdjust: 'none', borderTopWidth: '1px' });
    expect([drawn.chosen.borderTopWidth, drawn.other.borderTopWidth]).toEqual(['3px', '1px']);
    expect(drawn.line).not.toBe(drawn.paper);
    await page.context().close();
  });

  it('doesn’t move while it loads [C64]', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await page.addInitScript(() => {
      const seen = window as unknown as { shifts: number };
      seen.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!entry.hadRecentInput) seen.shifts += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.route('**/mfa/users/summary', async (route) => {
      await new Promise((later) => setTimeout(later, 400));
      await route.continue();
    });
    await visit(page, stage.host, '/settings/mfa/people', 'People');
    await page.locator('[data-person]').first().waitFor();
    await page.getByText(/people are protected/).waitFor();
    await page.waitForTimeout(300);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number }).shifts);
    expect(shifts).toBeLessThanOrEqual(0.02);
    const first = await page.locator('[data-person]').first().boundingBox();
    expect(first?.y ?? 1000).toBeLessThan(600);
    await page.context().close();
  });

  it('says how coverage developed, as a line and as a table [C64]', async () => {
    const page = await open();
    const strip = box(page, 'Coverage');
    await strip.getByRole('button', { name: 'History, roles, and methods' }).click();
    const line = strip.getByRole('img', { name: 'Protected in the Last 90 Days' });
    await line.waitFor();
    expect(await line.locator('desc').textContent()).toMatch(
      /^\w{3} \d+, 2\d{3}: \d+% protected\. .+: \d+% protected\.$/
    );
    expect(((await line.locator('path.line').getAttribute('d')) ?? '').split('L').length).toBe(90);
    await picture(page, 'people-history');
    await strip.getByRole('button', { name: 'Show as a table' }).click();
    const rows = strip.getByRole('table').getByRole('row');
    expect(await rows.count()).toBe(91);
    const { byStatus, total } = await stage.host.container.people.summary();
    await rows.nth(1).getByText(`${byStatus.protected} of ${total} (`).waitFor();
    await page.context().close();
  });

  it('acts on several people, tells who was left out and why, and on nobody who isn’t meant [C64]', async () => {
    const page = await open('?pageSize=100');
    await row(page, admin.person.email).waitFor();
    expect(await row(page, admin.person.email).getByRole('checkbox').isDisabled()).toBe(true);
    const { rows: late } = await stage.host.container.people.page(
      { status: ['not_set_up', 'in_grace'] },
      { page: 1, pageSize: 3 },
      admin.person.id
    );
    const [one, two] = late;
    const [locked] = (await stage.host.container.people.page({ status: ['locked'] }, { page: 1, pageSize: 1 }, 1)).rows;
    if (!one || !two || !locked) throw new Error('the cast has changed');
    for (const { email } of [one, two, locked]) await tick(page, email);
    await bar(page).getByText('3 people selected').waitFor();
    await picture(page, 'people-selection');
    await bar(page).getByRole('button', { name: 'Unlock (1)' }).waitFor();

    await bar(page).getByRole('button', { name: 'Give more time (2)' }).click();
    const dialog = page.getByRole('dialog', { name: 'Give 2 people more time' });
    await dialog.getByLabel('Until').fill(new Date(stage.host.clock.now() + 3 * DAY).toISOString().slice(0, 10));
    const reason = dialog.getByLabel('Reason');
    await reason.fill('On the road');
    // Meanwhile somebody deletes one of them.
    await stage.host.strapi.service('admin::user').deleteById(two.id);
    await dialog.getByRole('button', { name: 'Give more time' }).click();
    const result = page.getByRole('dialog', { name: 'Give 2 people more time' });
    await result.getByText('1 person was left out:').waitFor();
    await result.getByText('1 person got more time.').waitFor();
    await result.getByText(two.name || two.email).waitFor();
    await result.getByRole('button', { name: 'Close' }).last().click();
    await row(page, one.email).getByText('Exempt').waitFor();
    expect(await row(page, two.email).count()).toBe(0);

    await bar(page).getByRole('button', { name: 'Unlock (1)' }).click();
    await page.getByRole('dialog', { name: 'Unlock 1 person' }).getByLabel('Reason').fill('Called the help desk');
    stage.host.clock.advance(11 * 60_000);
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await answerWithApp(page, admin.app);
    await toast(page, '1 person was unlocked.').first().waitFor();
    await bar(page).getByRole('button', { name: 'Clear' }).click();
    await bar(page).waitFor({ state: 'detached' });
    await page.context().close();
  });
});
