import { auditRoutes } from './audit';
import { meRoutes } from './me';
import type { AdminRoute } from './route';
import { transactionRoutes } from './transactions';

const routes: AdminRoute[] = [...transactionRoutes, ...meRoutes, ...auditRoutes];

export default { admin: { type: 'admin', routes } };
