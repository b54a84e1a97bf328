/** A message that survives a page load: after a password was saved, the login page says so. Never anything secret. */
const KEY = 'strapi-mfa-notice';
const PASSWORD_SAVED = 'password-saved';

export const rememberPasswordSaved = (): void => window.sessionStorage.setItem(KEY, PASSWORD_SAVED);

/** True once after `rememberPasswordSaved`. */
export const takePasswordSaved = (): boolean => {
  const kept = window.sessionStorage.getItem(KEY) === PASSWORD_SAVED;
  if (kept) window.sessionStorage.removeItem(KEY);
  return kept;
};

/** Set when this tab has checked, after a login, whether there is a reminder. */
const REMINDED = 'strapi-mfa-reminded';

export const wasReminded = (): boolean => window.sessionStorage.getItem(REMINDED) !== null;
export const rememberReminded = (): void => window.sessionStorage.setItem(REMINDED, 'yes');
/** Runs before a login is sent. A browser without storage must still be able to send it. */
export const forgetReminded = (): void => {
  try {
    window.sessionStorage.removeItem(REMINDED);
  } catch {
    // Nothing was stored either.
  }
};
