import { PLUGIN_ID } from '../../../shared/contracts/ids';
import { type Area } from './areas';
import { type Locale } from './locales';

export type Messages = Record<string, string>;

const pending = new Map<string, Promise<Messages>>();
const loaded = new Map<string, Messages>();

const prefixed = (area: Area, texts: Messages): Messages =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${area}.${key}`, text]));

const loadArea = (locale: Locale, area: Area): Promise<Messages> => {
  const id = `${locale}/${area}`;
  const known = pending.get(id);
  if (known) return known;
  const request = import(`../translations/${locale}/${area}.json`).then(
    (file: { default: Messages }) => {
      const messages = prefixed(area, file.default);
      loaded.set(id, messages);
      return messages;
    },
    () => {
      // A failed chunk (a deployment, the network) must not stay failed. The next screen tries again.
      pending.delete(id);
      return {};
    }
  );
  pending.set(id, request);
  return request;
};

const wanted = (locale: Locale, areas: readonly Area[]): [Locale, Area][] =>
  areas.flatMap((area): [Locale, Area][] =>
    locale === 'en'
      ? [['en', area]]
      : [
          ['en', area],
          [locale, area],
        ]
  );

/** All texts of some areas: the locale's, and English where they're missing. */
export const loadWords = async (locale: Locale, areas: readonly Area[]): Promise<Messages> => {
  const parts = await Promise.all(wanted(locale, areas).map(([code, area]) => loadArea(code, area)));
  return Object.assign({}, ...parts);
};

/** The same without waiting, or null if some of it was never loaded. */
export const peekWords = (locale: Locale, areas: readonly Area[]): Messages | null => {
  const parts = wanted(locale, areas).map(([code, area]) => loaded.get(`${code}/${area}`));
  return parts.every(Boolean) ? Object.assign({}, ...parts) : null;
};
