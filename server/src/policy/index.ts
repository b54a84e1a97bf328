/**
 * The policy room: who owes a second factor, decided in one place.
 * Promises: `decide` is pure and the only judge; the stored policy is read afresh each time; what cannot be read throws,
 * so that callers fail closed. Never: a decision from a request header, a policy that locks out its author or everyone.
 */
export { decide } from './decide';
export { graceEndsAt, requirementOf } from './requirement';
export { DEFAULT_FIELDS, UnreadablePolicyError, viewOf } from './document';
export { createPolicyEditor, type Author, type PolicyEditor } from './editor';
export { standingsOf, type MethodStanding } from './methods';
export { createPolicyStore, type PolicyStore } from './store';
export type { AllowedBecause, AppliedRule, EffectivePolicy, PolicyFacts, RuleName, Verdict } from './facts';
