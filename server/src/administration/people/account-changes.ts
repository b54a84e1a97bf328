/** Detects which changes of an `admin::user` row matter here: read before Strapi writes, compared afterwards. */
import type { Core } from '@strapi/strapi';

export const USER_UID = 'admin::user';

export type UserData = Readonly<Record<string, unknown>>;

/** A person as stored before the change. */
export interface Before {
  id: number;
  email: string;
  isActive: boolean;
  /** The role's code by its ID. */
  roles: ReadonlyMap<number, string>;
}

export interface AccountChange {
  id: number;
  /** The address after the change. */
  email: string;
  /** The address before the change, if it was a different one. */
  formerEmail: string | null;
  /** `by_link`: set through an emailed link, for a reset or an invitation. */
  password: 'set' | 'by_link' | null;
  /** Whether the row says "inactive" after the change. */
  inactive: boolean;
  activity: 'deactivated' | 'reactivated' | null;
  rolesGained: readonly string[];
  rolesLost: readonly string[];
}

const WATCHED = ['email', 'isActive', 'password', 'roles'] as const;

export const concerns = (data: UserData): boolean => WATCHED.some((key) => data[key] !== undefined);

/** Strapi removes the link when it sets the password: the one emailed for a reset or for an invitation. */
const LINKS = ['resetPasswordToken', 'registrationToken'] as const;
export const cameByMail = (data: UserData): boolean =>
  typeof data.password === 'string' && LINKS.some((link) => link in data);

interface Row {
  id: unknown;
  email: unknown;
  isActive: unknown;
  roles?: { id: unknown; code: unknown }[] | null;
}

const seen = (row: Row): Before => ({
  id: Number(row.id),
  email: String(row.email ?? ''),
  isActive: Boolean(row.isActive),
  roles: new Map((row.roles ?? []).map(({ id, code }) => [Number(id), String(code)])),
});

/** Strapi's own query joins a transaction of the host automatically. */
export const readUsers = async (
  strapi: Core.Strapi,
  where: unknown,
  { roles, limit }: { roles: boolean; limit?: number }
): Promise<Before[]> => {
  const rows: Row[] = await strapi.db.query(USER_UID).findMany({
    select: ['id', 'email', 'isActive'],
    where: where as Record<string, unknown>,
    ...(limit ? { limit } : {}),
    ...(roles ? { populate: { roles: { select: ['id', 'code'] } } } : {}),
  });
  return rows.map(seen);
};

const missing = (from: Before['roles'], beside: Before['roles']): string[] =>
  [...from].filter(([id]) => !beside.has(id)).map(([, code]) => code);

const passwordOf = (data: UserData): AccountChange['password'] => {
  if (data.password === undefined) return null;
  return cameByMail(data) ? 'by_link' : 'set';
};

const activityOf = (before: Before, data: UserData): AccountChange['activity'] => {
  if (data.isActive === undefined || Boolean(data.isActive) === before.isActive) return null;
  if (data.isActive) return 'registrationToken' in data ? null : 'reactivated';
  return 'deactivated';
};

/** `roles`: the person's current roles. */
export const changeOf = (before: Before, data: UserData, roles: Before['roles']): AccountChange => {
  const email = typeof data.email === 'string' ? data.email : before.email;
  return {
    id: before.id,
    email,
    formerEmail: email === before.email ? null : before.email,
    password: passwordOf(data),
    inactive: data.isActive !== undefined && !data.isActive,
    activity: activityOf(before, data),
    rolesGained: missing(roles, before.roles),
    rolesLost: missing(before.roles, roles),
  };
};

/** A change of roles and of nothing else. */
export const rolesBetween = (before: Before, roles: Before['roles']): AccountChange => changeOf(before, {}, roles);

export const changesNothing = (change: AccountChange): boolean =>
  change.formerEmail === null &&
  change.password === null &&
  !change.inactive &&
  change.activity === null &&
  change.rolesGained.length + change.rolesLost.length === 0;
