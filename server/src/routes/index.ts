import { auditRoutes } from './audit';
import { meRoutes } from './me';
import { policyRoutes } from './policy';
import type { AdminRoute } from './route';
import { transactionRoutes } from './transactions';

const routes: AdminRoute[] = [...transactionRoutes, ...meRoutes, ...auditRoutes, ...policyRoutes];

export default { admin: { type: 'admin', routes } };
