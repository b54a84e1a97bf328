/** The columns of the audit trail and its head. */
import { integer, string, text, time, unique } from './attributes';

export const TRAIL = {
  auditEntries: {
    attributes: {
      seq: unique(integer),
      at: time,
      type: string,
      outcome: string,
      actorKind: string,
      actorId: integer,
      actorEmail: string,
      targetId: integer,
      targetEmail: string,
      method: string,
      reason: text,
      ip: string,
      userAgent: text,
      sessionHash: string,
      requestId: string,
      node: string,
      details: text,
      previousHash: string,
      hash: string,
    },
    // With `seq` last, every filter reads rows in page order, so every page costs the same.
    indexes: [
      ['type', 'seq'],
      ['target_id', 'seq'],
      ['actor_id', 'seq'],
      ['outcome', 'seq'],
      ['ip', 'seq'],
      ['method', 'seq'],
      ['at', 'seq'],
    ],
  },
  auditHeads: {
    attributes: {
      chain: unique(string),
      seq: integer,
      hash: string,
      purgedToSeq: integer,
      purgedToHash: string,
      purgedAt: time,
      checkpoint: text,
      latestAt: time,
      disorderMs: time,
      mac: string,
    },
  },
};
