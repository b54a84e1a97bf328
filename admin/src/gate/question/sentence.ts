/** Reads one sentence in the panel's language, where no screen is drawn. */
import { loadWords } from '../../i18n/load';
import { resolveLocale } from '../../i18n/locales';
import { panelState, type PanelApp } from '../panel';

/** `key` of the area `challenge`. Sentences without values only. */
export const sentenceOf = async (app: PanelApp, key: string): Promise<string> => {
  const locale = resolveLocale(panelState(app).language?.locale ?? 'en');
  const words = await loadWords(locale, ['challenge']);
  return words[`mfa.challenge.${key}`] ?? '';
};
