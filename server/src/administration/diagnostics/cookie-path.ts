import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Strapi's routes for its cookies, wherever the panel itself is. */
export const API_PATH = '/admin';

/** Where Strapi decides about its cookies; not part of its public interface, so nothing may depend on finding it. */
const DECIDES = 'dist/server/shared/utils/session-auth.js';

/** What the host's Strapi says; null when it can't be asked. */
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
 * The path of Strapi's session cookies, as this very Strapi decides it: up to 5.58 `admin.auth.cookie.path`, else
 * `/admin`; from 5.59 on, else the path of `admin.url` (strapi/strapi#27619). Asked, not inferred from a version.
 * @param appRoot the host's folder
 * @param configured `admin.auth.cookie.path`, for a Strapi that cannot be asked
 */
export const cookiePath = (appRoot: string, configured: string | undefined): string => {
  const path = decided(appRoot);
  return typeof path === 'string' && path !== '' ? path : (configured ?? API_PATH);
};
