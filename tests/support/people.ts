/** The people of a test: created directly in Strapi, and logged in over HTTP. */
import type { Host } from './host';
import { SUPER_ADMIN } from './template';

export interface Person {
  id: number;
  email: string;
  password: string;
  firstname: string;
  lastname: string;
}

export interface PersonOptions {
  email?: string;
  password?: string | null;
  firstname?: string;
  lastname?: string;
  /** Role codes. */
  roles?: string[];
  isActive?: boolean;
  preferedLanguage?: string;
}

export const EDITOR = 'strapi-editor';
export const AUTHOR = 'strapi-author';
export const SUPER = 'strapi-super-admin';

let count = 0;

const roleId = async (host: Pick<Host, 'strapi'>, code: string): Promise<number> => {
  const role = await host.strapi.db.query('admin::role').findOne({ where: { code } });
  if (!role) throw new Error(`This host has no role ${code}.`);
  return role.id;
};

/** A person with a password and these roles (default: editor). */
export const createPerson = async (host: Pick<Host, 'strapi'>, options: PersonOptions = {}): Promise<Person> => {
  count += 1;
  const password = options.password ?? 'Password-of-a-person-1';
  const roles = await Promise.all((options.roles ?? [EDITOR]).map((code) => roleId(host, code)));
  const wanted = {
    email: options.email ?? `person-${count}@example.com`,
    firstname: options.firstname ?? 'Erin',
    lastname: options.lastname ?? `Editor ${count}`,
    isActive: options.isActive ?? true,
    registrationToken: null,
    roles,
    ...(options.preferedLanguage ? { preferedLanguage: options.preferedLanguage } : {}),
    ...(options.password === null ? {} : { password }),
  };
  const user = await host.strapi.service('admin::user').create(wanted);
  return { id: user.id, email: user.email, password, firstname: wanted.firstname, lastname: wanted.lastname };
};

/** A new role with these action IDs. Returns its code. */
export const createRole = async (host: Pick<Host, 'strapi'>, name: string, actions: string[]): Promise<string> => {
  const role = await host.strapi.service('admin::role').create({ name, description: name });
  const permissions = actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
  await host.strapi.service('admin::role').assignPermissions(role.id, permissions);
  return role.code;
};

/** The administrator of every test's Strapi. */
export const superAdmin = async (host: Pick<Host, 'strapi'>): Promise<Person> => {
  const user = await host.strapi.service('admin::user').findOneByEmail(SUPER_ADMIN.email);
  return { id: user.id, firstname: user.firstname, lastname: user.lastname, ...SUPER_ADMIN };
};
