import type { Method } from '../../../../shared/contracts/types';

export interface Account {
  userId: number;
  /** 64 random bytes, base64url: the WebAuthn user handle (L3 §14.6.1), the same for all of a person's credentials. */
  userHandle: string;
  preferredMethod: Method | null;
  recoverySetId: string | null;
  recoverySalt: string | null;
  recoveryGeneratedAt: number | null;
  recoveryAcknowledgedAt: number | null;
  mustEnrollSince: number | null;
  lastVerifiedAt: number | null;
  /** When the first authenticator was added with only the password. People shows it for 7 days. */
  firstBoundAt: number | null;
  /** When the password was set through an emailed link. Kept until something other than the mailbox is proved. */
  mailboxSpentAt: number | null;
  /** Recently replaced addresses, as JSON. See `formerAddresses`. */
  formerEmails: string | null;
  emailChangedAt: number | null;
  /** When the person last declined the offer of a passkey. */
  passkeyLaterAt: number | null;
  /** No invitation to set up a first method before this time. The end of time if the person doesn't want any. */
  inviteAfter: number | null;
  exemptReason: string | null;
  exemptUntil: number | null;
  exemptBy: number | null;
}
