/** What a logged-in person does on our pages. */
import type { Locator, Page } from 'playwright-core';

import {
  createPerson,
  enrollTotp,
  logInToEnroll,
  plugInKey,
  type ContextOptions,
  type EnrolledApp,
  type Host,
  type Person,
  type Session,
  type VirtualKey,
} from '../support';
import { adminUrl, codeField, gate, givePassword, isIn, openLogin, type Stage } from './panel';

/** A fresh browser, logged in with the password alone. */
export const signedIn = async (stage: Stage, person: Person, options: ContextOptions = {}): Promise<Page> => {
  const page = await stage.open(options);
  await openLogin(page, stage.host);
  await givePassword(page, person);
  await isIn(page);
  return page;
};

/** A fresh browser, logged in with the password and an app code. */
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

/** Opens a page of the panel by its address and waits for the heading. */
export const visit = async (page: Page, host: Host, path: string, heading: string | RegExp): Promise<void> => {
  await page.goto(adminUrl(host, path));
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
};

/** Answers the prompt with an app code. */
export const answerWithApp = async (page: Page, app: { code(): string }): Promise<void> => {
  await codeField(page).fill(app.code());
};

/** Answers the prompt with the password, which serves as the proof until the person has a method. */
export const answerWithPassword = async (page: Page, person: Person): Promise<void> => {
  await gate(page).getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
};

/** One section of a page, by its heading. */
export const box = (page: Page, title: string | RegExp): Locator => page.getByRole('region', { name: title });

/** Adds a role to one of the policy's lists of roles. */
export const addRole = async (page: Page, list: 'Add an exception' | 'Add a role', role: string): Promise<void> => {
  await page.getByRole('button', { name: list }).click();
  await page.getByRole('menuitem', { name: role }).click();
};

/** A Strapi toast. */
export const toast = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').filter({ hasText: words });

/** Registers the key plugged into this page for the person of the session. Works from any page of the host. */
export const registerKey = async (page: Page, session: Session, name: string): Promise<void> => {
  const begun = await session.post('/mfa/me/webauthn/begin');
  const response = await page.evaluate(async (options) => {
    const creation = PublicKeyCredential as unknown as {
      parseCreationOptionsFromJSON(json: unknown): PublicKeyCredentialCreationOptions;
    };
    const publicKey = creation.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    return (credential as unknown as { toJSON(): unknown }).toJSON();
  }, begun.body.data.publicKey);
  const finished = await session.post('/mfa/me/webauthn/finish', { response, name });
  expect(finished.status).toBe(200);
};

interface WithAppAndKey {
  person: Person;
  session: Session;
  app: EnrolledApp;
  key: VirtualKey;
}

/** A person with an app and a security key, registered in this page. Leaves the page at the login. */
export const personWithAppAndKey = async ({ host }: Stage, page: Page, roles?: string[]): Promise<WithAppAndKey> => {
  const person = await createPerson(host, roles ? { roles } : {});
  const session = await logInToEnroll(host, person);
  const app = await enrollTotp(host, session);
  await openLogin(page, host);
  const key = await plugInKey(page);
  await registerKey(page, session, 'YubiKey blue');
  return { person, session, app, key };
};

/**
 * What a printout of the recovery codes contains: the number of pages, which codes, whether all of them fit on the
 * paper, and whether they're printed without the rest of the page.
 */
export const printedSheet = async (page: Page) => {
  const document_ = await page.pdf({ format: 'A4' });
  const pages = (document_.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  await page.emulateMedia({ media: 'print' });
  const sheet = await page.evaluate(() => {
    const lines = [...document.querySelectorAll('#mfa-paper li')];
    const others = [...document.body.children].filter(({ id }) => id !== 'mfa-paper');
    return {
      codes: lines.map((line) => line.textContent ?? ''),
      complete: lines.every((line) => {
        const { width, height, left, right } = line.getBoundingClientRect();
        return width > 0 && height > 0 && left >= 0 && right <= document.documentElement.clientWidth;
      }),
      alone: others.every((other) => other.getClientRects().length === 0),
    };
  });
  await page.emulateMedia({ media: null });
  return { pages, ...sheet };
};

/** Whether the QR code is drawn, and whether each module has the 4.5 pixels that an old phone needs. */
export const modulesOf = (qr: Locator) =>
  qr.evaluate((picture) => {
    const modules = Number(picture.getAttribute('viewBox')?.split(' ')[2]);
    const drawn = [...picture.querySelectorAll('path')].some((path) => (path.getAttribute('d') ?? '').length > 100);
    return { drawn, large: picture.getBoundingClientRect().width / modules >= 4.5 };
  });

/** The server handles the request, but the connection breaks before the response arrives. Once. */
export const cutAnswer = async (page: Page, address: string): Promise<void> => {
  await page.route(
    address,
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    { times: 1 }
  );
};
