import type { Page } from 'playwright-core';

import {
  createPerson,
  forcePolicy,
  HOUR,
  MINUTE,
  personWithTotp,
  plugInKey,
  SUPER,
  type EnrolledApp,
  type Person,
} from '../support';
import { personWithAppAndKey } from './panel-steps';
import {
  adminUrl,
  aside,
  asked,
  askedAtLogin,
  button,
  codeField,
  gate,
  givePassword,
  isIn,
  keep,
  openLogin,
  quiet,
  setStage,
  type Stage,
} from './panel';

const NEW_ARTICLE = '/content-manager/collection-types/api::article.article/create';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());
beforeEach(() => forcePolicy(stage.host, { requirement: 'optional', trustedBrowserDays: 0, gracePeriodDays: 0 }));

interface SignedIn {
  page: Page;
  person: Person;
  app: EnrolledApp;
}

const signedIn = async (): Promise<SignedIn> => {
  const { person, app } = await personWithTotp(stage.host, { roles: [SUPER] });
  const page = await stage.open();
  await askedAtLogin(stage, page, person);
  await codeField(page).fill(app.code());
  await isIn(page);
  return { page, person, app };
};

/** Longer than any proof lasts. */
const muchLater = (): void => {
  stage.host.clock.advance(13 * HOUR);
  stage.host.container.guard.forget();
};

const articles = (): Promise<{ title: string }[]> =>
  stage.host.strapi.db.query('api::article.article').findMany({ orderBy: { id: 'desc' } });

const openForm = async (page: Page, title: string): Promise<void> => {
  await page.goto(adminUrl(stage.host, NEW_ARTICLE));
  await page.getByLabel('title*').fill(title);
  await page.getByLabel('summary').fill('Half of a thought');
  await quiet(page);
};

describe('a session that loses its assurance is asked in place [C3]', () => {
  it('a half-filled form is still there, and the entry is saved afterwards', async () => {
    const { page, app } = await signedIn();
    await openForm(page, 'Kept while asked');
    muchLater();
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    await gate(page).getByText('It’s been a while since you last confirmed.').waitFor();
    expect(await page.getByLabel('title*').inputValue()).toBe('Kept while asked');
    await keep(page, 'step-up-over-a-form');
    await codeField(page).fill(app.code());
    await gate(page).waitFor({ state: 'detached' });
    await page.getByText('Saved document').waitFor();
    expect(await page.getByLabel('summary').inputValue()).toBe('Half of a thought');
    expect((await articles()).filter(({ title }) => title === 'Kept while asked')).toHaveLength(1);
  });

  it('a page that is loading is asked once, and loads', async () => {
    const { page, app } = await signedIn();
    muchLater();
    await page.reload();
    await asked(page);
    await gate(page).getByRole('dialog').waitFor();
    expect(await gate(page).count()).toBe(1);
    await codeField(page).fill(app.code());
    await isIn(page);
    await page.getByRole('heading', { name: /Hello/ }).waitFor();
  });

  it('an upload from the media library goes through, and the file travels once', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, '/plugins/upload'));
    await page.getByRole('button', { name: 'New', exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await page
      .getByRole('menuitem', { name: /import|upload|file/i })
      .first()
      .click();
    const file = await chooser;
    await quiet(page);
    const bodies: number[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/upload/.test(request.url()))
        bodies.push(request.postDataBuffer()?.length ?? 0);
    });
    muchLater();
    await file.setFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('A note.') });
    await asked(page);
    expect(bodies).toEqual([]);
    const stored = page.waitForResponse(
      (response) => response.request().method() === 'POST' && /\/upload/.test(response.url())
    );
    await codeField(page).fill(app.code());
    const answer = await stored;
    expect(answer.ok()).toBe(true);
    await gate(page).waitFor({ state: 'detached' });
    expect(bodies).toHaveLength(1);
    const files = await stage.host.strapi.db.query('plugin::upload.file').findMany({ where: { name: 'note.txt' } });
    expect(files).toHaveLength(1);
  });

  it('an open stock dialog keeps its fields, and our question above it can be used', async () => {
    const { page, app } = await signedIn();
    await page.goto(adminUrl(stage.host, '/settings/users?pageSize=10&page=1&sort=firstname'));
    await page.getByRole('button', { name: 'Invite new user' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First name*').fill('Greta');
    await dialog.getByLabel('Last name').fill('Guest');
    await dialog.getByLabel('Email*').fill(`greta-${Date.now()}@example.com`);
    await dialog.getByRole('combobox', { name: /roles/i }).click();
    await page.getByRole('option', { name: 'Author' }).click();
    await page.keyboard.press('Escape');
    await quiet(page);
    muchLater();
    await dialog.getByRole('button', { name: /Invite/ }).click();
    await asked(page);
    // Clicks, typing and Tab stay inside the prompt, and the dialog underneath stays open.
    await button(page, 'Use another method').click();
    await button(page, 'Use another method').click();
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('#mfa-gate') !== null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    expect(await page.locator('input[name="firstname"]').inputValue()).toBe('Greta');
    await codeField(page).focus();
    await keep(page, 'step-up-over-a-dialog');
    await codeField(page).fill(app.code());
    await gate(page).waitFor({ state: 'detached' });
    await page.getByText('Copy and share this link to give access to this user').waitFor();
  });
});

describe('several tabs', () => {
  const twoTabs = async () => {
    const { page, app } = await signedIn();
    const other = await page.context().newPage();
    await other.goto(adminUrl(stage.host, '/me'));
    await isIn(other);
    muchLater();
    await Promise.all([page.reload(), other.reload()]);
    await Promise.all([asked(page), asked(other)]);
    return { page, other, app };
  };

  it('a proof in one closes the question in the other [C3]', async () => {
    const { page, other, app } = await twoTabs();
    await codeField(page).fill(app.code());
    await Promise.all([isIn(page), isIn(other)]);
  });

  it('a log-out in one while the other is asked ends both', async () => {
    const { page, other } = await twoTabs();
    await button(page, 'Log out').click();
    await Promise.all([page.waitForURL(/auth\/login/), other.waitForURL(/auth\/login/)]);
    await gate(page).waitFor({ state: 'detached' });
    await gate(other).waitFor({ state: 'detached' });
  });
});

describe('a policy that tightens', () => {
  it('catches a live session: password, set-up in place, and the unsaved entry is saved [C3] [A42] [A44]', async () => {
    const person = await createPerson(stage.host, { roles: [SUPER] });
    const page = await stage.open();
    await plugInKey(page);
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await isIn(page);
    await openForm(page, 'Written before the rule');
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    await gate(page).getByLabel('Password').fill('not the password');
    await button(page, 'Continue').click();
    await gate(page).getByText('That password isn’t right.').waitFor();
    await gate(page).getByLabel('Password').fill(person.password);
    await keep(page, 'enroll-in-place-password');
    await button(page, 'Continue').click();
    await asked(page, 'Protect your account');
    await keep(page, 'enroll-in-place');
    await button(page, 'Continue').click();
    await button(page, 'Use a security key').click();
    await asked(page, 'Save your recovery codes');
    const [code] = await gate(page).getByRole('list', { name: 'Your recovery codes' }).locator('code').allInnerTexts();
    await gate(page).getByRole('checkbox').click();
    await button(page, 'Continue').click();
    await gate(page).getByLabel('Enter any one of the codes').fill(String(code));
    await button(page, 'Finish').click();
    await button(page, 'Go to Strapi').click();
    await page.getByText('Saved document').waitFor();
    expect((await articles()).filter(({ title }) => title === 'Written before the rule')).toHaveLength(1);
    await page.reload();
    await page.getByLabel('title*').waitFor();
    expect(await gate(page).count()).toBe(0);
  });

  it('asks again after every reload, in every tab, at every address, until it is done [A42]', async () => {
    const person = await createPerson(stage.host);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await isIn(page);
    await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
    for (const path of ['/', '/me', '/content-manager', '/settings/application-infos']) {
      await page.goto(adminUrl(stage.host, path));
      await asked(page);
    }
    await page.reload();
    await asked(page);
    const other = await page.context().newPage();
    await other.goto(adminUrl(stage.host));
    await asked(other);
  });
});

const fillTokenForm = async (page: Page, name: string): Promise<void> => {
  await page.goto(adminUrl(stage.host, '/settings/api-tokens/create'));
  await page.getByLabel('Name*').fill(name);
  await page
    .getByLabel('Token duration')
    .or(page.getByRole('combobox', { name: /duration/i }))
    .first()
    .click();
  await page.getByRole('option', { name: '7 days' }).click();
  await page.getByRole('combobox', { name: /Token type/i }).click();
  await page.getByRole('option', { name: 'Read-only' }).click();
};

describe('a sensitive action asks again', () => {
  it('creating an API token, inside the open page [C19]', async () => {
    const { page, app } = await signedIn();
    await fillTokenForm(page, 'Build server');
    stage.host.clock.advance(11 * MINUTE);
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    await gate(page).getByText('confirm it’s you before this change.').waitFor();
    // Cancel is the only way to leave the prompt. A single action shouldn't force anyone to log out.
    expect(await button(page, 'Log out').count()).toBe(0);
    await keep(page, 'step-up-api-token');
    await codeField(page).fill(app.code());
    await gate(page).waitFor({ state: 'detached' });
    await page.getByText('API Token successfully created').waitFor();
    await page.getByText('Copy your token').waitFor();
  });
});

describe('a sensitive action of somebody with a key', () => {
  it('asks for the key again, in the open page, and the token is made [C19] [A35]', async () => {
    const page = await stage.open();
    const { person } = await personWithAppAndKey(stage, page, [SUPER]);
    await givePassword(page, person);
    await asked(page);
    await button(page, 'Use passkey or security key').click();
    await isIn(page);
    await fillTokenForm(page, 'Mobile app');
    stage.host.clock.advance(11 * MINUTE);
    await page.getByRole('button', { name: 'Save' }).click();
    await asked(page);
    await keep(page, 'step-up-key');
    await button(page, 'Use passkey or security key').click();
    await gate(page).waitFor({ state: 'detached' });
    await page.getByText('API Token successfully created').waitFor();
    expect(await page.getByLabel('Name*').inputValue()).toBe('Mobile app');
  });
});

describe('an account without a password of its own', () => {
  it('is offered a new login where a password would be asked, and the action can be given up [B13]', async () => {
    const person = await createPerson(stage.host, { password: null, roles: [SUPER] });
    const page = await stage.open();
    await page.goto(adminUrl(stage.host, `/connect/example?email=${encodeURIComponent(person.email)}`));
    await page.goto(adminUrl(stage.host, '/me'));
    await isIn(page);
    stage.host.clock.advance(11 * MINUTE);
    const begin = () =>
      page.evaluate(async () => {
        const token = document.cookie.match(/jwtToken=([^;]+)/)?.[1] ?? '';
        const headers = { Authorization: `Bearer ${decodeURIComponent(token)}`, 'Content-Type': 'application/json' };
        return (await fetch('/mfa/me/totp/begin', { method: 'POST', headers, body: '{}' })).status;
      });
    const first = begin();
    await asked(page);
    await gate(page).getByText('Log in again to continue.').waitFor();
    await button(page, 'Cancel').click();
    await aside(page).getByRole('button', { name: 'Discard' }).click();
    expect(await first).toBe(403);
    const second = begin();
    await button(page, 'Log in again').click();
    expect(await second).toBe(403);
    await page.waitForURL(/auth\/login/);
  });
});

describe('what the pages below can rely on', () => {
  it('a request given up while it waits is given up at once, and the question goes', async () => {
    const { page } = await signedIn();
    await page.goto(adminUrl(stage.host, '/me'));
    await quiet(page);
    muchLater();
    const outcome = page.evaluate(async () => {
      const token = document.cookie.match(/jwtToken=([^;]+)/)?.[1] ?? '';
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('left')), 3000);
      const headers = { Authorization: `Bearer ${decodeURIComponent(token)}` };
      return fetch('/admin/users/me', { headers, signal: controller.signal }).then(
        (response) => `answered ${response.status}`,
        (error: Error) => error.message
      );
    });
    await asked(page);
    expect(await outcome).toBe('left');
    await gate(page).waitFor({ state: 'detached' });
  });

  it('requests of others are nobody’s business here', async () => {
    const { page } = await signedIn();
    const body = JSON.stringify({ error: { details: { code: 'MFA_REQUIRED', purpose: 'step_up' } } });
    await page.route('https://elsewhere.example/**', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/json',
        headers: { 'access-control-allow-origin': '*' },
        body,
      })
    );
    const answer = await page.evaluate(async () => (await fetch('https://elsewhere.example/admin/users/me')).status);
    expect(answer).toBe(403);
    expect(await gate(page).count()).toBe(0);
  });
});
