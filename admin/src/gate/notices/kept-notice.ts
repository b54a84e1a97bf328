/**
 * A message that survives a page load, shown on the login page. It contains nothing secret and doesn't name the person.
 */
const KEY = 'strapi-mfa-notice';

/** A password was saved, or the page was reloaded while its question was open, as phones do with background tabs. */
const KINDS = ['passwordSaved', 'unfinished'] as const;
export type KeptNotice = (typeof KINDS)[number];

/** In a browser without storage, nothing is stored, and nothing breaks. */
const quietly = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};

export const rememberNotice = (kind: KeptNotice): void => void quietly(() => window.sessionStorage.setItem(KEY, kind));

/** What was stored, once. */
export const takeNotice = (): KeptNotice | null =>
  quietly(() => {
    const kept = KINDS.find((kind) => kind === window.sessionStorage.getItem(KEY)) ?? null;
    if (kept) window.sessionStorage.removeItem(KEY);
    return kept;
  });

/** Set when this tab has checked, after a login, whether there is a reminder. */
const REMINDED = 'strapi-mfa-reminded';

export const wasReminded = (): boolean => window.sessionStorage.getItem(REMINDED) !== null;
export const rememberReminded = (): void => window.sessionStorage.setItem(REMINDED, 'yes');
/** Runs before a login is sent. A browser without storage must still be able to send it. */
export const forgetReminded = (): void => void quietly(() => window.sessionStorage.removeItem(REMINDED));
