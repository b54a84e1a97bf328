/** The languages of the panel. English is complete by definition, and a test compares the others. */
export const LOCALES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'] as const;

export type Locale = (typeof LOCALES)[number];

const isLocale = (code: string): code is Locale => LOCALES.some((locale) => locale === code);

/**
 * Codes of Strapi and of browsers for these languages. In Strapi, `zh` alone is Traditional Chinese, which isn't one of
 * them.
 */
const ALIASES: Record<string, Locale> = { pt: 'pt-BR', 'zh-CN': 'zh-Hans', 'zh-SG': 'zh-Hans' };

/** The language for a Strapi locale such as `pt-BR`, `de-AT`, or `zh-Hans`. English if there is none. */
export const resolveLocale = (code: string): Locale => {
  if (isLocale(code)) return code;
  const alias = ALIASES[code];
  if (alias) return alias;
  const language = code.split('-')[0] ?? '';
  if (language === 'zh') return 'en';
  if (isLocale(language)) return language;
  return ALIASES[language] ?? 'en';
};
