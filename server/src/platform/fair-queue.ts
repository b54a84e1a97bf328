/** Runs expensive work in fair turns, so that people who request a lot wait for themselves and don't block others. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

import { MfaError } from './errors';

export interface QueueRules {
  /** The limit across all keys. */
  atOnce: number;
  /** The limit of one key. Default: the limit across all keys. */
  perKey?: number;
  /** How many of one key may wait. Default: no limit. */
  waiting?: number;
}

export interface FairQueue {
  /**
   * Resolves when it's this key's turn, to a function that ends the turn. Waiting keys are served in rotation. @throws
   * 429 if full
   */
  take(key: string | number): Promise<() => void>;
  run<T>(key: string | number, work: () => Promise<T>): Promise<T>;
}

const RETRY_AFTER_SECONDS = 2;

export const createFairQueue = ({ atOnce, perKey = atOnce, waiting = Infinity }: QueueRules): FairQueue => {
  /** In the order in which they're served next. */
  const queues = new Map<string | number, (() => void)[]>();
  const active = new Map<string | number, number>();
  let running = 0;

  const activeOf = (key: string | number): number => active.get(key) ?? 0;

  const serve = (): void => {
    for (const [key, queue] of queues) {
      if (running >= atOnce) return;
      if (activeOf(key) >= perKey) continue;
      queues.delete(key);
      const next = queue.shift();
      // After everybody else who waits.
      if (queue.length > 0) queues.set(key, queue);
      if (!next) continue;
      running += 1;
      active.set(key, activeOf(key) + 1);
      next();
    }
  };

  const end = (key: string | number): void => {
    running -= 1;
    if (activeOf(key) === 1) active.delete(key);
    else active.set(key, activeOf(key) - 1);
    serve();
  };

  const take = async (key: string | number): Promise<() => void> => {
    const queue = queues.get(key) ?? [];
    const isFree = queue.length === 0 && running < atOnce && activeOf(key) < perKey;
    if (!isFree && queue.length >= waiting) {
      throw new MfaError('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    await new Promise<void>((resolve) => {
      queue.push(resolve);
      queues.set(key, queue);
      serve();
    });
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      end(key);
    };
  };

  return {
    take,
    async run(key, work) {
      const leave = await take(key);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};

/** If the process takes longer than this to come back, others are assumed to wait. */
const BUSY_MS = 2;
const REST_MS = 20;

/** Call this between two parts of a long computation. Lets other requests run, and pauses a while if there are any. */
export const giveWay = async (): Promise<void> => {
  const before = performance.now();
  await nextTurn();
  if (performance.now() - before > BUSY_MS) await pause(REST_MS);
};
