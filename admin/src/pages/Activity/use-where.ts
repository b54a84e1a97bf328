import { useCallback } from 'react';

import { readUserAgent } from '../../../../shared/contracts/browsers';
import { useWords } from '../../i18n';

/** The browser and system of an event in words. Null if nothing was recorded. */
export const useBrowserWords = () => {
  const t = useWords('activity');
  return useCallback(
    (userAgent: string | null): string | null => {
      if (!userAgent) return null;
      const { browser, system } = readUserAgent(userAgent);
      const name = browser ?? t('where.unknown');
      return system ? t('where.browser', { browser: name, system }) : name;
    },
    [t]
  );
};
