/**
 * The gate between the panel and its server. `installGate` is all of it that the log-in page carries before a question:
 * it recognizes a refusal that asks for a second step, holds the request, and fetches the rest.
 * Promises: every held request is answered exactly once; whoever sent it never learns that it waited.
 * Never holds other people's requests, the token refresh, or the log-out; never keeps a secret anywhere.
 */
export { installGate } from './held-requests/interceptor';
