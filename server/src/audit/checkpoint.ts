/** What stays of rows that were removed for their age: their last place and hash, sealed with a key of this host. */
import { GENESIS, type Seals, type SealState } from './chain';
import type { Head } from './heads';
import type { Link } from './walk';

type Purged = Pick<Head, 'purgedToSeq' | 'purgedToHash' | 'purgedAt'>;

const valueOf = ({ purgedToSeq, purgedToHash, purgedAt }: Purged) => ({ purgedToSeq, purgedToHash, purgedAt });

export const sealCheckpoint = (purged: Purged, seals: Seals): string =>
  seals.seal('mfa-audit-checkpoint-v1', valueOf(purged));

const stateOf = (head: Head, seals: Seals): SealState | 'none' => {
  if (head.checkpoint !== null) return seals.check('mfa-audit-checkpoint-v1', valueOf(head), head.checkpoint);
  return head.purgedToSeq === 0 ? 'none' : 'wrong';
};

export const isCheckpointWrong = (head: Head, seals: Seals): boolean => stateOf(head, seals) === 'wrong';

/** Where the chain begins: behind what was purged, if that is signed for, else at its very first row. */
export const startOf = (head: Head, seals: Seals): Link =>
  isCheckpointWrong(head, seals)
    ? { seq: 0, hash: GENESIS, keyed: false }
    : { seq: head.purgedToSeq, hash: head.purgedToHash, keyed: head.purgedToHash.startsWith('k:') };
