/** What a signed-in person does on our pages. */
import type { Locator, Page } from 'playwright-core';

import { type ContextOptions, type Host, type Person } from '../support';
import { adminUrl, codeField, gate, givePassword, isIn, openLogin, type Stage } from './panel';

/** A fresh browser in which somebody is signed in with the password alone. */
export const signedIn = async (stage: Stage, person: Person, options: ContextOptions = {}): Promise<Page> => {
  const page = await stage.open(options);
  await openLogin(page, stage.host);
  await givePassword(page, person);
  await isIn(page);
  return page;
};

/** The same for somebody who is asked for an app's code. */
export const signedInWithApp = async (
  stage: Stage,
  person: Person,
  app: { code(): string },
  options: ContextOptions = {}
): Promise<Page> => {
  const page = await stage.open(options);
  await openLogin(page, stage.host);
  await givePassword(page, person);
  await answerWithApp(page, app);
  await isIn(page);
  return page;
};

/** Goes to a page of the panel by its address and waits for its heading. */
export const visit = async (page: Page, host: Host, path: string, heading: string | RegExp): Promise<void> => {
  await page.goto(adminUrl(host, path));
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
};

/** Answers the question of the gate with an app's code, when that is what it asks. */
export const answerWithApp = async (page: Page, app: { code(): string }): Promise<void> => {
  await codeField(page).fill(app.code());
};

/** Answers the question for the password, which stands in for a factor while there is none. */
export const answerWithPassword = async (page: Page, person: Person): Promise<void> => {
  await gate(page).getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
};

/** One white box of a page, by its heading. */
export const box = (page: Page, title: string | RegExp): Locator => page.getByRole('region', { name: title });

/** A toast of Strapi's. */
export const toast = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').filter({ hasText: words });
