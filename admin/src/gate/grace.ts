/** The reminder of whoever still has time to set something up: once a tab, after signing in, never in the way. */
import type { MeView } from '../../../shared/contracts/types';
import { backendAddress, newestToken, type PanelApp } from './panel';

type Fetch = typeof fetch;

const REMINDED = 'strapi-mfa-reminded';

const readMe = async (app: PanelApp, send: Fetch): Promise<MeView | null> => {
  const headers = { authorization: `Bearer ${newestToken(app) ?? ''}`, accept: 'application/json' };
  const response = await send(`${backendAddress()}/mfa/me`, { headers, credentials: 'include' });
  if (!response.ok) return null;
  return ((await response.json()) as { data: MeView }).data;
};

/** Never throws: a reminder that cannot be shown is not worth an error. */
export const remindOfGrace = async (app: PanelApp, send: Fetch): Promise<void> => {
  if (window.sessionStorage.getItem(REMINDED) !== null) return;
  const me = await readMe(app, send).catch(() => null);
  if (!me) return;
  window.sessionStorage.setItem(REMINDED, 'yes');
  if (me.enrolled || me.graceEndsAt === null) return;
  const { showGraceNotice } = await import('./page-notices');
  showGraceNotice(app, me.graceEndsAt);
};
