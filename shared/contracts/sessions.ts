/** A session, and what was proved in it. Types only. */
import type { Method } from './names';

export type StepUpReason = 'session_unverified' | 'verification_expired' | 'sensitive_action';

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
