/** My Security, Policy, People and Activity in browser engines other than Chromium. */
import {
  askToSignIn,
  createPerson,
  forcePolicy,
  personWithTotp,
  provenSuperAdmin,
  verify,
  wrongTotpCode,
  type Administrator,
} from '../support';
import { enginesOfThisRun, type Tab } from '../support/engines';
import {
  ALERT_DIALOG,
  asked,
  button,
  CODE,
  DIALOG,
  downloaded,
  field,
  GATE,
  heading,
  keep,
  printed,
  saveCodes,
  setEngineStage,
  shownCodes,
  signedInWithApp,
  visit,
  words,
  type EngineStage,
} from './panel';

describe.each(enginesOfThisRun())('%s', (engine) => {
  let stage: EngineStage;
  let admin: Administrator;
  beforeAll(async () => {
    stage = await setEngineStage(engine);
    admin = await provenSuperAdmin(stage.host);
  });
  afterAll(() => stage?.close());

  const asAdmin = (tab: Tab) => signedInWithApp(tab, stage.host, admin.person, admin.app);

  it('My Security: a method is renamed, new recovery codes are made, downloaded, copied, printed, and kept [C56] [A23] [A33]', () =>
    stage.inTab(async (tab) => {
      const { person, app } = await personWithTotp(stage.host);
      await signedInWithApp(tab, stage.host, person, app);
      await visit(tab, stage.host, '/me/security', 'My Security');
      await tab.click(button('Rename Phone'));
      await tab.fill(field('New name'), 'Old phone');
      await tab.press('enter');
      await tab.see(button('Rename Old phone'));
      await keep(tab, stage, 'my-security');

      await tab.click(button('Generate new codes'));
      await tab.click(button('Generate', ALERT_DIALOG));
      await tab.see({ css: 'ol code', within: DIALOG });
      const codes = await shownCodes(tab, DIALOG);
      await tab.click(button('Download', DIALOG));
      await tab.see(button('Downloaded', DIALOG));
      const file = await downloaded(stage, /^strapi-recovery-codes-localhost-\d+\.txt$/);
      expect(codes.filter((code) => !file.includes(code))).toEqual([]);
      await tab.click(button('Copy', DIALOG));
      await tab.see(button('Copied', DIALOG));
      const pasted = await tab.pasted();
      expect(codes.filter((code) => !pasted.includes(code))).toEqual([]);
      await printed(tab, stage);
      await keep(tab, stage, 'new-codes');
      await saveCodes(tab, DIALOG);
      await tab.see(words('Your new recovery codes are active.'));
    }));

  it('Policy: a number is changed, the confirmation says what it does, and it holds [C56] [A41] [B25]', () =>
    stage.inTab(async (tab) => {
      await asAdmin(tab);
      await visit(tab, stage.host, '/settings/mfa/policy', 'Policy');
      await tab.fill(field('Lock after (failed attempts)'), '12');
      await keep(tab, stage, 'policy');
      await tab.click(button('/^Save$/'));
      await tab.click(button('Save policy', ALERT_DIALOG));
      await tab.see(words('Policy saved.'));
      expect((await stage.host.container.policies.current()).maxFailures).toBe(12);
      await forcePolicy(stage.host, { maxFailures: 10 });
    }));

  it('Policy: a level is chosen by the keyboard, and the preview counts [C56] [C15]', () =>
    stage.inTab(async (tab) => {
      await createPerson(stage.host);
      await asAdmin(tab);
      await visit(tab, stage.host, '/settings/mfa/policy', 'Policy');
      await tab.click({ css: '[role="radio"], input[type="radio"]', name: 'Required on first login' });
      await tab.until('the preview says whom it would touch', () => {
        const count = document.querySelector('[data-count="mustEnroll"]')?.textContent ?? '0';
        return Number(count.match(/\d+/)?.[0] ?? 0) > 0;
      });
    }));

  it('People: found by search, explained, and reset after the check and a reason [C56] [C21] [A50]', () =>
    stage.inTab(async (tab) => {
      const { person } = await personWithTotp(stage.host, { firstname: 'Kai', lastname: `Of ${engine}` });
      await asAdmin(tab);
      await visit(tab, stage.host, `/settings/mfa/people?_q=${encodeURIComponent(person.email)}`, 'People');
      const name = `Kai Of ${engine}`;
      await tab.click(button(`Actions for ${name}`));
      await tab.click({ css: '[role="menuitem"]', name: 'Details' });
      await tab.see(words('10 of 10'));
      await keep(tab, stage, 'person');
      await tab.press('escape');
      await tab.gone({ css: DIALOG });
      await tab.click(button(`Actions for ${name}`));
      await tab.click({ css: '[role="menuitem"]', name: 'Reset MFA…' });
      await tab.click({ css: '[role="checkbox"]', within: DIALOG });
      await tab.fill(field('Reason', DIALOG), 'Lost the phone on a train');
      await tab.click(button('/^Reset$/', DIALOG));
      await tab.see(words(`${name}’s MFA was reset.`));
      expect(await stage.host.container.authenticators.of(person.id)).toEqual([]);
    }));

  it('People: a proof that is too old is asked for in place, over the open dialog [C56] [C19]', () =>
    stage.inTab(async (tab) => {
      const { person } = await personWithTotp(stage.host, { firstname: 'Ina', lastname: `Of ${engine}` });
      await asAdmin(tab);
      await visit(tab, stage.host, `/settings/mfa/people?_q=${encodeURIComponent(person.email)}`, 'People');
      await tab.click(button(`Actions for Ina Of ${engine}`));
      await tab.click({ css: '[role="menuitem"]', name: 'Log out everywhere…' });
      await tab.fill(field('Reason', DIALOG), 'Laptop stolen');
      stage.host.clock.advance(11 * 60_000);
      await tab.click(button('/^Log out$/', DIALOG));
      await asked(tab);
      await keep(tab, stage, 'over-a-dialog');
      await tab.fill(CODE, admin.app.code());
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see(words(`Ina Of ${engine} was logged out everywhere.`));
    }));

  it('Activity: filtered, opened at an address of its own, closed by Back, and verified [C56] [C24]', () =>
    stage.inTab(async (tab) => {
      const { person, app } = await personWithTotp(stage.host);
      const { transaction } = await askToSignIn(stage.host, person);
      await verify(stage.host, transaction, {
        method: 'totp',
        code: wrongTotpCode(app.secret, stage.host.clock.now()),
      });
      await asAdmin(tab);
      await visit(tab, stage.host, '/settings/mfa/activity', 'MFA Activity');
      await tab.click(button('Failed logins'));
      await tab.until('the address says what is shown', () => location.search.includes('verification.failed'));
      await tab.see({ css: '[data-event]', name: person.email });
      await tab.click(button('Show details of event'));
      await tab.see(heading('/entered a wrong code from an authenticator app/', DIALOG));
      await keep(tab, stage, 'event');
      await tab.call(() => history.back());
      await tab.gone({ css: DIALOG });
      await tab.click(button('Verify integrity'));
      await tab.see(words('The log is intact.'));
    }));
});
