/**
 * "Log in with a passkey" on the stock login page. `watchLogin` is all of it that the page carries; the rest is fetched
 * where the server says that a passkey alone is a login.
 * Promises: the stock form stays as it is; a page that is not recognized is left alone; one request to the browser at a time.
 * Never starts a prompt by itself, and never keeps what a passkey answered.
 */
export { watchLogin } from './watch-login';
