import { type AuthenticatorView, type MeView } from '../../../../shared/contracts/types';

export interface Standing {
  /** `backup`: only one authenticator, so one lost device leaves only the recovery codes. */
  kind: 'none' | 'unusable' | 'backup' | 'protected';
  usable: AuthenticatorView[];
}

/** How well a person is protected, in one word that the status card and the widget share. */
export const standingOf = (me: MeView): Standing => {
  const usable = me.authenticators.filter((authenticator) => authenticator.usable);
  if (me.authenticators.length === 0) return { kind: 'none', usable };
  if (usable.length === 0) return { kind: 'unusable', usable };
  return { kind: usable.length === 1 ? 'backup' : 'protected', usable };
};
