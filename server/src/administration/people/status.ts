/**
 * The status that a person's verdict gets in lists. Pure. `enrollment-status.ts` computes the same in SQL, and a test
 * compares both.
 */
import type { AuthenticatorType, PersonStatus } from '../../../../shared/contracts/types';
import type { Traits } from '../../factors';
import type { Verdict } from '../../policy';

/** Most urgent first. Also the order of `sort=status`. */
export const STATUSES: readonly PersonStatus[] = [
  'locked',
  'must_enroll',
  'in_grace',
  'not_set_up',
  'weak',
  'exempt',
  'protected',
];

/** Delivered codes can be intercepted, so people who have nothing else get a status of their own. */
export const isWeak = (traits: Traits): boolean => traits.label === 'delivered';

export interface Standing {
  verdict: Verdict;
  /** Methods that are allowed and usable right now. */
  accepted: readonly AuthenticatorType[];
  enrolled: boolean;
  locked: boolean;
}

const byMethods = ({ accepted, enrolled }: Standing, weak: (type: AuthenticatorType) => boolean): PersonStatus => {
  if (accepted.some((type) => !weak(type))) return 'protected';
  return enrolled ? 'weak' : 'not_set_up';
};

export const statusOf = (standing: Standing, weak: (type: AuthenticatorType) => boolean): PersonStatus => {
  const { verdict } = standing;
  if (standing.locked) return 'locked';
  if (verdict.action === 'enroll' || verdict.action === 'refuse') return 'must_enroll';
  if (verdict.action === 'challenge') return verdict.thenEnroll ? 'must_enroll' : byMethods(standing, weak);
  if (verdict.because === 'person_exempt') return 'exempt';
  if (verdict.because === 'grace_period') return 'in_grace';
  // Methods here don't count here anymore, whichever plugin asks.
  if (verdict.because === 'guarded_elsewhere' && standing.enrolled && standing.accepted.length === 0)
    return 'must_enroll';
  return byMethods(standing, weak);
};
