/** One word that outlives a page load: after a password was saved, the log-in page says so. Never anything secret. */
const KEY = 'strapi-mfa-notice';
const PASSWORD_SAVED = 'password-saved';

export const rememberPasswordSaved = (): void => window.sessionStorage.setItem(KEY, PASSWORD_SAVED);

/** True once after `rememberPasswordSaved`. */
export const takePasswordSaved = (): boolean => {
  const kept = window.sessionStorage.getItem(KEY) === PASSWORD_SAVED;
  if (kept) window.sessionStorage.removeItem(KEY);
  return kept;
};
