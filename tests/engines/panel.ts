/** The panel in browser engines other than Chromium: pages, forms and the MFA prompt, located by their visible text. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { patience, startHost, type Host, type HostOptions, type Person } from '../support';
import { createTab, openEngine, type Engine, type EngineName, type Tab, type Target } from '../support/engines';

export const GATE = '#mfa-gate';
const PICTURES = resolve(__dirname, '../results/engines');

export interface EngineStage extends Pick<Engine, 'plugIn' | 'downloads' | 'printed'> {
  host: Host;
  engine: EngineName;
  version: string;
  /** Runs in a fresh profile. Closing it checks the console for errors. */
  inTab(work: (tab: Tab) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Messages from the engine itself: the 403 that starts the MFA prompt, and a library in Strapi's bundle that tests
 * whether it may use `eval`, which the default policy blocks.
 */
const EXPECTED = /status of 403|\b403 \(Forbidden\)|Missing 'unsafe-eval'/;

export const setEngineStage = async (engine: EngineName, options: HostOptions = {}): Promise<EngineStage> => {
  const host = await startHost({ ...options, panel: true });
  try {
    const opened = await openEngine(engine);
    return {
      host,
      engine,
      version: opened.version,
      plugIn: opened.plugIn,
      downloads: opened.downloads,
      printed: opened.printed,
      async inTab(work) {
        const tab = createTab(await opened.open());
        try {
          await work(tab);
          expect(tab.complaints().filter((line) => !EXPECTED.test(line))).toEqual([]);
        } finally {
          await tab.close();
        }
      },
      async close() {
        await opened.close();
        await host.stop();
      },
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
};

export const adminUrl = (host: Host, path = ''): string => `${host.origin}/admin${path}`;

export const button = (name: string, within?: string): Target => ({ css: 'button, [role="button"]', name, within });
export const heading = (name: string, within?: string): Target => ({ css: 'h1, h2, h3', name, within });
export const field = (name: string, within?: string): Target => ({ css: 'input, textarea', name, within });
export const words = (name: string): Target => ({ css: 'body', name });
export const DIALOG = '[role="dialog"]';
export const ALERT_DIALOG = '[role="alertdialog"]';
export const CODE: Target = { css: 'input[autocomplete="one-time-code"]', within: GATE };

export const asked = async (tab: Tab, title = 'Confirm it’s you'): Promise<void> => {
  await tab.see(heading(title, GATE));
};

export const openLogin = async (tab: Tab, host: Host): Promise<void> => {
  await tab.goto(adminUrl(host, '/auth/login'));
  await tab.see({ css: 'button[type="submit"]', name: 'Login' });
};

export const givePassword = async (tab: Tab, who: Person): Promise<void> => {
  await tab.fill({ css: 'input[name="email"]' }, who.email);
  await tab.fill({ css: 'input[name="password"]' }, who.password);
  await tab.click({ css: 'button[type="submit"]', name: 'Login' });
};

export const askedAtLogin = async (tab: Tab, host: Host, who: Person, title?: string): Promise<void> => {
  await openLogin(tab, host);
  await givePassword(tab, who);
  await asked(tab, title);
};

/** Waits half a second without requests. Firefox reports an error if a page is left while it loads. */
const still = async (): Promise<boolean> => {
  const count = () => performance.getEntriesByType('resource').length;
  const before = count();
  await new Promise((done) => setTimeout(done, 500));
  return count() === before;
};

/** Waits for the panel's own navigation, without an MFA prompt, on a fully loaded page. */
export const isIn = async (tab: Tab): Promise<void> => {
  await tab.see({ css: 'a', name: 'Content Manager' });
  await tab.gone({ css: 'h1', within: GATE });
  await tab.until('the page to have loaded', still);
};

export const signedInWithApp = async (tab: Tab, host: Host, who: Person, app: { code(): string }): Promise<void> => {
  await askedAtLogin(tab, host, who);
  await tab.fill(CODE, app.code());
  await isIn(tab);
};

export const visit = async (tab: Tab, host: Host, path: string, title: string): Promise<void> => {
  await tab.goto(adminUrl(host, path));
  await tab.see({ css: 'h1', name: title });
};

/** Saves a screenshot to tests/results/engines for later inspection. */
export const keep = (tab: Tab, stage: EngineStage, name: string): Promise<void> =>
  tab.keep(join(PICTURES, `${stage.engine}-${name}.png`));

/** The recovery codes on the screen. */
export const shownCodes = async (tab: Tab, within: string): Promise<string[]> => {
  await tab.see({ css: 'ol code, ul code', within });
  return tab.call(
    (css) => [...document.querySelectorAll(`${css} ol code, ${css} ul code`)].map((code) => code.textContent ?? ''),
    within
  );
};

/** Waits until the browser has saved a file with such a name. @returns its text */
export const downloaded = async ({ downloads }: EngineStage, name: RegExp): Promise<string> => {
  const deadline = Date.now() + patience(20_000);
  for (;;) {
    const [file] = readdirSync(downloads).filter((one) => name.test(one));
    const text = file ? readFileSync(join(downloads, file), 'utf8') : '';
    if (text !== '') return text;
    if (Date.now() > deadline) throw new Error(`No file ${String(name)}: ${readdirSync(downloads).join(' ')}`);
    await new Promise((done) => setTimeout(done, 100));
  }
};

/** Presses *Print*: the page goes to a PDF where the engine can print without a dialog. Elsewhere, the call is noted. */
export const printed = async (tab: Tab, { printed: sheet }: EngineStage): Promise<void> => {
  if (sheet === null) {
    await tab.call(() => {
      window.print = () => void dispatchEvent(new Event('beforeprint'));
      addEventListener('beforeprint', () => void Object.assign(window, { sheets: 1 }));
    });
  }
  await tab.click(button('Print', DIALOG));
  if (sheet === null) {
    await tab.until('the page to be printed', () => (window as unknown as { sheets?: number }).sheets);
    return;
  }
  const isPdf = (): boolean => existsSync(sheet) && readFileSync(sheet).subarray(0, 5).toString() === '%PDF-';
  for (const deadline = Date.now() + patience(20_000); !isPdf();) {
    if (Date.now() > deadline) throw new Error(`Nothing was printed to ${sheet}.`);
    await new Promise((done) => setTimeout(done, 100));
  }
};

/** Reads all recovery codes on the screen, ticks the box, continues, and types one of them back. */
export const saveCodes = async (tab: Tab, within: string): Promise<string[]> => {
  const codes = await shownCodes(tab, within);
  await tab.click({ css: '[role="checkbox"], input[type="checkbox"]', within });
  await tab.click(button('Continue', within));
  await tab.fill(field('Enter any one of the codes', within), String(codes[3]).toLowerCase());
  await tab.click(button('Finish', within));
  return codes;
};
