import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The path of Strapi's API, as its cookies need it. The panel's own path doesn't change it. */
export const API_PATH = '/admin';

/** Strapi's internal module that sets the path of its cookies. It isn't public, so it may be missing. */
const DECIDES = 'dist/server/shared/utils/session-auth.js';

/** The path that this version of Strapi uses. Null if its module can't be loaded. */
const decided = (appRoot: string): unknown => {
  try {
    const ofHost = createRequire(join(appRoot, 'package.json'));
    const ofStrapi = createRequire(ofHost.resolve('@strapi/strapi/package.json'));
    const place = join(dirname(ofStrapi.resolve('@strapi/admin/package.json')), DECIDES);
    const { getRefreshCookieOptions } = ofStrapi(place) as { getRefreshCookieOptions(): { path?: unknown } };
    return getRefreshCookieOptions().path;
  } catch {
    return null;
  }
};

/**
 * The path of Strapi's session cookies. Up to 5.58, it's `admin.auth.cookie.path` or `/admin`. Since 5.59, it's the
 * same setting or the path of `admin.url` (strapi/strapi#27619). This asks Strapi instead of comparing versions.
 * @param appRoot the project's folder
 * @param configured `admin.auth.cookie.path`, for a Strapi whose module can't be loaded
 */
export const cookiePath = (appRoot: string, configured: string | undefined): string => {
  const path = decided(appRoot);
  return typeof path === 'string' && path !== '' ? path : (configured ?? API_PATH);
};
