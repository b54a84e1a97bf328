import type { Core } from '@strapi/strapi';

import type { Ports } from '../../platform';

/** If one person's codes fit another time, their phone's clock is wrong. If several people's do, this server's is. */
const PEOPLE = 3;
const HOUR_MS = 3_600_000;
const REMEMBERED = 1000;

export interface ClockSuspicion {
  /** Someone entered a code that is correct for a time this many minutes ahead, or behind if negative. */
  note(userId: number, minutesOff: number): void;
}

/**
 * Warns about the clock in the log, at most once an hour. Diagnostics count the same over all nodes, from the trail.
 */
export const createClockSuspicion = ({ strapi, ports }: { strapi: Core.Strapi; ports: Ports }): ClockSuspicion => {
  const seen = new Map<number, number>();
  let told: number | null = null;

  return {
    note(userId, minutesOff) {
      const now = ports.clock.now();
      for (const [person, at] of seen) if (Math.abs(now - at) > HOUR_MS) seen.delete(person);
      if (seen.size < REMEMBERED) seen.set(userId, now);
      if (seen.size < PEOPLE || (told !== null && Math.abs(now - told) < HOUR_MS)) return;
      told = now;
      const direction = minutesOff > 0 ? 'behind' : 'ahead of';
      strapi.log.warn(
        `[mfa] Codes of ${seen.size} people's authenticator apps fit another time: this server's clock seems to be about ${Math.abs(minutesOff)} minutes ${direction} theirs. Use NTP.`
      );
    },
  };
};
