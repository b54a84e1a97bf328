/**
 * The media library uploads with XMLHttpRequest, which can't be held after sending without sending the file twice. So
 * before each upload, a request without a body asks the guard through the intercepted `fetch`.
 */
import { neverHeld, ownPath } from './address';
import { backendAddress } from '../panel';

interface Pending {
  authorization: string;
  controller: AbortController | null;
}

const BEARER = /^bearer /i;

/** False if the question wasn't answered. Then the upload is sent without its body, and gets the same refusal. */
const passesGate = async (authorization: string, signal: AbortSignal): Promise<boolean> => {
  const headers = { authorization, accept: 'application/json' };
  const answer = await window.fetch(`${backendAddress()}/mfa/gate`, { headers, signal, credentials: 'include' });
  return answer.status !== 403;
};

const isOwn = (address: string | URL): boolean => {
  const path = ownPath(String(address), backendAddress(), window.location.href);
  return path !== null && !neverHeld(path);
};

export const askBeforeUploads = (newestToken: () => string | null): void => {
  const { open, setRequestHeader, send, abort } = XMLHttpRequest.prototype;
  const own = new WeakMap<XMLHttpRequest, Pending | null>();

  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...given: unknown[]) {
    const [, address, isAsync] = given as [string, string | URL, boolean?];
    own.delete(this);
    if (isAsync !== false && isOwn(address)) own.set(this, null);
    return Reflect.apply(open, this, given);
  };

  XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
    if (!own.has(this) || name.toLowerCase() !== 'authorization' || !BEARER.test(value)) {
      return setRequestHeader.call(this, name, value);
    }
    // Set later: a header can be set only once, and the token may be newer by the time the question is answered.
    own.set(this, { authorization: value, controller: null });
  };

  XMLHttpRequest.prototype.abort = function () {
    const waiting = own.get(this)?.controller;
    if (!waiting || waiting.signal.aborted) return abort.call(this);
    waiting.abort();
    // An unsent request aborts silently, but listeners wait for the event.
    this.dispatchEvent(new ProgressEvent('abort'));
    this.dispatchEvent(new ProgressEvent('loadend'));
  };

  const release = (request: XMLHttpRequest, given: string, body: XMLHttpRequestBodyInit | Document | null): void => {
    own.delete(request);
    const token = newestToken();
    setRequestHeader.call(request, 'Authorization', token === null ? given : `Bearer ${token}`);
    send.call(request, body);
  };

  XMLHttpRequest.prototype.send = function (body = null) {
    const pending = own.get(this);
    if (!pending) return send.call(this, body);
    const controller = new AbortController();
    own.set(this, { ...pending, controller });
    passesGate(pending.authorization, controller.signal).then(
      (passes) => {
        if (!controller.signal.aborted) release(this, pending.authorization, passes ? body : null);
      },
      // No answer at all. The upload itself will find out.
      () => {
        if (!controller.signal.aborted) release(this, pending.authorization, body);
      }
    );
  };
};
