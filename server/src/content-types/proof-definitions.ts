/** The columns of what an administrator gives or asks for, so that a person can show who they are. */
import { integer, string, time, unique } from './attributes';

export const PROOFS = {
  passes: {
    attributes: {
      uid: unique(string),
      /** One per person. A newer one replaces the last. */
      userId: unique(integer),
      salt: string,
      hash: string,
      attempts: integer,
      expiresAt: time,
      seal: string,
    },
    indexes: [['expires_at']],
  },
  /** Codes that a person reads back to the administrator who helps them. */
  identityChecks: {
    attributes: {
      uid: unique(string),
      userId: integer,
      /** The administrator who asked. The code counts only for them. */
      actorId: integer,
      mac: string,
      keyId: string,
      attempts: integer,
      sentAt: time,
      expiresAt: time,
      verifiedAt: time,
      /** Covers the person, the administrator, and the time of the verification. */
      seal: string,
    },
    indexes: [
      ['user_id', 'sent_at'],
      ['actor_id', 'sent_at'],
    ],
  },
};
