import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { registerContentTypes } from './content-types';
import { createFrontDoor, holdSuccessEvents, placeGuard, placeMintJudge } from './gate';
import { containerOf } from './container';
import { onDestroy } from './platform';
import { serveRelatedOrigins } from './routes';

/** Before the routes are mounted: hang the front door, place the guard, declare the tables. */
export default ({ strapi }: { strapi: Core.Strapi }): void => {
  registerContentTypes(strapi);
  strapi.server.api('admin').use((ctx: Context, next: Next) => createFrontDoor(containerOf(strapi))(ctx, next));
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
