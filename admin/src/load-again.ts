const PAUSE_MS = 700;

/** Loads a chunk again after a moment if it fails the first time. Part of the panel's first bundle. */
export const twice = <T>(load: () => Promise<T>): Promise<T> =>
  load().catch(() => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)).then(load));
