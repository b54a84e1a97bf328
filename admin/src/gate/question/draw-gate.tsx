import { createRoot } from 'react-dom/client';

import { cancelCeremony } from '../../factors';
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

/** Only a log-in can be sent twice: the other doors have used up what they were opened with. */
const REPEATABLE_SIGN_IN = '/admin/login';

/** The e-mail address typed on the log-in page; the other doors do not carry one. */
const accountIn = (body: string | null): string | null => {
  try {
    const typed = (JSON.parse(body ?? '{}') as { email?: unknown }).email;
    return typeof typed === 'string' ? typed : null;
  } catch {
    return null;
  }
};

/** Ends the session here and in every other tab, as the panel's own log-out does. */
const logOut = async (app: PanelApp, send: Fetch): Promise<void> => {
  const headers = { authorization: `Bearer ${newestToken(app) ?? ''}` };
  // Logging out must not depend on an answer: the panel forgets its token all the same.
  await send(`${backendAddress()}/admin/logout`, { method: 'POST', credentials: 'include', headers }).catch(() => null);
  app.store?.dispatch({ type: 'admin/logout' });
};

/** Draws a question above the page, in a React root of its own. */
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
      await cancelCeremony();
      root.unmount();
      layer.remove();
      await guard.release();
    },
  };
};

// In one file with the question: whoever can be asked can also put it aside.
export { drawAside } from './draw-aside';
