/** What a person does in the panel, for the tests of our pages. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { newContext, type ContextOptions, type Host, type Person } from '../support';

export interface OpenPanel {
  context: BrowserContext;
  page: Page;
}

/** Fills in Strapi's own login form. */
export const logInWithPassword = async (page: Page, host: Host, person: Person): Promise<void> => {
  await page.goto(`${host.origin}/admin/auth/login`);
  await page.locator('input[name="email"]').fill(person.email);
  await page.locator('input[name="password"]').fill(person.password);
  await page.locator('button[type="submit"]').click();
};

/** A fresh browser in which somebody without a second factor is signed in. */
export const openPanel = async (
  browser: Browser,
  host: Host,
  person: Person,
  options: ContextOptions = {}
): Promise<OpenPanel> => {
  const context = await newContext(browser, options);
  const page = await context.newPage();
  await logInWithPassword(page, host, person);
  await page.getByRole('navigation').first().waitFor();
  return { context, page };
};

/** Goes to a page of the panel by its address. */
export const visit = async (page: Page, host: Host, path: string): Promise<void> => {
  await page.goto(`${host.origin}/admin${path}`);
};

/** Answers the question of the gate with an app's code. */
export const answerWithApp = async (page: Page, app: { code(): string }): Promise<void> => {
  await page.getByLabel('Code from your authenticator app').fill(app.code());
};

/** Answers the question for the password, which stands in for a factor while there is none. */
export const answerWithPassword = async (page: Page, person: Person): Promise<void> => {
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
};
