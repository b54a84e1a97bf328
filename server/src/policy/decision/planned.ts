/**
 * A planned requirement: it stands beside the one in force and replaces it at its date, or never (report only). No timer
 * decides. Each read asks the clock, so every node changes over within the time that any policy change takes. Pure.
 */
import { createHash } from 'node:crypto';

import type { PlannedEffect } from '../../../../shared/contracts/types';
import type { PolicyFields } from '../../platform';
import { decide } from './decide';
import type { EffectivePolicy, PolicyFacts } from './facts';
import { stampSources } from './requirement';

type Plan = NonNullable<PolicyFields['planned']>;

/** UTC ms. Null without a plan, or if it's report only. */
export const startOf = (planned: Plan | null): number | null =>
  planned === null || planned.startsAt === null ? null : Date.parse(planned.startsAt);

/**
 * The policy after its plan began. `config`: what the configuration fixes. Its requirement isn't replaced by a plan that
 * was saved in the panel, and its own plan fixes the requirement from then on. `changedAt` is the start, so that someone
 * who edited the policy of before notices.
 */
export const begun = (policy: EffectivePolicy, config: Partial<PolicyFields>, now: number): EffectivePolicy => {
  const { planned } = policy;
  const at = startOf(planned);
  if (planned === null || at === null || at > now) return policy;
  const fixed = config.planned !== undefined;
  const requirement = fixed ? planned.requirement : (config.requirement ?? planned.requirement);
  const roles = fixed ? planned.roles : (config.roles ?? planned.roles);
  const locked: (keyof PolicyFields)[] = fixed
    ? ['requirement', 'roles', ...policy.lockedByConfig]
    : policy.lockedByConfig;
  return {
    ...policy,
    requirement,
    roles,
    planned: null,
    since: stampSources(policy.since, { enabled: policy.enabled, requirement, roles }, at),
    lockedByConfig: [...new Set(locked)],
    changedAt: fixed || policy.doubted ? policy.changedAt : Math.max(at, (policy.changedAt ?? 0) + 1),
  };
};

/** The policy as its plan would make it if it began then (UTC ms), whatever its own date. The same without a plan. */
export const underPlan = (policy: EffectivePolicy, at: number): EffectivePolicy => {
  const { planned } = policy;
  if (planned === null) return policy;
  const { requirement, roles } = planned;
  const since = stampSources(policy.since, { enabled: policy.enabled, requirement, roles }, at);
  return { ...policy, requirement, roles, planned: null, since };
};

/** Identifies what a plan requires. Another date doesn't make it another plan. */
export const planName = ({ requirement, roles }: Plan): string => {
  const named = Object.entries(roles).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([requirement, named]))
    .digest('hex')
    .slice(0, 12);
};

/** What the plan would do to a person at this login if it were in force. A grace period only postpones it. */
export const plannedEffect = (facts: PolicyFacts): PlannedEffect => {
  const verdict = decide({ ...facts, policy: underPlan(facts.policy, facts.now) });
  if (verdict.action === 'refuse') return 'stop';
  if (verdict.action === 'enroll') return 'set_up';
  if (verdict.action === 'challenge') return verdict.thenEnroll ? 'set_up' : 'ask';
  return verdict.because === 'grace_period' ? 'set_up' : 'none';
};

/** For the event of a login. Nothing without a plan. */
export const plannedDetails = (
  facts: PolicyFacts,
  effect: PlannedEffect = plannedEffect(facts)
): { planned?: { plan: string; effect: PlannedEffect } } =>
  facts.policy.planned === null ? {} : { planned: { plan: planName(facts.policy.planned), effect } };

/**
 * By when a person without methods has to set one up (UTC ms): the end of a grace period, or of the time until a plan
 * begins and the grace period after it. Null if there is no such date, or if it has passed.
 */
export const deadlineOf = (facts: Omit<PolicyFacts, 'policy'>, policy: EffectivePolicy): number | null => {
  const verdict = decide({ ...facts, policy });
  if (verdict.action !== 'allow') return null;
  if (verdict.because === 'grace_period') return verdict.validUntil;
  const start = startOf(policy.planned);
  if (start === null || facts.authenticators.length > 0) return null;
  const then = decide({ ...facts, now: Math.max(start, facts.now), policy: underPlan(policy, start) });
  if (then.action === 'enroll' || then.action === 'refuse') return start;
  return then.action === 'allow' && then.because === 'grace_period' ? then.validUntil : null;
};
