/**
 * Connects the held requests to this page: the store, other tabs, the history, and the screen that the first question
 * loads.
 */
import { createHeldRequests } from './held-requests';
import type { HeldRequests, Held, Question } from '../question/question';
import { rememberNotice } from '../notices/kept-notice';
import { loadWords } from '../../i18n/load';
import { resolveLocale } from '../../i18n/locales';
import { newestToken, panelState, type PanelApp } from '../panel';
import { asks } from './refusals';
import { refusalSaying } from './fallback-messages';
import { twice } from '../../load-again';
import { watchUser } from './user-watch';

type Fetch = typeof fetch;

const CHANNEL = 'strapi-mfa';
const PROVED = 'proved';

const json = (body: unknown, status: number): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** The panel's login page, whatever the panel's path is. */
const loginAddress = (): string => `${window.location.pathname.replace(/\/auth\/.*$/, '')}/auth/login`;

/** The error message that Strapi's page shows, in the person's language. */
const refusalFor = async (held: Held, kind: Question['kind'], app: PanelApp): Promise<Response> => {
  if (kind !== 'sign_in') return held.response;
  const { sentenceOf } = await import('../question/sentence');
  const message = await sentenceOf(app, held.asked.code === 'MFA_NO_USABLE_METHOD' ? 'stuck.text' : 'cancelled.signIn');
  const body = (await held.response.clone().json()) as { error: object };
  return json({ ...body, error: { ...body.error, message } }, held.response.status);
};

/** Stores the tokens of a login whose caller no longer waits, as the panel would do itself. */
const adopt = (app: PanelApp, body: unknown): void => {
  const token = (body as { data?: { token?: string } } | null)?.data?.token;
  if (token) app.store?.dispatch({ type: 'admin/login', payload: { token, persist: false } });
};

/** Loads everything that a question needs in parallel. */
const fetchAll = (app: PanelApp) =>
  Promise.all([
    import('../question/draw-gate'),
    loadWords(resolveLocale(panelState(app).language?.locale ?? 'en'), ['challenge', 'shared']),
  ]);

/** Called while the person types the password. If loading fails now, it's tried again when it's needed. */
export const warmUp = (app: PanelApp): void => void fetchAll(app).catch(() => undefined);

export const openGate = (app: PanelApp, send: Fetch): HeldRequests => {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(CHANNEL) : null;
  /** Requests whose question couldn't be drawn. */
  const notLoaded = new WeakSet<Held>();
  const held = createHeldRequests({
    asks,
    newestToken: () => newestToken(app),
    draw: async (question, events) => {
      // In parallel, so that setting up a method takes no second round. If it fails, the wizard tries again.
      if (question.asked.code === 'MFA_ENROLLMENT_REQUIRED') {
        void import('../screens/EnrollmentWizard').catch(() => undefined);
      }
      const [{ drawGate }] = await twice(() => fetchAll(app)).catch((reason: unknown) => {
        notLoaded.add(question.held);
        throw reason;
      });
      return drawGate({ app, send, question, events });
    },
    drawAside: async (words, events) => {
      const { drawAside } = await import('../question/draw-gate');
      return drawAside({ app, ...words, events });
    },
    refusalFor: async (held, kind) =>
      kind === 'sign_in' && notLoaded.has(held) ? refusalSaying(app, 'notLoaded') : refusalFor(held, kind, app),
    answerWith: (body) => json(body, 200),
    adopt: (body) => adopt(app, body),
    afterSpentSignIn: () => {
      rememberNotice('passwordSaved');
      window.location.assign(loginAddress());
    },
    tellOtherTabs: () => channel?.postMessage(PROVED),
  });
  channel?.addEventListener('message', (event) => {
    if (event.data === PROVED) void held.provedElsewhere();
  });
  watchUser(app, held);
  // A reload would lose waiting requests, so the browser asks first.
  window.addEventListener('beforeunload', (event) => {
    if (held.unsaved()) event.preventDefault();
  });
  return held;
};
