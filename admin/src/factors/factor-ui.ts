/** The one interface for methods in the panel. Screens ask it and never name a method; the registry lists the methods. */
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

/** What `finish` of any method answers. `recoveryCodes` comes with the first authenticator of a person only. */
export interface Enrolled {
  authenticator: AuthenticatorView;
  recoveryCodes?: string[];
}

/** The two calls of an enrollment, whoever authorizes them: a session (My Security) or a transaction (sign-in). */
export interface EnrollmentCalls {
  /** POST /mfa/me/<type>/begin */
  begin<T>(type: AuthenticatorType, body: Record<string, unknown>): Promise<Answer<T>>;
  /** POST /mfa/me/<type>/finish */
  finish(type: AuthenticatorType, body: Record<string, unknown>): Promise<Answer<Enrolled>>;
}

/** What comes before a first method where the policy asks for more than the password. */
export interface FirstFactorCalls {
  send(): Promise<Answer<Delivery>>;
  verify(code: string): Promise<Answer<unknown>>;
  pass(pass: string): Promise<Answer<unknown>>;
}

export interface EnrollProps {
  calls: EnrollmentCalls;
  onEnrolled(result: Enrolled): void;
  /** A refusal no method can say anything about (transaction over, no permission, too many attempts). */
  onRefused?(refusal: Refusal): void;
}

/** The rest of the body of `verify`, beside transaction and method. */
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
  /** Why the last proof of this method was refused, and how often in a row. */
  refusal: Refusal | null;
  failures: number;
  submit(proof: Proof): void;
  /** POST /mfa/transactions/webauthn/options */
  options(): Promise<Answer<{ publicKey: Record<string, unknown> }>>;
  /** POST /mfa/transactions/<method>/send */
  send(): Promise<Answer<Delivery>>;
  /** "Try another way" opens by itself when a method says so. */
  suggestOtherWays(): void;
  /** Set between the field and the submit button: "Don't ask on this browser". */
  extra?: ReactNode;
  /** Goes to the method that what was typed here belongs to, and carries it along; null when it belongs to none. */
  elsewhere(typed: string): (() => void) | null;
  /** Typed under another method and carried here. */
  given: string;
  /** Where the last delivery stands, kept by the gate so that switching panels sends nothing twice. */
  delivery: Delivery | null;
  onDelivered(delivery: Delivery): void;
}

/** Why a method can't be used in this browser on this page; null when it can. */
export type Obstacle = 'noWebauthn' | 'insecure' | null;

export interface FactorUi {
  readonly method: Method;
  readonly icon: ComponentType;
  /** Marked "Recommended" where a method is chosen. */
  readonly recommended: boolean;
  /** Listed under "More ways" and tagged "Less protection". */
  readonly lessProtection: boolean;
  /** Offered only in the list of other ways, and no ground to trust a browser: whoever needs it has lost something. */
  readonly lastResort: boolean;
  obstacle(): Obstacle;
  /** Whether something typed elsewhere is a proof of this method. */
  recognizes?(typed: string): boolean;
  readonly Challenge: ComponentType<ChallengeProps>;
}

export interface RowFactsProps {
  view: AuthenticatorView;
  /** The person whose own row it is; left out in a list of other people's. */
  me?: MeView;
}

/** A method that can be set up and listed. Recovery codes cannot. */
export interface EnrollableFactorUi extends FactorUi {
  readonly method: AuthenticatorType;
  readonly Enroll: ComponentType<EnrollProps>;
  /** What stands under the name in a list: tags and facts of this method. */
  readonly RowFacts: ComponentType<RowFactsProps>;
  /** A newer one of the kind could do more, e.g. log in without a password; such a row offers to be made anew. */
  canBeMadeBetter?(view: AuthenticatorView, me: MeView): boolean;
}

export const isEnrollable = (factor: FactorUi): factor is EnrollableFactorUi => 'Enroll' in factor;
