/**
 * While a question is open, the browser's Back button cancels it and does nothing else. A marked history entry of the
 * same address stands on top meanwhile; the panel's router never sees the step off it.
 */
const MARK = 'mfaQuestion';
const LONGEST_STEP_MS = 500;

const isMarked = (state: unknown): boolean => typeof state === 'object' && state !== null && MARK in state;

export interface BackGuard {
  /** Takes the entry away again; resolves when the history is as it was. */
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
      // Somebody navigated meanwhile, or the person went back: our entry is no longer the present one.
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
