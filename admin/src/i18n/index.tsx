/**
 * The texts of our screens. `<Words areas={[…]}>` loads them in the panel's language, with English as a complete
 * fallback, and adds them to the surrounding react-intl. `useWords(area)` reads them. Message IDs are
 * `mfa.<area>.<key>`. Never part of the panel's first bundle, which uses `i18n/shell`.
 */
import { Fragment, useCallback, useEffect, useState, type ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import { PLUGIN_ID } from '../../../shared/contracts/constants';
import { type Area, type WordKey } from './areas';
import { loadWords, peekWords, type Messages } from './load';
import { resolveLocale } from './locales';

export { LOCALES, resolveLocale, type Locale } from './locales';
export type { Area, WordKey } from './areas';

export type WordValues = Record<string, string | number | boolean | Date | null | undefined>;

interface WordsProps {
  areas: readonly Area[];
  /** What to draw until the first texts are loaded. A later change of language keeps the children mounted. */
  fallback?: ReactNode;
  children: ReactNode;
}

export const Words = ({ areas, fallback = null, children }: WordsProps) => {
  const { locale, messages: outer } = useIntl();
  const wanted = areas.join(' ');
  const [words, setWords] = useState<Messages | null>(() => peekWords(resolveLocale(locale), areas));

  useEffect(() => {
    let live = true;
    void loadWords(resolveLocale(locale), wanted.split(' ') as Area[]).then((loaded) => {
      if (live) setWords(loaded);
    });
    return () => {
      live = false;
    };
  }, [locale, wanted]);

  if (!words) return <>{fallback}</>;
  return (
    <IntlProvider
      locale={locale}
      defaultLocale="en"
      messages={{ ...(outer as Messages), ...words }}
      textComponent={Fragment}
    >
      {children}
    </IntlProvider>
  );
};

/** Reads the texts of one area: `t('remove.title', { name })`. */
export const useWords = <A extends Area>(area: A) => {
  const { formatMessage } = useIntl();
  return useCallback(
    (key: WordKey<A>, values?: WordValues): string => formatMessage({ id: `${PLUGIN_ID}.${area}.${key}` }, values),
    [formatMessage, area]
  );
};
