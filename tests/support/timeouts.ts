/** Waits are for conditions. How long they may take depends on the machine, which may be busy with something else. */
import { cpus, loadavg } from 'node:os';

/** A machine that is so busy that even this isn't enough won't finish anyway. */
const MOST = 6;

/**
 * A limit for a wait that ends as soon as its condition holds.
 * @param ms on a machine that does nothing else
 * @returns more, by the number of processes that wait for each processor
 */
export const patience = (ms: number): number => {
  const [load = 0] = loadavg();
  return Math.round(ms * Math.min(MOST, Math.max(1, load / cpus().length)));
};
