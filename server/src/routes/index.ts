import type { AdminRoute } from './route';

const routes: AdminRoute[] = [];

export default { admin: { type: 'admin', routes } };
