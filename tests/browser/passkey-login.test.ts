/** A passkey on Strapi's login page: by its button, by the field's autofill, and when something interferes. */
import type { Page } from 'playwright-core';

import {
  AUTHOR,
  provenSuperAdmin,
  setPolicy,
  signInWithTotp,
  pageErrorsIn,
  type Administrator,
  type VirtualKey,
} from '../support';
import {
  button,
  gate,
  givePassword,
  isIn,
  keptSession,
  openLogin,
  pictures,
  setStage,
  signOut,
  type Stage,
} from './panel';
import { look } from './inspect';
import { answerWithApp, cutAnswer } from './panel-steps';
import { openElsewhere, passkeyOwner, record, recordedIn } from './passkeys';
import { say, speakPseudo } from './pseudo';

let stage: Stage;
let admin: Administrator;

const policy = async (change: object): Promise<void> => {
  const session = await signInWithTotp(stage.host, admin.person, admin.app);
  await setPolicy(session, change);
};

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await setPolicy(admin.session, { passwordless: 'allowed', passkeyUpgrade: 'off' });
});
afterAll(() => stage?.close());

const passkeyButton = (page: Page) => page.getByRole('button', { name: 'Log in with a passkey' });

const openWithButton = async (page: Page, search = ''): Promise<void> => {
  await openLogin(page, stage.host, search);
  await passkeyButton(page).waitFor();
};

/** Waits until the browser offers passkeys in the email field. */
const waitsInField = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    (window as unknown as { recorded: { gets: { mediation: string }[] } }).recorded.gets.some(
      ({ mediation }) => mediation === 'conditional'
    )
  );

const openRecorded = async () => {
  const page = await stage.open();
  await record(page);
  return page;
};

const prompted = (page: Page): Promise<void> => page.getByText('Follow the prompt from your browser.').waitFor();

/** Touches the key before the click. A virtual key answers only new requests, so the pending one stays pending. */
const pressAndTouch = async (page: Page, key: VirtualKey): Promise<void> => {
  await key.setPresent(true);
  await passkeyButton(page).click();
};

/** The error shown in the box. The design system puts its own live regions beside it, and those have ids. */
const said = (page: Page): Promise<string> => page.locator('#mfa-login [role="alert"]:not([id])').innerText();

/** After the password, the prompt offers the passkey first. */
const insteadOfPasskey = async (page: Page, app: { code(): string }): Promise<void> => {
  await button(page, 'Use authenticator app instead').click();
  await answerWithApp(page, app);
};

/** Requests that the browser hasn't answered and the page hasn't aborted. */
const openRequests = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { recorded: { open: number } }).recorded.open);

describe('the button', () => {
  it('is a whole login: no password, no code, the session a password would have got [C12] [C47]', async () => {
    const page = await openRecorded();
    const trouble = pageErrorsIn(page);
    const { person, key } = await passkeyOwner(stage, page);
    await openWithButton(page);
    expect(await page.locator('input[name="email"]').getAttribute('autocomplete')).toBe('username webauthn');
    await waitsInField(page);
    await pressAndTouch(page, key);
    await isIn(page);
    expect(await keptSession(page)).toEqual(['jwtToken', 'strapi_admin_refresh']);
    expect((await recordedIn(page)).gets).toMatchObject([
      { mediation: 'conditional', othersOpen: 0 },
      { mediation: 'optional', othersOpen: 0, active: true },
    ]);
    const { events } = await stage.host.container.audit.ownEvents(person.id, undefined, 10);
    expect(events.find(({ type }) => type === 'sign_in.completed')).toMatchObject({ details: { passwordless: true } });
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  it('remembers and follows a deep link as a password does, and is reached by the keyboard [C47]', async () => {
    const page = await openRecorded();
    const { key } = await passkeyOwner(stage, page);
    await openWithButton(page, '?redirectTo=%2Fme');
    await page.getByRole('checkbox', { name: 'Remember me' }).click();
    await page.getByRole('button', { name: 'Login', exact: true }).focus();
    await page.keyboard.press('Tab');
    await key.setPresent(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/admin/me');
    expect(await keptSession(page)).toEqual(['localStorage jwtToken', 'strapi_admin_refresh']);
    await page.context().close();
  });

  it('says nothing of a prompt that was closed, and works when it is pressed again [C60] [F2]', async () => {
    const page = await openRecorded();
    const { key } = await passkeyOwner(stage, page);
    await openWithButton(page);
    await waitsInField(page);
    await key.setVerified(false);
    await pressAndTouch(page, key);
    await page.waitForFunction(() => (window as unknown as { recorded: { open: number } }).recorded.open === 0);
    await passkeyButton(page).and(page.locator(':enabled')).waitFor();
    await page.getByText('Follow the prompt').waitFor({ state: 'detached' });
    expect(await said(page)).toBe('');

    await key.setPresent(false);
    await passkeyButton(page).click();
    await prompted(page);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('button', { name: 'Send Email' }).waitFor();
    expect(await passkeyButton(page).count()).toBe(0);
    expect(await openRequests(page)).toBe(0);
    await page.goBack();
    await passkeyButton(page).waitFor();
    await key.setVerified(true);
    await pressAndTouch(page, key);
    await isIn(page);
    expect((await recordedIn(page)).gets.filter(({ othersOpen }) => othersOpen > 0)).toEqual([]);
    await page.context().close();
  });

  it('can be given up where the browser never answers, and the password works [C60] [F4]', async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      if (navigator.credentials) navigator.credentials.get = () => new Promise(() => undefined);
    });
    const { person, app } = await passkeyOwner(stage, page);
    await openWithButton(page);
    await passkeyButton(page).click();
    await prompted(page);
    await page.locator('#mfa-login').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Follow the prompt').waitFor({ state: 'detached' });
    await passkeyButton(page).click();
    await prompted(page);
    await givePassword(page, person);
    await insteadOfPasskey(page, app);
    await isIn(page);
    await page.context().close();
  });
});

describe('the field’s autofill', () => {
  it('offers the passkey and logs in with it [C47]', async () => {
    const page = await openRecorded();
    const { key } = await passkeyOwner(stage, page);
    await key.setPresent(true);
    await page.goto(`${stage.host.origin}/admin/auth/login`);
    await isIn(page);
    expect((await recordedIn(page)).gets).toMatchObject([{ mediation: 'conditional' }]);
    await page.context().close();
  });

  it.each([
    ['does not know it', () => Object.assign(PublicKeyCredential, { isConditionalMediationAvailable: undefined })],
    [
      'fails to say',
      () => Object.assign(PublicKeyCredential, { isConditionalMediationAvailable: () => Promise.reject(new Error()) }),
    ],
    [
      'refuses at once',
      () => (navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))),
    ],
  ])('leaves button and password where the browser %s [C60] [F3]', async (_what, bend) => {
    const page = await stage.open();
    await page.addInitScript(bend);
    const trouble = pageErrorsIn(page);
    const asked: string[] = [];
    page.on('request', (request) => void (request.url().includes('/mfa/passkey/') && asked.push(request.url())));
    await openWithButton(page);
    await page.waitForTimeout(700);
    expect(asked.length).toBeLessThanOrEqual(1);
    expect(await said(page)).toBe('');
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  it('ends when the form is sent, so that a late answer does nothing [C47]', async () => {
    const page = await openRecorded();
    const { person } = await passkeyOwner(stage, page);
    await openWithButton(page);
    await waitsInField(page);
    await givePassword(page, { ...person, password: 'wrong-password-1A' });
    await page.getByText('Invalid credentials').waitFor();
    expect(await openRequests(page)).toBe(0);
    await page.locator('input[name="email"]').click();
    await page.waitForFunction(() => (window as unknown as { recorded: { open: number } }).recorded.open === 1);
    expect((await recordedIn(page)).gets).toMatchObject([
      { mediation: 'conditional' },
      { mediation: 'conditional', othersOpen: 0 },
    ]);
    await page.context().close();
  });
});

describe('a passkey that opens nothing', () => {
  it('is told to the password manager when it was removed here [C47] [C69]', async () => {
    const page = await openRecorded();
    const { person, session, key } = await passkeyOwner(stage, page);
    const [credential] = await key.credentials();
    const { authenticators } = (await session.get('/mfa/me').expect(200)).body.data;
    const id = authenticators.find(({ type }: { type: string }) => type === 'webauthn').id;
    const { authenticators: rows, database } = stage.host.container;
    await database.transaction((trx) => rows.remove(person.id, id, trx));
    await openWithButton(page);
    await pressAndTouch(page, key);
    await page.getByText('That passkey no longer belongs to an account here.').waitFor();
    const credentialId = Buffer.from(credential?.credentialId ?? '', 'base64').toString('base64url');
    expect((await recordedIn(page)).unknown).toEqual([{ rpId: 'localhost', credentialId }]);
    await page.context().close();
  });

  it('because the role may not is refused in the same words as any other [C48]', async () => {
    const page = await openRecorded();
    const { key } = await passkeyOwner(stage, page, [AUTHOR]);
    await policy({ roleMethods: { [AUTHOR]: ['totp'] } });
    await openWithButton(page);
    await pressAndTouch(page, key);
    await page.getByText('That passkey wasn’t accepted. Log in with your password.').waitFor();
    expect((await recordedIn(page)).unknown).toEqual([]);
    await policy({ roleMethods: {} });
    await page.context().close();
  });

  it('because the policy was switched off meanwhile: the password is left [C47]', async () => {
    const page = await openRecorded();
    const { person, app } = await passkeyOwner(stage, page);
    await page.addInitScript(() =>
      Object.assign(PublicKeyCredential, { isConditionalMediationAvailable: async () => false })
    );
    await openWithButton(page);
    await policy({ passwordless: 'off' });
    await passkeyButton(page).click();
    await page.getByText('Passkey login is no longer available here.').waitFor();
    expect(await passkeyButton(page).count()).toBe(0);
    await givePassword(page, person);
    await insteadOfPasskey(page, app);
    await isIn(page);

    await signOut(page.context());
    const chunks: string[] = [];
    page.on('request', (request) => void chunks.push(request.url()));
    await openLogin(page, stage.host);
    await page.waitForTimeout(500);
    expect(await page.locator('#mfa-login').count()).toBe(0);
    expect(await page.locator('input[name="email"]').getAttribute('autocomplete')).toBe('email');
    expect(chunks.filter((url) => /offer-passkey/.test(url))).toEqual([]);
    await policy({ passwordless: 'allowed' });
    await page.context().close();
  });
});

describe('the stock page', () => {
  beforeAll(() => policy({ passwordless: 'allowed' }));

  it('is left alone when it is not the one we know [C47]', async () => {
    const page = await stage.open();
    await page.addInitScript(() =>
      new MutationObserver(() => document.querySelector('input[name="email"]')?.setAttribute('name', 'login')).observe(
        document,
        { childList: true, subtree: true }
      )
    );
    const trouble = pageErrorsIn(page);
    await openLogin(page, stage.host);
    await page.waitForTimeout(500);
    expect(await page.locator('#mfa-login').count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['de', 'Mit Passkey anmelden'],
    ['fr', 'Se connecter avec une clé d’accès'],
    ['es', 'Iniciar sesión con una llave de acceso'],
    ['pt-BR', 'Fazer login com uma chave de acesso'],
    ['ja', 'パスキーでログイン'],
    ['zh-Hans', '使用通行密钥登录'],
  ])('speaks %s [C47]', async (locale, words) => {
    const page = await stage.open();
    await page.addInitScript((language) => localStorage.setItem('strapi-admin-language', language), locale);
    await page.goto(`${stage.host.origin}/admin/auth/login`);
    await page.getByRole('button', { name: words }).waitFor();
    await page.context().close();
  });

  it('whose answer is lost claims nothing, and works when it is pressed again [C68]', async () => {
    const page = await stage.open();
    const { key } = await passkeyOwner(stage, page);
    await openWithButton(page);
    await cutAnswer(page, '**/mfa/passkey/verify');
    await pressAndTouch(page, key);
    await page.getByText('The server didn’t answer. Try again in a moment.').waitFor();
    await passkeyButton(page).click();
    await isIn(page);
    await page.context().close();
  });

  it('is clean for assistive technology, translated and whole, whatever the button says [C31] [C32] [C47]', async () => {
    const page = await openRecorded();
    await speakPseudo(page.context());
    await passkeyOwner(stage, page);
    await page.goto(`${stage.host.origin}/admin/auth/login`);
    const pressed = page.getByRole('button', { name: say('login', 'button') });
    await pressed.waitFor();
    const found: string[] = [];
    const seen = async (name: string) =>
      void found.push(...(await look(page, name, { within: '#mfa-login', data: [] })));
    await seen('ready');
    await pressed.click();
    await page.getByText(say('login', 'during')).waitFor();
    await seen('prompt open');
    await page.getByRole('button', { name: say('login', 'cancel') }).click();
    await page.route('**/mfa/passkey/options', (route) => route.abort());
    await page.reload();
    await pressed.click();
    await page.getByRole('alert').getByText(say('login', 'unreachable')).waitFor();
    await seen('no answer');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('shows the button in light and dark, wide and on a phone [C47]', async () => {
    await pictures(stage, 'passkey-login', (page) => openWithButton(page));
    const page = await stage.open();
    await openElsewhere(page, stage);
    expect(await gate(page).count()).toBe(0);
    await page.context().close();
  });
});
