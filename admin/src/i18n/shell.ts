import { PLUGIN_ID } from '../../../shared/contracts/ids';
import { resolveLocale } from './locales';

/**
 * Texts that Strapi needs before any of our pages is loaded: menu links and widget titles. Kept separate, because this
 * file is part of the panel's first bundle.
 */
export const registerTrads = ({ locales }: { locales: string[] }) =>
  Promise.all(
    locales.map(async (locale) => {
      const data = await import(`../translations/${resolveLocale(locale)}/shell.json`).then(
        (file: { default: Record<string, string> }) => file.default,
        () => ({})
      );
      return {
        locale,
        data: Object.fromEntries(Object.entries(data).map(([key, text]) => [`${PLUGIN_ID}.shell.${key}`, text])),
      };
    })
  );
