import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { registerContentTypes } from './content-types';
import { createFrontDoor, holdSuccessEvents, placeGuard, placeMintJudge } from './gate';
import { containerOf } from './container';
import { onDestroy } from './platform';
import { serveRelatedOrigins } from './routes';

interface Layer {
  stack: ((ctx: Context, next: Next) => unknown)[];
}

/**
 * Around every route that is mounted from now on, and before each that a plugin registered earlier has mounted already:
 * the router asks in the order of mounting, and such a route would answer without passing the door.
 */
const hangFrontDoor = (strapi: Core.Strapi, door: (ctx: Context, next: Next) => Promise<void>): void => {
  const api = strapi.server.api('admin');
  for (const layer of api.listRoutes() as unknown as Layer[]) layer.stack.unshift(door);
  api.use(door);
};

/** Before the routes are mounted: hang the front door, place the guard, declare the tables. */
export default ({ strapi }: { strapi: Core.Strapi }): void => {
  registerContentTypes(strapi);
  hangFrontDoor(strapi, (ctx, next) => createFrontDoor(containerOf(strapi))(ctx, next));
  serveRelatedOrigins(strapi, () => containerOf(strapi));
  onDestroy(
    strapi,
    placeGuard(strapi, () => containerOf(strapi).guard)
  );
};

/** From `bootstrap` on: the event hub and the session manager are shared with everything that boots before us. */
export const holdEvents = (strapi: Core.Strapi): void => {
  onDestroy(strapi, holdSuccessEvents(strapi, containerOf(strapi).sessions.watch));
  onDestroy(strapi, placeMintJudge(containerOf(strapi)));
};
