/**
 * Who owes a second factor, decided in one place.
 * Promises: `decide` is pure and the only judge; the stored policy is read each time; an unreadable policy throws, so
 * that callers fail closed. Never: a decision from a request header.
 */
export { countsFor, enrollableIn, keyCounts, keyShortfall, methodsFor } from './allowed';
export { decide } from './decide';
export { addressSettled } from './owed-first-factor';
export { begun, deadlineOf, plannedDetails, planName, startOf, underPlan } from './planned';
export { DEFAULT_SOURCE, graceEndsAt, requirementOf, stampSources } from './requirement';
export { DEFAULT_FIELDS, normalized, POLICY_KEYS, supportOf, UnreadablePolicyError, viewOf } from './document';
export { createPolicyStore, POLICY_COLUMNS, POLICY_ROW, POLICY_SAVED, type PolicyStore } from './store';
export type {
  AllowedBecause,
  AppliedRule,
  EffectivePolicy,
  OwedFirst,
  PolicyFacts,
  RefusedBecause,
  RuleName,
  Verdict,
} from './facts';
