import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Time and luck come through this window, so that a test can set the hour. */
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
