/** The policy as in the contract. Types only. */
import type { MethodObstacle } from './findings';
import type { AuthenticatorType, Requirement } from './names';

/** Which security keys and passkeys count. */
export interface AuthenticatorRules {
  userVerification: 'preferred' | 'required';
  attestation: 'none' | 'required';
  /** Lower case. Empty for any. */
  allowedAaguids: string[];
  deviceBound: boolean;
}

export interface PolicyView {
  id: string;
  name: string;
  description: string;
  type: 'access';
  rules: string[];
  enabled: boolean;
  requirement: Requirement;
  roles: Record<string, Requirement>;
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
}
