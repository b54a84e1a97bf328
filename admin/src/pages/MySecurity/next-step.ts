import { LIMITS } from '../../../../shared/contracts/constants';
import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';
import { enrollableUi } from '../../factors';
import { standingOf } from '../parts';

/** The one thing that would help most right now. Null if nothing is missing. */
export type NextStep =
  /** A method: the first one, one that works, or a backup. */
  | { kind: 'method' }
  /** Recovery codes that were never made, or that nobody has saved. */
  | { kind: 'codes' }
  | { kind: 'fewCodes' }
  /** A passkey that could log in alone, if it were made anew. */
  | { kind: 'better'; view: AuthenticatorView }
  | null;

export const nextStepOf = (me: MeView): NextStep => {
  const { kind, usable } = standingOf(me);
  const { generatedAt, acknowledged, remaining } = me.recoveryCodes;
  if (kind === 'none' || kind === 'unusable') return { kind: 'method' };
  // With only one method, codes come first: they can be made right here, and a second device may not be at hand.
  if (generatedAt === null || !acknowledged || remaining === 0) return { kind: 'codes' };
  if (kind === 'backup') return { kind: 'method' };
  if (remaining <= LIMITS.recoveryCodesLow) return { kind: 'fewCodes' };
  const view = usable.find((one) => enrollableUi(one.type).canBeMadeBetter?.(one, me));
  return view ? { kind: 'better', view } : null;
};
