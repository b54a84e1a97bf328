import { MfaError } from './errors';
import type { Ports } from './ports';

export interface RateLimit {
  /** Counts one. @throws MFA_TOO_MANY_ATTEMPTS (429) with the seconds until the next one is allowed */
  spend(key: number): void;
}

/** Allows a number of calls per time span and key, in this process. It limits computing, not guessing. */
export const createRateLimit = (ports: Ports, { times, spanMs }: { times: number; spanMs: number }): RateLimit => {
  const spent = new Map<number, number[]>();

  return {
    spend(key) {
      const now = ports.clock.now();
      // If the clock is set back, what it counted while it was ahead is cleared.
      const isRecent = (at: number): boolean => at > now - spanMs && at <= now;
      for (const [other, list] of spent) if (!list.some(isRecent)) spent.delete(other);
      const recent = (spent.get(key) ?? []).filter(isRecent);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= times) {
        throw new MfaError('MFA_TOO_MANY_ATTEMPTS', { retryAfterSeconds: Math.ceil((oldest + spanMs - now) / 1000) });
      }
      spent.set(key, [...recent, now]);
    },
  };
};
