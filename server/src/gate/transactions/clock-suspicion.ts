import type { Core } from '@strapi/strapi';

import type { Ports } from '../../platform';

/** One person's codes that fit another time are a phone; several people's are the clock of this server. */
const PEOPLE = 3;
const HOUR_MS = 3_600_000;
const REMEMBERED = 1000;

export interface ClockSuspicion {
  /** Somebody gave a code that is right for a time so many minutes ahead (behind, when negative). */
  note(userId: number, minutesOff: number): void;
}

/** Names the clock in the log, once an hour at most; the doctor counts the same over all nodes, from the trail. */
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
