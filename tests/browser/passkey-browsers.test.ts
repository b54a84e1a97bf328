/** Browser behavior that breaks passkeys, and the offer of a passkey after a login with a code. */
import type { Page } from 'playwright-core';

import {
  DAY,
  createPerson,
  enrollTotp,
  logInToEnroll,
  personWithTotp,
  plugInKey,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  type Administrator,
} from '../support';
import { givePassword, isIn, openLogin, pictures, setStage, signOut, type Stage } from './panel';
import { answerWithApp, box, registerKey, signedInWithApp, visit } from './panel-steps';
import { record, recordedIn } from './passkeys';

let stage: Stage;
let admin: Administrator;

const policy = async (change: object): Promise<void> => {
  const session = await signInWithTotp(stage.host, admin.person, admin.app);
  await setPolicy(session, change);
};

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await setPolicy(admin.session, { passkeyUpgrade: 'off' });
});
afterAll(() => stage?.close());

const KEYS = 'Passkeys and Security Keys';
const mySecurity = (page: Page) => visit(page, stage.host, '/me/security', 'My Security');
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a passkey or security key' });

/** A person with an app, logged in, with the dialog for adding a passkey open. */
const atTheDialog = async (prepare: (page: Page) => Promise<unknown> = async () => undefined) => {
  const { person, app } = await personWithTotp(stage.host);
  const page = await stage.open();
  await record(page);
  await prepare(page);
  await openLogin(page, stage.host);
  await givePassword(page, person);
  await answerWithApp(page, app);
  await isIn(page);
  const key = await plugInKey(page, { transport: 'internal' });
  await mySecurity(page);
  await box(page, KEYS).getByRole('button', { name: 'Add passkey or security key' }).click();
  await dialog(page).getByRole('button', { name: 'Use a security key' }).waitFor();
  return { page, key, person, app };
};

describe('adding a passkey', () => {
  it('that the server refuses takes it back out of the password manager; no answer does not [C60] [C69] [P05]', async () => {
    const { page } = await atTheDialog();
    await page.route('**/mfa/me/webauthn/finish', (route) =>
      route.fulfill({
        status: 409,
        json: {
          data: null,
          error: { status: 409, name: 'ConflictError', message: '', details: { code: 'MFA_LIMIT_REACHED' } },
        },
      })
    );
    await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(page).getByRole('alert').getByText(/./).first().waitFor();
    const { unknown } = await recordedIn(page);
    expect(unknown).toEqual([{ rpId: 'localhost', credentialId: expect.stringMatching(/^[\w-]{20,}$/) }]);

    await page.unroute('**/mfa/me/webauthn/finish');
    await page.route('**/mfa/me/webauthn/finish', (route) => route.abort());
    await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(page)
      .getByText('can’t reach', { exact: false })
      .or(dialog(page).getByRole('alert').getByText(/./).first())
      .first()
      .waitFor();
    await page.waitForTimeout(500);
    expect((await recordedIn(page)).unknown).toHaveLength(1);
    await page.context().close();
  });

  it.each([
    ['cannot', 'without', { client: false }, ['Use a security key']],
    [
      'says nothing',
      'with all',
      null,
      ['Create a passkey on this device', 'Use a security key', 'Use a phone or tablet'],
    ],
    [
      'never answers',
      'with all',
      'hang',
      ['Create a passkey on this device', 'Use a security key', 'Use a phone or tablet'],
    ],
  ] as const)('where the browser %s is offered %s [C60] [C69] [P07]', async (_says, _ways, can, offered) => {
    const { page } = await atTheDialog((page) =>
      page.addInitScript((mode) => {
        const hang = () => new Promise(() => undefined);
        const no = async () => ({
          passkeyPlatformAuthenticator: false,
          userVerifyingPlatformAuthenticator: false,
          hybridTransport: false,
        });
        Object.assign(PublicKeyCredential, {
          getClientCapabilities: mode === 'hang' ? hang : mode === null ? undefined : no,
          isUserVerifyingPlatformAuthenticatorAvailable:
            mode === 'hang' ? hang : mode === null ? undefined : async () => false,
        });
      }, can)
    );
    const buttons = dialog(page).getByRole('button', { name: /^(Use|Create) / });
    expect(await buttons.allInnerTexts()).toEqual(offered);
    await page.context().close();
  });

  it('opens the prompt inside a press, however slow the server was [C60] [P08]', async () => {
    // Under automation, every evaluation by the test counts as user activation. Count real clicks only, and let them
    // expire after five seconds as in Chromium.
    const { page } = await atTheDialog((fresh) =>
      fresh.addInitScript(() => {
        let pressedAt = 0;
        window.addEventListener('pointerdown', () => (pressedAt = Date.now()), { capture: true });
        Object.defineProperty(navigator, 'userActivation', {
          get: () => ({ isActive: Date.now() - pressedAt < 5000, hasBeenActive: pressedAt > 0 }),
        });
      })
    );
    await page.route('**/mfa/me/webauthn/begin', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 6000));
      await route.continue();
    });
    await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(page).getByText('Ready. Press the button once more.').waitFor();
    expect((await recordedIn(page)).creates).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(page)
      .getByText('is ready', { exact: false })
      .or(page.getByText('Your New Recovery Codes'))
      .first()
      .waitFor();
    expect((await recordedIn(page)).creates).toMatchObject([{ active: true }]);
    await page.context().close();
  });

  it('says what to do when another window has the focus, and blames nobody [C60] [P08]', async () => {
    const { page } = await atTheDialog();
    await page.evaluate(() => {
      navigator.credentials.create = () =>
        Promise.reject(new DOMException('The document is not focused.', 'NotAllowedError'));
    });
    for (let time = 0; time < 3; time += 1) {
      await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
      await dialog(page).getByText('Click this page, then try again.').waitFor();
    }
    expect(await dialog(page).getByText('another device').count()).toBe(0);
    await page.context().close();
  });

  it('of a model that doesn’t count is refused in words, and named where somebody has it already [C50]', async () => {
    const { page, person, app } = await atTheDialog();
    const session = await signInWithTotp(stage.host, person, app);
    await registerKey(page, session, 'Early bird');
    const models = ['ee882879-721c-4913-9775-3dfcce97072a'];
    const authenticators = { userVerification: 'preferred', attestation: 'none', deviceBound: false };
    await policy({ authenticators: { ...authenticators, allowedAaguids: models } });
    await page.reload();
    await page.getByText('Doesn’t count: its model isn’t allowed').waitFor();
    await page.getByRole('button', { name: 'Remove Early bird' }).waitFor();
    await plugInKey(page, { transport: 'usb' });
    await box(page, KEYS).getByRole('button', { name: 'Add passkey or security key' }).click();
    await dialog(page).getByRole('button', { name: 'Use a security key' }).click();
    await dialog(page).getByText('Your organization doesn’t accept this passkey or security key.').waitFor();
    await policy({ authenticators: { ...authenticators, allowedAaguids: [] } });
    await page.context().close();
  });

  it('asks a security key for no place on it while a password is needed anyway [C60] [P06]', async () => {
    const { page } = await atTheDialog();
    await dialog(page).getByRole('button', { name: 'Use a security key' }).click();
    await page.waitForFunction(
      () => (window as never as { recorded: { creates: unknown[] } }).recorded.creates.length > 0
    );
    expect((await recordedIn(page)).creates).toMatchObject([{ residentKey: 'discouraged' }]);
    await page.context().close();
  });

  it('can be given up where an extension never answers [C60] [F4]', async () => {
    const { page } = await atTheDialog();
    await page.evaluate(() => {
      navigator.credentials.create = () => new Promise(() => undefined);
    });
    await dialog(page).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await dialog(page).getByText('Nothing was added.').waitFor();
    await page.context().close();
  });
});

describe('what the password manager is told', () => {
  it('is never an older list than the one just asked for [C60] [C69] [P02]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const session = await signInWithTotp(stage.host, person, app);
    const page = await stage.open();
    await record(page);
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await answerWithApp(page, app);
    await isIn(page);
    await plugInKey(page, { transport: 'internal' });
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'My Security' }).click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor();
    await page.waitForFunction(
      () => (window as never as { recorded: { accepted: unknown[] } }).recorded.accepted.length > 0
    );
    await page.getByRole('link', { name: 'Home' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'My Security' }).waitFor({ state: 'detached' });
    const before = (await recordedIn(page)).accepted.length;

    await registerKey(page, session, 'Added meanwhile');
    const { webauthn } = (await session.get('/mfa/me').expect(200)).body.data;
    expect(webauthn.credentialIds).toHaveLength(1);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'My Security' }).click();
    await page.getByText('Added meanwhile').first().waitFor();
    await page.waitForTimeout(300);
    const told = (await recordedIn(page)).accepted.slice(before).map((each) => each.allAcceptedCredentialIds);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((ids) => !ids.includes(webauthn.credentialIds[0]))).toEqual([]);
    await page.context().close();
  });
});

describe('the offer after a login with a code [C49]', () => {
  const title = 'Log in with a passkey next time';

  /** Skips opening the page, so that the device supports passkeys before the login starts. */
  const logInHere = async (page: Page, person: Parameters<typeof givePassword>[1], app: { code(): string }) => {
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await answerWithApp(page, app);
    await isIn(page);
  };

  it('is refused once and not made again for 30 days; nothing was created in silence', async () => {
    await policy({ passkeyUpgrade: 'offer' });
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await record(page);
    await openLogin(page, stage.host);
    await plugInKey(page, { transport: 'internal' });
    await logInHere(page, person, app);
    await page.getByText(title).waitFor();
    expect((await recordedIn(page)).creates).toEqual([]);
    const put = page.waitForResponse((response) => response.url().endsWith('/mfa/me/preferences'));
    await page.getByRole('button', { name: 'Not now' }).click();
    expect((await put).status()).toBe(200);
    await page.getByText(title).waitFor({ state: 'detached' });

    const quietly = await stage.open();
    await record(quietly);
    await openLogin(quietly, stage.host);
    await plugInKey(quietly, { transport: 'internal' });
    await logInHere(quietly, person, app);
    await quietly.waitForTimeout(1500);
    expect(await quietly.getByText(title).count()).toBe(0);
    await quietly.context().close();
    await page.context().close();
  });

  it('is taken with one press, told by mail and shown in My Security', async () => {
    await policy({ passkeyUpgrade: 'offer', passwordless: 'allowed' });
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await record(page);
    await openLogin(page, stage.host);
    const key = await plugInKey(page, { transport: 'internal', present: false });
    await logInHere(page, person, app);
    await key.setPresent(true);
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await page.getByText('is ready. Use it the next time you log in.').waitFor();
    expect(await key.credentials()).toHaveLength(1);
    expect((await recordedIn(page)).creates).toMatchObject([{ active: true, residentKey: 'required' }]);
    await stage.host.container.notices.flush();
    expect(stage.host.mail.to(person.email).length).toBeGreaterThan(0);
    await mySecurity(page);
    await box(page, KEYS).getByText('Logs you in without a password').waitFor();
    await policy({ passwordless: 'off' });
    await page.context().close();
  });

  it('is made by the browser itself under "automatic", and said afterwards', async () => {
    await policy({ passkeyUpgrade: 'automatic' });
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await record(page);
    await page.addInitScript(() =>
      Object.assign(PublicKeyCredential, { getClientCapabilities: async () => ({ conditionalCreate: true }) })
    );
    await openLogin(page, stage.host);
    const key = await plugInKey(page, { transport: 'internal' });
    await logInHere(page, person, app);
    await page.getByText('is ready. Use it the next time you log in.').waitFor();
    expect((await recordedIn(page)).creates).toMatchObject([{ mediation: 'conditional' }]);
    expect(await key.credentials()).toHaveLength(1);
    await stage.host.container.notices.flush();
    // One for the app, one for the passkey that was created without asking.
    expect(stage.host.mail.to(person.email).filter(({ subject }) => subject.includes('was added'))).toHaveLength(2);
    await policy({ passkeyUpgrade: 'off' });
    await page.context().close();
  });

  it('offers to make anew what cannot log in alone, and says what may be replaced [C60] [F1] [F5]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const session = await signInWithTotp(stage.host, person, app);
    const page = await stage.open();
    await openLogin(page, stage.host);
    await plugInKey(page, { residentKey: false });
    await registerKey(page, session, 'Old key');
    await session.put('/mfa/me/preferences', { preferredMethod: 'totp' }).expect(200);
    await policy({ passwordless: 'allowed' });
    await signOut(page.context());
    const fresh = await signedInWithApp(stage, person, app);
    await mySecurity(fresh);
    await box(fresh, KEYS).getByText('Used with your password').waitFor();
    await plugInKey(fresh, { transport: 'internal' });
    await fresh.getByRole('button', { name: 'Recreate Old key to log in without a password' }).click();
    await dialog(fresh).getByText('may replace “Old key” on it', { exact: false }).waitFor();
    await dialog(fresh).getByRole('button', { name: 'Create a passkey on this device' }).click();
    await dialog(fresh).getByText('is ready', { exact: false }).waitFor();
    await dialog(fresh).getByRole('button', { name: 'Done' }).click();
    await box(fresh, KEYS).getByText('Logs you in without a password').waitFor();
    expect(await box(fresh, KEYS).getByText('Used with your password').count()).toBe(1);
    await fresh.context().close();
    await page.context().close();
    await policy({ passwordless: 'off' });
  });

  it('is shown in light and dark, wide and on a phone', async () => {
    await policy({ passkeyUpgrade: 'offer' });
    stage.host.clock.advance(DAY);
    const person = await createPerson(stage.host);
    const app = await enrollTotp(stage.host, await logInToEnroll(stage.host, person));
    await pictures(stage, 'passkey-offer', async (page) => {
      await openLogin(page, stage.host);
      await plugInKey(page, { transport: 'internal' });
      await logInHere(page, person, app);
      await page.getByText(title).waitFor();
    });
    await policy({ passkeyUpgrade: 'off' });
  });
});
