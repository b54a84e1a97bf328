/** The panel as a person sees it: pages, forms and the MFA prompt, located by their visible text. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import {
  newContext,
  openBrowser,
  picture,
  startHost,
  type ContextOptions,
  type Host,
  type HostOptions,
  type Person,
} from '../support';

/** One host with its panel, one browser, and a fresh profile for each test. */
export interface Stage {
  readonly host: Host;
  readonly browser: Browser;
  open(options?: ContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export const setStage = async (options: HostOptions = {}): Promise<Stage> => {
  const host = await startHost({ ...options, panel: true });
  const browser = await openBrowser();
  return {
    host,
    browser,
    open: async (context) => (await newContext(browser, context)).newPage(),
    close: async () => {
      await browser.close();
      await host.stop();
    },
  };
};

export const adminUrl = (host: Host, path = ''): string => `${host.origin}/admin${path}`;

/** The overlay that holds the MFA prompt. */
export const gate = (page: Page): Locator => page.locator('#mfa-gate');

/** The bar that replaces a prompt that was put aside. */
export const aside = (page: Page): Locator => page.locator('#mfa-aside');

export const button = (page: Page, name: string | RegExp): Locator => gate(page).getByRole('button', { name });

/** Waits for the MFA prompt. */
export const asked = async (page: Page, title: string | RegExp = 'Confirm it’s you'): Promise<void> => {
  await gate(page).getByRole('heading', { level: 1, name: title }).waitFor();
};

export const openLogin = async (page: Page, host: Host, search = ''): Promise<void> => {
  await page.goto(adminUrl(host, `/auth/login${search}`));
  await page.getByRole('button', { name: 'Login', exact: true }).waitFor();
};

/** Enters email and password on Strapi's login page. */
export const givePassword = async (page: Page, who: Person, { remember = false } = {}): Promise<void> => {
  await page.getByLabel('Email*').fill(who.email);
  await page.getByLabel('Password*').fill(who.password);
  if (remember) await page.getByRole('checkbox', { name: 'Remember me' }).click();
  await page.getByRole('button', { name: 'Login', exact: true }).click();
};

/** Opens the login page and goes as far as the MFA prompt. */
export const askedAtLogin = async (stage: Stage, page: Page, who: Person, title?: string): Promise<void> => {
  await openLogin(page, stage.host);
  await givePassword(page, who);
  await asked(page, title);
};

/** Waits until the person is logged in: the panel's navigation is visible and no prompt is. */
export const isIn = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Content Manager' }).first().waitFor();
  await gate(page).waitFor({ state: 'detached' });
};

const QUIET_MS = 1000;

/** Waits for a second without requests, so that the page has finished loading. */
export const quiet = async (page: Page): Promise<void> => {
  let last = Date.now();
  const note = () => {
    last = Date.now();
  };
  page.on('request', note);
  page.on('requestfinished', note);
  while (Date.now() - last < QUIET_MS) await page.waitForTimeout(100);
  page.off('request', note);
  page.off('requestfinished', note);
};

export const codeField = (page: Page): Locator => gate(page).locator('input[autocomplete="one-time-code"]');

/** What the browser stores of a session: the panel's token, in a cookie or in localStorage, and the refresh cookie. */
export const keptSession = async (page: Page): Promise<string[]> => {
  const cookies = await page.context().cookies();
  const kept = cookies.map(({ name }) => name).filter((name) => /^(jwtToken|strapi_admin_refresh)$/.test(name));
  const local = await page.evaluate(() => (localStorage.getItem('jwtToken') === null ? [] : ['localStorage jwtToken']));
  return [...kept, ...local].sort();
};

/** Enters a code and waits for the server's answer. */
export const giveCode = async (page: Page, code: string): Promise<void> => {
  const judged = page.waitForResponse((response) => response.url().endsWith('/verify'));
  await codeField(page).fill(code);
  await judged;
};

export const signOut = async (context: BrowserContext): Promise<void> => {
  await context.clearCookies();
  for (const page of context.pages()) await page.evaluate(() => localStorage.clear());
};

/** Saves the screen for the documentation, with no element hovered and a long prompt shown in full. */
export const keep = async (page: Page, name: string): Promise<void> => {
  await page.mouse.move(2, 2);
  const size = page.viewportSize();
  const [layer] = await gate(page).all();
  const needed = layer ? await layer.evaluate((element) => element.scrollHeight) : 0;
  if (size && needed > size.height) await page.setViewportSize({ ...size, height: needed });
  await picture(page, name);
  if (size) await page.setViewportSize(size);
};

/**
 * Takes the documentation's pictures of one screen: desktop and phone, light and dark. `draw` brings a fresh page
 * there.
 */
export const pictures = async (stage: Stage, name: string, draw: (page: Page) => Promise<void>): Promise<void> => {
  for (const [suffix, options] of [
    ['', {}],
    ['-dark', { dark: true }],
    ['-phone', { phone: true }],
    ['-phone-dark', { phone: true, dark: true }],
  ] as const) {
    const page = await stage.open(options);
    // Earlier tests may have moved the host's clock. The page's "now" and the lifetime of its codes must match it.
    await page.clock.install({ time: stage.host.clock.now() });
    await draw(page);
    await keep(page, `${name}${suffix}`);
    await page.context().close();
  }
};
