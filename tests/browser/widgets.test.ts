/** The two widgets on the homepage. */
import type { Page } from 'playwright-core';

import { createPerson, enrollKey, personWithTotp, provenSuperAdmin, type Administrator } from '../support';
import { adminUrl, givePassword, isIn, openLogin, pictures, setStage, type Stage } from './panel';
import { answerWithApp, signedIn, signedInWithApp } from './panel-steps';

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

describe('the homepage', () => {
  it('tells somebody without a method to set one up, one click away [A12]', async () => {
    const page = await signedIn(stage, await createPerson(stage.host));
    await home(page);
    await page.getByText('Not protected', { exact: true }).waitFor();
    expect(await page.getByText('MFA Coverage').count()).toBe(0);
    await page.getByRole('link', { name: 'Set up', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    await page.context().close();
  });

  it('tells somebody with one method to add a backup, and nothing to somebody with two [A39] [B52]', async () => {
    const { person, app, session } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await home(page);
    await page.getByText('Almost protected', { exact: true }).waitFor();
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
    await page.getByText(/^\d+ of \d+ people are protected \(\d+%\)$/).waitFor();
    expect(await page.getByRole('link', { name: /^(Protected|Exempt)/ }).count()).toBe(0);
    await page.getByRole('link', { name: /Not set up/ }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    expect(page.url()).toContain('status=not_set_up');
    await page.context().close();
  });

  it('is drawn for wide and small screens, light and dark [C33]', async () => {
    await pictures(stage, 'widgets', async (page) => {
      await openLogin(page, stage.host);
      await givePassword(page, admin.person);
      await answerWithApp(page, admin.app);
      await isIn(page);
      await page.getByText(/^\d+ of \d+ people are protected/).waitFor();
      // Leaves room for the sticky header.
      await page.getByText('Your Account Security').evaluate((title) => {
        title.style.scrollMarginTop = '11rem';
        title.scrollIntoView({ block: 'start' });
      });
    });
  });
});
