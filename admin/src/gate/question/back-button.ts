/**
 * While a question is open, the browser's Back button only cancels it. A marked history entry with the same address is
 * on top meanwhile, and the panel's router doesn't see the step back.
 */
const MARK = 'mfaQuestion';
const LONGEST_STEP_MS = 500;

const isMarked = (state: unknown): boolean => typeof state === 'object' && state !== null && MARK in state;

export interface BackGuard {
  /** Removes the entry. Resolves when the history is restored. */
  release(): Promise<void>;
}

export const guardBackButton = (onBack: () => void): BackGuard => {
  let releasing: (() => void) | null = null;
  let left = false;

  const onPop = (event: PopStateEvent): void => {
    if (isMarked(event.state)) return;
    if (left) return;
    left = true;
    event.stopImmediatePropagation();
    if (releasing) releasing();
    else onBack();
  };

  const state: unknown = window.history.state;
  window.history.pushState({ ...(typeof state === 'object' ? state : {}), [MARK]: true }, '', window.location.href);
  window.addEventListener('popstate', onPop, { capture: true });

  return {
    release: async () => {
      // The person navigated or went back meanwhile, so our entry is no longer the current one.
      if (!left && isMarked(window.history.state)) {
        await new Promise<void>((resolve) => {
          releasing = resolve;
          window.history.back();
          setTimeout(resolve, LONGEST_STEP_MS);
        });
      }
      window.removeEventListener('popstate', onPop, { capture: true });
    },
  };
};
