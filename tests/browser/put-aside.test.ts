/** A prompt that was put aside: the page keeps what was typed and saves it after the prompt is answered. */
import type { Page } from 'playwright-core';

import { forcePolicy, HOUR, personWithTotp, SUPER, type EnrolledApp } from '../support';
import {
  adminUrl,
  aside,
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  isIn,
  keep,
  pictures,
  quiet,
  setStage,
  type Stage,
} from './panel';

const ENTRY = '/content-manager/collection-types/api::article.article/create';
const SINGLE = '/content-manager/single-types/api::about.about';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await forcePolicy(stage.host, { requirement: 'optional', trustedBrowserDays: 0, gracePeriodDays: 0 });
});
afterAll(() => stage?.close());

interface SignedIn {
  page: Page;
  app: EnrolledApp;
}

const signedIn = async (page?: Page): Promise<SignedIn> => {
  const { person, app } = await personWithTotp(stage.host, { roles: [SUPER] });
  const fresh = page ?? (await stage.open());
  await askedAtLogin(stage, fresh, person);
  await codeField(fresh).fill(app.code());
  await isIn(fresh);
  return { page: fresh, app };
};

const muchLater = (): void => {
  stage.host.clock.advance(13 * HOUR);
  stage.host.container.guard.forget();
};

const confirmIn = (page: Page) => aside(page).getByRole('button', { name: 'Confirm' });
const discardIn = (page: Page) => aside(page).getByRole('button', { name: 'Discard' });

/** Saves after the proof has expired, cancels, and checks that the page doesn't ask again by itself. */
const saveAndCancel = async (page: Page, save: () => Promise<void>): Promise<void> => {
  await quiet(page);
  muchLater();
  await save();
  await asked(page);
  await button(page, 'Cancel').click();
  await gate(page).waitFor({ state: 'detached' });
  await aside(page).getByText('Not saved yet. Confirm it’s you to save.').waitFor();
  await page.waitForTimeout(800);
  expect(await gate(page).count()).toBe(0);
  expect(await page.getByText('Something went wrong').count()).toBe(0);
};

const confirmAndAnswer = async (page: Page, app: EnrolledApp): Promise<void> => {
  await confirmIn(page).click();
  await asked(page);
  await codeField(page).fill(app.code());
  await gate(page).waitFor({ state: 'detached' });
  expect(await aside(page).count()).toBe(0);
};

const articles = (title: string): Promise<unknown[]> =>
  stage.host.strapi.db.query('api::article.article').findMany({ where: { title } });

describe('put aside, nothing is lost', () => {
  it('an entry: edited, saved too late, cancelled, confirmed; the edit is there and saved [C61]', async () => {
    const { page, app } = await signedIn();
    const stored = await stage.host.strapi.documents('api::article.article').create({ data: { title: 'As stored' } });
    await page.goto(adminUrl(stage.host, ENTRY.replace('create', stored.documentId)));
    await page.getByLabel('title*').fill('As edited');
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    expect(await page.getByLabel('title*').inputValue()).toBe('As edited');
    // The last line of the page can scroll clear of the bar.
    const [bar, last] = await page.evaluate(() => {
      for (const element of [...document.querySelectorAll('*')]) element.scrollTop = element.scrollHeight;
      const fields = [...document.querySelectorAll('main input, main button')].filter(
        (element) => element.getClientRects().length > 0
      );
      const bottoms = fields.map((element) => element.getBoundingClientRect().bottom);
      return [document.querySelector('#mfa-aside')?.getBoundingClientRect().top ?? 0, Math.max(...bottoms)];
    });
    expect(last).toBeLessThanOrEqual(Number(bar));
    await keep(page, 'put-aside');
    await confirmAndAnswer(page, app);
    await page.getByText('Saved document').waitFor();
    expect(await page.getByLabel('title*').inputValue()).toBe('As edited');
    expect(await articles('As edited')).toHaveLength(1);
    expect(await articles('As stored')).toHaveLength(0);
  });

  it('by the Back button too, and a reload is asked about by the browser [C61]', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, ENTRY));
    await page.getByLabel('title*').fill('Back and forth');
    await quiet(page);
    muchLater();
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    const address = page.url();
    await page.goBack();
    await gate(page).waitFor({ state: 'detached' });
    await confirmIn(page).waitFor();
    expect(page.url()).toBe(address);
    const kinds: string[] = [];
    page.once('dialog', (dialog) => {
      kinds.push(dialog.type());
      void dialog.dismiss();
    });
    await page.reload({ timeout: 2000 }).catch(() => null);
    expect(kinds).toEqual(['beforeunload']);
    await confirmAndAnswer(page, app);
    await page.getByText('Saved document').waitFor();
    expect(await articles('Back and forth')).toHaveLength(1);
  });

  it('a single type, whose proof comes from another tab [C61]', async () => {
    const { page, app } = await signedIn();
    const other = await page.context().newPage();
    await other.goto(adminUrl(stage.host, '/me'));
    await isIn(other);
    await page.goto(adminUrl(stage.host, SINGLE));
    await page.getByLabel('heading*').fill('About us, anew');
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    expect(await page.getByLabel('heading*').inputValue()).toBe('About us, anew');
    await other.reload();
    await asked(other);
    await codeField(other).fill(app.code());
    await isIn(other);
    await page.getByText('Saved document').waitFor();
    await aside(page).waitFor({ state: 'detached' });
    expect(await page.getByLabel('heading*').inputValue()).toBe('About us, anew');
  });

  it('a role and a token: both forms keep what was typed [C61]', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, '/settings/roles/new'));
    await page.getByLabel('Name*').fill('Proofreader');
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    expect(await page.getByLabel('Name*').inputValue()).toBe('Proofreader');
    await confirmAndAnswer(page, app);
    await page
      .getByText(/created/i)
      .first()
      .waitFor();
    expect(await stage.host.strapi.db.query('admin::role').count({ where: { name: 'Proofreader' } })).toBe(1);

    await page.goto(adminUrl(stage.host, '/settings/api-tokens/create'));
    await page.getByLabel('Name*').fill('Nightly build');
    await page.getByRole('combobox', { name: /duration/i }).click();
    await page.getByRole('option', { name: '7 days' }).click();
    await page.getByRole('combobox', { name: /Token type/i }).click();
    await page.getByRole('option', { name: 'Read-only' }).click();
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    expect(await page.getByLabel('Name*').inputValue()).toBe('Nightly build');
    await confirmAndAnswer(page, app);
    await page.getByText('API Token successfully created').waitFor();
  });

  it('an upload: the file waits with it and travels once [C61]', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, '/plugins/upload'));
    await page.getByRole('button', { name: 'New', exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await page
      .getByRole('menuitem', { name: /import|upload|file/i })
      .first()
      .click();
    const file = await chooser;
    await saveAndCancel(page, () =>
      file.setFiles({ name: 'aside.txt', mimeType: 'text/plain', buffer: Buffer.from('A note.') })
    );
    const stored = page.waitForResponse(
      (response) => response.request().method() === 'POST' && /\/upload/.test(response.url())
    );
    await confirmAndAnswer(page, app);
    expect((await stored).ok()).toBe(true);
    const files = await stage.host.strapi.db.query('plugin::upload.file').findMany({ where: { name: 'aside.txt' } });
    expect(files).toHaveLength(1);
  });

  it('an open stock dialog: bar and dialog are both used, by keyboard as well [C61]', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, '/settings/users?pageSize=10&page=1&sort=firstname'));
    await page.getByRole('button', { name: 'Invite new user' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First name*').fill('Agnes');
    await dialog.getByLabel('Email*').fill(`agnes-${Date.now()}@example.com`);
    await dialog.getByRole('combobox', { name: /roles/i }).click();
    await page.getByRole('option', { name: 'Author' }).click();
    await page.keyboard.press('Escape');
    await saveAndCancel(page, () => dialog.getByRole('button', { name: /Invite/ }).click());
    expect(await page.locator('input[name="firstname"]').inputValue()).toBe('Agnes');
    const inBar = () => page.evaluate(() => document.activeElement?.closest('#mfa-aside') !== null);
    for (let step = 0; step < 20 && !(await inBar()); step += 1) await page.keyboard.press('Tab');
    expect(await inBar()).toBe(true);
    expect(await dialog.count()).toBe(1);
    await confirmAndAnswer(page, app);
    await page.getByText('Copy and share this link to give access to this user').waitFor();
  });
});

describe('put aside, and given up', () => {
  it('only Discard hands the page its refusal [C61]', async () => {
    const { page } = await signedIn();
    await page.goto(adminUrl(stage.host, '/settings/roles/new'));
    await page.getByLabel('Name*').fill('Nobody');
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    await discardIn(page).click();
    await aside(page).waitFor({ state: 'detached' });
    expect(await stage.host.strapi.db.query('admin::role').count({ where: { name: 'Nobody' } })).toBe(0);
  });

  it('a log-out in another tab ends it [C61]', async () => {
    const { page } = await signedIn();
    const other = await page.context().newPage();
    await other.goto(adminUrl(stage.host, '/me'));
    await isIn(other);
    await page.goto(adminUrl(stage.host, ENTRY));
    await page.getByLabel('title*').fill('Left behind');
    await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    await other.reload();
    await asked(other);
    await button(other, 'Log out').click();
    await aside(page).waitFor({ state: 'detached' });
    expect(await articles('Left behind')).toHaveLength(0);
  });

  it('has its bar in light and dark, wide and on a phone [C61] [C33]', async () => {
    await pictures(stage, 'put-aside-bar', async (page) => {
      await signedIn(page);
      await page.goto(adminUrl(stage.host, ENTRY));
      await page.getByLabel('title*').fill('A working title');
      await page.clock.resume();
      await saveAndCancel(page, () => page.getByRole('button', { name: 'Save' }).click());
    });
  });
});
