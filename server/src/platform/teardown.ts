import type { Core } from '@strapi/strapi';

const tasks = new WeakMap<Core.Strapi, (() => void | Promise<void>)[]>();

/** Registers what `destroy` has to undo. */
export const onDestroy = (strapi: Core.Strapi, task: () => void | Promise<void>): void => {
  tasks.set(strapi, [...(tasks.get(strapi) ?? []), task]);
};

/** Undoes in reverse order. A failure doesn't stop the others. */
export const runTeardown = async (strapi: Core.Strapi): Promise<void> => {
  for (const task of (tasks.get(strapi) ?? []).reverse()) {
    await Promise.resolve()
      .then(task)
      .catch((error: unknown) =>
        strapi.log.warn(`[mfa] while stopping: ${error instanceof Error ? error.name : 'unknown'}`)
      );
  }
  tasks.delete(strapi);
};
