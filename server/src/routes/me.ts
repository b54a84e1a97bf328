import { AUTHENTICATOR_TYPES } from '../../../shared/contracts/constants';
import { adminRoute, type AdminRoute } from './route';
import { mfaTransactionStrategy } from './strategy';

/** ◆ of the HTTP contract: a Bearer session, or the transaction of a login that requires enrollment. */
const whileEnrolling = (path: string, handler: string): AdminRoute => ({
  method: 'POST',
  path,
  handler,
  config: { auth: { strategies: ['admin', mfaTransactionStrategy] }, policies: [], mfa: { open: true } },
});

export const meRoutes: AdminRoute[] = [
  adminRoute('GET', '/me', 'me.view'),
  adminRoute('GET', '/gate', 'me.gate'),
  adminRoute('GET', '/me/events', 'me.events'),
  adminRoute('PUT', '/me/preferences', 'me.preferences'),
  adminRoute('POST', '/me/password', 'me.password'),
  adminRoute('POST', '/me/recent-proof', 'me.recentProof'),
  whileEnrolling('/me/first-factor/send', 'first-factor.send'),
  whileEnrolling('/me/first-factor/verify', 'first-factor.verify'),
  whileEnrolling('/me/first-factor/pass', 'first-factor.pass'),
  ...AUTHENTICATOR_TYPES.flatMap((type) => [
    whileEnrolling(`/me/${type}/begin`, `enrollment.${type}Begin`),
    whileEnrolling(`/me/${type}/finish`, `enrollment.${type}Finish`),
  ]),
  whileEnrolling('/me/recovery-codes/acknowledge', 'enrollment.acknowledge'),
  adminRoute('POST', '/me/recovery-codes', 'enrollment.regenerate'),
  adminRoute('PUT', '/me/authenticators/:id', 'enrollment.rename'),
  adminRoute('DELETE', '/me/authenticators/:id', 'enrollment.remove'),
  adminRoute('DELETE', '/me/trusted-browsers/:id', 'me.revokeTrust'),
  adminRoute('DELETE', '/me/trusted-browsers', 'me.revokeTrust'),
  adminRoute('DELETE', '/me/sessions', 'me.endOtherSessions'),
  adminRoute('DELETE', '/me/sessions/:id', 'me.endSession'),
];
