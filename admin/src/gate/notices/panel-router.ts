/** Navigates the panel's router through the address and `popstate`. Uses no private interface. */

const OWN_PAGE = '/me/security';
const AUTH_PAGE = /\/auth\/[^/]+\/?$/;
const LONGEST_SIGN_IN_MS = 8000;
const STEP_MS = 50;

const positionOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'idx' in state && typeof state.idx === 'number' ? state.idx : 0;

export const goTo = (address: string): void => {
  const state = { usr: null, key: 'mfa', idx: positionOf(window.history.state) + 1 };
  window.history.pushState(state, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', { state }));
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, STEP_MS));

const AUTHENTICATED_BASE = /^(.*?)(\/(me|settings|content-manager|plugins|list-plugins|marketplace)(\/.*)?)?$/;

/** From any page of the panel. */
export const openMySecurity = (search = ''): void => {
  const base = AUTHENTICATED_BASE.exec(window.location.pathname)?.[1] ?? '';
  goTo(`${base.replace(/\/+$/, '')}${OWN_PAGE}${search}`);
};

/**
 * After a login on a page of Strapi's: waits for its navigation, then opens My Security. Does nothing if there is no
 * navigation.
 */
export const landOnMySecurity = async (): Promise<void> => {
  const base = window.location.pathname.replace(/\/auth\/.*$/, '');
  const end = Date.now() + LONGEST_SIGN_IN_MS;
  while (AUTH_PAGE.test(window.location.pathname)) {
    if (Date.now() > end) return;
    await pause();
  }
  await pause();
  goTo(`${base}${OWN_PAGE}`);
};
