/** The types of the HTTP contract, shared by the server, the panel, and other clients. Types only. */
import type { IdentityCheck } from './access';
import type { AssuranceLevel, SessionView, StepUpReason } from './sessions';
import type { MethodObstacle } from './findings';
import type { AuthenticatorType, ErrorCode, EventType, Language, Method, Requirement } from './names';

export type {
  AccessCode,
  AccessFinding,
  AccessHelp,
  AccessOutcome,
  Explanation,
  IdentityCheck,
  IdentityCheckSent,
  PersonAccess,
  PersonExplanation,
  UnusableMethod,
} from './access';
export type { AssuranceLevel, SessionView, StepUpReason } from './sessions';
export type { AuthenticatorType, ErrorCode, EventType, Language, Method, Requirement } from './names';
export type { DiagnosticCheck, Finding, FindingCode, MethodObstacle } from './findings';
export type * from './policy';

export type Purpose = 'sign_in' | 'step_up';

/** `error.details` of MFA_REQUIRED and MFA_ENROLLMENT_REQUIRED. */
export interface ChallengeDetails {
  code: 'MFA_REQUIRED' | 'MFA_ENROLLMENT_REQUIRED';
  purpose: Purpose;
  /** Present if the transaction is already open (every login, and the answer of POST /mfa/transactions). */
  transaction?: string;
  expiresAt?: string;
  methods: Method[];
  preferred: Method | null;
  locked: { method: Method; until: string | null }[];
  destinations: { email?: string; sms?: string };
  trustBrowserDays: number | null;
  reason?: StepUpReason;
  /** Shown to people who can't log in. From the policy. */
  helpText?: string;
  /** The same by language. Missing if there is only `helpText`, which is for every language that isn't here. */
  helpTexts?: Partial<Record<Language, string>>;
  supportUrl?: string | null;
  graceEndsAt?: string | null;
  /** Only for MFA_ENROLLMENT_REQUIRED: what has to be proved before the first method. Null if nothing. */
  firstFactor?: OwedFirstFactor | null;
}

/** A code sent to the account's address, or a pass from an administrator. */
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
  /** False if the policy no longer allows it, or if the key, key ring, or address it needs is gone. */
  usable: boolean;
  unusableReason?: 'not_allowed' | 'unreadable' | 'other_address' | 'unavailable';
  /** WebAuthn only: display data that the authenticator claims, never used for a decision. */
  provider?: string | null;
  /** The key of the icon for `provider`. */
  icon?: AuthenticatorIcon | null;
  synced?: boolean;
  /** WebAuthn only: whether it can log in alone, as the browser reported at creation. Null if it didn't. */
  discoverable?: boolean | null;
  /** WebAuthn only: the model was proved against FIDO metadata when it was registered. */
  attested?: boolean;
  /** WebAuthn only: what FIDO metadata says against the model, e.g. `REVOKED`; null when nothing, or nothing is known. */
  withdrawn?: string | null;
  /** WebAuthn only: why the policy does not take this key; null when it does. */
  shortfall?: KeyShortfall | null;
  transports?: string[];
  /** Email and SMS only, masked. */
  destination?: string;
}

export interface RecoveryCodesView {
  remaining: number;
  total: number;
  generatedAt: string | null;
  /** Someone entered one of them after they were created. False: nobody may have seen them. */
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

export interface MeView {
  authenticators: AuthenticatorView[];
  recoveryCodes: RecoveryCodesView;
  trustedBrowsers: TrustedBrowserView[];
  sessions: SessionView[];
  requirement: Requirement;
  enrolled: boolean;
  graceEndsAt: string | null;
  /** What has to be proved before the first method. Null if nothing, or if there is a method. */
  firstFactor: OwedFirstFactor | null;
  allowedMethods: AuthenticatorType[];
  /** Allowed methods that can't be offered right now, and why. */
  unavailableMethods: { method: AuthenticatorType; reason: MethodObstacle }[];
  session: { assurance: AssuranceLevel; method: Method | null; verifiedAt: string | null };
  preferredMethod: Method | null;
  /** Whether people can log in with a passkey alone. */
  passwordless: boolean;
  /** What this session should show: an offer of a passkey, an automatic one, or nothing. */
  passkeyOffer: 'none' | 'offer' | 'automatic';
  /** Whether to invite a person without a method, whom the policy leaves the choice. At most once in 30 days. */
  invited: boolean;
  /** Failed attempts after the right password, between the previous login and this one. At most 50 are counted. */
  attempts: { count: number; lastAt: string } | null;
  webauthn: { rpId: string | null; userHandle: string | null; credentialIds: string[] };
  /** `texts`: by language, instead of `text`. */
  support: { text: string; texts: Partial<Record<Language, string>>; url: string | null };
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
  /** Also null if the lock stays until someone lifts it. Then `status` is `locked`. */
  lockedUntil: string | null;
  exemptUntil: string | null;
  /** After a reset: until when the person can still set up MFA at login. */
  mustEnrollUntil: string | null;
  /** When the first method was added with only the password, for 7 days. */
  firstBoundAt: string | null;
  /** A valid pass. The pass itself is never shown. */
  pass: { expiresAt: string } | null;
  /** Whether the policy lets them log in with a passkey alone. Strapi's own checks aren't considered. */
  logsInAlone: boolean;
  /** Their security keys and passkeys that the policy doesn't accept, by method or by model. */
  uncountedKeys: number;
  /** Their security keys and passkeys whose model is revoked or compromised according to FIDO metadata. */
  withdrawnKeys: number;
  /** The person has a permission that the caller lacks, so actions such as reset and unlock are refused. */
  aboveYou: boolean;
}

/** `GET /mfa/users?keys=…`: one or more, separated by commas. Lists people with any of them. */
export type KeysFilter = 'alone' | 'uncounted' | 'withdrawn';

/** `GET /mfa/users/:id`: a row with its details. */
export interface PersonDetail extends PersonRow {
  isActive: boolean;
  authenticators: AuthenticatorView[];
  recoveryCodes: RecoveryCodesView;
  trustedBrowsers: number;
  exemption: { reason: string; until: string; by: { id: number; email: string } | null } | null;
  /** Whether the person has proved to the caller that it's them. Null if no code was sent lately. */
  verification: IdentityCheck | null;
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
  /** People who have at least one authenticator of this method. */
  byMethod: Record<AuthenticatorType, number>;
  /** Each person once, by their strongest method. */
  byStrongest: Record<AuthenticatorType | 'none', number>;
  adminTokens: AdminTokenView[];
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
