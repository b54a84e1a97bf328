import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';

export interface Standing {
  /** `backup`: one authenticator only, so one lost device away from the recovery codes. */
  kind: 'none' | 'unusable' | 'backup' | 'protected';
  usable: AuthenticatorView[];
}

/** How well a person is protected, in the one word the status card and the widget share. */
export const standingOf = (me: MeView): Standing => {
  const usable = me.authenticators.filter((authenticator) => authenticator.usable);
  if (me.authenticators.length === 0) return { kind: 'none', usable };
  if (usable.length === 0) return { kind: 'unusable', usable };
  return { kind: usable.length === 1 ? 'backup' : 'protected', usable };
};
