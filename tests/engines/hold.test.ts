/** Requests that wait for a question, in browser engines other than Chromium: what was typed is never lost. */
import { HOUR, personWithTotp, SUPER, type EnrolledApp } from '../support';
import { enginesOfThisRun, type Tab } from '../support/engines';
import {
  adminUrl,
  asked,
  button,
  CODE,
  GATE,
  keep,
  setEngineStage,
  signedInWithApp,
  words,
  type EngineStage,
} from './panel';

const ASIDE = '#mfa-aside';
const NAME = { css: 'input[name="name"]' };

describe.each(enginesOfThisRun())('%s', (engine) => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await setEngineStage(engine);
  });
  afterAll(() => stage?.close());

  /** A new role, filled in and sent after the proof has become too old. */
  const sentTooLate = async (tab: Tab, name: string): Promise<EnrolledApp> => {
    const { host } = stage;
    const { person, app } = await personWithTotp(host, { roles: [SUPER] });
    await signedInWithApp(tab, host, person, app);
    await tab.goto(adminUrl(host, '/settings/roles/new'));
    await tab.fill(NAME, name);
    host.clock.advance(13 * HOUR);
    host.container.guard.forget();
    await tab.click(button('/^Save$/'));
    await asked(tab);
    return app;
  };

  const typed = (tab: Tab): Promise<string> =>
    tab.call(() => document.querySelector<HTMLInputElement>('input[name="name"]')?.value ?? '');

  const roles = (name: string): Promise<number> => stage.host.strapi.db.query('admin::role').count({ where: { name } });

  it('a question that was put aside by the Back button is answered later, and the form is saved [C56] [C61]', () =>
    stage.inTab(async (tab) => {
      const name = `Kept in ${engine}`;
      const app = await sentTooLate(tab, name);
      await tab.call(() => history.back());
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see(words('Not saved yet. Confirm it’s you to save.'));
      await keep(tab, stage, 'put-aside');
      expect([await typed(tab), await roles(name)]).toEqual([name, 0]);
      await tab.click(button('Confirm', ASIDE));
      await asked(tab);
      await tab.fill(CODE, app.code());
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see(words('/Saved|created/i'));
      expect(await roles(name)).toBe(1);
    }));

  it('only Discard gives it up, and the form still has what was typed [C56] [C61]', () =>
    stage.inTab(async (tab) => {
      const name = `Given up in ${engine}`;
      await sentTooLate(tab, name);
      await tab.press('escape');
      await tab.gone({ css: 'h1', within: GATE });
      await tab.click(button('Discard', ASIDE));
      await tab.gone({ css: ASIDE });
      expect([await typed(tab), await roles(name)]).toEqual([name, 0]);
    }));

  it('a page that is opened meanwhile asks once, and loads [C56] [C3]', () =>
    stage.inTab(async (tab) => {
      const { host } = stage;
      const { person, app } = await personWithTotp(host, { roles: [SUPER] });
      await signedInWithApp(tab, host, person, app);
      host.clock.advance(13 * HOUR);
      host.container.guard.forget();
      await tab.goto(adminUrl(host, '/settings/roles'));
      await asked(tab);
      await tab.fill(CODE, app.code());
      await tab.gone({ css: 'h1', within: GATE });
      await tab.see(words('Super Admin'));
    }));
});
