import { useCallback, useEffect, useRef } from 'react';

/** A browser that prints says so before it does; an embedded one may have no printing, or ignore it without a word. */
const PATIENCE_MS = 2000;

/**
 * Prints the page. Only what the browser says it prints counts as printed, however it was asked for.
 * @returns what the button does; `onResult` hears whether something was printed
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
