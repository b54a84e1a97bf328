import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The path of Strapi's API for its cookies, whatever the panel's own path is. */
export const API_PATH = '/admin';

/** Strapi's internal module that decides about its cookies. It isn't public, so nothing may rely on it being there. */
const DECIDES = 'dist/server/shared/utils/session-auth.js';

/** What this Strapi decides. Null if it can't be asked. */
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
 * The path of Strapi's session cookies, as this Strapi decides it: up to 5.58 `admin.auth.cookie.path`, else `/admin`;
 * starting with 5.59, else the path of `admin.url` (strapi/strapi#27619). The code asks Strapi instead of comparing
 * versions.
 * @param appRoot the project's folder
 * @param configured `admin.auth.cookie.path`, for a Strapi that can't be asked
 */
export const cookiePath = (appRoot: string, configured: string | undefined): string => {
  const path = decided(appRoot);
  return typeof path === 'string' && path !== '' ? path : (configured ?? API_PATH);
};
