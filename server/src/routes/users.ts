import { PERMISSIONS } from '../../../shared/contracts/constants';
import { adminRoute, type AdminRoute } from './route';

const { usersRead, usersReset, usersExempt, usersRemind } = PERMISSIONS;
const read = { permission: usersRead };
const help = { permission: usersReset, mfa: { stepUp: true } } as const;
const exempt = { permission: usersExempt, mfa: { stepUp: true } } as const;

/** Named routes come before those with an ID, because the first match answers. */
export const userRoutes: AdminRoute[] = [
  adminRoute('GET', '/users', 'users.list', read),
  adminRoute('GET', '/users/summary', 'users.summary', read),
  adminRoute('GET', '/users/coverage', 'users.coverage', read),
  adminRoute('GET', '/users/export', 'users.export', { permission: usersRead, mfa: { stepUp: true } }),
  adminRoute('POST', '/users/reminders', 'users.remind', { permission: usersRemind }),
  adminRoute('GET', '/users/reminders', 'users.reminders', { permission: usersRemind }),
  adminRoute('GET', '/users/:id', 'users.find', read),
  adminRoute('GET', '/users/:id/explain', 'users.explain', read),
  adminRoute('GET', '/users/:id/sessions', 'users.sessions', read),
  adminRoute('POST', '/users/:id/reset', 'users.reset', help),
  adminRoute('POST', '/users/:id/unlock', 'users.unlock', help),
  adminRoute('POST', '/users/:id/sign-out', 'users.signOut', help),
  adminRoute('POST', '/users/:id/verification-code', 'users.sendVerification', help),
  adminRoute('POST', '/users/:id/verification-code/verify', 'users.verifyCaller', help),
  adminRoute('POST', '/users/:id/pass', 'users.givePass', help),
  adminRoute('DELETE', '/users/:id/pass', 'users.endPass', help),
  adminRoute('PUT', '/users/:id/exemption', 'users.exempt', exempt),
  adminRoute('DELETE', '/users/:id/exemption', 'users.endExemption', exempt),
];
