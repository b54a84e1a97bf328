/** Answers the log-in page can print when a question cannot be drawn, or never arrived. Part of the panel's first bundle. */
import { PLUGIN_ID } from '../../../../shared/contracts/constants';
import { panelState, type PanelApp } from '../panel';

/** Doors a person comes in by: none of them ever answers with a page. */
const DOOR = /^\/admin\/(login|register(-admin)?|reset-password)$/;

const isPage = (response: Response): boolean => /\bhtml\b/i.test(response.headers.get('content-type') ?? '');

/** Something between browser and server put a page of its own in place of the answer. */
export const isReplaced = (path: string, response: Response): boolean =>
  isPage(response) && (response.status === 403 || DOOR.test(path));

type Said = 'notLoaded' | 'replaced';

/** A refusal in the shape of Strapi's own, in the panel's language: the page prints its message. */
export const refusalSaying = (app: PanelApp, said: Said): Response => {
  const words = app.configurations.translations[panelState(app).language?.locale ?? 'en'];
  const message = words?.[`${PLUGIN_ID}.shell.gate.${said}`] ?? '';
  const error = { status: 403, name: 'ForbiddenError', message, details: {} };
  return Response.json({ data: null, error }, { status: 403 });
};
