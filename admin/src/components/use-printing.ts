import { useCallback, useEffect, useRef } from 'react';

/** Browsers fire `beforeprint` when they print. Embedded ones may not support printing, or ignore the call silently. */
const PATIENCE_MS = 2000;

/**
 * Prints the page. It counts as printed only if the browser reports that it prints. This includes the browser's own
 * menu.
 * @returns the button's action; `onResult` is told whether the page was printed
 */
export const usePrinting = (onResult: (printed: boolean) => void): (() => void) => {
  const hear = useRef(onResult);
  hear.current = onResult;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    const printing = () => {
      clearTimeout(timer.current);
      hear.current(true);
    };
    window.addEventListener('beforeprint', printing);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('beforeprint', printing);
    };
  }, []);

  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => hear.current(false), PATIENCE_MS);
    try {
      window.print();
    } catch {
      clearTimeout(timer.current);
      hear.current(false);
    }
  }, []);
};
