/** Shapes of the HTTP contract, shared by server, panel and outside clients. Types only. */
import type { MethodObstacle } from './findings';
import type { AuthenticatorType, ErrorCode, EventType, Method, Requirement } from './names';

export type { AuthenticatorType, ErrorCode, EventType, Method, Requirement } from './names';
export type { DiagnosticCheck, Finding, FindingCode, MethodObstacle } from './findings';
export type { AuthenticatorRules, PolicyPreview, PolicyView } from './policy';

export type Purpose = 'sign_in' | 'step_up';
export type StepUpReason = 'session_unverified' | 'verification_expired' | 'sensitive_action';

/** `error.details` of MFA_REQUIRED and MFA_ENROLLMENT_REQUIRED. */
export interface ChallengeDetails {
  code: 'MFA_REQUIRED' | 'MFA_ENROLLMENT_REQUIRED';
  purpose: Purpose;
  /** Present when the transaction is already open (every sign-in, and the answer of POST /mfa/transactions). */
  transaction?: string;
  expiresAt?: string;
  methods: Method[];
  preferred: Method | null;
  locked: { method: Method; until: string | null }[];
  destinations: { email?: string; sms?: string };
  trustBrowserDays: number | null;
  reason?: StepUpReason;
  /** Shown to people who lost everything; from the policy. */
  helpText?: string;
  supportUrl?: string | null;
  graceEndsAt?: string | null;
  /** MFA_ENROLLMENT_REQUIRED only: what has to be proved before the first method is begun; null when nothing has. */
  firstFactor?: OwedFirstFactor | null;
}

/** A code sent to the address on file, or a pass that an administrator gives. */
export type OwedFirstFactor = 'email' | 'pass';

export interface ErrorBody {
  data: null;
  error: {
    status: number;
    name: string;
    message: string;
    details: { code: ErrorCode } & Record<string, unknown>;
  };
}

export type AuthenticatorIcon =
  | 'apple'
  | 'google'
  | 'chrome'
  | 'edge'
  | 'windows'
  | '1password'
  | 'bitwarden'
  | 'dashlane'
  | 'nordpass'
  | 'keeper'
  | 'proton'
  | 'keepassxc'
  | 'samsung'
  | 'yubikey';

/** Why a key does not count, beside the methods that are allowed: what the policy asks of keys, or the model itself. */
export type KeyShortfall = 'user_verification' | 'attestation' | 'withdrawn' | 'synced' | 'model';

export interface AuthenticatorView {
  id: string;
  type: AuthenticatorType;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** False when the policy no longer allows it or the key, key ring or address it needs is gone. */
  usable: boolean;
  unusableReason?: 'not_allowed' | 'unreadable' | 'other_address' | 'unavailable';
  /** WebAuthn only: display data, claimed by the authenticator and never a basis for a decision. */
  provider?: string | null;
  /** Key of the picture that goes with `provider`. */
  icon?: AuthenticatorIcon | null;
  synced?: boolean;
  /** WebAuthn only: whether it can log in alone, as the browser said when it was made; null when it said nothing. */
  discoverable?: boolean | null;
  /** WebAuthn only: the model was proved against FIDO metadata when it was registered. */
  attested?: boolean;
  /** WebAuthn only: what FIDO metadata says against the model, e.g. `REVOKED`; null when nothing, or nothing is known. */
  withdrawn?: string | null;
  /** WebAuthn only: why the policy does not take this key; null when it does. */
  shortfall?: KeyShortfall | null;
  transports?: string[];
  /** E-mail and SMS only, masked. */
  destination?: string;
}

export interface RecoveryCodesView {
  remaining: number;
  total: number;
  generatedAt: string | null;
  /** One of them was shown back after they were made; false: nobody may have seen them. */
  acknowledged: boolean;
}

export interface TrustedBrowserView {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string;
  current: boolean;
}

export type AssuranceLevel = 'none' | 'mfa' | 'trusted_browser' | 'sso';

export interface SessionView {
  id: string;
  name: string;
  createdAt: string;
  current: boolean;
  assurance: AssuranceLevel;
  method: Method | null;
  verifiedAt: string | null;
}

export interface MeView {
  authenticators: AuthenticatorView[];
  recoveryCodes: RecoveryCodesView;
  trustedBrowsers: TrustedBrowserView[];
  sessions: SessionView[];
  requirement: Requirement;
  enrolled: boolean;
  graceEndsAt: string | null;
  /** What has to be proved before the first method is begun; null when nothing has, or there is one. */
  firstFactor: OwedFirstFactor | null;
  allowedMethods: AuthenticatorType[];
  /** Allowed methods that cannot be offered here right now, and why. */
  unavailableMethods: { method: AuthenticatorType; reason: MethodObstacle }[];
  session: { assurance: AssuranceLevel; method: Method | null; verifiedAt: string | null };
  preferredMethod: Method | null;
  /** Whether a passkey alone is a login here. */
  passwordless: boolean;
  /** What this session should meet: a card that offers a passkey, one made by the browser itself, or nothing. */
  passkeyOffer: 'none' | 'offer' | 'automatic';
  /** Wrong second steps after the right password, between the sign-in before this session's and it; at most 50 are counted. */
  attempts: { count: number; lastAt: string } | null;
  webauthn: { rpId: string | null; userHandle: string | null; credentialIds: string[] };
  support: { text: string; url: string | null };
}

export type PersonStatus = 'protected' | 'weak' | 'not_set_up' | 'in_grace' | 'must_enroll' | 'exempt' | 'locked';

export interface PersonRow {
  id: number;
  email: string;
  name: string;
  roles: { id: number; code: string; name: string }[];
  requirement: Requirement;
  status: PersonStatus;
  methods: AuthenticatorType[];
  recoveryCodesRemaining: number;
  lastVerifiedAt: string | null;
  graceEndsAt: string | null;
  /** Null also when the lock stays until somebody lifts it: then `status` is `locked`. */
  lockedUntil: string | null;
  exemptUntil: string | null;
  /** After a reset: until when the person may still set up a method by logging in. */
  mustEnrollUntil: string | null;
  /** When the first method was bound on the strength of the password alone; for 7 days. */
  firstBoundAt: string | null;
  /** A pass that still works; which, nobody can say. */
  pass: { expiresAt: string } | null;
  /** One of their passkeys alone is a login, as the policy is now. What Strapi itself holds against them is not looked at. */
  logsInAlone: boolean;
  /** Security keys and passkeys of theirs that the policy does not take, by method or by what they are. */
  uncountedKeys: number;
  /** Security keys and passkeys of theirs whose model FIDO metadata calls revoked or compromised. */
  withdrawnKeys: number;
  /** The person holds a permission that the one who asks lacks: reset, unlock and the like are refused. */
  aboveYou: boolean;
}

/** `GET /mfa/users?keys=…`: one or more, separated by commas; a person who has any of them is listed. */
export type KeysFilter = 'alone' | 'uncounted' | 'withdrawn';

/** `GET /mfa/users/:id`: a row with what stands behind it. */
export interface PersonDetail extends PersonRow {
  isActive: boolean;
  authenticators: AuthenticatorView[];
  recoveryCodes: RecoveryCodesView;
  trustedBrowsers: number;
  exemption: { reason: string; until: string; by: { id: number; email: string } | null } | null;
}

export interface AdminTokenView {
  id: number;
  name: string;
  owner: { id: number; email: string; name: string } | null;
  createdAt: string;
  ageDays: number;
  lastUsedAt: string | null;
  expiresAt: string | null;
}

/** `GET /mfa/users/summary`. Active administrators only. */
export interface PeopleSummary {
  total: number;
  asOf: string;
  byStatus: Record<PersonStatus, number>;
  byRole: { id: number; code: string; name: string; total: number; byStatus: Record<PersonStatus, number> }[];
  /** People who have at least one of the method. */
  byMethod: Record<AuthenticatorType, number>;
  /** Everybody once, by the strongest method they have. */
  byStrongest: Record<AuthenticatorType | 'none', number>;
  adminTokens: AdminTokenView[];
}

/** What the policy would do now, and the rules in the order in which they were looked at. */
export interface Explanation {
  action: 'allow' | 'challenge' | 'enroll' | 'refuse';
  because: string | null;
  reason: StepUpReason | null;
  methods: Method[];
  validUntil: string | null;
  rules: { rule: string; applied: boolean; details: Record<string, unknown> }[];
}

/** `GET /mfa/users/:id/explain`: the next sign-in, and each live session. */
export interface PersonExplanation extends Explanation {
  user: { id: number; email: string; name: string; roles: { id: number; code: string; name: string }[] };
  requirement: Requirement;
  graceEndsAt: string | null;
  /** The default and each of the person's roles that the policy names. */
  sources: { source: string; level: Requirement }[];
  provider: string;
  locked: { until: string | null } | null;
  /** The same sign-in in one of the person's trusted browsers; null when there is none. */
  inTrustedBrowser: Explanation | null;
  sessions: (SessionView & { explanation: Explanation })[];
}

export interface AuditEventRow {
  seq: number;
  at: string;
  type: EventType;
  outcome: 'success' | 'failure';
  actor: { id: number | null; email: string | null; kind: 'user' | 'cli' | 'system' };
  target: { id: number | null; email: string | null };
  method: Method | null;
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  session: string | null;
  details: Record<string, unknown>;
}
