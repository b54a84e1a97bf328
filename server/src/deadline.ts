/** Nobody knows whether what was sent will arrive. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** Gives up waiting after `ms`; what comes later is ignored. @throws TimedOut, or what `work` throws. */
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

const SILENCE = new Set(['TimeoutError', 'AbortError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNRESET']);

/** Whether the message may have been taken over all the same: the other side fell silent instead of refusing. */
export const mayHaveLeft = (error: unknown): boolean => {
  if (error instanceof TimedOut) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return SILENCE.has(error.name) || (typeof code === 'string' && SILENCE.has(code));
};

/**
 * A provider's failure in words that may be logged and recorded: providers put addresses and even whole messages into
 * their error texts, so only the kind of error is taken, e.g. `ECONNREFUSED`, `EENVELOPE 550`, `SmsRefused 500`.
 */
export const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { code, responseCode, status } = error as Error & Record<'code' | 'responseCode' | 'status', unknown>;
  const parts = [typeof code === 'string' ? code : error.name, responseCode ?? status];
  const words = parts.filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
  return words.replace(/[^\w .-]/g, '').slice(0, 60);
};
