import { createRoot } from 'react-dom/client';

import { cancelCeremony } from '../../factors';
import { rememberNotice, takeNotice } from '../notices/kept-notice';
import { guardBackButton } from './back-button';
import { createCalls } from './calls';
import type { Drawn, Question, QuestionEvents } from './question';
import { Gate } from './Gate';
import { isolatedLayer } from './isolation';
import { backendAddress, newestToken, type PanelApp } from '../panel';
import { PanelLook } from './PanelLook';

type Fetch = typeof fetch;

interface DrawGate {
  app: PanelApp;
  send: Fetch;
  question: Question;
  events: QuestionEvents;
}

/** Only a login can be sent twice. The other routes have used up their link. */
const REPEATABLE_SIGN_IN = '/admin/login';

/** The email address entered on the login page. Other routes don't have one. */
const accountIn = (body: string | null): string | null => {
  try {
    const typed = (JSON.parse(body ?? '{}') as { email?: unknown }).email;
    return typeof typed === 'string' ? typed : null;
  } catch {
    return null;
  }
};

/** Ends the session here and in every other tab, as the panel's own logout does. */
const logOut = async (app: PanelApp, send: Fetch): Promise<void> => {
  const headers = { authorization: `Bearer ${newestToken(app) ?? ''}` };
  // Logging out must not depend on an answer. The panel removes its token anyway.
  await send(`${backendAddress()}/admin/logout`, { method: 'POST', credentials: 'include', headers }).catch(() => null);
  app.store?.dispatch({ type: 'admin/logout' });
};

/** Draws a question above the page, in its own React root. */
export const drawGate = ({ app, send, question, events }: DrawGate): Drawn => {
  const { repeat, path, body } = question.held;
  const startAgain = repeat !== null && path === REPEATABLE_SIGN_IN;
  const calls = createCalls({
    send,
    backend: backendAddress(),
    token: () => newestToken(app),
    repeatSignIn: startAgain ? () => repeat(null) : null,
  });
  const back = { current: events.cancel };
  const layer = isolatedLayer('mfa-gate', () => void cancelCeremony());
  const guard = guardBackButton(() => back.current());
  const root = createRoot(layer.element);
  // If the page was reloaded, this explains why the question is gone.
  if (question.kind === 'sign_in') rememberNotice('unfinished');
  root.render(
    <PanelLook app={app} areas={['challenge', 'shared']}>
      <Gate
        app={app}
        question={question}
        events={events}
        calls={calls}
        account={accountIn(body)}
        canStartAgain={startAgain}
        logOut={() => void logOut(app, send)}
        back={back}
      />
    </PanelLook>
  );
  return {
    close: async () => {
      if (question.kind === 'sign_in') takeNotice();
      await cancelCeremony();
      root.unmount();
      layer.remove();
      await guard.release();
    },
  };
};

// In the same file as the question, because every question can be put aside.
export { drawAside } from './put-aside-bar';
