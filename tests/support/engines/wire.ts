/** What an engine has to be able to do; everything else is built on this, so that a journey is written once. */
export type EngineName = 'firefox' | 'webkit';

/** One page of one fresh profile. */
export interface Wire {
  goto(url: string): Promise<void>;
  /** Calls the function with this source in the page, promises awaited; JSON in and out. Fails with what it threw. */
  call(source: string, args: readonly unknown[]): Promise<unknown>;
  /** The mouse goes there and its button is pressed once; pixels of the viewport. */
  press(x: number, y: number): Promise<void>;
  /** Keys one after the other, as WebDriver names them (W3C WebDriver §17.4.2); a list is pressed together. */
  keys(keys: readonly (string | readonly string[])[]): Promise<void>;
  /** PNG of what is seen. */
  picture(): Promise<Buffer>;
  /** Errors on the page's console so far. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface Engine {
  name: EngineName;
  /** As the engine says it, e.g. `140.5.0`. */
  version: string;
  open(): Promise<Wire>;
  close(): Promise<void>;
}

export const KEY = {
  backspace: '\uE003',
  tab: '\uE004',
  enter: '\uE007',
  control: '\uE009',
  escape: '\uE00C',
} as const;
