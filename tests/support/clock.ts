/** The plugin's clock. Runs like a real clock until it's set. Then it stands still, and only the test moves it. */
export interface TestClock {
  now(): number;
  /** Stops the clock at this time (UTC milliseconds). */
  set(ms: number): void;
  /** Moves the clock forward, whether it runs or stands still. */
  advance(ms: number): void;
  /** Returns to the real time. */
  run(): void;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const testClock = (start?: number): TestClock => {
  let standing: number | undefined = start;
  let ahead = 0;
  return {
    now: () => standing ?? Date.now() + ahead,
    set(ms) {
      standing = ms;
    },
    advance(ms) {
      if (standing === undefined) ahead += ms;
      else standing += ms;
    },
    run() {
      standing = undefined;
      ahead = 0;
    },
  };
};
