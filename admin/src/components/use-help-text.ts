import { useIntl } from 'react-intl';

import { resolveLocale } from '../i18n';

export interface HelpTexts {
  /** For every language without a text of its own. */
  text: string;
  texts: Partial<Record<string, string>>;
}

/** The site's help text in the panel's language. Empty if there is none. */
export const useHelpText = ({ text, texts }: HelpTexts): string => {
  const { locale } = useIntl();
  return texts[resolveLocale(locale)] || text;
};
