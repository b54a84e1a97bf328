import { auditRoutes } from './audit';
import { meRoutes } from './me';
import { passkeyRoutes } from './passkey';
import { policyRoutes } from './policy';
import type { AdminRoute } from './route';
import { transactionRoutes } from './transactions';
import { userRoutes } from './users';

const routes: AdminRoute[] = [
  ...transactionRoutes,
  ...passkeyRoutes,
  ...meRoutes,
  ...auditRoutes,
  ...policyRoutes,
  ...userRoutes,
];

export default { admin: { type: 'admin', routes } };

export { serveRelatedOrigins } from './related-origins';
