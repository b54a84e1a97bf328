import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** The clock and random numbers are injected, so that a test can control them. */
/**
 * How far the clocks of two nodes may differ. A stored time further in the future was written by a clock that has been
 * set back since, and nothing relies on it.
 */
export const CLOCK_SKEW_MS = 5 * 60_000;

export interface Ports {
  clock: {
    /** Milliseconds since the epoch, UTC. Always the server's clock, never the client's. */
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
