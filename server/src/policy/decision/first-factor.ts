import type { OwedFirst, PolicyFacts } from './facts';

/** HTTP contract §5: for so long an address that was changed proves nothing, whoever changed it. */
export const ADDRESS_SETTLES_MS = 72 * 3_600_000;

/** A change in what is the future by now was made by a clock that was set back since; it counts as one of today. */
const addressSettled = ({ person, now }: PolicyFacts): boolean =>
  person.emailChangedAt === null || now - person.emailChangedAt >= ADDRESS_SETTLES_MS;

/**
 * What somebody without an authenticator still has to prove before setting up the first. A pass is worth more than a
 * code by mail and counts in its place; where the mailbox can't be believed, nothing but a pass does.
 */
export const owedFirst = (facts: PolicyFacts): OwedFirst | null => {
  const asked = facts.policy.firstFactorProof;
  if (asked === 'password' || facts.authenticators.length > 0) return null;
  const given = facts.firstFactor?.proof ?? null;
  if (given === 'pass' || given === 'first_administrator') return null;
  if (asked === 'pass' || !addressSettled(facts)) return 'pass';
  return given === 'email' ? null : 'email';
};
