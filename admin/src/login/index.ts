/**
 * "Log in with a passkey" on Strapi's login page. The page's bundle contains only `watchLogin`. The rest is loaded if
 * the server says that a passkey alone is a complete login.
 * Promises: Strapi's form isn't changed; an unrecognized page is left alone; the browser gets one request at a time.
 * Never: opens a prompt by itself, stores a passkey's answer.
 */
export { watchLogin } from './watch-login';
