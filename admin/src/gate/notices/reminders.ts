/** One reminder at most after a login: someone else has the password, a grace period, an invitation, or an offer. */
import type { MeView } from '../../../../shared/contracts/types';
import { rememberReminded, wasReminded } from './kept-notice';
import { backendAddress, newestToken, type PanelApp } from '../panel';

type Fetch = typeof fetch;

/** The login whose failed attempts were shown, for all tabs of this browser. */
const TOLD = 'strapi-mfa-attempts-told';

const readMe = async (app: PanelApp, send: Fetch): Promise<MeView | null> => {
  const headers = { authorization: `Bearer ${newestToken(app) ?? ''}`, accept: 'application/json' };
  const response = await send(`${backendAddress()}/mfa/me`, { headers, credentials: 'include' });
  if (!response.ok) return null;
  return ((await response.json()) as { data: MeView }).data;
};

/** True once per login. */
const takeUntold = ({ sessions }: MeView): boolean => {
  const signIn = sessions.find(({ current }) => current)?.id ?? '';
  if (window.localStorage.getItem(TOLD) === signIn) return false;
  window.localStorage.setItem(TOLD, signIn);
  return true;
};

const remindOf = async (app: PanelApp, send: Fetch): Promise<void> => {
  if (wasReminded()) return;
  const me = await readMe(app, send);
  // The person may have logged out meanwhile.
  if (!me || newestToken(app) === null) return;
  rememberReminded();
  if (me.attempts && takeUntold(me)) {
    const { showAttemptsNotice } = await import('./page-notices');
    return showAttemptsNotice(app, me.attempts.lastAt);
  }
  if (!me.enrolled && me.graceEndsAt !== null) {
    const { showGraceNotice } = await import('./page-notices');
    return showGraceNotice(app, me.graceEndsAt);
  }
  // After an import from another plugin, people have no recovery codes, because codes aren't imported.
  if (me.enrolled && me.recoveryCodes.generatedAt === null) {
    const { showCodesNotice } = await import('./page-notices');
    return showCodesNotice(app);
  }
  if (me.invited) {
    const { meetInvitation } = await import('./invitation');
    return meetInvitation(app);
  }
  if (me.passkeyOffer === 'none') return;
  const { meetPasskeyOffer } = await import('./passkey-offer');
  return meetPasskeyOffer(app, me);
};

/** Never throws: a reminder that can't be shown isn't an error. */
export const remind = (app: PanelApp, send: Fetch): Promise<void> => remindOf(app, send).catch(() => undefined);
