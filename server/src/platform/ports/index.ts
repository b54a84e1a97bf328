import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Time and luck come through this window, so that a test can set the hour. */
/**
 * How far two nodes' clocks may be apart. A stored time that lies further ahead than anything we could have written was
 * written by a clock that has been set back since; nothing is built on it.
 */
export const CLOCK_SKEW_MS = 5 * 60_000;

export interface Ports {
  clock: {
    /** Milliseconds since the epoch, UTC. The server's clock only; no client time is ever used. */
    now(): number;
  };
  random: {
    bytes(length: number): Buffer;
    /** Uniform in [0, below), without modulo bias. */
    integer(below: number): number;
    uuid(): string;
  };
}

export const systemPorts = (): Ports => ({
  clock: { now: () => Date.now() },
  random: {
    bytes: (length) => randomBytes(length),
    integer: (below) => randomInt(below),
    uuid: () => randomUUID(),
  },
});
