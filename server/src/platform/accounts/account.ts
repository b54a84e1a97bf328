import type { Method } from '../../../../shared/contracts/types';

export interface Account {
  userId: number;
  /** 64 random bytes, base64url: the WebAuthn user handle (L3 §14.6.1), the same on all of a person's credentials. */
  userHandle: string;
  preferredMethod: Method | null;
  recoverySetId: string | null;
  recoverySalt: string | null;
  recoveryGeneratedAt: number | null;
  recoveryAcknowledgedAt: number | null;
  mustEnrollSince: number | null;
  lastVerifiedAt: number | null;
  /** When the first authenticator was bound on the strength of the password alone; shown in People for 7 days. */
  firstBoundAt: number | null;
  /** When the password was set through a mailed link, until something beside the mailbox is proved. */
  mailboxSpentAt: number | null;
  /** Addresses that were replaced lately, as JSON: see `formerAddresses`. */
  formerEmails: string | null;
  emailChangedAt: number | null;
  /** When the person last put the offer of a passkey aside. */
  passkeyLaterAt: number | null;
  exemptReason: string | null;
  exemptUntil: number | null;
  exemptBy: number | null;
}
