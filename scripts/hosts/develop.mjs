/**
 * `strapi develop` with an empty cache: Vite loads the page again whenever it meets a dependency that it hasn't bundled
 * yet, and a question that was just drawn would be gone. Somebody with a security key logs in, and nothing is loaded again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { ADMIN, call, expect, fillIn, inChromium } from './check.mjs';
import { addPlugin } from './make.mjs';

const CACHE = 'node_modules/.strapi/vite';
const LATE = /new dependencies optimized|optimized dependencies changed/;
/** Vite waits a tenth of a second for more dependencies before it bundles them, which takes seconds. */
const SETTLED_MS = 8_000;

/** Plugs a security key without a PIN into the page. */
const plugIn = async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const options = { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true };
  await session.send('WebAuthn.addVirtualAuthenticator', { options });
};

/** Runs in the page. */
const create = async (options) => {
  const publicKey = globalThis.PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await globalThis.navigator.credentials.create({ publicKey })).toJSON();
};

/** Creates the first administrator, who then sets up the key. The panel isn't opened for it, so Vite has seen nothing. */
const enrollKey = async (url, page) => {
  const registered = await call('POST', `${url}/admin/register-admin`, { body: ADMIN });
  const { token } = expect('the first administrator', registered, 200);
  const post = async (path, body) => expect(path, await call('POST', `${url}${path}`, { token, body }), 200);
  await post('/mfa/me/password', { password: ADMIN.password });
  const { publicKey } = await post('/mfa/me/webauthn/begin', { hint: 'security-key', discoverable: false });
  await page.goto(`${url}/robots.txt`);
  const response = await page.evaluate(create, publicKey);
  const { recoveryCodes } = await post('/mfa/me/webauthn/finish', { response, name: 'Key' });
  await post('/mfa/me/recovery-codes/acknowledge', { code: recoveryCodes[0] });
};

/** The documents that the page loads from now on. A change of the address alone loads none. */
const watchLoads = (page) => {
  const loads = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads.push(request.url());
  });
  return loads;
};

const answerWithKey = async (page) => {
  await page.locator('button[type="submit"]').click();
  const gate = page.locator('#mfa-gate');
  await gate.getByRole('button', { name: 'Use passkey or security key' }).click();
  await gate.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Content Manager' }).first().waitFor();
  await page.waitForTimeout(SETTLED_MS);
};

const logInOnce = async (page, host, adminPath) => {
  await fillIn(page, host.url, adminPath);
  const loads = watchLoads(page);
  const before = host.said().length;
  const failure = await answerWithKey(page).catch((error) => error);
  const late = host
    .said()
    .slice(before)
    .split('\n')
    .filter((line) => LATE.test(line));
  if (loads.length + late.length > 0)
    throw new Hint(`after the login page was drawn, the page was loaded ${loads.length} times:\n${late.join('\n')}`);
  if (failure) throw failure;
};

/** @returns what the table of the hosts shows */
export const proveDevelop = async (one, app, tarball, browser, during) => {
  await step(`${one.name}: installing the plugin`, () => addPlugin(app, tarball));
  rmSync(join(app, CACHE), { recursive: true, force: true });
  const done = {};
  await step(`${one.name}: logging in with a key`, () =>
    during(
      app,
      async (host) => {
        done.chromium = await inChromium(browser, async (page) => {
          await plugIn(page);
          await enrollKey(host.url, page);
          await logInOnce(page, host, one.adminPath);
        });
      },
      'develop'
    )
  );
  return done;
};
