import { useCallback, useMemo } from 'react';

import { useSearchParams } from 'react-router-dom';

export type UrlValues = Record<string, string | null>;

/**
 * A page's state in its address, so that people can share links. `change` resets keys that depend on the changed values
 * (`page`, `cursor`), unless they're given.
 */
export const useUrl = () => {
  const [params, setParams] = useSearchParams();

  const change = useCallback(
    (values: UrlValues, { keepPlace = false }: { keepPlace?: boolean } = {}) => {
      setParams((before) => {
        const after = new URLSearchParams(before);
        if (!keepPlace) ['page', 'cursor'].forEach((key) => after.delete(key));
        for (const [key, value] of Object.entries(values)) {
          if (value === null || value === '') after.delete(key);
          else after.set(key, value);
        }
        return after;
      });
    },
    [setParams]
  );

  return useMemo(() => ({ get: (key: string): string => params.get(key) ?? '', change }), [params, change]);
};

/** The non-empty values of some keys, as the query of a request. */
export const pick = (get: (key: string) => string, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, get(key)]).filter(([, value]) => value !== ''));
