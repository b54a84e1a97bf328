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

/** The policy as it binds now: stored values over defaults, config over both. */
export interface EffectivePolicy extends PolicyFields {
  /** When each source of a requirement began to bind: `default` and role codes, UTC ms. For the grace period. */
  since: Record<string, number>;
  lockedByConfig: (keyof PolicyFields)[];
  changedAt: number | null;
  changedBy: { id: number; email: string } | null;
  /** Somebody else in this host asks for a second factor: nobody is sent to set one up here. */
  stepsAside?: boolean;
  /** The stored row is not believed; this binds until somebody saves a policy again. */
  doubted?: boolean;
}

/** Everything the verdict may depend on. Gathered elsewhere; the policy room reads nothing. */
export interface PolicyFacts {
  now: number;
  /** At the door with a right password, with a session that exists, or at the door with a passkey and nothing else. */
  stage: 'sign_in' | 'session' | 'passkey';
  policy: EffectivePolicy;
  person: {
    createdAt: number;
    roleCodes: readonly string[];
    /** Set by a reset, cleared by the next enrollment. */
    mustEnrollSince: number | null;
    exemption: { until: number; reason: string } | null;
    /** When the address on file was changed last, by whomever; null when nobody remembers such a change. */
    emailChangedAt: number | null;
    /** Asked for a second factor by somebody else at the door in question; only looked at while the policy steps aside. */
    guardedElsewhere?: boolean;
  };
  /** One entry per authenticator row, allowed or not. `usable`: could be proved here and now. `proved`: it just was. */
  authenticators: readonly { type: AuthenticatorType; usable: boolean; proved?: boolean; key?: KeyFacts }[];
  recoveryCodes: number;
  /** Methods this host can offer at all. */
  available: readonly AuthenticatorType[];
  /** Methods this door must not offer, e.g. e-mail after a password reset by e-mail. */
  withheld: readonly Method[];
  /** How this login happened: `local` or the SSO provider's name. */
  provider: string;
  /** The live session's proofs; null at the door. */
  session: {
    verifiedAt: number | null;
    method: Method | null;
    /** Whether the key that proved it checked the person; undefined where that says nothing. */
    userVerified?: boolean;
    trustedUntil: number | null;
  } | null;
  /** A valid trusted-browser cookie of this very user, at the door only. */
  trustedBrowserUntil: number | null;
  /** What was proved beside the password in this transaction or session family, for the first authenticator. */
  firstFactor: FirstFactor | null;
  /** How long after a reset a person may still enroll. */
  resetEnrollmentMs: number;
}

export interface AppliedRule {
  rule: RuleName;
  applied: boolean;
  /** Facts for people: dates, names of roles, numbers. */
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

/** What has to be proved before the first authenticator is set up: a code sent to the address on file, or a pass. */
export type OwedFirst = OwedFirstFactor;

interface Common {
  /** Null when nothing is owed, or somebody has an authenticator. It stands beside every action: setting up is a choice, too. */
  owedFirst: OwedFirst | null;
  requirement: Requirement;
  graceEndsAt: number | null;
  rules: AppliedRule[];
}

export type Verdict =
  | (Common & { action: 'allow'; because: AllowedBecause; validUntil: number | null })
  /** `thenEnroll`: what can be proved is no longer allowed, so an allowed method must be set up after the proof. */
  | (Common & { action: 'challenge'; methods: Method[]; reason: StepUpReason; thenEnroll: boolean })
  | (Common & { action: 'enroll'; methods: AuthenticatorType[] })
  | (Common & { action: 'refuse'; because: RefusedBecause });
