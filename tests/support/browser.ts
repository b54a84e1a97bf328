/** A real Chromium, with virtual security keys through the DevTools protocol. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

import { patience } from './timeouts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The browser on this machine: CHROMIUM_PATH, one on the PATH, or the one Playwright downloaded. */
export const browserPath = (): string => {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...onPath, ...ELSEWHERE, chromium.executablePath()];
  const found = candidates.find((path) => path !== '' && existsSync(path));
  if (!found)
    throw new Error('No browser: install Chromium, or set CHROMIUM_PATH to one. "npm test" installs it by itself.');
  return found;
};

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath(),
    headless: true,
    timeout: patience(30_000),
    args: [...ARGUMENTS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });

/** `MFA_LOOKS=forced-colors`: every picture as with a contrast theme of the system, in `tests/results`. */
const FORCED = process.env.MFA_LOOKS === 'forced-colors';

export interface ContextOptions {
  /** A phone-sized window. */
  phone?: boolean;
  dark?: boolean;
  locale?: string;
}

/** Hides Strapi's news banner, which would be in every image. */
const DISMISSED = 'STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false';

/** The user agent of a browser with a window. Strapi mistakes a headless one for Safari. */
const userAgent = (browser: Browser, phone: boolean): string =>
  `Mozilla/5.0 (${phone ? 'Linux; Android 14; Pixel 8' : 'X11; Linux x86_64'}) AppleWebKit/537.36 (KHTML, like Gecko) ` +
  `Chrome/${browser.version()} ${phone ? 'Mobile ' : ''}Safari/537.36`;

/** A fresh browser profile. The panel follows the system for light and dark. */
export const newContext = async (browser: Browser, options: ContextOptions = {}): Promise<BrowserContext> => {
  const context = await browser.newContext({
    viewport: options.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    userAgent: userAgent(browser, options.phone ?? false),
    isMobile: options.phone ?? false,
    hasTouch: options.phone ?? false,
    colorScheme: options.dark ? 'dark' : 'light',
    locale: options.locale ?? 'en-US',
    reducedMotion: 'reduce',
    forcedColors: FORCED ? 'active' : 'none',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(patience(30_000));
  await context.addInitScript((key) => window.localStorage.setItem(key, 'true'), DISMISSED);
  return context;
};

export interface VirtualKeyOptions {
  transport?: 'usb' | 'nfc' | 'ble' | 'internal';
  residentKey?: boolean;
  userVerification?: boolean;
  /** If false, nobody touches the key until `touch()`. */
  present?: boolean;
}

export interface VirtualKey {
  id: string;
  session: CDPSession;
  credentials(): Promise<{ credentialId: string; rpId?: string; signCount: number }[]>;
  /** Sets whether someone touches the key. */
  setPresent(present: boolean): Promise<void>;
  setVerified(verified: boolean): Promise<void>;
  /** Unplugs the key. */
  remove(): Promise<void>;
}

/** Plugs a key into this page. It belongs to the page: other tabs need their own. */
export const plugInKey = async (page: Page, options: VirtualKeyOptions = {}): Promise<VirtualKey> => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const userVerification = options.userVerification ?? true;
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: options.transport ?? 'usb',
      hasResidentKey: options.residentKey ?? true,
      hasUserVerification: userVerification,
      isUserVerified: userVerification,
      automaticPresenceSimulation: options.present ?? true,
    },
  });
  const authenticatorId = id;
  return {
    id,
    session,
    credentials: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    setPresent: async (enabled) =>
      void (await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })),
    setVerified: async (isUserVerified) =>
      void (await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    remove: async () => void (await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  };
};

/** Fills in Strapi's login form and submits it. */
export const submitLogin = async (page: Page, who: { email: string; password: string }): Promise<void> => {
  await page.locator('input[name="email"]').fill(who.email);
  await page.locator('input[name="password"]').fill(who.password);
  await page.locator('button[type="submit"]').click();
};

const PICTURES = resolve(__dirname, FORCED ? '../results/forced-colors' : '../../docs/images');

/** Saves the screen as `docs/images/<name>.png`, for the documentation, or with forced colors beside the results. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const path = join(PICTURES, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
};

/** Errors in this page, for tests that allow none. */
export const pageErrorsIn = (page: Page): string[] => {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') trouble.push(`outside request: ${request.url()}`);
  });
  return trouble;
};
