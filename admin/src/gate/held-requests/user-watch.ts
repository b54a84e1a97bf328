import type { HeldRequests } from '../question/question';
import { newestToken, type PanelApp } from '../panel';

/** The user of a token. Only for comparison: the server alone decides whether a token is valid. */
export const userOf = (token: string | null): string | null => {
  if (token === null) return null;
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(atob(payload)) as { userId?: unknown; id?: unknown };
    return String(claims.userId ?? claims.id ?? token);
  } catch {
    return token;
  }
};

/** What the panel stores for all tabs. A logout in any tab removes it. */
const SIGNED_IN_KEY = 'isLoggedIn';

/** Tells the held requests when a different person uses the panel. */
export const watchUser = (app: PanelApp, held: HeldRequests): void => {
  let user = userOf(newestToken(app));
  app.store?.subscribe(() => {
    const now = userOf(newestToken(app));
    if (now === user) return;
    user = now;
    held.userChanged();
  });
  window.addEventListener('storage', (event) => {
    if (event.key === SIGNED_IN_KEY && event.newValue === null && held.current()?.kind === 'step_up')
      held.userChanged();
  });
};
