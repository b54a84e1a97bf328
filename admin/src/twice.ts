const PAUSE_MS = 700;

/** A chunk that could not be loaded is tried once more, a moment later. Part of the panel's first bundle. */
export const twice = <T>(load: () => Promise<T>): Promise<T> =>
  load().catch(() => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)).then(load));
