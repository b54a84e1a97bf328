/**
 * The one interface for all methods. Code outside a factor's folder never names the method, and uses its traits
 * instead.
 */
import type { z } from 'zod';

import type { AuthenticatorType, AuthenticatorView, Method } from '../../../shared/contracts/types';
import type { Trx } from '../platform';
import type { Availability, Begun, CounterKind, RefusalReason, Sent, Usability } from './results';

export type * from './results';

/** The person of a ceremony, and which transaction or session family may finish it. */
export interface Subject {
  userId: number;
  email: string;
  /** First and last name, or the email address. */
  name: string;
  /** The person's panel language, for example `de`. Null if unknown. */
  locale: string | null;
  /** `transaction:<uid>` or `family:<id>`. */
  scope: string;
  /** The handle that the person's passkeys carry. Null if there is none. Undefined if it wasn't read. */
  userHandle?: string | null;
  /** Set if the policy allows a login with a passkey alone. */
  passwordless?: boolean;
  /** Set if the policy accepts only keys that prove their model. */
  attested?: boolean;
}

/** A confirmed authenticator as stored. */
export interface Authenticator {
  uid: string;
  userId: number;
  type: AuthenticatorType;
  name: string;
  addedAt: number;
  lastUsedAt: number | null;
  /** An envelope of the vault. Null if the method has no secret. */
  secret: string | null;
  credentialHash: string | null;
  /** The method's public facts, parsed from JSON. */
  data: Record<string, unknown>;
  signCount: number;
  lastStep: number | null;
}

export interface Traits {
  /** Higher is stronger. Also the order in which methods are offered. */
  strength: number;
  label: 'phishing-resistant' | 'possession' | 'delivered' | 'backup';
  counter: CounterKind | null;
  /** The maximum per person. */
  limit: number;
  /** Whether a proof of it allows self-service and sensitive actions even if the person has a stronger method. */
  stepUpBesideStronger: boolean;
  needsSending: boolean;
  /**
   * Judged from what was read before, without the database and without a slow hash. Then its attempt, the judgment, and
   * what follows from it are one commit.
   */
  judgedAtOnce?: true;
}

/**
 * The judgment of a proof. Judging writes nothing. A WebAuthn challenge is used up before, by `take`. `spend` runs inside
 * the caller's transaction and is one conditional write. False means that another request was faster, and the proof is
 * refused.
 */
export type Judged =
  | {
      ok: true;
      authenticator: Authenticator | null;
      userVerified: boolean;
      /** Was bound to one device and is now synced. The caller records it, or refuses if the policy requires that. */
      becameSynced?: true;
      /** The authenticator's data after `spend`, if the proof changes it. */
      after?: Authenticator['data'];
      spend(trx: Trx): Promise<boolean>;
    }
  | {
      ok: false;
      reason: RefusalReason;
      authenticator?: Authenticator;
      /** With `other_time`: how far ahead the clock is that made the code. */
      minutesOff?: number;
    };

/** What a method took for one attempt, or null if there was nothing to take. Other code doesn't read it. */
export type Taken = { readonly memory: string } | null;

/** Proves possession. Recovery codes are only a verifier. */
export interface Verifier {
  readonly method: Method;
  readonly traits: Traits;
  /** The keys of the `verify` body besides `transaction`, `method`, and `trustBrowser`. */
  readonly proofShape: z.ZodRawShape;
  /** Uses up what an attempt costs besides the attempt itself, in its transaction: a challenge is judged only once. */
  take?(subject: Subject, trx: Trx): Promise<Taken>;
  /**
   * `proof` has been parsed with `proofShape`. `taken` is the result of `take`, if it was called. Never throws for a wrong
   * or malformed proof.
   */
  judge(
    subject: Subject,
    authenticators: readonly Authenticator[],
    proof: Record<string, unknown>,
    taken?: Taken
  ): Promise<Judged>;
}

export type NewAuthenticator = Pick<
  Authenticator,
  'uid' | 'type' | 'secret' | 'credentialHash' | 'data' | 'signCount' | 'lastStep'
> & {
  /** Used if the person enters no name. */
  defaultName: string;
};

export type Finished =
  { ok: true; draft: NewAuthenticator; spend(trx: Trx): Promise<boolean> } | { ok: false; reason: RefusalReason };

/** A method that can be enrolled. */
export interface Factor extends Verifier {
  readonly method: AuthenticatorType;
  /** The keys of the bodies of `/mfa/me/<type>/begin` and `/finish` (the caller parses `name`). */
  readonly beginShape: z.ZodRawShape;
  readonly finishShape: z.ZodRawShape;
  /** Whether this server can offer the method. It may lack a relying party, an SMS provider, or an encryption key. */
  availability(): Availability;
  /** Whether this stored authenticator can be used here and now. */
  usability(authenticator: Authenticator): Usability;
  beginEnrollment(
    subject: Subject,
    authenticators: readonly Authenticator[],
    input: Record<string, unknown>
  ): Promise<Begun>;
  finishEnrollment(
    subject: Subject,
    authenticators: readonly Authenticator[],
    input: Record<string, unknown>
  ): Promise<Finished>;
  /** Safe to show: never a secret, a hash, or a public key. */
  view(authenticator: Authenticator): Partial<AuthenticatorView>;
}

/** A factor whose proof begins with options from the server (WebAuthn). */
export interface OffersOptions {
  challengeOptions(subject: Subject, authenticators: readonly Authenticator[]): Promise<Record<string, unknown>>;
}

/** A factor whose code is sent (email, SMS). */
export interface SendsCodes {
  send(subject: Subject, authenticators: readonly Authenticator[]): Promise<Sent>;
  /** The masked destination, for the challenge. */
  destination(authenticators: readonly Authenticator[]): string | null;
}

export const offersOptions = (verifier: Verifier): verifier is Verifier & OffersOptions =>
  'challengeOptions' in verifier;
export const sendsCodes = (verifier: Verifier): verifier is Verifier & SendsCodes => 'send' in verifier;
export const isFactor = (verifier: Verifier): verifier is Factor => 'beginEnrollment' in verifier;

/** A factor whose rows are bound by a MAC. `unchecked`: the key of the MAC is gone; accepted, and worth a warning. */
export interface ChecksIntegrity {
  integrity(authenticator: Authenticator): 'intact' | 'unchecked' | 'broken';
}

/** A factor whose rows depend on an encryption key. */
export interface Rekeys {
  /** The columns to write so that the row depends on the active key. Null if it already does, or can't be read. */
  rekey(authenticator: Authenticator): { secret?: string; data?: Record<string, unknown> } | null;
}

/** A factor with a library that is slow to load. Strapi starts without it, and loads it in the background. */
export interface LoadsLater {
  load(): Promise<unknown>;
}

/** A factor that tells the browser's password manager which credentials still exist (WebAuthn L3 §5.1.10). */
export interface SignalsCredentials {
  signals(
    userId: number,
    authenticators: readonly Authenticator[]
  ): Promise<{ rpId: string | null; userHandle: string | null; credentialIds: string[] }>;
}

/**
 * A factor whose rows say in `data` whether they belong to this server's address, so that a list of thousands can
 * filter without decrypting each row. Null if none can be used here.
 */
export interface MarksRows {
  mark(): string | null;
}

/** A factor whose proof alone is a login, because it identifies and verifies the person. */
export interface LogsInWithoutPassword {
  /** The keys of the `/mfa/passkey/verify` body that contain the answer. */
  readonly aloneShape: z.ZodRawShape;
  /** Options for the browser's dialog. Null if this server can't offer it. */
  aloneOptions(challenge: string): { rpId: string; publicKey: Record<string, unknown> } | null;
  /** False if it can't be found without being named. */
  answersUnnamed(authenticator: Pick<Authenticator, 'data'>): boolean;
  /** The authenticator that the answer names, of any person. Null if unknown. `proof` has been parsed. */
  named(proof: Record<string, unknown>): Promise<Authenticator | null>;
  /**
   * Judges an answer to this challenge, and writes nothing. Without an authenticator, it does the same work and then
   * refuses.
   * @param claim what the sealed challenge says
   */
  judgeAlone(
    authenticator: Authenticator | null,
    proof: Record<string, unknown>,
    claim: { challenge: string; rpId: string }
  ): Promise<Judged>;
}

export const logsInWithoutPassword = (verifier: Verifier): verifier is Factor & LogsInWithoutPassword =>
  'judgeAlone' in verifier;

export const marksRows = (verifier: Verifier): verifier is Verifier & MarksRows => 'mark' in verifier;

export const loadsLater = (verifier: Verifier): verifier is Verifier & LoadsLater => 'load' in verifier;
export const checksIntegrity = (verifier: Verifier): verifier is Verifier & ChecksIntegrity => 'integrity' in verifier;
export const rekeys = (verifier: Verifier): verifier is Verifier & Rekeys => 'rekey' in verifier;
export const signalsCredentials = (verifier: Verifier): verifier is Verifier & SignalsCredentials =>
  'signals' in verifier;
