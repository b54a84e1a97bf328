/** The two boxes on the homepage. */
import type { Locator, Page } from 'playwright-core';

import { createPerson, enrollKey, personWithTotp, picture, provenSuperAdmin, type Administrator } from '../support';
import { adminUrl, setStage, type Stage } from './panel';
import { signedIn, signedInWithApp } from './panel-hands';

let stage: Stage;
let admin: Administrator;
beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
});
afterAll(() => stage.close());

const home = async (page: Page): Promise<void> => {
  await page.goto(adminUrl(stage.host));
  await page.getByText('Your Account Security').waitFor();
};

/** The whole box around a title. */
const widget = (page: Page, title: string): Locator =>
  page
    .locator('[data-strapi-widget-id], section, div')
    .filter({ has: page.getByText(title, { exact: true }) })
    .last();

describe('the homepage', () => {
  it('tells somebody without a second step to set one up, one click away [A12]', async () => {
    const page = await signedIn(stage, await createPerson(stage.host));
    await home(page);
    await page.getByText('Not yet', { exact: true }).waitFor();
    expect(await page.getByText('MFA Coverage').count()).toBe(0);
    await page.getByRole('link', { name: 'Set up', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    await page.context().close();
  });

  it('tells somebody with one method to add a backup, and nothing to somebody with two [A39] [B52]', async () => {
    const { person, app, session } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await home(page);
    await page.getByText('Almost', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Add a backup' }).waitFor();
    await enrollKey(stage.host, session);
    await page.reload();
    await page.getByText('Protected', { exact: true }).waitFor();
    await page.context().close();
  });

  it('shows administrators the coverage and leads to who is meant [C20]', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await home(page);
    await page.getByText('MFA Coverage').waitFor();
    await page.getByText(/^\d+% protected$/).waitFor();
    await page.setViewportSize({ width: 1280, height: 1000 });
    await widget(page, 'MFA Coverage').scrollIntoViewIfNeeded();
    await picture(page, 'widgets');
    await page.getByRole('link', { name: /Not set up/ }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    expect(page.url()).toContain('status=not_set_up');
    await page.context().close();
  });
});
