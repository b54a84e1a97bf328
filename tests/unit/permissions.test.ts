import type { Core } from '@strapi/strapi';

import { registerPermissions } from '../../server/src/permissions';
import { PERMISSIONS } from '../../shared/contracts/constants';

/** Like Strapi's provider since 5.61: a list is registered completely or not at all, and each key only once. */
const provider = (taken: string) => {
  const held = new Set([taken]);
  return {
    held,
    registerMany: async (actions: { uid: string; pluginName: string }[]) => {
      const ids = actions.map(({ uid, pluginName }) => `plugin::${pluginName}.${uid}`);
      if (ids.some((id) => held.has(id))) throw new Error('Duplicated item key');
      for (const id of ids) held.add(id);
    },
  };
};

describe('the permissions of this plugin', () => {
  it('are not all lost over a clash with one of them, and the log names it [C60]', async () => {
    const lines: string[] = [];
    const actionProvider = provider(PERMISSIONS.usersRead);
    const strapi = { service: () => ({ actionProvider }), log: { error: (line: string) => lines.push(line) } };
    await registerPermissions(strapi as unknown as Core.Strapi);
    expect([...actionProvider.held].sort()).toEqual(Object.values(PERMISSIONS).sort());
    expect(lines).toEqual([expect.stringContaining(PERMISSIONS.usersRead)]);
  });
});
