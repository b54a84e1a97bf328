import type { AdminRoute } from './route';

/** No strategy, because nobody is logged in yet. */
const open = (method: 'GET' | 'POST', path: string, handler: string): AdminRoute => ({
  method,
  path,
  handler,
  config: { auth: false, policies: [] },
});

export const passkeyRoutes: AdminRoute[] = [
  open('GET', '/sign-in-options', 'passkey.signInOptions'),
  open('POST', '/passkey/options', 'passkey.options'),
  open('POST', '/passkey/verify', 'passkey.verify'),
];
