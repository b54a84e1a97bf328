/** Costly work in fair turns: whoever asks for much waits for his own, not others for him. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

import { MfaError } from './errors';

export interface TurnRules {
  /** Over all keys. */
  atOnce: number;
  /** Of one key. Default: as many as over all. */
  perKey?: number;
  /** Of one key, beside those whose turn it is. Default: no limit. */
  waiting?: number;
}

export interface Turns {
  /** Resolves when it is this key's turn, to what ends it. Keys that wait are served in rotation. @throws 429 when full. */
  take(key: string | number): Promise<() => void>;
  run<T>(key: string | number, work: () => Promise<T>): Promise<T>;
}

const RETRY_AFTER_SECONDS = 2;

export const createTurns = ({ atOnce, perKey = atOnce, waiting = Infinity }: TurnRules): Turns => {
  /** In the order in which they are served next. */
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
      // Behind everybody else who waits.
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

/** How long others may keep the process from coming back before they are taken for somebody who waits. */
const BUSY_MS = 2;
const REST_MS = 20;

/** Between two pieces of long computing: lets others through, and rests a while when there are any. */
export const giveWay = async (): Promise<void> => {
  const before = performance.now();
  await nextTurn();
  if (performance.now() - before > BUSY_MS) await pause(REST_MS);
};
