/**
 * What people see who magnify four times or let their system choose the colors, with names of 200 characters and from
 * right to left.
 */
import type { Locator, Page } from 'playwright-core';

import {
  AUTHOR,
  createPerson,
  enrollTotp,
  forcePolicy,
  logInToEnroll,
  personWithTotp,
  provenSuperAdmin,
  type Administrator,
  type Person,
} from '../support';
import { barriers } from './inspect';
import { askedAtLogin, button, codeField, gate, setStage, type Stage } from './panel';
import { signedInWithApp, visit } from './panel-steps';

const LONG = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(6).slice(0, 200).trim();
const RIGHT_TO_LEFT = 'שרה בת־אברהם';
/** 1280×1024, magnified four times. */
const MAGNIFIED = { width: 320, height: 256 };
const WIDE = { width: 1280, height: 800 };

let stage: Stage;
let admin: Administrator;
let owner: { person: Person; app: { code(): string } };
let newcomer: Person;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  const named = await createPerson(stage.host, { firstname: LONG, lastname: 'Long', email: 'long@example.com' });
  const session = await logInToEnroll(stage.host, named);
  const app = await enrollTotp(stage.host, session, `${RIGHT_TO_LEFT} ${'x'.repeat(40)}`);
  owner = { person: named, app };
  await personWithTotp(stage.host, {
    firstname: RIGHT_TO_LEFT,
    lastname: LONG.slice(0, 150),
    email: 'sara@example.com',
  });
  newcomer = await createPerson(stage.host, { firstname: LONG, email: 'new@example.com', roles: [AUTHOR] });
});
afterAll(() => stage?.close());

const PAGES = [
  ['My Security', '/me/security'],
  ['Policy', '/settings/mfa/policy'],
  ['MFA Activity', '/settings/mfa/activity?system=1'],
] as const;

/**
 * Controls that can't be reached without scrolling sideways, and how much wider the screen is than it may be. A bar of
 * links to the parts of a page scrolls by itself, and follows focus.
 */
const beside = (page: Page, within: string): Promise<string[]> =>
  page.evaluate((selector) => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    const found = wide > 0 ? [`the page is ${wide} pixels too wide`] : [];
    for (const one of document.querySelectorAll(`${selector} :is(button, input, a, summary)`)) {
      const { left, right, width } = one.getBoundingClientRect();
      const seen = one.checkVisibility() && width > 1 && !one.closest('nav');
      if (seen && (right > window.innerWidth + 1 || left < -1)) found.push(one.outerHTML.slice(0, 120));
    }
    return found;
  }, within);

/** Presses Tab and returns what has focus without anything that shows it. */
const unseenFocus = async (page: Page, within: string, steps: number): Promise<string[]> => {
  const found: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate((selector) => {
      const one = document.activeElement;
      if (!one?.closest(selector)) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle === 'none' || outlineWidth === '0px' ? one.outerHTML.slice(0, 140) : null;
    }, within);
    if (unseen) found.push(unseen);
  }
  return found;
};

const colorOf = (one: Locator): Promise<string> =>
  one.evaluate((element) => {
    const { backgroundColor, borderColor } = getComputedStyle(element);
    return `${backgroundColor} ${borderColor}`;
  });

const inForcedColors = async (): Promise<Page> => {
  const page = await stage.open();
  await page.emulateMedia({ forcedColors: 'active' });
  return page;
};

describe('magnified four times, with the longest names [C63]', () => {
  it('the question and setting up a method keep every control on the screen', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await stage.open();
    await askedAtLogin(stage, page, owner.person);
    await page.setViewportSize(MAGNIFIED);
    expect(await beside(page, '#mfa-gate')).toEqual([]);
    await page.setViewportSize(WIDE);
    await page.context().close();

    const fresh = await stage.open();
    await askedAtLogin(stage, fresh, newcomer, 'Protect your account');
    await fresh.setViewportSize(MAGNIFIED);
    expect(await beside(fresh, '#mfa-gate')).toEqual([]);
    await gate(fresh)
      .getByRole('radio', { name: /Authenticator app/ })
      .check();
    await button(fresh, 'Continue').click();
    await codeField(fresh).waitFor();
    expect(await beside(fresh, '#mfa-gate')).toEqual([]);
    await fresh.context().close();
    await forcePolicy(stage.host, { requirement: 'optional' });
  });

  it.each(PAGES)('%s keeps every control on the screen', async (title, path) => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await visit(page, stage.host, path, title);
    await page.waitForLoadState('networkidle');
    await page.setViewportSize(MAGNIFIED);
    await page.waitForTimeout(200);
    expect(await beside(page, 'main')).toEqual([]);
    await page.context().close();
  });

  it('a method with the longest name, written from right to left, pushes no button away', async () => {
    const page = await signedInWithApp(stage, owner.person, owner.app);
    await visit(page, stage.host, '/me/security', 'My Security');
    await page.getByText(RIGHT_TO_LEFT).first().waitFor();
    await page.setViewportSize(MAGNIFIED);
    expect(await beside(page, 'main')).toEqual([]);
    await page.context().close();
  });
});

describe('where the system chooses the colors [C63] [F4]', () => {
  it('the question shows where focus is', async () => {
    const page = await inForcedColors();
    await askedAtLogin(stage, page, owner.person);
    expect(await unseenFocus(page, '#mfa-gate', 8)).toEqual([]);
    expect(await barriers(page, '#mfa-gate')).toEqual([]);
    await page.context().close();
  });

  it('setting up a method shows where focus is', async () => {
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    const page = await inForcedColors();
    await askedAtLogin(stage, page, newcomer, 'Protect your account');
    const app = gate(page).getByRole('radio', { name: /Authenticator app/ });
    await app.check();
    expect(await unseenFocus(page, '#mfa-gate', 6)).toEqual([]);
    expect(await barriers(page, '#mfa-gate')).toEqual([]);
    await page.context().close();
    await forcePolicy(stage.host, { requirement: 'optional' });
  });

  it('Policy shows what is chosen, and Activity what is pressed and where focus is', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await page.emulateMedia({ forcedColors: 'active' });
    await visit(page, stage.host, '/settings/mfa/policy', 'Policy');
    const radios = page.getByRole('main').getByRole('radio');
    await radios.first().waitFor();
    const chosen = page.getByRole('main').locator('[role=radio][data-state=checked]').first();
    const other = page.getByRole('main').locator('[role=radio][data-state=unchecked]').first();
    expect(await colorOf(chosen)).not.toBe(await colorOf(other));

    await visit(page, stage.host, '/settings/mfa/activity', 'MFA Activity');
    const resets = page.getByRole('button', { name: 'Resets' });
    await resets.click();
    await page.waitForURL(/user\.reset/);
    expect(await resets.locator('svg').count()).toBe(1);
    await page.getByRole('button', { name: 'Today' }).focus();
    expect(await unseenFocus(page, '[data-mfa-page]', 10)).toEqual([]);
    expect(await barriers(page, 'main')).toEqual([]);
    await page.context().close();
  });
});
