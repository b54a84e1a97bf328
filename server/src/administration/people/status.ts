/** What a person's verdict is called in lists. Pure; `standings.ts` says the same in SQL, and a test holds them together. */
import type { AuthenticatorType, PersonStatus } from '../../../../shared/contracts/types';
import type { Traits } from '../../factors';
import type { Verdict } from '../../policy';

/** Most pressing first: also the order of `sort=status`. */
export const STATUSES: readonly PersonStatus[] = [
  'locked',
  'must_enroll',
  'in_grace',
  'not_set_up',
  'weak',
  'exempt',
  'protected',
];

/** A code that travels can be intercepted on its way: whoever has nothing else is told apart. */
export const isWeak = (traits: Traits): boolean => traits.label === 'delivered';

export interface Standing {
  verdict: Verdict;
  /** Methods that are allowed and could be proved here and now. */
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
  // What is held here no longer counts here, whoever asks elsewhere.
  if (verdict.because === 'guarded_elsewhere' && standing.enrolled && standing.accepted.length === 0)
    return 'must_enroll';
  return byMethods(standing, weak);
};
