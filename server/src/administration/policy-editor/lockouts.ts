/** Turns counted people into warnings and into refusals of unsafe policies. Pure. */
import type { PolicyPreview } from '../../../../shared/contracts/types';
import { OBSTACLE_WORDS, type MethodAvailability } from '../../factors';
import type { EffectivePolicy } from '../../policy';
import type { PlanRisks } from './difference';
import type { Tally } from './impact';

export type LockOut = 'no_method' | 'preferred_not_allowed' | 'author' | 'last_super_admin' | 'everyone';

export interface Judged {
  now: EffectivePolicy;
  then: EffectivePolicy;
  tally: Tally;
  methods: readonly MethodAvailability[];
}

const MESSAGES: Record<LockOut, string> = {
  no_method: 'None of the allowed methods can be used on this server, so nobody could set one up.',
  preferred_not_allowed: 'The default method isn’t one of the allowed methods.',
  author: 'You don’t have a method that this policy accepts. Set one up first.',
  last_super_admin: 'No Super Admin could log in without setting up a method first.',
  everyone: 'Nobody could log in without setting up a method first.',
};

const offers = (policy: EffectivePolicy, methods: readonly MethodAvailability[]): boolean =>
  methods.some(({ type, obstacle }) => obstacle === null && policy.allowedMethods.includes(type));

const prefersAllowed = (policy: EffectivePolicy): boolean => policy.allowedMethods.includes(policy.preferredMethod);

/**
 * What makes a policy unsafe to save. Compared with the current policy: people who are already locked out must not block
 * a change that repairs something else.
 */
export const lockOutsOf = ({ now, then, tally, methods }: Judged): LockOut[] => {
  const { author, superAdmins, everyone } = tally;
  const found: [LockOut, boolean][] = [
    ['no_method', !offers(then, methods) && (offers(now, methods) || changesMethods(now, then))],
    ['preferred_not_allowed', !prefersAllowed(then) && (prefersAllowed(now) || changesMethods(now, then))],
    ['author', author !== null && author.then > 0 && author.then > author.now],
    ['last_super_admin', superAdmins.then === 0 && superAdmins.now > 0],
    ['everyone', everyone.then === 0 && everyone.now > 0],
  ];
  return found.filter(([, applies]) => applies).map(([code]) => code);
};

const changesMethods = (now: EffectivePolicy, then: EffectivePolicy): boolean =>
  now.preferredMethod !== then.preferredMethod ||
  now.allowedMethods.length !== then.allowedMethods.length ||
  now.allowedMethods.some((type) => !then.allowedMethods.includes(type));

/** The people that the refusal names. */
export const peopleBehind = (lockOuts: readonly LockOut[], tally: Tally): PolicyPreview['affected'] => {
  const named = lockOuts.flatMap((code) => {
    if (code === 'author') return tally.author ? [tally.author.person] : [];
    if (code === 'last_super_admin') return tally.superAdmins.listed;
    return code === 'everyone' || code === 'no_method' ? tally.affected : [];
  });
  return [...new Map(named.map((person) => [person.id, person])).values()];
};

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

const alwaysAsks = ({ requirement, roles }: EffectivePolicy): boolean =>
  [requirement, ...Object.values(roles)].includes('always_required');

export const warningsOf = (judged: Judged): PolicyPreview['warnings'] => {
  const { then, tally, methods } = judged;
  const warnings: PolicyPreview['warnings'] = lockOutsOf(judged).map((code) => ({ code, message: MESSAGES[code] }));
  const warn = (applies: boolean, code: string, message: string): void => {
    if (applies) warnings.push({ code, message });
  };
  for (const { type, obstacle } of methods) {
    if (obstacle !== null && then.allowedMethods.includes(type))
      warnings.push({ code: `${type}_unavailable`, message: OBSTACLE_WORDS[obstacle], obstacle });
  }
  warn(
    tally.author?.inGrace === true,
    'author_in_grace',
    'You haven’t set up MFA yourself. Do it before your grace period ends.'
  );
  warn(!then.enabled, 'policy_disabled', 'Nobody is asked for MFA while the policy is off.');
  warn(
    tally.stranded > 0,
    'without_allowed_method',
    `${people(tally.stranded)} must set up another method: their methods are no longer accepted.`
  );
  warn(
    tally.shutOut > 0,
    'shut_out',
    `${people(tally.shutOut)} can’t log in: none of their methods work, and they can’t set one up.`
  );
  warn(
    then.enabled && then.trustedBrowserDays > 0 && alwaysAsks(then),
    'trusted_browsers_ignored',
    'Trusted browsers are ignored where MFA is always required.'
  );
  return warnings;
};

/** A plan is never refused: the time until it begins is there to set up methods. */
export const warningsOfPlan = (risks: PlanRisks | null): PolicyPreview['warnings'] => {
  if (!risks) return [];
  const author = {
    code: 'plan_author',
    message: 'You don’t have a method yet. Set one up before the requirement starts.',
  };
  const superAdmins = {
    code: 'plan_super_admins',
    message: 'No Super Admin has a method yet. Set one up before the requirement starts.',
  };
  return [...(risks.author ? [author] : []), ...(risks.superAdmins ? [superAdmins] : [])];
};
