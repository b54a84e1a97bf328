/** Reading much at once: exports and previews. A person has one at a time, and all of them together only a few. */
import type { Readable } from 'node:stream';

import type { Container } from '../container';
import { createTurns, type Turns } from '../platform';

const RULES = { atOnce: 3, perKey: 1, waiting: 2 };

const turns = new WeakMap<Container, Turns>();

const turnsOf = (container: Container): Turns => {
  const known = turns.get(container) ?? createTurns(RULES);
  turns.set(container, known);
  return known;
};

/** @throws MFA_TOO_MANY_ATTEMPTS when this person has others waiting already. */
export const inTurn = <T>(container: Container, userId: number, work: () => Promise<T>): Promise<T> =>
  turnsOf(container).run(userId, work);

/** Opens a file and records that it was taken; the turn lasts until it has been read, or whoever reads it has gone. */
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
