/** What some methods can beside proving: asked for by what they can do, never by name. */
import type { Trx } from '../platform';
import type { NewAuthenticator, RefusalReason, Sent, Subject, Verifier } from './factor';

/**
 * A method whose code travels to the address on file: read before anything is set up, it says that whoever has the
 * password has the mailbox, too. `judge` spends one of the code's few attempts before it looks.
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
 * A factor that can take over what another plugin of this host kept: the seed of an app in base 32, or the address that
 * codes went to. Null: it is none. The caller has made sure that the method is available.
 */
export interface TakesOver {
  takeOver(userId: number, material: string): Omit<NewAuthenticator, 'defaultName'> | null;
}

export const takesOver = (verifier: Verifier): verifier is Verifier & TakesOver => 'takeOver' in verifier;
