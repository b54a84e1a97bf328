import { neverHeld, ownPath } from './address';
import type { HeldRequests } from '../question/question';
import { forgetReminded, takeNotice } from '../notices/kept-notice';
import { backendAddress, newestToken, type PanelApp } from '../panel';
import { asks } from './refusals';
import { addressOf, headerOf, methodOf, repeatable, signalOf } from './requests';
import { isReplaced, refusalSaying } from './fallback-messages';
import { twice } from '../../load-again';
import { askBeforeUploads } from './uploads';

type Fetch = typeof fetch;

/** Loaded once per page, with the first refusal. A failed chunk is loaded again with the next one. */
const gateLoader = (app: PanelApp, send: Fetch) => {
  let held: Promise<HeldRequests> | null = null;
  return async (): Promise<HeldRequests | null> => {
    held ??= twice(() => import('./open-gate')).then(({ openGate }) => openGate(app, send));
    try {
      return await held;
    } catch {
      held = null;
      return null;
    }
  };
};

/** The request that Strapi's panel sends after a login. A reminder may be shown when it succeeds. */
const SIGNED_IN = '/admin/users/me';

/** Requests that start or end a login. */
const COMES_OR_GOES = /^\/(admin\/(login|logout|reset-password|register)|mfa\/passkey\/verify)$/;

/** Waits until the page has loaded. Typing a password takes longer than this. */
const WARM_UP_MS = 500;

const LOG_IN_PAGE = /\/auth\/login\/?$/;

/**
 * Intercepts the panel's requests. If a refusal asks for a second factor, the gate holds it, asks the person, and then
 * answers or repeats the request. The caller of `fetch` doesn't notice.
 */
export const installGate = (app: PanelApp): void => {
  const send: Fetch = window.fetch.bind(window);
  const held = gateLoader(app, send);
  let reminded = false;

  const forget = (): void => {
    reminded = false;
    forgetReminded();
  };

  const remindOnce = (): void => {
    if (reminded) return;
    reminded = true;
    void import('../notices/reminders').then(
      ({ remind }) => remind(app, send),
      () => undefined
    );
  };

  window.fetch = async (input, init) => {
    const path = ownPath(addressOf(input), backendAddress(), window.location.href);
    if (path !== null && COMES_OR_GOES.test(path)) forget();
    if (path === null || neverHeld(path)) return send(input, init);
    const repeat = repeatable(send, input, init);
    const response = await send(input, init);
    if (path === SIGNED_IN && response.ok) remindOnce();
    if (isReplaced(path, response)) return refusalSaying(app, 'replaced');
    const asked = await asks(response);
    if (!asked || (response.url && ownPath(response.url, backendAddress(), window.location.href) === null)) {
      return response;
    }
    const open = await held();
    if (!open) return refusalSaying(app, 'notLoaded');
    const answer = await open.hold({
      path,
      address: addressOf(input),
      method: methodOf(input, init),
      body: typeof init?.body === 'string' ? init.body : null,
      authorization: headerOf(input, init, 'authorization'),
      signal: signalOf(input, init),
      response,
      asked,
      repeat,
    });
    if (path === SIGNED_IN && answer.ok) remindOnce();
    return answer;
  };

  if (LOG_IN_PAGE.test(window.location.pathname)) {
    setTimeout(() => {
      void import('./open-gate').then(
        ({ warmUp }) => warmUp(app),
        () => undefined
      );
    }, WARM_UP_MS);
  }
  askBeforeUploads(() => newestToken(app));
  const kept = takeNotice();
  if (kept) {
    void import('../notices/page-notices').then(
      ({ showKept }) => showKept(app, kept),
      () => undefined
    );
  }
};
