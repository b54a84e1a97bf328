/** What an engine must provide. Everything else is built on this, so that tests are written only once. */
export type EngineName = 'firefox' | 'webkit';

/** One page of a new profile. */
export interface Wire {
  goto(url: string): Promise<void>;
  /**
   * Calls the function with this source in the page, and awaits promises. Input and output are JSON. Fails with what it
   * threw.
   */
  call(source: string, args: readonly unknown[]): Promise<unknown>;
  /** Moves the mouse to this place and clicks, in pixels of the viewport. */
  press(x: number, y: number): Promise<void>;
  /** Presses keys one after another, by their WebDriver names (W3C WebDriver §17.4.2). A list is pressed together. */
  keys(keys: readonly (string | readonly string[])[]): Promise<void>;
  /** A screenshot, PNG. */
  picture(): Promise<Buffer>;
  /** The errors on the page's console so far. */
  complaints(): string[];
  close(): Promise<void>;
}

/** A virtual security key without a PIN, or one with room for passkeys that recognizes its owner. */
export type KeyKind = 'security-key' | 'passkey';

export interface Engine {
  name: EngineName;
  /** In the engine's own format, e.g. `140.5.0`. */
  version: string;
  open(): Promise<Wire>;
  /** Plugs a key into every page, until the returned function unplugs it. Null if the engine has no virtual keys. */
  plugIn: ((kind: KeyKind) => Promise<() => Promise<void>>) | null;
  /** Where downloaded files appear. */
  downloads: string;
  /** The PDF that a page printed to. Null if the engine can't print without a dialog. */
  printed: string | null;
  close(): Promise<void>;
}

export const KEY = {
  backspace: '\uE003',
  tab: '\uE004',
  enter: '\uE007',
  control: '\uE009',
  escape: '\uE00C',
} as const;
