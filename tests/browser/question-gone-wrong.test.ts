/** What can go wrong at the MFA prompt: a removed key, a wrong address, no connection, a timeout. */
import type { Page } from 'playwright-core';

import { enrollKey, personWithTotp, securityKey } from '../support';
import { asked, askedAtLogin, button, codeField, gate, givePassword, isIn, keep, setStage, type Stage } from './panel';
import { personWithAppAndKey } from './panel-steps';

const VERIFY = '**/mfa/transactions/verify';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

interface Told {
  rpId: string;
  credentialId: string;
}

/** Records what the page signals to the password manager, which the test browser doesn't have. */
const listen = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    Object.assign(window.PublicKeyCredential, {
      signalUnknownCredential: (options: unknown) => Promise.resolve(void told.push(options)),
    });
  });
};

const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);

describe('a key that is no longer on the account', () => {
  it('is named as such, the password manager is told to forget it, and another way gets in [C10]', async () => {
    const page = await stage.open();
    await listen(page);
    const { person, session, app, key } = await personWithAppAndKey(stage, page);
    await enrollKey(stage.host, session, securityKey({ origin: stage.host.origin }), 'Older key');
    const [credential] = await key.credentials();
    await givePassword(page, person);
    await asked(page);
    // Simulates a database restored to a state from before the key was added.
    await page.route(
      VERIFY,
      async (route) => {
        const gone = { user_id: person.id, name: 'YubiKey blue' };
        expect(await stage.host.container.database.table('authenticators').where(gone).delete()).toBe(1);
        await route.continue();
      },
      { times: 1 }
    );
    await button(page, 'Use passkey or security key').click();
    await gate(page).getByText('This passkey is no longer on your account. Use another method.').waitFor();
    const base64url = Buffer.from(String(credential?.credentialId), 'base64').toString('base64url');
    expect(await told(page)).toEqual([{ rpId: 'localhost', credentialId: base64url }]);
    await keep(page, 'sign-in-key-removed');
    await button(page, 'Use authenticator app instead').click();
    await codeField(page).fill(app.code());
    await isIn(page);
  });

  it('is not forgotten because an answer was refused for another reason [C10]', async () => {
    const page = await stage.open();
    await listen(page);
    const { person } = await personWithAppAndKey(stage, page);
    await givePassword(page, person);
    await asked(page);
    await page.route(
      VERIFY,
      async (route) => {
        const body = route.request().postDataJSON() as { response: { response: { signature: string } } };
        body.response.response.signature = 'AAAA';

        await route.continue({ postData: JSON.stringify(body) });
      },
      { times: 1 }
    );
    await button(page, 'Use passkey or security key').click();
    await gate(page).getByText('That key wasn’t accepted. Try again, or use another method.').waitFor();
    expect(await told(page)).toEqual([]);
    await button(page, 'Try again').click();
    await isIn(page);
  });
});

describe('a prompt that is still on its way', () => {
  it('does not open once it was cancelled, however slow the server is', async () => {
    const page = await stage.open();
    const { person } = await personWithAppAndKey(stage, page);
    await givePassword(page, person);
    await asked(page);
    let goOn = (): void => undefined;
    const held = new Promise<void>((done) => (goOn = done));
    await page.route(
      '**/mfa/transactions/webauthn/options',
      async (route) => {
        await held;
        await route.continue();
      },
      { times: 1 }
    );
    await button(page, 'Use passkey or security key').click();
    await button(page, 'Cancel').click();
    goOn();
    // The key in this page answers at once, so a prompt from the browser would have completed the login.
    await gate(page).getByText('We couldn’t confirm it’s you.').waitFor();
    await button(page, 'Try again').click();
    await isIn(page);
  });
});

describe('an address that passkeys do not know', () => {
  it('is named, with what to do [B54] [B55]', async () => {
    const page = await stage.open();
    const { person } = await personWithAppAndKey(stage, page);
    await page.evaluate(() => {
      navigator.credentials.get = () => Promise.reject(new DOMException('Not this one.', 'SecurityError'));
    });
    await givePassword(page, person);
    await asked(page);
    await button(page, 'Use passkey or security key').click();
    const { host } = new URL(stage.host.origin);
    await gate(page).getByText(`Passkeys aren’t set up for this address (${host}).`).waitFor();
    // The page offers the other methods at once, because trying again wouldn't help.
    await button(page, 'Use authenticator app instead').waitFor();
  });
});

describe('no connection', () => {
  it('is said without a claim about the attempt, and the same code goes through afterwards [C29]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await page.route(VERIFY, (route) => route.abort('connectionfailed'));
    const code = app.code();
    await codeField(page).fill(code);
    await gate(page).getByText('Strapi didn’t answer, so we don’t know whether it got your request.').waitFor();
    expect(await codeField(page).inputValue()).toBe(code);
    await keep(page, 'sign-in-unreachable');
    await page.unroute(VERIFY);
    await button(page, 'Confirm').click();
    await isIn(page);
  });
});

describe('no time left', () => {
  /** A page whose clock the test controls. Timers fire as the clock advances. */
  const atTheQuestion = async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await page.clock.install({ time: stage.host.clock.now() });
    await askedAtLogin(stage, page, person);
    return { person, app, page };
  };

  it('is said two minutes before, and more is given for the asking [C31]', async () => {
    const { page, app } = await atTheQuestion();
    await page.clock.runFor(190_000);
    const soon = gate(page).getByText('This page times out in less than 2 minutes.');
    await soon.waitFor();
    await keep(page, 'sign-in-more-time');
    stage.host.clock.advance(190_000);
    await button(page, 'Give me more time').click();
    await soon.waitFor({ state: 'detached' });
    // Past the end of the first timeout.
    await page.clock.runFor(150_000);
    stage.host.clock.advance(150_000);
    await codeField(page).fill(app.code());
    await page.clock.resume();
    await isIn(page);
  });

  it('ends the question with a way to begin again [C31]', async () => {
    const { page } = await atTheQuestion();
    await page.clock.runFor(301_000);
    await asked(page, 'This page timed out');
    await gate(page).getByText('Please log in again.').waitFor();
    expect(await codeField(page).count()).toBe(0);
    await page.clock.resume();
    await keep(page, 'sign-in-expired');
    await button(page, 'Back to login').click();
    await page.getByRole('button', { name: 'Login', exact: true }).waitFor();
  });
});
