/** The panel's files and Strapi on different origins: `admin.url` and `server.url` differ. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

import type { Page } from 'playwright-core';

import {
  forcePolicy,
  freePort,
  HOST_FOLDER,
  newContext,
  openBrowser,
  personWithTotp,
  startHost,
  type Host,
  type Person,
} from '../support';
import type { Browser } from 'playwright-core';
import { asked, codeField, gate, givePassword, isIn } from './panel';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.png': 'image/png',
};
const BUILD = join(HOST_FOLDER, 'build');

/** Serves files like a bucket behind a CDN: the file itself, or the panel's index page. */
const serveFiles = (port: number): Promise<Server> => {
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname.replace(/^\/admin/, '');
    const file = extname(path) === '' ? '/index.html' : path;
    try {
      const body = readFileSync(join(BUILD, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
};

let host: Host;
let browser: Browser;
let files: Server;
let panel: string;

beforeAll(async () => {
  const port = await freePort();
  panel = `http://localhost:${port}/admin`;
  files = await serveFiles(port);
  const sessions = { accessTokenLifespan: 5, maxRefreshTokenLifespan: 30 * 24 * 3600, maxSessionLifespan: 24 * 3600 };
  host = await startHost({ panel: true, config: { admin: { url: panel, auth: { sessions } } } });
  browser = await openBrowser();
  await forcePolicy(host, { trustedBrowserDays: 14 });
});
afterAll(async () => {
  await browser?.close();
  await host?.stop();
  files?.close();
});

/** Sets what a build with STRAPI_ADMIN_BACKEND_URL would contain. */
const pointAt = (backend: string): void => {
  let strapi: Record<string, unknown> = {};
  Object.defineProperty(window, 'strapi', {
    configurable: true,
    get: () => strapi,
    set: (given: Record<string, unknown>) => {
      strapi = given;
      Object.defineProperty(strapi, 'backendURL', { get: () => backend, set: () => undefined, configurable: true });
    },
  });
};

/** Up to 5.52, Strapi sent its own cross-origin requests without cookies (strapi/strapi#27411). */
const withoutCookies = (): void => {
  const send = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), window.location.href);
    const own = url.pathname.startsWith('/admin/');
    return send(input, own ? { ...init, credentials: 'same-origin' } : init);
  };
};

const open = async (...scripts: (() => void)[]): Promise<Page> => {
  const page = await (await newContext(browser)).newPage();
  await page.addInitScript(pointAt, host.origin);
  for (const script of scripts) await page.addInitScript(script);
  return page;
};

const logIn = async (page: Page, person: Person): Promise<void> => {
  await page.goto(`${panel}/auth/login`);
  await page.getByRole('button', { name: 'Login', exact: true }).waitFor();
  await givePassword(page, person);
};

const PAST_THE_TOKEN_MS = 6000;

describe('a panel on an origin of its own', () => {
  it('logs in with a code, goes on after the access token has ended, and trusts this browser [C57] [C60] [P18]', async () => {
    const { person, app } = await personWithTotp(host);
    const page = await open();
    await logIn(page, person);
    await asked(page);
    await gate(page)
      .getByRole('checkbox', { name: /Trust this browser/ })
      .click();
    await codeField(page).fill(app.code());
    await isIn(page);
    await page.waitForTimeout(PAST_THE_TOKEN_MS);
    await page.reload();
    await isIn(page);

    // Ends the session but keeps the cookie of the trusted browser.
    await page.evaluate(() => localStorage.clear());
    for (const name of ['strapi_admin_refresh', 'strapi_admin_refresh.sig', 'jwtToken']) {
      await page.context().clearCookies({ name });
    }
    await logIn(page, person);
    await isIn(page);
    expect(await gate(page).count()).toBe(0);
    await page.context().close();
  });

  it('with a Strapi that sends no cookies there logs in all the same; it does not stay logged in, as without the plugin [C60] [P18]', async () => {
    const { person, app } = await personWithTotp(host);
    const page = await open(withoutCookies);
    await logIn(page, person);
    await asked(page);
    await codeField(page).fill(app.code());
    await isIn(page);
    await page.waitForTimeout(PAST_THE_TOKEN_MS);
    await page.reload();
    await page.getByRole('button', { name: 'Login', exact: true }).waitFor();
    await page.context().close();
  });
});
