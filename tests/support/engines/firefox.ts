/** Debian's Firefox through WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which needs no separate driver. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { patience } from '../timeouts';
import { freePort } from '../port';
import { connect, type Connection } from './bidi';
import { connectMarionette, type Marionette } from './marionette';
import { onPath, runProgram } from './programs';
import type { Engine, KeyKind, Wire } from './wire';

export const firefoxPath = (): string | null => {
  const mac = '/Applications/Firefox.app/Contents/MacOS/firefox';
  return process.env.FIREFOX_PATH ?? onPath('firefox-esr', 'firefox') ?? (process.platform === 'darwin' ? mac : null);
};

const PRINTED = 'printed.pdf';

/** No network requests, prompts, or animations. Security keys are Firefox's own software keys. */
const preferences = (downloads: string): Record<string, string | number | boolean> => ({
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.download.dir': downloads,
  'browser.download.folderList': 2,
  'browser.download.useDownloadDir': true,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.tabs.remote.autostart': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'marionette.port': 0,
  'print.always_print_silent': true,
  'print.printer_Mozilla_Save_to_PDF.print_to_file': true,
  'print.printer_Mozilla_Save_to_PDF.print_to_filename': join(downloads, PRINTED),
  'print.tab_modal.enabled': false,
  print_printer: 'Mozilla Save to PDF',
  // A page with something unsaved would ask before it's closed.
  'dom.disable_beforeunload': true,
  'dom.events.testing.asyncClipboard': true,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'intl.accept_languages': 'en-US, en',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'security.webauth.webauthn_enable_softtoken': true,
  'security.webauth.webauthn_enable_usbtoken': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'ui.prefersReducedMotion': 1,
});

const writeProfile = (folder: string): void => {
  const lines = Object.entries(preferences(folder)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
  );
  writeFileSync(join(folder, 'user.js'), `${lines.join('\n')}\n`);
};

const VIEWPORT = { width: 1280, height: 800 };

type Evaluated =
  { type: 'success'; result: { value?: string } } | { type: 'exception'; exceptionDetails: { text: string } };

const actionsOf = (keys: readonly (string | readonly string[])[]) =>
  keys.flatMap((one) => {
    const together = typeof one === 'string' ? [one] : [...one];
    const down = together.map((value) => ({ type: 'keyDown', value }));
    return [...down, ...[...together].reverse().map((value) => ({ type: 'keyUp', value }))];
  });

const openTab = async (browser: Connection): Promise<Wire> => {
  const { userContext } = await browser.send<{ userContext: string }>('browser.createUserContext', {});
  const { context } = await browser.send<{ context: string }>('browsingContext.create', { type: 'tab', userContext });
  await browser.send('browsingContext.setViewport', { context, viewport: VIEWPORT });
  const complaints: string[] = [];
  browser.on('log.entryAdded', (entry: { level: string; text: string | null; source: { context?: string } }) => {
    if (entry.level === 'error' && entry.source.context === context) complaints.push(String(entry.text));
  });
  const perform = (actions: object[]) => browser.send('input.performActions', { context, actions });
  return {
    goto: async (url) => void (await browser.send('browsingContext.navigate', { context, url, wait: 'interactive' })),
    async call(source, args) {
      const answer = await browser.send<Evaluated>('script.callFunction', {
        functionDeclaration: `async (json) => JSON.stringify((await (${source})(...JSON.parse(json))) ?? null)`,
        arguments: [{ type: 'string', value: JSON.stringify(args) }],
        awaitPromise: true,
        target: { context },
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value ?? 'null');
    },
    press: async (x, y) =>
      void (await perform([
        {
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ])),
    keys: async (keys) => void (await perform([{ type: 'key', id: 'keyboard', actions: actionsOf(keys) }])),
    picture: async () =>
      Buffer.from(
        (await browser.send<{ data: string }>('browsingContext.captureScreenshot', { context })).data,
        'base64'
      ),
    complaints: () => [...complaints],
    async close() {
      await browser.send('browser.removeUserContext', { userContext });
    },
  };
};

interface Session {
  capabilities: { browserVersion: string; webSocketUrl: string };
}

/** Firefox takes a free port and writes it into the profile. */
const marionettePort = async (profile: string): Promise<number> => {
  const file = join(profile, 'MarionetteActivePort');
  for (const deadline = Date.now() + patience(30_000); ; await new Promise((done) => setTimeout(done, 100))) {
    if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
    if (Date.now() > deadline) throw new Error('Firefox did not open its Marionette port.');
  }
};

const KEYS: Record<KeyKind, object> = {
  'security-key': { protocol: 'ctap2', transport: 'usb' },
  passkey: {
    protocol: 'ctap2_1',
    transport: 'usb',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  },
};

const plugIn = async (marionette: Marionette, kind: KeyKind): Promise<() => Promise<void>> => {
  const answer = await marionette.send<{ value: string }>('WebAuthn:AddVirtualAuthenticator', KEYS[kind]);
  return async () =>
    void (await marionette.send('WebAuthn:RemoveVirtualAuthenticator', { authenticatorId: answer.value }));
};

export const openFirefox = async (): Promise<Engine> => {
  const program = firefoxPath();
  if (!program) throw new Error('No Firefox: install firefox-esr, or set FIREFOX_PATH to one.');
  const folder = mkdtempSync(join(tmpdir(), 'mfa-firefox-'));
  writeProfile(folder);
  const port = await freePort();
  const args = [
    '--headless',
    '--no-remote',
    '--marionette',
    '--profile',
    folder,
    '--remote-debugging-port',
    String(port),
    'about:blank',
  ];
  // Firefox writes some of its own files to HOME, which may belong to another user.
  const running = runProgram(program, args, {
    ...process.env,
    HOME: folder,
    MOZ_HEADLESS: '1',
    MOZ_CRASHREPORTER_DISABLE: '1',
  });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await running.says(/WebDriver BiDi listening on ws:/);
    const marionette = await connectMarionette(await marionettePort(folder));
    const { capabilities } = await marionette.send<Session>('WebDriver:NewSession', { webSocketUrl: true });
    const browser = await connect(capabilities.webSocketUrl);
    await browser.send('session.subscribe', { events: ['log.entryAdded'] });
    return {
      name: 'firefox',
      version: capabilities.browserVersion,
      open: () => openTab(browser),
      plugIn: (kind) => plugIn(marionette, kind),
      downloads: folder,
      printed: join(folder, PRINTED),
      async close() {
        browser.close();
        marionette.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
