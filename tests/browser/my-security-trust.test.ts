/** My Security: trusted browsers, recent events, and what to do when an event wasn't yours. */
import { personWithTotp, picture, provenSuperAdmin, setPolicy, signInWithTotp, type Administrator } from '../support';
import { codeField, gate, givePassword, isIn, openLogin, setStage, type Stage } from './panel';
import { answerWithApp, box, signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await setPolicy(admin.session, { trustedBrowserDays: 14 });
});
afterAll(() => stage.close());

describe('trusted browsers', () => {
  it('are listed, this one marked, and stop being trusted at once [C18]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await codeField(page).waitFor();
    await gate(page)
      .getByRole('checkbox', { name: /Trust this browser for 14 days/ })
      .click();
    await answerWithApp(page, app);
    await isIn(page);
    await visit(page, stage.host, '/me/security', 'My Security');

    const trusted = box(page, 'Trusted Browsers');
    await trusted.getByText('This browser').waitFor();
    await trusted.scrollIntoViewIfNeeded();
    await picture(page, 'my-security-trusted-browsers');
    await trusted.getByRole('button', { name: /^Stop trusting (?!all)/ }).click();
    await toast(page, 'is no longer trusted.').first().waitFor();
    await trusted.waitFor({ state: 'detached' });
    await box(page, 'Active Devices').getByText('No trusted browsers.').waitFor();
    await page.context().close();
  });
});

describe('recent activity', () => {
  it('shows one’s own events, refused ones marked [B34]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await visit(page, stage.host, '/me/security', 'My Security');
    const recent = box(page, 'Recent Activity');
    await recent.getByText('Logged in with Authenticator app').first().waitFor();
    await recent.getByRole('button', { name: 'Show more' }).click();
    await recent.getByText('“Phone” added').waitFor();
    expect(await recent.innerText()).toContain('127.0.0.1');
    await page.context().close();
  });

  it('says for whom it was, when an administrator did something to somebody else [B34]', async () => {
    const { person } = await personWithTotp(stage.host);
    const unlocked = await admin.session.post(`/mfa/users/${person.id}/unlock`, { reason: 'asked on the phone' });
    expect(unlocked.status).toBe(200);
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await visit(page, stage.host, '/me/security', 'My Security');
    await box(page, 'Recent Activity').getByText(`You, for ${person.email}:`).first().waitFor();
    await page.context().close();
  });

  it('offers what to do about something that was not me, in order: password, devices, codes [B34]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const other = await signInWithTotp(stage.host, person, app, { deviceId: '2f0a1f0c-55a3-4e0b-9f39-0b9f5e2f7a11' });
    const page = await signedInWithApp(stage, person, app);
    await visit(page, stage.host, '/me/security', 'My Security');
    const ways = page.getByRole('region', { name: 'Don’t recognize something?' });
    await ways.scrollIntoViewIfNeeded();
    expect(await ways.getByRole('button').allInnerTexts()).toEqual([
      'Change your password',
      'Log out all other devices',
      'Generate new recovery codes',
    ]);
    await picture(page, 'my-security-not-yours');
    await ways.getByRole('button', { name: 'Log out all other devices' }).click();
    await toast(page, 'All other devices were logged out.').first().waitFor();
    expect((await other.get('/admin/users/me')).status).toBe(401);

    await ways.getByRole('button', { name: 'Generate new recovery codes' }).click();
    await page.getByRole('alertdialog', { name: 'Generate new recovery codes?' }).waitFor();
    await page.keyboard.press('Escape');
    await ways.getByRole('button', { name: 'Change your password' }).click();
    await page.waitForURL(/\/admin\/me$/);
    await page.context().close();
  });
});

describe('a part that cannot be loaded', () => {
  it('says so, the rest stays, and it can be tried again [C31]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await signedInWithApp(stage, person, app);
    await page.route('**/mfa/me/events*', (route) => route.abort());
    await visit(page, stage.host, '/me/security', 'My Security');
    const recent = box(page, 'Recent Activity');
    await recent.getByText('Couldn’t load this part.').waitFor();
    await box(page, 'Authenticator App').getByText('Phone', { exact: true }).waitFor();
    await page.unroute('**/mfa/me/events*');
    await recent.getByRole('button', { name: 'Try again' }).click();
    await recent.getByText('Logged in with Authenticator app').first().waitFor();
    await page.context().close();
  });
});
