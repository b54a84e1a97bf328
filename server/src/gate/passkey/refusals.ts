/**
 * Answers and records refused passkeys: one answer, with the same body and time, and an event only for known passkeys.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import type { Recorder } from '../../audit';
import type { Authenticator } from '../../factors';
import type { Ports } from '../../platform';

/** An internal refusal. The caller turns it into the one answer. */
export class Refused extends Error {
  constructor(
    readonly reason: string,
    readonly authenticator: Authenticator | null
  ) {
    super(reason);
  }
}

/** Longer than any check takes on a server that isn't overloaded. Successful logins don't wait for it. */
const ANSWERED_AFTER_MS = 150;
const AGAIN_MS = 10 * 60_000;
const COUNT_SAID_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;

interface Deps {
  strapi: Core.Strapi;
  audit: Recorder;
  ports: Ports;
}

export const createRefusals = ({ strapi, audit, ports }: Deps) => {
  const said = new Map<string, number>();
  let unknown = { count: 0, since: -Infinity };

  /** Anyone who knows the ID of a passkey can cause refusals, so one row in ten minutes is enough. */
  const isNew = (key: string): boolean => {
    const now = ports.clock.now();
    const last = said.get(key);
    if (last !== undefined && now - last < AGAIN_MS && last <= now) return false;
    if (said.size >= MOST_REMEMBERED) said.clear();
    said.set(key, now);
    return true;
  };

  const count = (): void => {
    const now = ports.clock.now();
    unknown.count += 1;
    if (now - unknown.since < COUNT_SAID_MS) return;
    strapi.log.warn(`[mfa] Refused logins with unknown passkeys: ${unknown.count}`);
    unknown = { count: 0, since: now };
  };

  return {
    /** @param person null if the owner is gone */
    async keep({ reason, authenticator }: Refused, person: { id: number; email: string } | null): Promise<void> {
      if (!authenticator || !person) return count();
      if (!isNew(`${authenticator.uid}:${reason}`)) return;
      const details = { door: 'passkey', passwordless: true };
      await audit.append({
        type: 'sign_in.refused',
        outcome: 'failure',
        target: person,
        method: authenticator.type,
        reason,
        details,
      });
    },

    /** @param began from `performance.now()` */
    async level(began: number): Promise<void> {
      const left = ANSWERED_AFTER_MS - (performance.now() - began);
      if (left > 0) await pause(left);
    },
  };
};

export type Refusals = ReturnType<typeof createRefusals>;
