/**
 * Intercepts the panel's requests to the server. `installGate` is the only part that the login page loads before a
 * question. It recognizes a refusal that asks for a second factor, holds the request, and loads the rest.
 * Promises: every held request is answered exactly once; its sender doesn't notice the wait. Never: holds requests to
 * other servers, the token refresh, or the logout; stores a secret.
 */
export { installGate } from './held-requests/interceptor';
