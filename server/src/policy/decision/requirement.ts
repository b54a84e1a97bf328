import { REQUIREMENTS } from '../../../../shared/contracts/constants';
import type { Requirement } from '../../../../shared/contracts/types';
import type { PolicyFields } from '../../platform';
import type { EffectivePolicy, PolicyFacts } from './facts';

const DAY_MS = 86_400_000;

export const DEFAULT_SOURCE = 'default';

const rank = (requirement: Requirement): number => REQUIREMENTS.indexOf(requirement);

/** The sources that apply to this person: the default, and each of their roles that the policy names. */
const sources = (policy: EffectivePolicy, roleCodes: readonly string[]): { key: string; level: Requirement }[] => {
  const bound: { key: string; level: Requirement }[] = [{ key: DEFAULT_SOURCE, level: policy.requirement }];
  for (const code of roleCodes) {
    const level = Object.hasOwn(policy.roles, code) ? policy.roles[code] : undefined;
    if (level) bound.push({ key: code, level });
  }
  return bound;
};

/** The strictest of the default and the person's roles applies, whatever the order of the roles. */
export const requirementOf = (policy: EffectivePolicy, roleCodes: readonly string[]): Requirement =>
  sources(policy, roleCodes).reduce<Requirement>(
    (strictest, { level }) => (rank(level) > rank(strictest) ? level : strictest),
    'optional'
  );

/**
 * When the grace period ends, or null if there is none. It starts when the earliest requirement began or the account
 * was created, whichever is later. Computed on each read, so a shortened period applies right away.
 */
export const graceEndsAt = (
  policy: EffectivePolicy,
  person: Pick<PolicyFacts['person'], 'createdAt' | 'roleCodes' | 'mustEnrollSince'>
): number | null => {
  if (!policy.enabled || policy.gracePeriodDays === 0 || person.mustEnrollSince !== null) return null;
  const began = sources(policy, person.roleCodes)
    .filter(({ level }) => level !== 'optional')
    .map(({ key }) => policy.since[key] ?? 0);
  if (began.length === 0) return null;
  return Math.max(Math.min(...began), person.createdAt) + policy.gracePeriodDays * DAY_MS;
};

/**
 * When each source of a requirement began. An existing source keeps its date, even if it gets stricter. A new one
 * (previously optional, or the policy was off) begins now. The others have none.
 */
export const stampSources = (
  since: Record<string, number>,
  policy: Pick<PolicyFields, 'enabled' | 'requirement' | 'roles'>,
  now: number
): Record<string, number> => {
  if (!policy.enabled) return {};
  const named = { ...policy.roles, [DEFAULT_SOURCE]: policy.requirement };
  const binding = Object.entries(named).filter(([, level]) => level !== REQUIREMENTS[0]);
  return Object.fromEntries(binding.map(([key]) => [key, since[key] ?? now]));
};
