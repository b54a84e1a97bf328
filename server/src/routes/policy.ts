import { PERMISSIONS, POLICY_ID } from '../../../shared/contracts/constants';
import { adminRoute, type AdminRoute } from './route';

const ONE = `/policies/${POLICY_ID}`;
const read = { permission: PERMISSIONS.policyRead };

export const policyRoutes: AdminRoute[] = [
  adminRoute('GET', '/policies', 'policy.list', read),
  adminRoute('GET', ONE, 'policy.find', read),
  adminRoute('PUT', ONE, 'policy.update', { permission: PERMISSIONS.policyUpdate, mfa: { stepUp: true } }),
  adminRoute('POST', `${ONE}/preview`, 'policy.preview', read),
  adminRoute('GET', '/policy/report', 'policy.report', read),
  adminRoute('POST', `${ONE}/notices/:event/sample`, 'policy.sample', { permission: PERMISSIONS.policyUpdate }),
  adminRoute('GET', '/diagnostics', 'diagnostics.run', read),
];
