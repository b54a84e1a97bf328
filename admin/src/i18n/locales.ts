/** The languages the panel part speaks. English is complete by definition; a test holds the others to it. */
export const LOCALES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'] as const;

export type Locale = (typeof LOCALES)[number];

const isLocale = (code: string): code is Locale => LOCALES.some((locale) => locale === code);

/** Codes of Strapi and of browsers that mean one of ours. `zh` alone is Traditional Chinese in Strapi: not ours. */
const ALIASES: Record<string, Locale> = { pt: 'pt-BR', 'zh-CN': 'zh-Hans', 'zh-SG': 'zh-Hans' };

/** The language to sentenceOf for a Strapi locale code such as `pt-BR`, `de-AT` or `zh-Hans`; English when there is none. */
export const resolveLocale = (code: string): Locale => {
  if (isLocale(code)) return code;
  const alias = ALIASES[code];
  if (alias) return alias;
  const language = code.split('-')[0] ?? '';
  if (language === 'zh') return 'en';
  if (isLocale(language)) return language;
  return ALIASES[language] ?? 'en';
};
