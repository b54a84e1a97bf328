import type { PolicyFields, Ports } from '../../platform';
import { startOf } from '../../policy';

/**
 * Caches positive verdicts for some seconds, by session ID. Revocation deletes the row that Strapi reads on every
 * request, so nothing cached outlives its session. Policy changes on other nodes apply within 4 seconds.
 */
const REMEMBER_MS = 4_000;
const MOST = 10_000;

export interface VerdictCache {
  knows(sessionId: string): boolean;
  /** Not beyond the start of a planned requirement. */
  remember(sessionId: string, validUntil: number | null, policy: Pick<PolicyFields, 'planned' | 'stepUpActions'>): void;
  /** The policy's additional actions as of the last read, at most as old as the cache. */
  stepUpActions(): readonly string[];
  clear(): void;
}

export const createVerdictCache = (ports: Ports): VerdictCache => {
  const until = new Map<string, number>();
  let actions: readonly string[] = [];

  return {
    knows(sessionId) {
      const end = until.get(sessionId);
      if (end === undefined) return false;
      const left = end - ports.clock.now();
      // More than the limit: the clock was set back meanwhile.
      if (left > 0 && left <= REMEMBER_MS) return true;
      until.delete(sessionId);
      return false;
    },
    remember(sessionId, validUntil, { planned, stepUpActions }) {
      if (until.size >= MOST) until.clear();
      const ends = [ports.clock.now() + REMEMBER_MS, validUntil, startOf(planned)].filter((end) => end !== null);
      until.set(sessionId, Math.min(...ends));
      actions = stepUpActions;
    },
    stepUpActions: () => actions,
    clear() {
      until.clear();
    },
  };
};
