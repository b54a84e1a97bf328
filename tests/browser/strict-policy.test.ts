/** A host with a content security policy that allows only its own images and code, and no framing. */
import { createPerson, forcePolicy, totpCode } from '../support';
import { asked, askedAtLogin, button, codeField, gate, setStage, type Stage } from './panel';
import { modulesOf } from './panel-steps';

const STRICT = {
  name: 'strapi::security',
  config: {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'connect-src': ["'self'"],
        'font-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'img-src': ["'self'"],
        'object-src': ["'none'"],
        // Strapi's panel sets its colors in inline styles.
        'style-src': ["'self'", "'unsafe-inline'"],
        'script-src': ["'self'"],
      },
    },
  },
};

let stage: Stage;
beforeAll(async () => {
  const middlewares = [
    'strapi::logger',
    'strapi::errors',
    STRICT,
    'strapi::cors',
    'strapi::poweredBy',
    'strapi::query',
    'strapi::body',
    'strapi::session',
    'strapi::favicon',
    'strapi::public',
  ];
  stage = await setStage({ config: { middlewares } });
  await forcePolicy(stage.host, { requirement: 'required_on_first_login' });
});
afterAll(() => stage?.close());

describe('a strict content security policy', () => {
  it('hides no QR code, and nothing of ours offends it [C60] [P13]', async () => {
    const page = await stage.open();
    await page.addInitScript(() => {
      const offenses: string[] = [];
      Object.assign(window, { offenses });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        offenses.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    const offenses = () => page.evaluate(() => (window as unknown as { offenses: string[] }).offenses);
    const answer = await page.goto(`${stage.host.origin}/admin/auth/login`);
    expect(answer?.headers()['content-security-policy']).toContain("img-src 'self'");
    await askedAtLogin(stage, page, await createPerson(stage.host), 'Protect your account');
    // Violations by Strapi's own page don't count.
    const before = (await offenses()).length;
    await gate(page)
      .getByRole('radio', { name: /Authenticator app/ })
      .check();
    await button(page, 'Continue').click();
    const picture = gate(page).getByRole('img', { name: 'QR code for adding Strapi to your app' });
    await picture.waitFor();
    expect(await modulesOf(picture)).toMatchObject({ drawn: true, large: true });
    const secret = ((await gate(page).locator('code').first().textContent()) ?? '').replace(/\s/g, '');
    await codeField(page).fill(totpCode(secret, stage.host.clock.now()));
    await asked(page, 'Save your recovery codes');
    const download = page.waitForEvent('download');
    await button(page, 'Download').click();
    expect((await download).suggestedFilename()).toMatch(/\.txt$/);
    expect((await offenses()).slice(before)).toEqual([]);
    await page.context().close();
  });
});
