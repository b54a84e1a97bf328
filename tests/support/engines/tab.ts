/** Uses a page like a person: finds elements by their text, and uses the mouse and the keyboard. */
import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { locate, openPad, padText, selectAll, type Found, type Target } from './in-page';
import { KEY, type Wire } from './wire';
import { patience } from '../timeouts';

type Work<A extends readonly unknown[], R> = (...args: A) => R | Promise<R>;

export interface Tab {
  goto(url: string): Promise<void>;
  /** Waits until it's visible. */
  see(target: Target): Promise<Found>;
  /** Waits until it's gone. */
  gone(target: Target): Promise<void>;
  find(target: Target): Promise<Found | null>;
  click(target: Target): Promise<void>;
  /** Replaces a field's value, key by key. */
  fill(target: Target, text: string): Promise<void>;
  press(...keys: (keyof typeof KEY)[]): Promise<void>;
  /** What pastes into a field of its own: the clipboard, as any program sees it. */
  pasted(): Promise<string>;
  /** Calls a function in the page. It can't use anything outside of itself. */
  call<A extends readonly unknown[], R>(work: Work<A, R>, ...args: A): Promise<R>;
  /** Waits until the function returns something that isn't null, false, or empty. */
  until<A extends readonly unknown[], R>(what: string, work: Work<A, R>, ...args: A): Promise<R>;
  /** Saves a screenshot, to compare the engines. */
  keep(path: string): Promise<void>;
  complaints(): string[];
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

const told = ({ css, name, within }: Target): string =>
  `${css}${name === undefined ? '' : ` called "${name}"`}${within ? ` in ${within}` : ''}`;

export const createTab = (wire: Wire): Tab => {
  const call = async <A extends readonly unknown[], R>(work: Work<A, R>, ...args: A): Promise<R> =>
    (await wire.call(work.toString(), args)) as R;

  /** A page that's being left doesn't answer, so this tries again. */
  const patiently = async <T>(what: string, look: () => Promise<T>): Promise<NonNullable<T>> => {
    let trouble: unknown = null;
    for (
      const deadline = Date.now() + patience(PATIENCE_MS);
      Date.now() < deadline;
      await new Promise((done) => setTimeout(done, PAUSE_MS))
    ) {
      try {
        const seen = await look();
        trouble = null;
        if (seen) return seen;
      } catch (error) {
        trouble = error;
      }
    }
    const page = await call(() => `${location.href}\n${document.body.innerText}`).catch(String);
    throw new Error(`Waited for ${what}. ${trouble ? String(trouble) : ''}\n${page.slice(0, 3000)}`);
  };

  const find = (target: Target): Promise<Found | null> => call(locate, target);
  const see: Tab['see'] = (target) => patiently(told(target), () => find(target));
  const click: Tab['click'] = async (target) => {
    const { x, y } = await patiently(`${told(target)}, to be pressed`, async () => {
      const found = await find(target);
      return found?.reachable ? found : null;
    });
    await wire.press(x, y);
  };

  return {
    goto: (url) => wire.goto(url),
    find,
    see,
    click,
    async gone(target) {
      await patiently(`no ${told(target)}`, async () => (await find(target)) === null);
    },
    async fill(target, text) {
      await click(target);
      await call(selectAll);
      await wire.keys([...text]);
    },
    press: (...keys) => wire.keys(keys.map((key) => KEY[key])),
    async pasted() {
      await call(openPad);
      await wire.keys([[KEY.control, 'v']]);
      return patiently('something to be pasted', () => call(padText));
    },
    call,
    until: (what, work, ...args) => patiently(what, () => call(work, ...args)),
    async keep(path) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await wire.picture());
    },
    complaints: () => wire.complaints(),
    close: () => wire.close(),
  };
};
