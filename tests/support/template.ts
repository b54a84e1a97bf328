/** The initial content of every test database: the people of a newly installed Strapi. */
import type { Core } from '@strapi/strapi';

export const SUPER_ADMIN = { email: 'admin@example.com', password: 'Password-of-the-admin-1' } as const;

/** Creates the first administrator, as the registration page does. Does nothing if there already is one. */
export const seed = async (strapi: Core.Strapi): Promise<void> => {
  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  const role = await strapi.service('admin::role').getSuperAdmin();
  await users.create({
    firstname: 'Ada',
    lastname: 'Admin',
    ...SUPER_ADMIN,
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
};
