/** What the gate uses of Strapi's panel: its store, theme, and texts. Types and reads only. */
import type { DefaultTheme } from 'styled-components';

export interface PanelState {
  admin_app?: {
    token?: string | null;
    theme?: { currentTheme?: string };
    language?: { locale?: string; localeNames?: Record<string, string> };
  };
}

export interface PanelStore {
  getState(): unknown;
  subscribe(listener: () => void): () => void;
  dispatch(action: { type: string; payload?: unknown }): unknown;
}

/** The part of `StrapiApp` that is used. `store` is null until the panel is drawn. */
export interface PanelApp {
  store: PanelStore | null;
  configurations: {
    authLogo?: unknown;
    themes: { light: DefaultTheme; dark: DefaultTheme };
    translations: Record<string, Record<string, string>>;
  };
}

export const panelState = (app: PanelApp): NonNullable<PanelState['admin_app']> =>
  ((app.store?.getState() ?? {}) as PanelState).admin_app ?? {};

/** The panel's newest access token. Null if nobody is logged in. */
export const newestToken = (app: PanelApp): string | null => panelState(app).token ?? null;

/** The address of the API, as the panel uses it. */
export const backendAddress = (): string =>
  (window as unknown as { strapi?: { backendURL?: string } }).strapi?.backendURL ?? window.location.origin;
