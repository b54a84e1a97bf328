/** Security keys and passkeys where an engine has virtual ones, and the way round them where it has none. */
import { createPerson, forcePolicy, HOUR, personWithKey, SUPER, type Person } from '../support';
import { enginesOfThisRun, type EngineName, type KeyKind, type Tab } from '../support/engines';
import {
  adminUrl,
  asked,
  askedAtLogin,
  button,
  field,
  GATE,
  isIn,
  keep,
  openLogin,
  saveCodes,
  setEngineStage,
  visit,
  words,
  type EngineStage,
} from './panel';

const RADIO = { css: 'input[type="radio"]', name: 'Passkey or security key', within: GATE };

const withKeys = (engine: EngineName) => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await setEngineStage(engine);
  });
  afterAll(() => stage?.close());

  /** The key stays plugged in while tabs come and go, each with a profile of its own. */
  const withKey = async (kind: KeyKind, work: () => Promise<void>): Promise<void> => {
    const unplug = await stage.plugIn?.(kind);
    if (!unplug) throw new Error(`${engine} has no virtual keys.`);
    try {
      await work();
    } finally {
      await unplug();
    }
  };

  /** Sets a key up during the login, with its recovery codes. */
  const setUp = async (tab: Tab, passwordless: 'off' | 'allowed' = 'off') => {
    const { host } = stage;
    await forcePolicy(host, { requirement: 'required_on_first_login', passwordless });
    const person = await createPerson(host, { roles: [SUPER] });
    await askedAtLogin(tab, host, person, 'Protect your account');
    await tab.click(RADIO);
    await tab.click(button('Continue', GATE));
    await tab.fill(field('Name', GATE), 'Key in Firefox');
    await tab.click(button('Use a security key', GATE));
    await asked(tab, 'Save your recovery codes');
    await saveCodes(tab, GATE);
    await asked(tab, 'You’re all set');
    await tab.click(button('Go to Strapi', GATE));
    await isIn(tab);
    return person;
  };

  it('a security key is set up during the login, gets in the next day, and saves what was typed [C56] [C61] [A8] [A35]', () =>
    withKey('security-key', async () => {
      const { host } = stage;
      let person: Person | null = null;
      await stage.inTab(async (tab) => {
        person = await setUp(tab);
        await visit(tab, host, '/me/security', 'My Security');
        await tab.see(button('Rename Key in Firefox'));
      });
      await stage.inTab(async (tab) => {
        if (!person) throw new Error('Nobody was set up.');
        await askedAtLogin(tab, host, person);
        await keep(tab, stage, 'question-key');
        await tab.click(button('Use passkey or security key', GATE));
        await isIn(tab);

        await tab.goto(adminUrl(host, '/content-manager/collection-types/api::article.article/create'));
        await tab.fill({ css: 'input[name="title"]' }, 'Typed before the key');
        host.clock.advance(13 * HOUR);
        host.container.guard.forget();
        await tab.click(button('/^Save$/'));
        await asked(tab);
        await tab.click(button('Use passkey or security key', GATE));
        await tab.see(words('Saved document'));
        const saved = await host.strapi.db
          .query('api::article.article')
          .count({ where: { title: 'Typed before the key' } });
        expect(saved).toBeGreaterThan(0);
      });
    }));

  it('a passkey on a key is the whole login [C56] [C12] [C47]', () =>
    withKey('passkey', async () => {
      await stage.inTab(async (tab) => void (await setUp(tab, 'allowed')));
      await stage.inTab(async (tab) => {
        await openLogin(tab, stage.host);
        await tab.click(button('Log in with a passkey'));
        await isIn(tab);
      });
    }));
};

const withoutKeys = (engine: EngineName) => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await setEngineStage(engine);
  });
  afterAll(() => stage?.close());

  it('says so to somebody whose only method is a key, who gets in with a recovery code [C56] [B53] [A28]', () =>
    stage.inTab(async (tab) => {
      const { person, recoveryCodes } = await personWithKey(stage.host);
      await askedAtLogin(tab, stage.host, person);
      await tab.see(words('This browser can’t use passkeys.'));
      await keep(tab, stage, 'question-key');
      await tab.fill(field('Recovery code', GATE), String(recoveryCodes[0]));
      await tab.press('enter');
      await asked(tab, 'You’re in');
    }));

  it('shows no passkey at the login page, and no button that does nothing [C56] [C47]', () =>
    stage.inTab(async (tab) => {
      await forcePolicy(stage.host, { passwordless: 'allowed' });
      await openLogin(tab, stage.host);
      await tab.gone({ css: 'button', name: 'Log in with a passkey' });
    }));
};

const TESTS: Record<EngineName, (engine: EngineName) => void> = { firefox: withKeys, webkit: withoutKeys };

describe.each(enginesOfThisRun())('%s', (engine) => TESTS[engine](engine));
