/**
 * `strapi develop` with an empty cache: Vite loads the page again whenever it meets a dependency that it hasn't bundled
 * yet, and a question that was just drawn would be gone. Somebody with a security key logs in, and nothing is loaded again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { fillIn, inChromium, isIn, register } from './check.mjs';
import { addKey, plugIn, touchKey } from './keys.mjs';
import { addPlugin } from './make.mjs';

const CACHE = 'node_modules/.strapi/vite';
const LATE = /new dependencies optimized|optimized dependencies changed/;
/** Vite waits a tenth of a second for more dependencies before it bundles them, which takes seconds. */
const SETTLED_MS = 8_000;

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
  await touchKey(page);
  await isIn(page);
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
export const proveDevelop = async (one, app, { tarball, browser, during }) => {
  await step(`${one.name}: installing the plugin`, () => addPlugin(one, app, tarball));
  rmSync(join(app, CACHE), { recursive: true, force: true });
  const done = {};
  await step(`${one.name}: logging in with a key`, () =>
    during(
      app,
      async (host) => {
        done.chromium = await inChromium(browser, async (page) => {
          await plugIn(page);
          // The panel isn't opened for it, so Vite has seen nothing.
          await addKey(host.url, await register(host.url), page);
          await logInOnce(page, host, one.adminPath);
        });
      },
      { command: 'develop' }
    )
  );
  return done;
};
