import type { HeldRequests } from '../question/question';
import { newestToken, type PanelApp } from '../panel';

/** Whose token it is. Read for comparison only: the server alone decides what a token is worth. */
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

/** What the panel keeps where all tabs see it: gone after a log-out in any of them. */
const SIGNED_IN_KEY = 'isLoggedIn';

/** Tells the held when the person at the panel is no longer the one who was asked. */
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
