/** The policy as in the contract. Types only. */
import type { MethodObstacle } from './findings';
import type { AuthenticatorType, Language, Requirement } from './names';

/** Which security keys and passkeys count. */
export interface AuthenticatorRules {
  userVerification: 'preferred' | 'required';
  attestation: 'none' | 'required';
  /** Lower case. Empty for any. */
  allowedAaguids: string[];
  deviceBound: boolean;
}

/** Replaces the requirement and the roles at `startsAt`. Report only without a date. */
export interface PlannedRequirement {
  requirement: Requirement;
  roles: Record<string, Requirement>;
  /** ISO 8601. */
  startsAt: string | null;
}

/** What a planned requirement would have done at a login: nothing more, ask, require a method, or stop the person. */
export type PlannedEffect = 'none' | 'ask' | 'set_up' | 'stop';

export interface PolicyView {
  id: string;
  name: string;
  description: string;
  type: 'access';
  rules: string[];
  enabled: boolean;
  requirement: Requirement;
  roles: Record<string, Requirement>;
  planned: PlannedRequirement | null;
  allowedMethods: AuthenticatorType[];
  preferredMethod: AuthenticatorType;
  gracePeriodDays: number;
  sso: 'exempt' | 'require';
  trustedBrowserDays: number;
  verificationMaxAgeHours: number;
  stepUpMaxAgeMinutes: number;
  stepUpActions: string[];
  maxFailures: number;
  lockoutMinutes: number;
  helpText: string;
  /** The same in other languages. `helpText` is for those that aren't here. */
  helpTexts: Partial<Record<Language, string>>;
  supportUrl: string | null;
  notices: Record<string, boolean>;
  /** Whether people can log in with a passkey alone. */
  passwordless: 'off' | 'allowed';
  /** What people without a passkey see after a login. */
  passkeyUpgrade: 'off' | 'offer' | 'automatic';
  authenticators: AuthenticatorRules;
  /** By role code. A person may use what all of their roles and `allowedMethods` have in common. */
  roleMethods: Record<string, AuthenticatorType[]>;
  /** What is proved before a first method is set up. */
  firstFactorProof: 'password' | 'email' | 'pass';
  lockedByConfig: string[];
  updatedAt: string | null;
  updatedBy: { id: number; email: string } | null;
}

export interface PolicyPreview {
  users: { total: number; satisfied: number; mustEnroll: number; inGrace: number; exempt: number };
  /** Up to 50 of the people who would have to set up MFA. */
  affected: { id: number; email: string; name: string }[];
  /** `obstacle`: why an allowed method can't be offered. */
  warnings: { code: string; message: string; obstacle?: MethodObstacle }[];
  difference: PolicyDifference;
}

/** Everybody, by what they have and what they must do. The five groups add up to `total`. */
export interface PolicyStanding {
  total: number;
  /** They have a method that counts. */
  protected: number;
  /** They have none, and nobody requires it of them. */
  leftToThem: number;
  /** They have none, and a date until when. */
  deadline: number;
  /** They have none that counts, and have to set one up when they log in next. */
  mustSetUp: number;
  exempt: number;
}

/** From the saved policy to the proposed one. With a plan, to the time when the plan is in force. */
export interface PolicyDifference {
  /** When the plan begins (ISO 8601). Null if the change applies as soon as it's saved, or never begins. */
  startsAt: string | null;
  /** The plan never begins: `after` is only what it would do. */
  reportOnly: boolean;
  /** Under the saved policy, now. */
  present: PolicyStanding;
  /** Under the saved policy. If it has a plan with a date, when that is in force. */
  before: PolicyStanding;
  after: PolicyStanding;
  /** People who must set up a method, and didn't have to before. */
  newly: {
    people: number;
    superAdmins: number;
    /** How many by each date (ISO 8601), earliest first. Those without a date have to at their next login. */
    deadlines: { date: string; people: number }[];
  };
  /** People whose deadline changes to another date. */
  moved: number;
  /** People who had to set up a method, and no longer have to. */
  released: number;
  /** Emails that saving sends today: about a new deadline, and to Super Admins about the change. */
  mails: { people: number; superAdmins: number };
  /** Up to 50 of `newly`. Empty for those who may not see people. */
  who: { id: number; email: string; name: string; superAdmin: boolean; deadline: string | null }[];
}

export interface PolicyReportCount {
  /** People who logged in. */
  people: number;
  /** Of these, by the strictest effect that the plan would have had on them. */
  ask: number;
  setUp: number;
  stop: number;
}

/** What the plan would have done at the logins since it was saved. */
export interface PolicyReport {
  planned: PlannedRequirement | null;
  /** The first day (ISO 8601 date, UTC) that the report covers. */
  firstDay: string;
  days: (PolicyReportCount & { date: string })[];
  total: PolicyReportCount;
  /** Up to 50 people behind each number. Empty for those who may not see people. */
  who: { ask: PolicyReportPerson[]; setUp: PolicyReportPerson[]; stop: PolicyReportPerson[] };
}

export interface PolicyReportPerson {
  id: number;
  email: string;
  name: string;
}
