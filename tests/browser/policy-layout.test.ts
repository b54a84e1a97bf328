/** The parts of the policy page: how to reach them, what is folded away, and what may not move. */
import type { Page } from 'playwright-core';

import { AUTHOR, EDITOR, signInWithTotp } from '../support';
import { provenSuperAdmin, readPolicy, setPolicy, type Administrator } from '../support/policy';
import { adminUrl, setStage, type Stage } from './panel';
import { addRole, box, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let page: Page;
beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  page = await signedInWithApp(stage, admin.person, admin.app);
});
afterAll(() => stage.close());
beforeEach(() => page.setViewportSize({ width: 1280, height: 800 }));

const policyPage = (hash = ''): Promise<void> => visit(page, stage.host, `/settings/mfa/policy${hash}`, 'Policy');

const nav = () => page.getByRole('navigation', { name: 'Parts of this page' });
const currentLink = () => nav().locator('[aria-current]').innerText();
const heading = (name: string) => page.getByRole('heading', { level: 2, name });

/** How far the heading is below the bar of links. */
const placeOf = async (name: string): Promise<{ below: number }> => {
  const [place, bar] = await Promise.all([heading(name).boundingBox(), nav().getByRole('list').boundingBox()]);
  if (!place || !bar) throw new Error('not drawn');
  return { below: Math.round(place.y - (bar.y + bar.height)) };
};

/** Asks again until the answer is right, for five seconds. */
const until = async <T>(ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> => {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await ask();
    if (right(answer)) return answer;
    await page.waitForTimeout(100);
  }
  return ask();
};

const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);

const reached = async (name: string): Promise<void> => {
  await page.waitForFunction((text) => document.activeElement?.textContent === text, name);
  // The sticky header appears, and the page settles below it.
  await page.waitForTimeout(400);
  const { below } = await placeOf(name);
  expect(below).toBeGreaterThanOrEqual(0);
  expect(below).toBeLessThan(60);
};

/** Answers the checks that the server would, with these statuses. */
const withChecks = (statuses: readonly string[]) =>
  page.route('**/mfa/diagnostics', (route) =>
    route.fulfill({
      json: { data: { checks: statuses.map((status, at) => ({ id: `check_${at}`, status, message: `No. ${at}.` })) } },
    })
  );

describe('the parts of the policy page', () => {
  it('are one click away, keep what is not saved, and have an address of their own [F16] [C63]', async () => {
    await policyPage();
    expect(await nav().getByRole('link').allInnerTexts()).toEqual(
      expect.arrayContaining(['Requirement & Methods', 'Sessions & Attempts', 'Help & Emails'])
    );
    expect(await currentLink()).toBe('Requirement & Methods');
    await page.getByLabel('Grace period (days)').fill('9');

    await nav().getByRole('link', { name: 'Help & Emails' }).click();
    await reached('Help & Emails');
    expect(page.url()).toMatch(/\/settings\/mfa\/policy#help$/);
    expect(await currentLink()).toBe('Help & Emails');
    expect(await box(page, 'Impact').evaluate((card) => card.getBoundingClientRect().top)).toBeGreaterThan(0);

    await nav().getByRole('link', { name: 'Sessions & Attempts' }).press('Enter');
    await reached('Sessions & Attempts');
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, -20_000);
    expect(await until(currentLink, (link) => link === 'Requirement & Methods')).toBe('Requirement & Methods');
    expect(await page.getByLabel('Grace period (days)').inputValue()).toBe('9');

    await policyPage('#diagnostics');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Diagnostics');
    await policyPage('#sessions');
    await reached('Sessions & Attempts');
    expect(await page.getByLabel('Grace period (days)').inputValue()).toBe('9');
    await page.getByLabel('Grace period (days)').fill('0');
    await page.goto('about:blank');
    await policyPage('#diagnostics');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Diagnostics');
    expect(await currentLink()).toMatch(/^Diagnostics/);
  });

  it('work on a screen of 320 pixels, where the bar scrolls sideways and the page does not [F16]', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await policyPage('#help');
    await reached('Help & Emails');
    const link = await nav().getByRole('link', { name: 'Help & Emails' }).boundingBox();
    expect(link?.x).toBeGreaterThanOrEqual(0);
    expect((link?.x ?? 0) + (link?.width ?? 999)).toBeLessThanOrEqual(320);
    expect(link?.height).toBeGreaterThanOrEqual(44);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  it('do not move while the page loads, however late the answers come [F24]', async () => {
    await setPolicy(await signInWithTotp(stage.host, admin.person, admin.app), { roles: { [AUTHOR]: 'optional' } });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const late of ['**/admin/roles', '**/mfa/diagnostics', '**/preview'])
      await page.route(late, async (route) => {
        await page.waitForTimeout(700);
        await route.continue();
      });
    await policyPage();
    await box(page, 'Impact').locator('[data-count]').first().waitFor();
    await page.locator('[data-checks]').waitFor();
    await page.getByRole('combobox', { name: 'Requirement for Author' }).waitFor();
    await page.waitForTimeout(300);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(0.02);
    await page.unrouteAll({ behavior: 'wait' });
  });
});

describe('roles to which something else applies', () => {
  it('are added and removed, and only those are listed, with a stored “Optional” too [F16] [F2] [C14]', async () => {
    await policyPage();
    const exceptions = page.getByRole('group', { name: 'Exceptions by role' });
    expect(await exceptions.getByRole('listitem').count()).toBe(1);
    expect(await page.getByRole('combobox', { name: 'Requirement for Author' }).innerText()).toBe('Optional');
    await exceptions.getByRole('button', { name: 'Remove the exception for Author' }).click();
    await exceptions.getByText('No exceptions.').waitFor();
    expect(await until(focused, (text) => text === 'Add an exception')).toBe('Add an exception');

    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Editor' }).waitFor();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Super Admin', 'Editor', 'Author']);
    await page.keyboard.type('Ed');
    await page.keyboard.press('Enter');
    const level = page.getByRole('combobox', { name: 'Requirement for Editor' });
    const isFocused = () => level.evaluate((element) => element === document.activeElement);
    expect(await until(isFocused, Boolean)).toBe(true);
    expect(await level.innerText()).toBe('Required on first login');
    await addRole(page, 'Add a role', 'Author');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Save policy' }).click();
    await toast(page, 'Policy saved.').first().waitFor();
    expect(await readPolicy(admin.session)).toMatchObject({
      roles: { [EDITOR]: 'required_on_first_login' },
      roleMethods: { [AUTHOR]: ['webauthn'] },
    });
    await page.getByRole('button', { name: 'Allow all methods for Author' }).click();
    await page.getByText('No role is limited to these methods.').waitFor();
  });
});

describe('the checks of the server', () => {
  it('are one line while all is well [F16]', async () => {
    await withChecks(['ok', 'ok', 'ok']);
    await page.goto(adminUrl(stage.host, '/settings/mfa/policy'));
    const checks = box(page, 'Server Checks');
    await checks.getByText('All 3 checks passed.').waitFor();
    expect(await checks.locator('[data-check]').count()).toBe(0);
    expect(await nav().getByRole('link', { name: 'Diagnostics' }).innerText()).toBe('Diagnostics');
    await checks.getByRole('button', { name: 'Show checks' }).click();
    expect(await checks.locator('[data-check]').count()).toBe(3);
    await checks.getByRole('button', { name: 'Hide checks' }).click();
    expect(await checks.locator('[data-check]').count()).toBe(0);
    await page.unrouteAll();
  });

  it('open themselves otherwise, worst first, and the bar of links says how many [F16]', async () => {
    await withChecks(['ok', 'warning', 'error']);
    await page.goto(adminUrl(stage.host, '/settings/mfa/policy'));
    const checks = box(page, 'Server Checks');
    await checks.getByText('2 of 3 checks need a look.').waitFor();
    expect(await checks.locator('[data-check]').first().getAttribute('data-check')).toBe('check_2');
    await nav().getByRole('link', { name: 'Diagnostics 2 checks need a look' }).waitFor();
    await page.unrouteAll();
  });
});

describe('what is on or off', () => {
  it('is one kind of control, and off is not the color of an error [F16] [F30]', async () => {
    await policyPage();
    await page.locator('[data-checks]').waitFor();
    const looks = await page.getByRole('switch').evaluateAll((switches) =>
      switches.map((one) => ({
        on: one.getAttribute('aria-checked') === 'true',
        color: getComputedStyle(one).backgroundColor,
      }))
    );
    const colors = (on: boolean) => [...new Set(looks.filter((one) => one.on === on).map(({ color }) => color))];
    expect(looks.length).toBeGreaterThan(7);
    expect(colors(true)).toHaveLength(1);
    expect(colors(false)).toHaveLength(1);
    const [red = 0, green = 0, blue = 0] = (colors(false)[0] ?? '').match(/\d+/g)?.map(Number) ?? [];
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(40);
  });
});
