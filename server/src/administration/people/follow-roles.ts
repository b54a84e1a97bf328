/** Follows changes to a role's members that a host's own code makes by editing the role. */
import type { Core } from '@strapi/strapi';

import { listenTo } from '../../platform';
import { type AccountChange, type Before, readUsers, rolesBetween } from './account-changes';

const ROLE_UID = 'admin::role';

interface Deps {
  strapi: Core.Strapi;
  follow(change: AccountChange): Promise<void>;
}

interface Held {
  roleIds: number[];
  people: Before[];
}

type Params = { where?: unknown; data?: unknown };

export const followRoles = ({ strapi, follow }: Deps): (() => void) => {
  const before = new WeakMap<object, Held>();

  const holders = (roleIds: readonly number[]): Promise<Before[]> =>
    readUsers(strapi, { roles: { id: { $in: [...roleIds] } } }, { roles: true });

  const look = async (params: Params): Promise<void> => {
    const where = (params.where ?? {}) as Record<string, unknown>;
    const roles: { id: unknown }[] = await strapi.db.query(ROLE_UID).findMany({ select: ['id'], where });
    const roleIds = roles.map(({ id }) => Number(id));
    before.set(params, { roleIds, people: await holders(roleIds) });
  };

  /** Compares the members before and after, and follows everyone who gained or lost one of these roles. */
  const compare = async ({ roleIds, people }: Held): Promise<void> => {
    const now = await holders(roleIds);
    const ids = new Set([...people, ...now].map(({ id }) => id));
    const gone = [...ids].filter((id) => !now.some((one) => one.id === id));
    const current = [...now, ...(await readUsers(strapi, { id: { $in: gone } }, { roles: true }))];
    for (const person of current) {
      const held = people.find(({ id }) => id === person.id)?.roles;
      // If someone wasn't a member before, it's only known that these roles are new for them.
      const roles = held ?? new Map([...person.roles].filter(([id]) => !roleIds.includes(id)));
      await follow(rolesBetween({ ...person, roles }, person.roles));
    }
  };

  const compareAfter = async (params: Params): Promise<void> => {
    const held = before.get(params);
    if (held) await compare(held);
  };

  const names = (params: Params): boolean => (params.data as Record<string, unknown> | undefined)?.users !== undefined;

  return listenTo(strapi, ROLE_UID, {
    async afterCreate({ params, result }) {
      const { id } = (result ?? {}) as { id?: unknown };
      if (id && names(params)) await compare({ roleIds: [Number(id)], people: [] });
    },
    async beforeUpdate({ params }) {
      if (names(params)) await look(params);
    },
    afterUpdate: ({ params }) => compareAfter(params),
    beforeDelete: ({ params }) => look(params),
    afterDelete: ({ params }) => compareAfter(params),
    beforeDeleteMany: ({ params }) => look(params),
    afterDeleteMany: ({ params }) => compareAfter(params),
  });
};
