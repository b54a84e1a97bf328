/** My Security when an answer is lost: the server did it, and the page never heard of it. */
import type { Page } from 'playwright-core';

import { createPerson, personWithTotp, totpCode } from '../support';
import { setStage, type Stage } from './panel';
import { answerWithPassword, box, cutAnswer, signedIn, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

const APP = 'Authenticator App';
const mySecurity = (page: Page): Promise<void> => visit(page, stage.host, '/me/security', 'My Security');
const status = (id: number) => stage.host.container.factors.recovery.status(id);

describe('an answer that My Security never gets', () => {
  it('to a first method and to saved codes: both are found, and the codes are shown anew [C68]', async () => {
    const person = await createPerson(stage.host);
    const page = await signedIn(stage, person);
    await mySecurity(page);
    await box(page, APP).getByRole('button', { name: 'Add authenticator app' }).click();
    await answerWithPassword(page, person);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Can’t scan it?').click();
    const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '');
    await cutAnswer(page, '**/mfa/me/totp/finish');
    await dialog.getByLabel('Enter the code from the app').fill(totpCode(secret, stage.host.clock.now()));
    await dialog.getByText('“Authenticator app” is ready.').waitFor();
    expect(await dialog.locator('ol code').count()).toBe(10);

    await cutAnswer(page, '**/mfa/me/recovery-codes/acknowledge');
    await dialog.getByRole('button', { name: 'Download' }).click();
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect((await status(person.id)).acknowledgedAt).not.toBeNull();
    await box(page, 'Recovery Codes').getByText('10 of 10 left').waitFor();
    await page.context().close();
  });

  it('to new recovery codes: they are called unsaved, and made anew as the next step [C68]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    const section = box(page, 'Recovery Codes');
    await cutAnswer(page, '**/mfa/me/recovery-codes');
    await section.getByRole('button', { name: 'Generate new codes' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Generate' }).click();
    await page.getByText('Strapi didn’t answer, so we don’t know whether this was done.').first().waitFor();
    await section.getByText('You haven’t saved these codes').waitFor();
    const next = page.getByRole('region', { name: 'Save your recovery codes' });
    await next.getByRole('button', { name: 'Generate new codes' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Download' }).click();
    await sheet.getByRole('button', { name: 'Continue' }).click();
    await section.getByText('10 of 10 left').waitFor();
    await page.context().close();
  });

  it('to a new name and to a removal: the page asks what became of them, and says it [C68]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await mySecurity(page);
    await cutAnswer(page, '**/mfa/me/authenticators/*');
    await box(page, APP).getByRole('button', { name: 'Rename Phone' }).click();
    await box(page, APP).getByLabel('New name').fill('Old phone');
    await page.keyboard.press('Enter');
    await toast(page, 'Renamed to “Old phone”.').first().waitFor();

    await cutAnswer(page, '**/mfa/me/authenticators/*');
    await box(page, APP).getByRole('button', { name: 'Remove Old phone' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await toast(page, '“Old phone” removed.').first().waitFor();
    await page.getByRole('heading', { name: 'Your account isn’t protected yet.' }).waitFor();
    await page.context().close();
  });
});
