import { PERMISSIONS } from '../../../shared/contracts/constants';
import { adminRoute, type AdminRoute } from './route';

const { auditRead, auditExport } = PERMISSIONS;

/** Read-only: the audit trail has no route that writes. */
export const auditRoutes: AdminRoute[] = [
  adminRoute('GET', '/audit-events', 'audit.list', { permission: auditRead }),
  adminRoute('GET', '/audit-events/verify', 'audit.verify', { permission: auditRead }),
  adminRoute('GET', '/audit-events/patterns', 'audit.patterns', { permission: auditRead }),
  adminRoute('GET', '/audit-events/export', 'audit.export', { permission: auditExport, mfa: { stepUp: true } }),
];
