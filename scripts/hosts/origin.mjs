/** The panel's files on one host name and Strapi on another, as with a CDN: `admin.url` and `server.url` apart. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { enroll, fillIn, inChromium, isIn, signInOverHttp } from './check.mjs';
import { addKey, plugIn, touchKey } from './keys.mjs';
import { authSetting, setting } from './make.mjs';
import { doctor, enter, leave, quietly } from './prove.mjs';
import { freePort } from './start.mjs';

const TOKEN_S = 5;

export const ownOrigin = (one, app) => {
  setting(one, app, 'admin', "url: env('PANEL_URL'),");
  setting(one, app, 'admin', 'serveAdminPanel: false,');
  setting(one, app, 'server', "url: env('PUBLIC_URL'),");
  // So short that the panel has to renew it, with its cookie, during the test.
  authSetting(one, app, `sessions: { accessTokenLifespan: ${TOKEN_S} },`);
};

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.txt': 'text/plain' };

/** Answers with a file of the build, or with the panel's index page, as a bucket behind a CDN does. */
const serveFiles = (build, port) => {
  const server = createServer(({ url }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    if (path === '/robots.txt') return response.writeHead(200, { 'content-type': 'text/plain' }).end('');
    const inside = path.replace(/^\/admin/, '');
    const file = extname(inside) === '' ? '/index.html' : inside;
    try {
      const body = readFileSync(join(build, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
};

const logIn = async (page, panel, answer) => {
  await fillIn(page, panel, '/admin');
  await page.locator('button[type="submit"]').click();
  await answer();
  await isIn(page);
};

/** Past the life of the access token, the panel renews it at the other origin, and nobody is asked again. */
const staysIn = async (page) => {
  await page.waitForTimeout((TOKEN_S + 1) * 1000);
  await page.reload();
  await isIn(page);
};

const forget = async (page) => {
  await page.evaluate(() => globalThis.localStorage.clear());
  await page.context().clearCookies();
};

/** With a key that is bound to the panel's host name. */
const inPanel = (browser, panel, url, phone) =>
  inChromium(browser, async (page) => {
    await plugIn(page);
    await addKey(url, await signInOverHttp(url, phone), page, panel);
    await logIn(page, panel, () => touchKey(page));
    await staysIn(page);
    await page.goto(`${panel}/admin/settings/mfa/security`);
    for (const name of ['Phone', 'Key']) await page.getByText(name, { exact: true }).first().waitFor();
    await forget(page);
    await logIn(page, panel, () => touchKey(page));
  });

const ofThePanel = (checks, panel) => {
  const { hostname } = new URL(panel);
  const { status, message } = checks.relying_party;
  if (status !== 'ok' || !message.includes(hostname)) throw new Hint(`the doctor says: ${message}`);
};

/** @returns what the table of the hosts shows */
export const proveOrigin = async (one, app, tools) => {
  const { browser, during } = tools;
  const [panelPort, port] = [await freePort(), await freePort()];
  const panel = `http://panel.cms.localhost:${panelPort}`;
  const env = { PANEL_URL: `${panel}/admin`, PUBLIC_URL: `http://api.cms.localhost:${port}` };
  await enter(one, app, tools, env);
  const files = await serveFiles(join(app, 'dist/build'), panelPort);
  const done = {};
  try {
    await step(`${one.name}: asking the doctor`, async () => ofThePanel(await doctor(app, env), panel));
    await step(`${one.name}: signing in`, () =>
      during(
        app,
        async (host) => {
          const phone = await enroll(host.url);
          done.chromium = await inPanel(browser, panel, host.url, phone);
          done.http = true;
          quietly(host);
        },
        { env, port }
      )
    );
  } finally {
    files.close();
  }
  return { ...done, ...(await leave(one, app, during, { env })) };
};
