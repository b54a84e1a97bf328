/** Optional capabilities of methods. Code asks for a capability, never for a method by name. */
import type { Trx } from '../platform';
import type { NewAuthenticator, RefusalReason, Sent, Subject, Verifier } from './factor';

/**
 * A method whose code goes to the account's address. Before anything is set up, it proves that the person who has the
 * password also has the mailbox. `judge` spends one of the few attempts before it compares.
 */
export interface ProvesMailbox {
  mailbox: {
    send(subject: Subject): Promise<Sent>;
    judge(subject: Subject, code: string): Promise<MailboxJudged>;
  };
}

export type MailboxJudged = { ok: true; spend(trx: Trx): Promise<boolean> } | { ok: false; reason: RefusalReason };

export const provesMailbox = (verifier: Verifier): verifier is Verifier & ProvesMailbox => 'mailbox' in verifier;

/**
 * A factor that can import what another plugin stored: the secret of an app in base32, or the address of email codes.
 * Null if it's invalid. The caller has checked that the method is available.
 */
export interface TakesOver {
  takeOver(userId: number, material: string): Omit<NewAuthenticator, 'defaultName'> | null;
}

export const takesOver = (verifier: Verifier): verifier is Verifier & TakesOver => 'takeOver' in verifier;
