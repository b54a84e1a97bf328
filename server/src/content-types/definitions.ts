/** Columns of our tables. Times are UTC milliseconds set by the app, never by the database's own clock. */
import type { TableName } from '../platform';
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
      exemptReason: text,
      exemptUntil: time,
      exemptBy: integer,
      /** Over person, end and giver, see accounts/exemption. */
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
      /** Envelope of crypto/vault: TOTP seed, phone number. */
      secret: text,
      /** SHA-256 of the WebAuthn credential id, unique over all users (WebAuthn L3 §7.1). */
      credentialHash: unique(string),
      /** Public facts of the method as JSON. */
      data: text,
      signCount: time,
      lastStep: integer,
    },
    indexes: [['user_id'], ['type']],
  },
  recoveryCodes: {
    /** `seal`: over person, set, salt and hash, see crypto/row-seal. */
    attributes: { userId: integer, setId: string, hash: string, usedAt: time, seal: string },
    indexes: [['user_id', 'hash']],
  },
  passes: {
    attributes: {
      uid: unique(string),
      /** One a person: a newer one takes the place of the last. */
      userId: unique(integer),
      salt: string,
      hash: string,
      attempts: integer,
      expiresAt: time,
      seal: string,
    },
    indexes: [['expires_at']],
  },
  transactions: {
    attributes: {
      uid: unique(string),
      tokenHash: unique(string),
      userId: integer,
      purpose: string,
      /** 'verify' or 'enroll': what has to happen before `verify`/`complete` pays out. */
      task: string,
      /** Which door the password went through: login, reset-password, register, register-admin, session. */
      door: string,
      provider: string,
      announce: boolean,
      passwordFingerprint: string,
      familyId: string,
      reason: string,
      /** The withdrawn session's type, deviceId and metadata, as JSON. */
      plan: text,
      /** Proved although its method is no longer allowed; enrollment of an allowed one must follow. */
      provenMethod: string,
      /** The authenticator that was set up inside this very transaction. */
      enrolledUid: string,
      /** What was proved here beside the password before the first authenticator, and when. */
      firstFactorProof: string,
      firstFactorAt: time,
      /** Hash of where a sign-in came from: a flood from there pushes out nothing from elsewhere. */
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
      /** `transaction:<uid>` or `family:<id>`: who may finish what was begun. */
      scope: string,
      kind: string,
      userId: integer,
      /** What the server must remember between begin and finish; an envelope when it holds a secret. */
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
      /** Which way the session came in; a neighbor's question stands for ours only behind the doors it guards. */
      door: string,
      beganAt: time,
      verifiedAt: time,
      method: string,
      /** Time of the last proof that counts for self-service: the same, or a recovery code. */
      selfServiceVerifiedAt: time,
      passwordVerifiedAt: time,
      userVerified: boolean,
      trustedBrowserUid: string,
      trustedUntil: time,
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
      /** When each requirement began to bind, for the grace period, as JSON. */
      since: text,
      changedAt: time,
      changedById: integer,
      changedByEmail: string,
      /** Over all of these, see decision/policy-seal. */
      seal: string,
    },
  },
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
  /** Sealed challenges that paid out; a row for each log-in with a passkey alone, until it could not be used any more. */
  usedChallenges: {
    attributes: { nonce: unique(string), expiresAt: time },
    indexes: [['expires_at']],
  },
};
