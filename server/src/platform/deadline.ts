/** Nobody knows whether what was sent will arrive. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** Stops waiting after `ms`, and ignores what comes later. @throws TimedOut, or what `work` throws */
export const within = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimedOut(ms)), ms);
  });
  const running = work();
  running.catch(() => undefined);
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
};

const SILENCE = new Set(['TimeoutError', 'AbortError', 'TimedOut', 'ETIMEDOUT', 'ECONNRESET']);

interface Named {
  name?: unknown;
  code?: unknown;
  responseCode?: unknown;
  status?: unknown;
  cause?: unknown;
}

/**
 * By shape, because a provider's errors may come from another realm or not be errors at all. `fetch` hides its reason
 * in `cause`.
 */
const shapeOf = (error: unknown): Named => {
  const shape: Named = typeof error === 'object' && error !== null ? error : {};
  const hidden = shape.name === 'TypeError' && typeof shape.cause === 'object' && shape.cause !== null;
  return hidden ? (shape.cause as Named) : shape;
};

/** Whether the message may still have been accepted: the other side stopped answering instead of refusing. */
export const mayHaveLeft = (error: unknown): boolean => {
  const { name, code } = shapeOf(error);
  return [name, code].some((word) => typeof word === 'string' && SILENCE.has(word));
};

/**
 * A provider's failure in a form that can be logged and recorded. Providers put addresses and even whole messages into
 * their errors, so only the kind of error is used, for example `ECONNREFUSED`, `EENVELOPE 550`, `SmsRefused 500`.
 */
export const causeOf = (error: unknown): string => {
  const { name, code, responseCode, status } = shapeOf(error);
  const kind = typeof code === 'string' ? code : name;
  const words = [kind, responseCode ?? status].filter((part) => typeof part === 'string' || typeof part === 'number');
  return (
    words
      .join(' ')
      .replace(/[^\w .-]/g, '')
      .slice(0, 60) || 'unknown'
  );
};
