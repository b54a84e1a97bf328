/** The languages that people are written to in; the same seven as in the panel. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'] as const;

export type Language = (typeof LANGUAGES)[number];

/** `zh` alone is Traditional Chinese in Strapi: not ours. */
const ALIASES: Record<string, Language> = { pt: 'pt-BR', 'zh-CN': 'zh-Hans', 'zh-SG': 'zh-Hans' };

const known = (code: string): Language | null => LANGUAGES.find((language) => language === code) ?? null;

/** The language for a Strapi locale code such as `de`, `de-AT` or `pt`; English when there is none. */
export const languageOf = (locale: string | null | undefined): Language => {
  if (!locale) return 'en';
  const [base = ''] = locale.split('-');
  return known(locale) ?? ALIASES[locale] ?? (base === 'zh' ? null : (known(base) ?? ALIASES[base])) ?? 'en';
};

/** Date and time as people of that language write it, in UTC and saying so. */
export const writtenTime = (ms: number, language: Language): string => {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(ms)} UTC`;
};

export const writtenDate = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
