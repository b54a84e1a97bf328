import { LANGUAGES } from '../../../../shared/contracts/constants';
import type { Language } from '../../../../shared/contracts/types';

export { LANGUAGES, type Language };

/** In Strapi, `zh` alone is Traditional Chinese, which isn't one of them. */
const ALIASES: Record<string, Language> = { pt: 'pt-BR', 'zh-CN': 'zh-Hans', 'zh-SG': 'zh-Hans' };

const known = (code: string): Language | null => LANGUAGES.find((language) => language === code) ?? null;

/** The language for a Strapi locale such as `de`, `de-AT`, or `pt`. English if there is none. */
export const languageOf = (locale: string | null | undefined): Language => {
  if (!locale) return 'en';
  const [base = ''] = locale.split('-');
  return known(locale) ?? ALIASES[locale] ?? (base === 'zh' ? null : (known(base) ?? ALIASES[base])) ?? 'en';
};

/** The date and time in the format of that language, in UTC, with the time zone. */
export const writtenTime = (ms: number, language: Language): string => {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(ms)} UTC`;
};

export const writtenDate = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
