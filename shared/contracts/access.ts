/** Why a person gets in or doesn't, what helps, and whether they proved who they are. Types only. */
import type { AuthenticatorType, Method, Requirement } from './names';
import type { SessionView, StepUpReason } from './sessions';

/**
 * Where the next login ends: in Strapi, at a question, at a question that can't be answered yet, in the setup, or with a
 * refusal.
 */
export type AccessOutcome = 'let_in' | 'asked' | 'locked' | 'set_up' | 'refused';

/** Actions that open the way. `account`: Strapi's own page of this person. `policy`: the Policy page. */
export type AccessHelp = 'unlock' | 'reset' | 'pass' | 'exempt' | 'end_exemption' | 'remind' | 'account' | 'policy';

/** Why a method of this person can't be proved at a login right now. */
export interface UnusableMethod {
  method: AuthenticatorType;
  reason: 'unreadable' | 'other_address' | 'unavailable';
}

interface Held {
  /** The methods that wait. */
  methods: Method[];
  /** Null if an administrator, or another method, has to lift it. */
  until: string | null;
  /** Wrong attempts in a row. */
  failures: number;
  /** The methods that still work. */
  works: Method[];
}

export type AccessFinding = { help: AccessHelp[] } & (
  | { code: 'never_registered' | 'inactive' | 'sso_only' }
  /** Strapi's flag. It stops a login with a passkey alone, and no other. */
  | { code: 'blocked' }
  /** `locked` after many wrong attempts. `waiting` after a few. */
  | ({ code: 'locked' | 'waiting' } & Held)
  /** The password can't be confirmed in an open session. Logins work. */
  | { code: 'password_locked'; until: string | null; failures: number }
  | { code: 'nothing_provable'; methods: UnusableMethod[] }
  | { code: 'reset_expired'; since: string }
  | { code: 'nothing_to_set_up' }
  /** Has to set up MFA after a reset. It's possible until then. */
  | { code: 'reset'; until: string; methods: AuthenticatorType[] }
  /** The grace period is over. */
  | { code: 'deadline_over'; since: string; by: string[]; methods: AuthenticatorType[] }
  | { code: 'must_set_up'; by: string[]; methods: AuthenticatorType[] }
  /** The first method needs a pass. `pass`: until when the last one works, or null if there's none. */
  | { code: 'pass_needed'; pass: string | null; because: 'policy' | 'address_changed' }
  | { code: 'email_code_needed' }
  /** Confirms with a method that doesn't count anymore, and then has to set up one that does. */
  | { code: 'methods_not_allowed'; methods: Method[] }
  /** `by`: the sources of the requirement. Empty if it's optional. */
  | { code: 'asked'; by: string[]; methods: Method[] }
  /** Isn't asked in a browser they trust. */
  | { code: 'trusted_browser'; until: string }
  | { code: 'exempt'; until: string; reason: string }
  | { code: 'grace_period'; until: string }
  | { code: 'policy_off' | 'sso_exempt' | 'guarded_elsewhere' | 'optional' }
  /** Not asked, for a reason that has no sentence of its own. */
  | { code: 'not_asked'; because: string }
);

export type AccessCode = AccessFinding['code'];

export interface PersonAccess {
  outcome: AccessOutcome;
  /** The most important one comes first. Never empty. */
  findings: AccessFinding[];
}

/** What the policy would do now, and the rules in the order they apply. */
export interface Explanation {
  action: 'allow' | 'challenge' | 'enroll' | 'refuse';
  because: string | null;
  reason: StepUpReason | null;
  methods: Method[];
  validUntil: string | null;
  rules: { rule: string; applied: boolean; details: Record<string, unknown> }[];
}

/** `GET /mfa/users/:id/explain`: the next login, and each open session. */
export interface PersonExplanation extends Explanation {
  user: { id: number; email: string; name: string; roles: { id: number; code: string; name: string }[] };
  requirement: Requirement;
  graceEndsAt: string | null;
  /** The default, and each of the person's roles that the policy names. */
  sources: { source: string; level: Requirement }[];
  provider: string;
  locked: { until: string | null } | null;
  /** The same login in one of the person's trusted browsers. Null if there is none. */
  inTrustedBrowser: Explanation | null;
  sessions: (SessionView & { explanation: Explanation })[];
  /** The same in sentences: what stands in the way at the next login, and what helps. */
  access: PersonAccess;
}

/** A code was sent to the person, who reads it back to the caller. */
export interface IdentityCheckSent {
  /** Where it was sent. */
  destination: string;
  expiresAt: string;
}

/** The caller's last code for this person. */
export interface IdentityCheck {
  sentAt: string;
  expiresAt: string;
  /** Within the last 30 minutes. What the caller does meanwhile is recorded as done for a verified person. */
  verifiedAt: string | null;
}
