/** What remains of rows that retention removed: the last sequence number and hash, sealed with a key of this server. */
import { GENESIS, type Seals, type SealState } from './seal-entry';
import { EMPTY_HEAD, type Head } from './chain-head';
import type { Link } from './walk-chain';

type Purged = Pick<Head, 'purgedToSeq' | 'purgedToHash' | 'purgedAt'>;

const valueOf = ({ purgedToSeq, purgedToHash, purgedAt }: Purged) => ({ purgedToSeq, purgedToHash, purgedAt });

export const sealCheckpoint = (purged: Purged, seals: Seals): string =>
  seals.seal('mfa-audit-checkpoint-v1', valueOf(purged));

export const checkpointState = (head: Head, seals: Seals): SealState | 'none' => {
  if (head.checkpoint !== null) return seals.check('mfa-audit-checkpoint-v1', valueOf(head), head.checkpoint);
  return head.purgedToSeq === 0 ? 'none' : 'wrong';
};

/** Anybody can make a plain checkpoint, so it counts for nothing once there is a key. */
export const isCheckpointWrong = (head: Head, seals: Seals): boolean => {
  const state = checkpointState(head, seals);
  return state === 'wrong' || (state === 'plain' && seals.keyed);
};

/** The head with its checkpoint sealed again, for a server that has just got its first key. */
export const resealed = (head: Head, seals: Seals): Head =>
  head.checkpoint === null ? head : { ...head, checkpoint: sealCheckpoint(head, seals) };

/** The head without an unsealed claim that rows were purged. Those rows then count as removed. */
export const withoutFalseCheckpoint = (head: Head, seals: Seals): Head => {
  if (!isCheckpointWrong(head, seals)) return head;
  const { purgedToSeq, purgedToHash, purgedAt, checkpoint } = EMPTY_HEAD;
  return { ...head, purgedToSeq, purgedToHash, purgedAt, checkpoint };
};

/** Where the chain begins: after the purged rows if a seal confirms the purge, else at the very first row. */
export const startOf = (head: Head, seals: Seals): Link =>
  isCheckpointWrong(head, seals)
    ? { seq: 0, hash: GENESIS, keyed: false }
    : { seq: head.purgedToSeq, hash: head.purgedToHash, keyed: head.purgedToHash.startsWith('k:') };
