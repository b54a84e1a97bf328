/**
 * The columns of the plugin's tables. Times are UTC milliseconds set by the application, never by the database's clock.
 */
import type { TableName } from '../platform';
import { PROOFS } from './proof-definitions';
import { TRAIL } from './trail-definitions';
import { boolean, integer, string, text, time, unique, type Definition } from './attributes';

export type { Definition } from './attributes';

export const DEFINITIONS: Record<TableName, Definition> = {
  accounts: {
    attributes: {
      userId: unique(integer),
      userHandle: unique(string),
      preferredMethod: string,
      recoverySetId: string,
      recoverySalt: string,
      recoveryGeneratedAt: time,
      recoveryAcknowledgedAt: time,
      mustEnrollSince: time,
      lastVerifiedAt: time,
      firstBoundAt: time,
      mailboxSpentAt: time,
      formerEmails: text,
      emailChangedAt: time,
      passkeyLaterAt: time,
      inviteAfter: time,
      exemptReason: text,
      exemptUntil: time,
      exemptBy: integer,
      /** Covers the person, the end, and who granted it. See accounts/exemption. */
      exemptSeal: string,
    },
  },
  authenticators: {
    attributes: {
      uid: unique(string),
      userId: integer,
      type: string,
      name: string,
      addedAt: time,
      lastUsedAt: time,
      /** An encrypted envelope (crypto/vault): TOTP secret, phone number. */
      secret: text,
      /** SHA-256 of the WebAuthn credential ID, unique across all users (WebAuthn L3 §7.1). */
      credentialHash: unique(string),
      /** Public facts of the method, as JSON. */
      data: text,
      signCount: time,
      lastStep: integer,
    },
    indexes: [['user_id'], ['type']],
  },
  recoveryCodes: {
    /** `seal` covers the person, set, salt, and hash. See crypto/row-seal. */
    attributes: { userId: integer, setId: string, hash: string, usedAt: time, seal: string },
    indexes: [['user_id', 'hash']],
  },
  transactions: {
    attributes: {
      uid: unique(string),
      tokenHash: unique(string),
      userId: integer,
      purpose: string,
      /** 'verify' or 'enroll': what has to happen before `verify` or `complete` succeeds. */
      task: string,
      /** How the password was entered: login, reset-password, register, register-admin, session. */
      door: string,
      provider: string,
      announce: boolean,
      passwordFingerprint: string,
      familyId: string,
      reason: string,
      /** The type, deviceId, and metadata of the withheld session, as JSON. */
      plan: text,
      /** A proof with a method that is no longer allowed. An allowed one must be enrolled next. */
      provenMethod: string,
      /** The authenticator that was set up in this transaction. */
      enrolledUid: string,
      /** What was proved here besides the password before the first authenticator, and when. */
      firstFactorProof: string,
      firstFactorAt: time,
      /** A hash of the login's origin. A flood from there ends no transactions of other origins. */
      address: string,
      attempts: integer,
      sends: integer,
      lastSentAt: time,
      openedAt: time,
      expiresAt: time,
      consumedAt: time,
    },
    indexes: [['user_id'], ['expires_at']],
  },
  ceremonies: {
    attributes: {
      uid: unique(string),
      /** `transaction:<uid>` or `family:<id>`: who may finish the ceremony. */
      scope: string,
      kind: string,
      userId: integer,
      /** What the server must remember between begin and finish. An envelope if it contains a secret. */
      memory: text,
      attempts: integer,
      openedAt: time,
      expiresAt: time,
    },
    indexes: [['scope', 'kind'], ['user_id'], ['expires_at']],
  },
  families: {
    attributes: {
      familyId: unique(string),
      userId: integer,
      provider: string,
      /** How the session began. A neighbor's question replaces ours only on the routes that it covers. */
      door: string,
      beganAt: time,
      verifiedAt: time,
      method: string,
      /** The time of the last proof that counts for self-service: any of the above, or a recovery code. */
      selfServiceVerifiedAt: time,
      passwordVerifiedAt: time,
      userVerified: boolean,
      trustedBrowserUid: string,
      trustedUntil: time,
      /** Fingerprint of the password at the time the browser was trusted. */
      trustedPassword: string,
      firstFactorProof: string,
      firstFactorAt: time,
    },
    indexes: [['user_id']],
  },
  sessionLinks: {
    attributes: { sessionId: unique(string), familyId: string, userId: integer, linkedAt: time },
    indexes: [['family_id'], ['user_id']],
  },
  counters: {
    attributes: {
      /** `<userId>:<kind>`. */
      counterKey: unique(string),
      userId: integer,
      kind: string,
      failures: integer,
      blockedUntil: time,
      stoppedAt: time,
      lockedUntil: time,
    },
    indexes: [['user_id']],
  },
  failureDays: {
    attributes: { dayKey: unique(string), counterKey: string, day: integer, failures: integer },
    indexes: [['counter_key', 'day']],
  },
  trustedBrowsers: {
    attributes: {
      uid: unique(string),
      tokenHash: unique(string),
      userId: integer,
      passwordFingerprint: string,
      name: string,
      addedAt: time,
      lastUsedAt: time,
      expiresAt: time,
    },
    indexes: [['user_id'], ['expires_at']],
  },
  policies: {
    attributes: {
      policyKey: unique(string),
      document: text,
      /** When each requirement began, for the grace period, as JSON. */
      since: text,
      changedAt: time,
      changedById: integer,
      changedByEmail: string,
      /** Covers all of these. See decision/policy-seal. */
      seal: string,
    },
  },
  ...PROOFS,
  ...TRAIL,
  outbox: {
    attributes: {
      uid: unique(string),
      kind: string,
      payload: text,
      attempts: integer,
      nextAt: time,
      claimedUntil: time,
      claimedBy: string,
      createdAtMs: time,
      lastError: text,
    },
    indexes: [['next_at']],
  },
  sends: {
    attributes: { channel: string, destinationHash: string, userId: integer, at: time },
    indexes: [
      ['destination_hash', 'at'],
      ['channel', 'at'],
    ],
  },
  marks: {
    attributes: { markKey: unique(string), at: time, value: text },
    indexes: [['at']],
  },
  /** Used sealed challenges: one row per login with a passkey alone, until the challenge would have expired. */
  usedChallenges: {
    attributes: { nonce: unique(string), expiresAt: time },
    indexes: [['expires_at']],
  },
  /** How many people had each status on a day (days since 1970, UTC). See administration/people/coverage. */
  coverageDays: {
    attributes: {
      day: unique(integer),
      at: time,
      protected: integer,
      weak: integer,
      notSetUp: integer,
      inGrace: integer,
      mustEnroll: integer,
      exempt: integer,
      locked: integer,
    },
  },
};
