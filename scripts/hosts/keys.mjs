/** A security key without a PIN, plugged into a page of Chromium. */
import { call, expect } from './check.mjs';

export const plugIn = async (page) => {
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

/**
 * Sets up the key, without opening the panel.
 * @param origin where people open the panel
 */
export const addKey = async (url, token, page, origin = url) => {
  const post = async (path, body) => expect(path, await call('POST', `${url}${path}`, { token, body }), 200);
  const { publicKey } = await post('/mfa/me/webauthn/begin', { hint: 'security-key', discoverable: false });
  await page.goto(`${origin}/robots.txt`);
  const response = await page.evaluate(create, publicKey);
  const { recoveryCodes } = await post('/mfa/me/webauthn/finish', { response, name: 'Key' });
  // Only a first method brings them.
  if (recoveryCodes) await post('/mfa/me/recovery-codes/acknowledge', { code: recoveryCodes[0] });
};

/** Answers the question on the screen. */
export const touchKey = (page) =>
  page.locator('#mfa-gate').getByRole('button', { name: 'Use passkey or security key' }).click();
