/** Drives browsers other than Chromium without a library: Firefox by WebDriver BiDi, WebKitGTK by classic WebDriver. */
import { openFirefox } from './firefox';
import { openWebkit } from './webkit';
import type { Engine, EngineName } from './wire';

export { translatePage, type Found, type Target } from './in-page';
export { createTab, type Tab } from './tab';
export { KEY, type Engine, type EngineName, type KeyKind } from './wire';

const OPENERS: Record<EngineName, () => Promise<Engine>> = { firefox: openFirefox, webkit: openWebkit };

const isEngine = (name: string): name is EngineName => name in OPENERS;

/** The engines of this run: MFA_TEST_ENGINES, or all. */
export const enginesOfThisRun = (): EngineName[] => {
  const wanted = (process.env.MFA_TEST_ENGINES ?? 'firefox,webkit').split(',').filter((name) => name !== '');
  const unknown = wanted.filter((name) => !isEngine(name));
  if (unknown.length > 0) throw new Error(`MFA_TEST_ENGINES names what is unknown here: ${unknown.join(', ')}.`);
  return wanted.filter(isEngine);
};

export const openEngine = (name: EngineName): Promise<Engine> => OPENERS[name]();
