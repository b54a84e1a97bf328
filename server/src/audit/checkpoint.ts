/** What stays of rows that were removed for their age: their last place and hash, sealed with a key of this host. */
import { GENESIS, type Seals, type SealState } from './chain';
import { EMPTY_HEAD, type Head } from './heads';
import type { Link } from './walk';

type Purged = Pick<Head, 'purgedToSeq' | 'purgedToHash' | 'purgedAt'>;

const valueOf = ({ purgedToSeq, purgedToHash, purgedAt }: Purged) => ({ purgedToSeq, purgedToHash, purgedAt });

export const sealCheckpoint = (purged: Purged, seals: Seals): string =>
  seals.seal('mfa-audit-checkpoint-v1', valueOf(purged));

export const checkpointState = (head: Head, seals: Seals): SealState | 'none' => {
  if (head.checkpoint !== null) return seals.check('mfa-audit-checkpoint-v1', valueOf(head), head.checkpoint);
  return head.purgedToSeq === 0 ? 'none' : 'wrong';
};

/** Anybody can make a plain one: beside a key it is as good as none. */
export const isCheckpointWrong = (head: Head, seals: Seals): boolean => {
  const state = checkpointState(head, seals);
  return state === 'wrong' || (state === 'plain' && seals.keyed);
};

/** The head with the checkpoint sealed anew, by a host that has just got its first key. */
export const resealed = (head: Head, seals: Seals): Head =>
  head.checkpoint === null ? head : { ...head, checkpoint: sealCheckpoint(head, seals) };

/** The head without the claim that rows were purged, where nobody has signed for it: those rows count as removed. */
export const withoutFalseCheckpoint = (head: Head, seals: Seals): Head => {
  if (!isCheckpointWrong(head, seals)) return head;
  const { purgedToSeq, purgedToHash, purgedAt, checkpoint } = EMPTY_HEAD;
  return { ...head, purgedToSeq, purgedToHash, purgedAt, checkpoint };
};

/** Where the chain begins: behind what was purged, if that is signed for, else at its very first row. */
export const startOf = (head: Head, seals: Seals): Link =>
  isCheckpointWrong(head, seals)
    ? { seq: 0, hash: GENESIS, keyed: false }
    : { seq: head.purgedToSeq, hash: head.purgedToHash, keyed: head.purgedToHash.startsWith('k:') };
