/**
 * Which requests go to the backend, and which of these are never held. Part of the panel's first bundle, so without
 * imports.
 */

/**
 * The path below the backend's address, in lower case and without a trailing slash (Strapi's router ignores both). Null
 * for other addresses.
 */
export const ownPath = (address: string, backend: string, page: string): string | null => {
  try {
    const target = new URL(address, page);
    const base = new URL(backend || '/', page);
    const prefix = base.pathname.replace(/\/+$/, '');
    if (target.origin !== base.origin) return null;
    if (target.pathname !== prefix && !target.pathname.startsWith(`${prefix}/`)) return null;
    return target.pathname.slice(prefix.length).toLowerCase().replace(/\/+$/, '') || '/';
  } catch {
    // Not a valid address. `fetch` itself reports the error.
    return null;
  }
};

/**
 * The refresh runs inside a lock shared by all tabs, and the logout must never wait. The rest is needed to answer a
 * question. Requests of the plugin's own pages (`/mfa/me`, `/mfa/policies`, `/mfa/gate` …) are held like all others.
 */
const NEVER_HELD = /^\/(admin\/(access-token|logout)|mfa\/(transactions(\/.*)?|me\/password))$/;

export const neverHeld = (path: string): boolean => NEVER_HELD.test(path);
