/**
 * Appends without reading. If every column of the head is as this process left it, nothing new can be wrong with it, so
 * one statement locks and moves it. Otherwise the head has to be read.
 */
import type { Trx } from '../platform';
import type { ChainRow } from './seal-entry';
import type { Head, Heads } from './chain-head';

export interface Linked {
  row: ChainRow;
  /** The head after that row. */
  head: Head;
}

/** If another node appends all the time, each try wastes a statement. After several misses, it's tried less often. */
const MOST_LOOKS = 8;

export const createFastAppend = (heads: Pick<Heads, 'append'>) => {
  let left: Head | null = null;
  let looks = 0;
  let misses = 0;
  const holding = new WeakMap<Trx, Head>();

  return {
    /** The head that this transaction has locked since its last event. */
    held: (trx: Trx): Head | null => holding.get(trx) ?? null,

    /** Appends, or resolves with null if the head has to be read. Then nothing was done. */
    async take(link: (head: Head) => Linked, trx: Trx): Promise<Linked | null> {
      if (left === null) return null;
      if (looks > 0) {
        looks -= 1;
        return null;
      }
      const linked = link(left);
      if (await heads.append(left, linked.head, linked.row, trx)) {
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

    /** `anew`: after a corrected head, whatever was known before. */
    committed(head: Head, anew: boolean): void {
      if (anew || left === null || head.seq > left.seq) left = head;
    },
  };
};
