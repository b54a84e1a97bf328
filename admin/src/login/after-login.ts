/**
 * Opens the page that a login should lead to. Strapi's login page navigates by itself, but older versions lose the deep
 * link.
 */
import { goTo } from '../gate/notices/panel-router';

const AUTH_PAGE = /\/auth\/[^/]+\/?$/;
const LONGEST_MS = 8000;
const STEP_MS = 50;

/** The same rule as Strapi's: the path starts with one slash and stays inside the panel. */
const targetIn = (search: string): string | null => {
  const target = new URLSearchParams(search).get('redirectTo');
  return target && /^\/(?![/\\])/.test(target) ? target : null;
};

export const landAfterLogin = async (search: string): Promise<void> => {
  const target = targetIn(search);
  if (target === null) return;
  const base = window.location.pathname.replace(/\/auth\/.*$/, '');
  const end = Date.now() + LONGEST_MS;
  while (AUTH_PAGE.test(window.location.pathname)) {
    if (Date.now() > end) return;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  const home = window.location.pathname.replace(/\/+$/, '') === base;
  if (home && target !== '/') goTo(`${base}${target}`);
};
