/**
 * Moving in from the real `strapi-identity`, from end to end: somebody who set up an app there, through its own code, logs
 * in here with the same app and no other step, beside it, after it was switched off, and after it was taken out.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, run, step } from '../lib/step.mjs';
import { ADMIN, appOf, call, expect, logIn, signInOverHttp, signInWithChromium } from './check.mjs';
import { addPackage, addPlugin, authSetting, buildPanel, removePackage } from './make.mjs';

const NAME = 'strapi-identity';
const PACKAGE = `${NAME}@0.7.4`;
const CARRIED = 'Authenticator app (strapi-identity)';

const switchedOn = (app, plugins) =>
  writeFileSync(join(app, 'config/plugins.ts'), `export default () => (${JSON.stringify(plugins)});\n`);

/** Cookies are marked Secure in production, and a plugin that sets one over plain http would fail. */
export const plainCookies = (one, app) => authSetting(one, app, 'cookie: { secure: false },');

const addNeighbor = async (one, app) => {
  await addPackage(one, app, PACKAGE);
  switchedOn(app, { [NAME]: { enabled: true } });
};

const removeNeighbor = async (one, app) => {
  await removePackage(one, app, NAME);
  switchedOn(app, {});
};

/** Registers, switches the neighbor on, and sets up an app there as its own page does. */
const enrollThere = async (url) => {
  const registered = await call('POST', `${url}/admin/register-admin`, { body: ADMIN });
  const { token } = expect('the first administrator', registered, 200);
  const there = async (method, path, body) =>
    expect(`${NAME} ${path}`, await call(method, `${url}/${NAME}${path}`, { token, body }), 200);
  const settings = await there('GET', '/config');
  await there('PUT', '/config', { ...settings, enabled: true });
  const { secret } = await there('POST', '/enable', { enable: true });
  const { recoveryCodes } = await there('POST', '/setup', { code: await appOf(secret).code() });
  if (recoveryCodes.length === 0) throw new Hint(`${NAME} gave no recovery codes`);
  return secret;
};

/** Its question after the password, and its answer to a right code: a session of Strapi's. */
const logInThere = async (url, app) => {
  const asked = await logIn(url);
  expect('the password, with the neighbor on', asked, 200);
  const cookie = asked.cookies.find((one) => one.startsWith('strapi_admin_mfa='))?.split(';')[0];
  if (!cookie || asked.body.data.token) throw new Hint(`${NAME} did not ask: ${JSON.stringify(asked.body)}`);
  const answer = await call('POST', `${url}/${NAME}/verify`, { body: { code: await app.code() }, cookie });
  return expect('its code', answer, 200).token;
};

const importing = async (app, ...more) => {
  const args = ['node_modules/strapi-plugin-mfa/bin/strapi-mfa.js', 'import', NAME, '--json', ...more];
  const env = { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' };
  const { code, output } = await run(process.execPath, args, { cwd: app, env });
  const line = output.split('\n').find((one) => one.startsWith('{"ok"'));
  if (code !== 0 || !line) throw new Hint(`strapi-mfa import ended with ${code}:\n${output.slice(-3000)}`);
  const { imported, rows } = JSON.parse(line).data;
  return [imported, rows.map(({ outcome, reason }) => reason ?? outcome).join()].join(' ');
};

const carryOver = async (app) => {
  const said = [await importing(app, '--dry-run'), await importing(app), await importing(app)];
  const wanted = ['1 imported', '1 imported', '0 imported_before'];
  if (said.join('; ') !== wanted.join('; ')) throw new Hint(`import said ${said.join('; ')}`);
};

/** With both in the host: the neighbor asks at the login; whoever switches it off proves it here, with the same app. */
const switchOff = async (url, secret) => {
  const token = await logInThere(url, appOf(secret));
  const change = () => call('PUT', `${url}/${NAME}/config`, { token, body: { enabled: false } });
  const refused = await change();
  expect('switching the neighbor off without a fresh proof', refused, 403);
  const asked = await call('POST', `${url}/mfa/transactions`, { token, body: {} });
  const { transaction, methods } = expect('the question', asked, 200);
  if (!methods.includes('totp')) throw new Hint(`the app that was carried over is not offered: ${methods.join()}`);
  const proof = { transaction, method: 'totp', code: await appOf(secret).code() };
  expect('the same app, here', await call('POST', `${url}/mfa/transactions/verify`, { body: proof }), 200);
  expect('switching the neighbor off', await change(), 200);
};

/** Nothing to set up; the recovery codes of before stayed behind, and new ones are made. */
const renewCodes = async (url, phone) => {
  const token = await signInOverHttp(url, phone);
  const me = expect('one’s own methods', await call('GET', `${url}/mfa/me`, { token }), 200);
  const [{ name }] = me.authenticators;
  if (me.authenticators.length !== 1 || name !== CARRIED) throw new Hint(`they have ${JSON.stringify(me)}`);
  if (me.recoveryCodes.total !== 0) throw new Hint('recovery codes came from somewhere');
  const post = async (path, body) => expect(path, await call('POST', `${url}${path}`, { token, body }), 200);
  const { recoveryCodes } = await post('/mfa/me/recovery-codes', {});
  await post('/mfa/me/recovery-codes/acknowledge', { code: recoveryCodes[0] });
};

/** @returns what the table of the hosts shows */
export const proveMove = async (one, app, { tarball, browser, during }) => {
  const titled = (title, work) => step(`${one.name}: ${title}`, work);
  await titled(`installing ${PACKAGE}`, () => addNeighbor(one, app));
  await titled('building the panel with it', () => buildPanel(one, app));
  const secret = await titled('setting up an app there', () => during(app, ({ url }) => enrollThere(url)));
  await titled('installing the plugin beside it', () => addPlugin(one, app, tarball));
  await titled('building the panel with both', () => buildPanel(one, app));
  await titled('importing: a look, once, and again', () => carryOver(app));
  const done = {};
  await titled('switching the neighbor off, and logging in with the same app', () =>
    during(app, async ({ url }) => {
      await switchOff(url, secret);
      // The next code: the last one has just been used here.
      const phone = appOf(secret, Math.floor(Date.now() / 30_000));
      done.chromium = await signInWithChromium(url, one.adminPath, phone, browser, {
        name: CARRIED,
        notice: 'You have no recovery codes.',
      });
      await renewCodes(url, phone);
      done.http = true;
    })
  );
  await titled(`uninstalling ${NAME}`, () => removeNeighbor(one, app));
  await titled('building the panel without it', () => buildPanel(one, app));
  await titled('logging in with the same app', () => during(app, ({ url }) => signInOverHttp(url, appOf(secret))));
  done.uninstalled = true;
  return done;
};
