import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { registerContentTypes } from './content-types';
import { createFrontDoor, holdSuccessEvents, placeGuard, placeSessionJudge } from './gate';
import { containerOf } from './container';
import { onDestroy } from './platform';
import { serveRelatedOrigins } from './routes';

interface Layer {
  stack: ((ctx: Context, next: Next) => unknown)[];
}

/**
 * Places the front door around every route mounted later, and before each route that an earlier plugin has already
 * mounted. The router runs handlers in mounting order, so such a route would otherwise answer without it.
 */
const hangFrontDoor = (strapi: Core.Strapi, door: (ctx: Context, next: Next) => Promise<void>): void => {
  const api = strapi.server.api('admin');
  for (const layer of api.listRoutes() as unknown as Layer[]) layer.stack.unshift(door);
  api.use(door);
};

/** Runs before the routes are mounted: places the front door and the guard, and declares the tables. */
export default ({ strapi }: { strapi: Core.Strapi }): void => {
  registerContentTypes(strapi);
  let frontDoor: ReturnType<typeof createFrontDoor> | undefined;
  hangFrontDoor(strapi, (ctx, next) => (frontDoor ??= createFrontDoor(containerOf(strapi)))(ctx, next));
  serveRelatedOrigins(strapi, () => containerOf(strapi));
  onDestroy(
    strapi,
    placeGuard(strapi, () => containerOf(strapi).guard)
  );
};

/**
 * Called from `bootstrap`, because the event hub and the session manager are shared with everything that boots before
 * us.
 */
export const holdEvents = (strapi: Core.Strapi): void => {
  onDestroy(strapi, holdSuccessEvents(strapi, containerOf(strapi).sessions.watch));
  onDestroy(strapi, placeSessionJudge(containerOf(strapi)));
};
