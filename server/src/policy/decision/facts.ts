import type {
  AuthenticatorType,
  Method,
  OwedFirstFactor,
  Requirement,
  StepUpReason,
} from '../../../../shared/contracts/types';
import type { KeyFacts } from '../../factors';
import type { PolicyFields } from '../../platform';
import type { FirstFactor } from '../../sessions';

/** The effective policy: stored values override defaults, and the configuration overrides both. */
export interface EffectivePolicy extends PolicyFields {
  /** When each source of a requirement began: `default` and role codes, UTC ms. For the grace period. */
  since: Record<string, number>;
  lockedByConfig: (keyof PolicyFields)[];
  changedAt: number | null;
  changedBy: { id: number; email: string } | null;
  /** Another plugin asks for a second factor, so nobody has to set one up here. */
  stepsAside?: boolean;
  /** The stored row doesn't count. This applies until someone saves a policy again. */
  doubted?: boolean;
}

/** Everything that the verdict may depend on. Other code reads these facts, and this module reads nothing. */
export interface PolicyFacts {
  now: number;
  /** At login with the right password, in an existing session, or at login with only a passkey. */
  stage: 'sign_in' | 'session' | 'passkey';
  policy: EffectivePolicy;
  person: {
    createdAt: number;
    roleCodes: readonly string[];
    /** Set by a reset, cleared by the next enrollment. */
    mustEnrollSince: number | null;
    exemption: { until: number; reason: string } | null;
    /** When the account's address last changed, by anyone. Null if no recent change is known. */
    emailChangedAt: number | null;
    /**
     * Whether a neighbor asks this person for a second factor at this entry point. Only used while the policy steps
     * aside.
     */
    guardedElsewhere?: boolean;
  };
  /**
   * One entry per authenticator row, allowed or not. `usable`: can be proved here and now. `proved`: was just proved.
   */
  authenticators: readonly { type: AuthenticatorType; usable: boolean; proved?: boolean; key?: KeyFacts }[];
  recoveryCodes: number;
  /** Methods that this server can offer at all. */
  available: readonly AuthenticatorType[];
  /** Those whose authenticators can't prove their model here right now. */
  unattestable?: readonly AuthenticatorType[];
  /** Methods that this entry point must not offer, e.g. email after a password reset by email. */
  withheld: readonly Method[];
  /** How this login happened: `local`, or the name of the SSO provider. */
  provider: string;
  /** The proofs of the open session. Null at login. */
  session: {
    verifiedAt: number | null;
    method: Method | null;
    /** Whether the key that proved it verified the person. Undefined if this has no meaning. */
    userVerified?: boolean;
    trustedUntil: number | null;
  } | null;
  /** A valid trusted-browser cookie of this user. Only at login. */
  trustedBrowserUntil: number | null;
  /** What was proved besides the password in this transaction or session family, for the first authenticator. */
  firstFactor: FirstFactor | null;
  /** How long after a reset a person may still set up MFA. */
  resetEnrollmentMs: number;
}

export interface AppliedRule {
  rule: RuleName;
  applied: boolean;
  /** Facts for display: dates, names of roles, numbers. */
  details?: Record<string, unknown>;
}

export type RuleName =
  | 'passkey_alone'
  | 'policy_disabled'
  | 'person_exempt'
  | 'sso_exempt'
  | 'guarded_elsewhere'
  | 'reset_enrollment'
  | 'requirement'
  | 'optional_not_enrolled'
  | 'grace_period'
  | 'first_factor_proof'
  | 'must_enroll'
  | 'nothing_provable'
  | 'trusted_browser'
  | 'session_verified'
  | 'session_trusted'
  | 'allowed_method_missing'
  | 'ask';

export type AllowedBecause =
  | 'passkey_alone'
  | 'policy_disabled'
  | 'person_exempt'
  | 'sso_exempt'
  | 'guarded_elsewhere'
  | 'optional_not_enrolled'
  | 'grace_period'
  | 'trusted_browser'
  | 'session_verified'
  | 'session_trusted';

export type RefusedBecause =
  | 'nothing_provable'
  | 'reset_expired'
  | 'nothing_to_enroll'
  | 'passwordless_off'
  | 'reset'
  | 'guarded_elsewhere'
  | 'method_not_allowed';

/** What has to be proved before the first authenticator: a code sent to the account's address, or a pass. */
export type OwedFirst = OwedFirstFactor;

interface Common {
  /**
   * Null if nothing is owed, or if the person has an authenticator. It's part of every action, because people can
   * choose to set up a method, too.
   */
  owedFirst: OwedFirst | null;
  requirement: Requirement;
  graceEndsAt: number | null;
  rules: AppliedRule[];
}

export type Verdict =
  | (Common & { action: 'allow'; because: AllowedBecause; validUntil: number | null })
  /** `thenEnroll`: the usable methods are no longer allowed, so an allowed one must be set up after the proof. */
  | (Common & { action: 'challenge'; methods: Method[]; reason: StepUpReason; thenEnroll: boolean })
  | (Common & { action: 'enroll'; methods: AuthenticatorType[] })
  | (Common & { action: 'refuse'; because: RefusedBecause });
