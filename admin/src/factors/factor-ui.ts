/**
 * The one interface for all methods in the panel. Screens use it and never name a method. The registry lists the
 * methods.
 */
import type { ComponentType, ReactNode } from 'react';

import type {
  AuthenticatorType,
  AuthenticatorView,
  ChallengeDetails,
  ErrorCode,
  MeView,
  Method,
} from '../../../shared/contracts/types';

/** A refusal of the server, or no answer at all (`code: 'UNREACHABLE'`, status 0). */
export interface Refusal {
  status: number;
  code: ErrorCode | 'UNREACHABLE' | 'UNEXPECTED';
  message: string;
  details: Record<string, unknown>;
}

export type Answer<T> = { ok: true; data: T } | { ok: false; refusal: Refusal };

/** The answer of any method's `finish`. It includes `recoveryCodes` only for a person's first authenticator. */
export interface Enrolled {
  authenticator: AuthenticatorView;
  recoveryCodes?: string[];
  /** The browser's name for a new passkey, so that exactly this one can be tried. */
  credentialId?: string;
}

/** A real proof right after enrollment. It counts like any other, and nothing depends on it. */
export interface TrialCalls {
  /** POST /mfa/transactions */
  open(): Promise<Answer<ChallengeDetails>>;
  /** POST /mfa/transactions/webauthn/options */
  options(transaction: string): Promise<Answer<{ publicKey: Record<string, unknown> }>>;
  /** POST /mfa/transactions/verify */
  verify(transaction: string, method: Method, proof: Proof): Promise<Answer<unknown>>;
}

export interface TryItProps {
  calls: TrialCalls;
  credentialId?: string;
}

/** The two calls of an enrollment, authorized by a session (My Security) or a transaction (login). */
export interface EnrollmentCalls {
  /** POST /mfa/me/<type>/begin */
  begin<T>(type: AuthenticatorType, body: Record<string, unknown>): Promise<Answer<T>>;
  /** POST /mfa/me/<type>/finish */
  finish(type: AuthenticatorType, body: Record<string, unknown>): Promise<Answer<Enrolled>>;
}

/** What the policy requires before a first method, besides the password. */
export interface FirstFactorCalls {
  send(): Promise<Answer<Delivery>>;
  verify(code: string): Promise<Answer<unknown>>;
  pass(pass: string): Promise<Answer<unknown>>;
}

export interface EnrollProps {
  calls: EnrollmentCalls;
  onEnrolled(result: Enrolled): void;
  /** A refusal that no method can explain (transaction over, no permission, too many attempts). */
  onRefused?(refusal: Refusal): void;
}

/** The rest of the `verify` body, besides the transaction and method. */
export type Proof = Record<string, unknown>;

export interface Delivery {
  destination: string;
  resendAt: string;
  expiresAt: string;
}

export interface ChallengeProps {
  details: ChallengeDetails;
  /** A proof is being judged. */
  busy: boolean;
  /** Why the last proof of this method was refused, and how many times in a row. */
  refusal: Refusal | null;
  failures: number;
  submit(proof: Proof): void;
  /** POST /mfa/transactions/webauthn/options */
  options(): Promise<Answer<{ publicKey: Record<string, unknown> }>>;
  /** POST /mfa/transactions/<method>/send */
  send(): Promise<Answer<Delivery>>;
  /** A method can open "Use another method" automatically. */
  suggestOtherWays(): void;
  /** Placed between the field and the submit button: "Trust this browser". */
  extra?: ReactNode;
  /** Switches to the method that the entered text belongs to, and takes the text along. Null if it belongs to none. */
  elsewhere(typed: string): (() => void) | null;
  /** Entered under another method and brought here. */
  given: string;
  /** The state of the last delivery, kept by the gate so that switching methods sends nothing twice. */
  delivery: Delivery | null;
  onDelivered(delivery: Delivery): void;
}

/** Why a method can't be used in this browser on this page. Null if it can. */
export type Obstacle = 'noWebauthn' | 'insecure' | null;

export interface FactorUi {
  readonly method: Method;
  readonly icon: ComponentType;
  /** Marked "Recommended" where people choose a method. */
  readonly recommended: boolean;
  /** Listed under "More methods" and tagged "Less secure". */
  readonly lessProtection: boolean;
  /** Only in the list of other methods, and no reason to trust a browser: a person who needs it has lost something. */
  readonly lastResort: boolean;
  obstacle(): Obstacle;
  /** Whether text entered elsewhere is a proof of this method. */
  recognizes?(typed: string): boolean;
  readonly Challenge: ComponentType<ChallengeProps>;
}

export interface RowFactsProps {
  view: AuthenticatorView;
  /** The owner of the row. Missing in a list of other people's methods. */
  me?: MeView;
  /** The owner's own address, which needs no mask for them. */
  account?: string | null;
}

/** A method that can be set up and listed. Recovery codes can't. */
export interface EnrollableFactorUi extends FactorUi {
  readonly method: AuthenticatorType;
  readonly Enroll: ComponentType<EnrollProps>;
  /** A trial in place. Missing for methods whose enrollment ends with a proof. */
  readonly TryIt?: ComponentType<TryItProps>;
  /** Tags and facts of this method, shown below the name in a list. */
  readonly RowFacts: ComponentType<RowFactsProps>;
  /**
   * A newer one of this kind could do more, for example log in without a password. Such a row offers to recreate it.
   */
  canBeMadeBetter?(view: AuthenticatorView, me: MeView): boolean;
}

export const isEnrollable = (factor: FactorUi): factor is EnrollableFactorUi => 'Enroll' in factor;
