/**
 * Appending without looking. Where the head is, to the last column, what this process has left there, nothing can be wrong
 * with it that was not wrong then: one statement locks and moves it. Everything else has to be looked at.
 */
import type { Trx } from '../platform';
import type { ChainRow } from './chain';
import type { Head, Heads } from './heads';

export interface Linked {
  row: ChainRow;
  /** The head behind that row. */
  head: Head;
}

/** Where somebody else appends all the time, a try is a statement lost: after misses in a row it is made more rarely. */
const MOST_LOOKS = 8;

export const createShortcut = (heads: Pick<Heads, 'replace'>) => {
  let left: Head | null = null;
  let looks = 0;
  let misses = 0;
  const holding = new WeakMap<Trx, Head>();

  return {
    /** The head that this transaction holds since its last event. */
    held: (trx: Trx): Head | null => holding.get(trx) ?? null,

    /** Null where the head has to be looked at; then nothing was done. */
    async take(link: (head: Head) => Linked, trx: Trx): Promise<Linked | null> {
      if (left === null) return null;
      if (looks > 0) {
        looks -= 1;
        return null;
      }
      const linked = link(left);
      if (await heads.replace(left, linked.head, trx)) {
        misses = 0;
        return linked;
      }
      looks = Math.min(MOST_LOOKS, 2 ** misses - 1);
      misses += 1;
      return null;
    },

    moved(head: Head, trx: Trx): void {
      holding.set(trx, head);
    },

    /** `anew`: behind a head that was set right, whatever was known before. */
    committed(head: Head, anew: boolean): void {
      if (anew || left === null || head.seq > left.seq) left = head;
    },
  };
};
