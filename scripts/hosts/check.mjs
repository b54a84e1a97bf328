/** Checks every project, over HTTP as a client and in Chromium as a person. */
import { createHmac } from 'node:crypto';

import { Hint } from '../lib/step.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

export const ADMIN = {
  email: 'first@example.com',
  password: 'Password-of-the-first-1',
  firstname: 'Fay',
  lastname: 'First',
};

const codeAt = (secret, step) => {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', key).update(counter).digest();
  const value = digest.readUInt32BE(digest[digest.length - 1] & 0x0f) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
};

/**
 * The first administrator's app. It uses each code once, and waits for the next one if needed, at most half a minute.
 * `spent`: the last used step.
 */
export const appOf = (secret, spent = 0) => {
  return {
    async code() {
      const now = () => Math.floor(Date.now() / STEP_MS);
      while (now() <= spent) await new Promise((done) => setTimeout(done, 500));
      spent = now();
      return codeAt(secret, spent);
    },
  };
};

export const call = async (method, url, { token, body, cookie } = {}) => {
  const headers = {
    'Content-Type': 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(cookie ? { Cookie: cookie } : {}),
  };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, cookies: response.headers.getSetCookie(), body: text ? JSON.parse(text) : null };
};

export const expect = (what, answer, status) => {
  if (answer.status === status) return answer.body?.data;
  throw new Hint(`${what}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`);
};

export const logIn = (url) =>
  call('POST', `${url}/admin/login`, { body: { email: ADMIN.email, password: ADMIN.password } });

/** Creates the first administrator, who may then set up a first method. @returns an access token */
export const register = async (url) => {
  const registered = await call('POST', `${url}/admin/register-admin`, { body: ADMIN });
  const { token } = expect('the first administrator', registered, 200);
  const proof = await call('POST', `${url}/mfa/me/password`, { token, body: { password: ADMIN.password } });
  expect('the password again', proof, 200);
  return token;
};

/** Creates the first administrator, who then sets up an app. */
export const enroll = async (url) => {
  const token = await register(url);
  const post = async (path, body) => expect(path, await call('POST', `${url}${path}`, { token, body }), 200);
  const { secret } = await post('/mfa/me/totp/begin', {});
  const app = appOf(secret);
  const { recoveryCodes } = await post('/mfa/me/totp/finish', { code: await app.code(), name: 'Phone' });
  await post('/mfa/me/recovery-codes/acknowledge', { code: recoveryCodes[0] });
  const me = expect('one’s own methods', await call('GET', `${url}/mfa/me`, { token }), 200);
  if (me.authenticators.length !== 1) throw new Hint('the app is not among one’s own methods');
  return app;
};

/** The right password only gives a question, and the code gives the session. @returns its access token */
export const signInOverHttp = async (url, app) => {
  const asked = await logIn(url);
  expect('the password', asked, 403);
  const { details } = asked.body.error;
  if (asked.cookies.some((cookie) => cookie.startsWith('strapi_admin_refresh=ey')) || details.code !== 'MFA_REQUIRED')
    throw new Hint(`the password alone gave ${JSON.stringify(asked.body)}`);
  const proof = { transaction: details.transaction, method: 'totp', code: await app.code() };
  const { token } = expect('the code', await call('POST', `${url}/mfa/transactions/verify`, { body: proof }), 200);
  expect('who is signed in', await call('GET', `${url}/admin/users/me`, { token }), 200);
  const again = await call('POST', `${url}/mfa/transactions/verify`, { body: proof });
  expect('the same code again', again, 410);
  return token;
};

/** Without the plugin, the project is as before, and the password is enough. */
export const signInByPassword = async (url) => {
  const { token } = expect('the password, without the plugin', await logIn(url), 200);
  expect('who is signed in', await call('GET', `${url}/admin/users/me`, { token }), 200);
  if ((await call('GET', `${url}/mfa/gate`, { token })).status === 204) throw new Hint('the plugin is still there');
};

/**
 * Opens a page in Chromium for `work`. An error says what the page showed.
 * @param flags more arguments of the program
 * @returns Chromium's version
 */
export const inChromium = async (executablePath, work, flags = []) => {
  const { chromium } = await import('playwright-core');
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []), ...flags];
  const browser = await chromium.launch({ executablePath, headless: true, args });
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(90_000);
    await work(page);
    return browser.version();
  } catch (error) {
    const shown = `${page.url()}\n${(await page.locator('body').innerText()).slice(0, 1000)}`;
    throw new Hint(`in Chromium: ${error.message}\nThe browser showed ${shown}`);
  } finally {
    await browser.close();
  }
};

/** Opens the login page, and fills in the form without sending it. */
export const fillIn = async (page, url, adminPath) => {
  await page.goto(`${url}${adminPath}/auth/login`);
  await page.locator('input[name="email"]').fill(ADMIN.email);
  await page.locator('input[name="password"]').fill(ADMIN.password);
};

export const isIn = async (page) => {
  await page.locator('#mfa-gate').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Content Manager' }).first().waitFor();
};

export const asked = (page) =>
  page.locator('#mfa-gate').getByRole('heading', { level: 1, name: 'Confirm it’s you' }).waitFor();

export const giveCode = async (page, app) => {
  await page.locator('#mfa-gate input[autocomplete="one-time-code"]').fill(await app.code());
};

/** Fills in the form and sends it. The question is then on the screen. */
export const askedAtLogin = async (page, url, adminPath) => {
  await fillIn(page, url, adminPath);
  await page.locator('button[type="submit"]').click();
  await asked(page);
};

/**
 * The login page of the built panel, the question, the code, and My Security, which shows `name`. `notice`: the message
 * after the login, if any.
 */
export const signInWithChromium = (url, adminPath, app, executablePath, { name = 'Phone', notice } = {}) =>
  inChromium(executablePath, async (page) => {
    await askedAtLogin(page, url, adminPath);
    await giveCode(page, app);
    await isIn(page);
    if (notice) await page.locator('#mfa-notice').getByText(notice).waitFor();
    await page.goto(`${url}${adminPath}/settings/mfa/security`);
    await page.getByText(name, { exact: true }).first().waitFor();
  });
