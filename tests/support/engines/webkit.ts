/** WebKitGTK through its own WebDriver (https://www.w3.org/TR/webdriver2/), on a virtual screen. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../port';
import { onPath, runProgram, type Running } from './programs';
import type { Engine, Wire } from './wire';
import { patience } from '../timeouts';

const PLACES = ['/usr/lib', '/usr/libexec'];

/** The library's own browser. Its folder depends on the Debian version. */
const miniBrowser = (): string | null =>
  PLACES.filter(existsSync)
    .flatMap((place) => [place, ...readdirSync(place).map((name) => join(place, name))])
    .flatMap((folder) =>
      ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => join(folder, name, 'MiniBrowser'))
    )
    .find((path) => existsSync(path)) ?? null;

export interface WebkitPrograms {
  driver: string;
  browser: string;
  screen: string;
}

export const webkitPrograms = (): WebkitPrograms | null => {
  const [driver, browser, screen] = [onPath('WebKitWebDriver'), miniBrowser(), onPath('Xvfb')];
  return driver && browser && screen ? { driver, browser, screen } : null;
};

/** Lines of the console, in the browser's format: `CONSOLE JS ERROR …`, `CONSOLE NETWORK ERROR …`. */
const ERROR_LINE = /^(?:.*:\d+:\d+: )?CONSOLE (?:\w+ )*ERROR\b.*$/gm;

const SIZE = { width: 1280, height: 860 };

type Value = Record<string, unknown>;

const speaker =
  (port: number) =>
  async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };

type Speak = ReturnType<typeof speaker>;

const actionsOf = (keys: readonly (string | readonly string[])[]) =>
  keys.flatMap((one) => {
    const together = typeof one === 'string' ? [one] : [...one];
    const down = together.map((value) => ({ type: 'keyDown', value }));
    return [...down, ...[...together].reverse().map((value) => ({ type: 'keyUp', value }))];
  });

/** The classic protocol runs scripts with a callback as the last argument. */
const ASYNC = `
  const done = arguments[arguments.length - 1];
  const json = arguments[0];
  (async () => JSON.stringify((await (SOURCE)(...JSON.parse(json))) ?? null))().then(
    (value) => done({ value }),
    (error) => done({ error: String(error) })
  );
`;

const openTab = async (speak: Speak, { browser }: WebkitPrograms, driver: Running): Promise<Wire> => {
  const from = driver.said().length;
  const options = { binary: browser, args: ['--automation', '--enable-write-console-messages-to-stdout=true'] };
  const { sessionId } = await speak<{ sessionId: string }>('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options, acceptInsecureCerts: true } },
  });
  const at = `/session/${sessionId}`;
  await speak('POST', `${at}/timeouts`, {
    script: patience(30_000),
    pageLoad: patience(60_000),
  });
  await speak('POST', `${at}/window/rect`, SIZE);
  const perform = (actions: object[]) => speak('POST', `${at}/actions`, { actions });
  return {
    goto: async (url) => void (await speak('POST', `${at}/url`, { url })),
    async call(source, args) {
      const script = ASYNC.replace('SOURCE', () => source);
      const answer = await speak<{ value?: string; error?: string }>('POST', `${at}/execute/async`, {
        script,
        args: [JSON.stringify(args)],
      });
      if (answer.error) throw new Error(answer.error);
      return JSON.parse(answer.value ?? 'null');
    },
    press: async (x, y) =>
      void (await perform([
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y), origin: 'viewport' },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ])),
    keys: async (keys) => void (await perform([{ type: 'key', id: 'keyboard', actions: actionsOf(keys) }])),
    picture: async () => Buffer.from(await speak<string>('GET', `${at}/screenshot`), 'base64'),
    complaints: () => driver.said().slice(from).match(ERROR_LINE) ?? [],
    close: async () => void (await speak<Value>('DELETE', at)),
  };
};

export const openWebkit = async (): Promise<Engine> => {
  const programs = webkitPrograms();
  if (!programs) throw new Error('No WebKitGTK: install webkit2gtk-driver and xvfb.');
  const folder = mkdtempSync(join(tmpdir(), 'mfa-webkit-'));
  const screen = runProgram(
    programs.screen,
    ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
    process.env
  );
  const running: Running[] = [screen];
  const stop = async () => {
    for (const one of [...running].reverse()) await one.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const [, display] = await screen.says(/^(\d+)\n/m);
    const port = await freePort();
    const driver = runProgram(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], {
      ...process.env,
      DISPLAY: `:${display}`,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // Containers have neither a graphics card nor a desktop bus.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_AT_BRIDGE: '1',
    });
    running.push(driver);
    const speak = speaker(port);
    for (const deadline = Date.now() + patience(30_000); ; await new Promise((done) => setTimeout(done, 100))) {
      const ready = await speak<{ ready: boolean }>('GET', '/status').catch(() => null);
      if (ready?.ready) break;
      if (Date.now() > deadline) throw new Error(`WebKitWebDriver does not answer:\n${driver.said()}`);
    }
    // Only a session reports the engine's version.
    const { sessionId, capabilities } = await speak<{ sessionId: string; capabilities: { browserVersion: string } }>(
      'POST',
      '/session',
      {
        capabilities: {
          alwaysMatch: { 'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] } },
        },
      }
    );
    await speak('DELETE', `/session/${sessionId}`);
    return {
      name: 'webkit',
      version: capabilities.browserVersion,
      open: () => openTab(speak, programs, driver),
      // WebKitGTK has no WebAuthn at all.
      plugIn: null,
      downloads: folder,
      printed: null,
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
