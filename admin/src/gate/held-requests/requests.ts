/** Sends a request again. Part of the panel's first bundle. */

type Fetch = typeof fetch;

/**
 * Sends the same request again, with the newest token instead of the old one. `alone: false` if several callers wait
 * for the answer. Then no single caller's abort may end it.
 */
export type Repeat = (token: string | null, alone?: boolean) => Promise<Response>;

/** Only replaces a Bearer header. A request without one, or with another scheme, stays unchanged. */
const withToken = (given: HeadersInit | undefined, token: string | null): Headers => {
  const headers = new Headers(given);
  if (token !== null && /^bearer /i.test(headers.get('authorization') ?? '')) {
    headers.set('authorization', `Bearer ${token}`);
  }
  return headers;
};

/**
 * Prepared before the first sending, because a Request's body can be read only once. Null for a stream, which can't be
 * sent twice. Strings, forms, blobs, and search parameters can.
 */
export const repeatable = (send: Fetch, input: RequestInfo | URL, init?: RequestInit): Repeat | null => {
  if (init?.body instanceof ReadableStream) return null;
  const copy = input instanceof Request ? input.clone() : input;
  const given = init?.headers ?? (copy instanceof Request ? copy.headers : undefined);
  return (token, alone = true) =>
    send(copy instanceof Request ? copy.clone() : copy, {
      ...init,
      headers: withToken(given, token),
      ...(alone ? {} : { signal: null }),
    });
};

export const addressOf = (input: RequestInfo | URL): string =>
  input instanceof Request ? input.url : input instanceof URL ? input.href : String(input);

export const headerOf = (input: RequestInfo | URL, init: RequestInit | undefined, name: string): string | null =>
  new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined)).get(name);

export const methodOf = (input: RequestInfo | URL, init?: RequestInit): string =>
  (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();

export const signalOf = (input: RequestInfo | URL, init?: RequestInit): AbortSignal | null =>
  init?.signal ?? (input instanceof Request ? input.signal : null);
