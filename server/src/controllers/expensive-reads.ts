/** Limits expensive reads: exports and previews. Each person runs one at a time, and all people together only a few. */
import type { Readable } from 'node:stream';

import type { Container } from '../container';
import { createFairQueue, type FairQueue } from '../platform';

const RULES = { atOnce: 3, perKey: 1, waiting: 2 };

const queues = new WeakMap<Container, FairQueue>();

const turnsOf = (container: Container): FairQueue => {
  const known = queues.get(container) ?? createFairQueue(RULES);
  queues.set(container, known);
  return known;
};

/** @throws MFA_TOO_MANY_ATTEMPTS if this person already has others waiting */
export const inTurn = <T>(container: Container, userId: number, work: () => Promise<T>): Promise<T> =>
  turnsOf(container).run(userId, work);

/** Opens a file and records the export. The turn lasts until the file has been read or the reader disconnects. */
export const streamInTurn = async <T extends { stream: Readable }>(
  container: Container,
  userId: number,
  open: () => Promise<T>,
  record: (opened: T) => Promise<void>
): Promise<T> => {
  const leave = await turnsOf(container).take(userId);
  let opened: T | null = null;
  try {
    opened = await open();
    opened.stream.once('close', leave);
    await record(opened);
    return opened;
  } catch (error) {
    opened?.stream.destroy();
    leave();
    throw error;
  }
};
