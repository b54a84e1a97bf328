/** Which requests are the host's own, and which of them are never held. Part of the panel's first bundle: no imports. */

/**
 * The path below the backend's own address, lower case and without a trailing slash (Strapi's router ignores both);
 * null when the address is somebody else's.
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
    // Not an address at all: fetch itself will say so.
    return null;
  }
};

/**
 * The refresh runs inside a lock shared by all tabs and the log-out must never wait; the rest is how a question is
 * answered. What our own pages ask for (`/mfa/me`, `/mfa/policies`, `/mfa/gate` …) is held like everything else.
 */
const NEVER_HELD = /^\/(admin\/(access-token|logout)|mfa\/(transactions(\/.*)?|me\/password))$/;

export const neverHeld = (path: string): boolean => NEVER_HELD.test(path);
