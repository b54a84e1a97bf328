import type { OwedFirst, PolicyFacts } from './facts';

/** HTTP contract §5: how long a changed address proves nothing, whoever changed it. */
export const ADDRESS_SETTLES_MS = 72 * 3_600_000;

/** A change in the future was made by a clock that was set back since. It counts as a change of today. */
export const addressSettled = ({ person, now }: PolicyFacts): boolean =>
  person.emailChangedAt === null || now - person.emailChangedAt >= ADDRESS_SETTLES_MS;

/**
 * What a person without an authenticator still has to prove before they set up the first one. A pass is stronger than a
 * code by email and replaces it. If the mailbox can't be trusted, only a pass counts.
 */
export const owedFirst = (facts: PolicyFacts): OwedFirst | null => {
  const asked = facts.policy.firstFactorProof;
  if (asked === 'password' || facts.authenticators.length > 0) return null;
  const given = facts.firstFactor?.proof ?? null;
  if (given === 'pass' || given === 'first_administrator') return null;
  if (asked === 'pass' || !addressSettled(facts)) return 'pass';
  return given === 'email' ? null : 'email';
};
