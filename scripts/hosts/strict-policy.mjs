/** A Content-Security-Policy without inline scripts, `eval`, or other hosts. Chromium reports what it refuses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Hint, step } from '../lib/step.mjs';
import { askedAtLogin, enroll, giveCode, inChromium, isIn, signInOverHttp } from './check.mjs';
import { configOf, edit } from './make.mjs';
import { doctor, enter, leave, quietly } from './prove.mjs';

/** Strapi's panel writes its styles into the page (styled-components). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Outside of Strapi's own, whose defaults are added to whatever a project sets. */
export const strictPolicy = (one, app) => {
  mkdirSync(join(app, 'src/middlewares'), { recursive: true });
  writeFileSync(
    join(app, 'src/middlewares/strict.ts'),
    `type Answer = { set(name: string, value: string): void };

export default () => async (ctx: Answer, next: () => Promise<void>) => {
  await next();
  ctx.set('Content-Security-Policy', ${JSON.stringify(POLICY)});
};\n`
  );
  edit(configOf(one, app, 'middlewares'), (text) =>
    text.replace("'strapi::logger'", "'global::strict', 'strapi::logger'")
  );
};

/** Strapi's own page tries whether it may use `eval`, and asks GitHub for its newest version. */
const OF_STRAPI = [/^script-src eval /, /^connect-src https:\/\/api\.github\.com\//];

/** Collects what the policy refuses, also on pages that are left again. */
const watchRefusals = async (page) => {
  const refused = [];
  await page.exposeFunction('tellRefusal', (line) => refused.push(line));
  await page.addInitScript(() => {
    globalThis.document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sourceFile, sample } = event;
      void globalThis.tellRefusal([violatedDirective, blockedURI, sourceFile, sample].join(' '));
    });
  });
  return refused;
};

const PAGES = [
  ['/settings/mfa/security', 'My Security'],
  ['/settings/mfa/policy', 'Policy'],
  ['/settings/mfa/people', 'People'],
  ['/settings/mfa/activity', 'MFA Activity'],
];

/** Asks for an app's QR code, which is drawn, and for new recovery codes, which are downloaded. */
const useMySecurity = async (page) => {
  await page.getByRole('button', { name: 'Add authenticator app' }).first().click();
  await page.getByRole('dialog').locator('svg[role="img"]').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Generate new codes' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Generate' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
  await (await download).path();
};

const walk = (browser, url, phone) =>
  inChromium(browser, async (page) => {
    const refused = await watchRefusals(page);
    await askedAtLogin(page, url, '/admin');
    await giveCode(page, phone);
    await isIn(page);
    for (const [path, title] of PAGES) {
      await page.goto(`${url}/admin${path}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    await page.goto(`${url}/admin${PAGES[0][0]}`);
    await useMySecurity(page);
    const ours = refused.filter((line) => !OF_STRAPI.some((pattern) => pattern.test(line)));
    if (ours.length > 0) throw new Hint(`the policy refused:\n${[...new Set(ours)].join('\n')}`);
  });

/** @returns what the table of the hosts shows */
export const proveStrict = async (one, app, tools) => {
  const { browser, during } = tools;
  const done = {};
  await enter(one, app, tools);
  await step(`${one.name}: asking the doctor`, () => doctor(app));
  await step(`${one.name}: signing in, and opening every page`, () =>
    during(app, async (host) => {
      const { headers } = await fetch(`${host.url}/admin/auth/login`);
      if (headers.get('content-security-policy') !== POLICY) throw new Hint('the policy is not what was set');
      const phone = await enroll(host.url);
      await signInOverHttp(host.url, phone);
      done.http = true;
      done.chromium = await walk(browser, host.url, phone);
      quietly(host);
    })
  );
  return { ...done, ...(await leave(one, app, during)) };
};
