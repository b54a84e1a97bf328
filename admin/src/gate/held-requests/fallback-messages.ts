/**
 * Messages that the login page can show if a question can't be drawn, or never arrived. Part of the panel's first
 * bundle.
 */
import { PLUGIN_ID } from '../../../../shared/contracts/ids';
import { panelState, type PanelApp } from '../panel';

/** Login routes. None of them ever answers with a page. */
const LOGIN_ROUTE = /^\/admin\/(login|register(-admin)?|reset-password)$/;

const isPage = (response: Response): boolean => /\bhtml\b/i.test(response.headers.get('content-type') ?? '');

/** Something between the browser and the server replaced the answer with its own page. */
export const isReplaced = (path: string, response: Response): boolean =>
  isPage(response) && (response.status === 403 || LOGIN_ROUTE.test(path));

type Said = 'notLoaded' | 'replaced';

/** A refusal in Strapi's own format and the panel's language, so that the page shows its message. */
export const refusalSaying = (app: PanelApp, said: Said): Response => {
  const words = app.configurations.translations[panelState(app).language?.locale ?? 'en'];
  const message = words?.[`${PLUGIN_ID}.shell.gate.${said}`] ?? '';
  const error = { status: 403, name: 'ForbiddenError', message, details: {} };
  return Response.json({ data: null, error }, { status: 403 });
};
