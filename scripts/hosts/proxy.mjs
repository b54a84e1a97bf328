/** A proxy that ends TLS in front of Strapi, which Strapi may trust (`server.proxy`) or not know about. */
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:https';

import { Hint, inRoot, step } from '../lib/step.mjs';
import { call, enroll, expect, fillIn, inChromium, isIn, logIn } from './check.mjs';
import { addKey, plugIn, touchKey } from './keys.mjs';
import { pluginSetting, setting } from './make.mjs';
import { doctor, enter, leave, quietly } from './prove.mjs';
import { freePort } from './start.mjs';

const require = createRequire(import.meta.url);
/** Where the proxy says that everybody comes from (RFC 5737). */
const CLIENT = '203.0.113.7';
/** The proxy's certificate is its own. Without this, Chromium has no passkeys there. */
const FLAGS = ['--ignore-certificate-errors'];

export const behindProxy = (one, app) => {
  setting(one, app, 'server', "url: env('PUBLIC_URL'),");
  pluginSetting(one, app, 'mfa', { config: { policy: { trustedBrowserDays: 7 } } });
  if (one.trusted) setting(one, app, 'server', 'proxy: { koa: true },');
};

const certificate = () => {
  require('../lib/typescript.cjs');
  const { certificate: issue, pem } = require(inRoot('tests/support/certificates.ts'));
  const own = issue({ name: { CN: 'localhost' } });
  return { cert: pem(own), key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }) };
};

const startProxy = (port, behind) => {
  const proxy = createServer(certificate(), (incoming, outgoing) => {
    const forwarded = { 'x-forwarded-for': CLIENT, 'x-forwarded-proto': 'https', 'x-forwarded-port': String(port) };
    const headers = { ...incoming.headers, ...forwarded, 'x-forwarded-host': incoming.headers.host };
    const { method, url: path } = incoming;
    const onward = request({ host: '127.0.0.1', port: behind, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  return new Promise((done) => proxy.listen(port, '127.0.0.1', () => done(proxy)));
};

/** For the calls of this process only. */
const unchecked = async (work) => {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
};

const expectSame = (what, have, want) => {
  const [got, wanted] = [have, want].map((value) => JSON.stringify(value));
  if (got !== wanted) throw new Hint(`${what}: expected ${wanted}, got ${got}`);
};

/** The cookies that a login sets, Strapi's and the trusted browser's, each with "secure" or "plain". */
const cookiesOfLogin = async (url, phone) => {
  const { transaction } = (await logIn(url)).body.error.details;
  const body = { transaction, method: 'totp', code: await phone.code(), trustBrowser: true };
  const answer = await call('POST', `${url}/mfa/transactions/verify`, { body });
  const { token } = expect('the code', answer, 200);
  const kept = answer.cookies.filter((cookie) => !/^[^=]+=;/.test(cookie));
  const told = kept.map((cookie) => `${cookie.split('=')[0]} ${/; *secure/i.test(cookie) ? 'secure' : 'plain'}`);
  return { token, cookies: told.filter((cookie) => /refresh |trust/.test(cookie)).sort() };
};

/** What the panel's diagnostics and its activity say to somebody who came through the proxy. */
const toldThere = async (url, token) => {
  const { checks } = expect('the checks', await call('GET', `${url}/mfa/diagnostics`, { token }), 200);
  const events = expect('the activity', await call('GET', `${url}/mfa/audit-events?limit=1`, { token }), 200);
  const said = Object.fromEntries(checks.map(({ id, code }) => [id, code]));
  return { ...said, ip: events[0].ip };
};

const WORDS = {
  trusted: { proxy: 'proxy_trusted', cookies: 'cookies_https', client: true, flag: 'secure' },
  ignored: { proxy: 'proxy_not_trusted', cookies: 'cookies_request_insecure', client: false, flag: 'plain' },
};

const overHttp = async (one, url) => {
  const wanted = WORDS[one.trusted ? 'trusted' : 'ignored'];
  const phone = await enroll(url);
  const { token, cookies } = await cookiesOfLogin(url, phone);
  const there = await toldThere(url, token);
  expectSame('the cookies', cookies, [
    `strapi_admin_refresh ${wanted.flag}`,
    `strapi_mfa_trusted_browser ${wanted.flag}`,
  ]);
  expectSame('the doctor', [there.proxy, there.cookies], [wanted.proxy, wanted.cookies]);
  expectSame('whether the activity has the address of the client', there.ip === CLIENT, wanted.client);
  return { phone, token };
};

const inPanel = (browser, url, token) =>
  inChromium(
    browser,
    async (page) => {
      await plugIn(page);
      await addKey(url, token, page);
      await fillIn(page, url, '/admin');
      await page.locator('button[type="submit"]').click();
      await touchKey(page);
      await isIn(page);
      await page.reload();
      await isIn(page);
      await page.goto(`${url}/admin/settings/mfa/security`);
      for (const name of ['Phone', 'Key']) await page.getByText(name, { exact: true }).first().waitFor();
    },
    FLAGS
  );

/** @returns what the table of the hosts shows */
export const proveProxy = async (one, app, tools) => {
  const { browser, during } = tools;
  const port = await freePort();
  const url = `https://localhost:${port}`;
  const env = { PUBLIC_URL: url };
  const done = {};
  await enter(one, app, tools);
  await step(`${one.name}: asking the doctor`, async () => {
    const { address, relying_party: party, proxy } = await doctor(app, env);
    const wanted = ['address_ok', 'relying_party_ok', one.trusted ? 'proxy_configured' : 'proxy_not_configured'];
    expectSame('the doctor', [address.code, party.code, proxy.code], wanted);
  });
  await step(`${one.name}: signing in through the proxy`, () =>
    during(
      app,
      async (host) => {
        const proxy = await startProxy(port, Number(new URL(host.url).port));
        try {
          await unchecked(async () => {
            const { token } = await overHttp(one, url);
            done.http = true;
            done.chromium = await inPanel(browser, url, token);
          });
        } finally {
          proxy.closeAllConnections();
          proxy.close();
        }
        quietly(host);
      },
      { env }
    )
  );
  return { ...done, ...(await leave(one, app, during, { env })) };
};
