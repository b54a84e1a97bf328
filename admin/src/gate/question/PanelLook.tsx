/** The panel's own theme and language around one of our React roots, including later changes. */
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';

import { DesignSystemProvider } from '@strapi/design-system';
import { IntlProvider } from 'react-intl';

import { ForcedColors } from '../../components/ForcedColors';
import { Words, type Area } from '../../i18n';
import { panelState, type PanelApp } from '../panel';

const DARK = '(prefers-color-scheme: dark)';

const useSystemTheme = (): 'dark' | 'light' => {
  const [dark, setDark] = useState(() => window.matchMedia(DARK).matches);
  useEffect(() => {
    const query = window.matchMedia(DARK);
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return dark ? 'dark' : 'light';
};

const nobody = () => () => undefined;

export const useLanguage = (app: PanelApp): string =>
  useSyncExternalStore(app.store?.subscribe ?? nobody, () => panelState(app).language?.locale ?? 'en');

interface PanelLookProps {
  app: PanelApp;
  areas: readonly Area[];
  children: ReactNode;
}

export const PanelLook = ({ app, areas, children }: PanelLookProps) => {
  const chosen = useSyncExternalStore(app.store?.subscribe ?? nobody, () => panelState(app).theme?.currentTheme);
  const locale = useLanguage(app);
  const system = useSystemTheme();
  const { themes, translations } = app.configurations;
  const name = chosen === 'dark' || chosen === 'light' ? chosen : system;

  return (
    <IntlProvider locale={locale} defaultLocale="en" messages={translations[locale] ?? {}} onError={() => undefined}>
      <DesignSystemProvider locale={locale} theme={themes[name]}>
        <ForcedColors />
        <Words areas={areas}>{children}</Words>
      </DesignSystemProvider>
    </IntlProvider>
  );
};
