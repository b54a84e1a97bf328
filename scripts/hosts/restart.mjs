/** `strapi develop` starts the server again whenever a file changes, also while somebody is being asked. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { askedAtLogin, call, enroll, expect, giveCode, inChromium, isIn, logIn } from './check.mjs';
import { addPlugin } from './make.mjs';
import { leave, quietly } from './prove.mjs';

const PATIENCE_MS = 120_000;
const STARTED = /Strapi started successfully/g;

const starts = (host) => host.said().match(STARTED)?.length ?? 0;

/** Changes a file as a developer does, and waits until the server has started again. */
const changeFile = async (app, host) => {
  const before = starts(host);
  appendFileSync(join(app, 'src/index.ts'), '// Saved.\n');
  for (const deadline = Date.now() + PATIENCE_MS; starts(host) === before;) {
    if (Date.now() > deadline) throw new Hint('the server did not start again after a file had changed');
    await new Promise((done) => setTimeout(done, 200));
  }
};

/** A client that was asked before answers after. */
const overHttp = async (app, host, phone) => {
  const { transaction } = (await logIn(host.url)).body.error.details;
  await changeFile(app, host);
  const body = { transaction, method: 'totp', code: await phone.code() };
  expect('the code, after a restart', await call('POST', `${host.url}/mfa/transactions/verify`, { body }), 200);
};

/**
 * The question stays on the screen, and its answer counts. Whatever the panel loads after that is Vite's, which has started
 * anew: it can mix two copies of React until the page is loaded again.
 */
const inPanel = (app, host, phone, browser, adminPath) =>
  inChromium(browser, async (page) => {
    await askedAtLogin(page, host.url, adminPath);
    await changeFile(app, host);
    // Vite's own script may have loaded the page again. Then the login begins again.
    if ((await page.locator('#mfa-gate h1').count()) === 0) await askedAtLogin(page, host.url, adminPath);
    const judged = page.waitForResponse((response) => response.url().endsWith('/mfa/transactions/verify'));
    await giveCode(page, phone);
    if ((await judged).status() !== 200) throw new Hint('the code was refused after a restart');
    await page.locator('#mfa-gate').waitFor({ state: 'detached' });
    await page.goto(`${host.url}${adminPath}`);
    await isIn(page);
  });

/** @returns what the table of the hosts shows */
export const proveRestart = async (one, app, { tarball, browser, during }) => {
  const done = {};
  await step(`${one.name}: installing the plugin`, () => addPlugin(one, app, tarball));
  await step(`${one.name}: signing in`, () =>
    during(
      app,
      async (host) => {
        const phone = await enroll(host.url);
        await overHttp(app, host, phone);
        done.http = true;
        done.chromium = await inPanel(app, host, phone, browser, one.adminPath);
        quietly(host);
      },
      { command: 'develop' }
    )
  );
  return { ...done, ...(await leave(one, app, during)) };
};
