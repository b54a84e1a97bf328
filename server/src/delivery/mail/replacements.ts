import type { MfaConfig } from '../../platform';
import type { Language } from './languages';
import { escapeHtml, fillIn, oneLine, type Letter } from './letter';

type Templates = MfaConfig['mail']['templates'];

const PARTS = ['subject', 'text', 'html'];

/**
 * Keys are the name of a mail, or the name and a language: `factor_added`, `factor_added.de`.
 * @throws when a key names no mail or a part is neither subject, text nor html: a typo must not switch a text back silently.
 */
export const checkTemplates = (templates: Templates, names: readonly string[], languages: readonly string[]): void => {
  for (const [key, parts] of Object.entries(templates)) {
    const [name = '', language] = key.split('.');
    const isKnown = names.includes(name) && (language === undefined || languages.includes(language));
    if (!isKnown)
      throw new Error(
        `plugin "mfa": mail.templates.${key} doesn’t match any email. Known emails: ${names.join(', ')}.`
      );
    const unknown = Object.keys(parts).find((part) => !PARTS.includes(part));
    if (unknown) throw new Error(`plugin "mfa": mail.templates.${key}.${unknown} is unknown. Use ${PARTS.join(', ')}.`);
  }
};

/** A site owner's own words in place of ours, with `{name}` filled in; in HTML every value is escaped. */
export const withReplacements = (
  templates: Templates,
  name: string,
  language: Language,
  letter: Letter,
  values: Readonly<Record<string, string>>
): Letter => {
  const own = { ...templates[name], ...templates[`${name}.${language}`] };
  const safe = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, escapeHtml(value)]));
  const text = own.text === undefined ? letter.text : fillIn(own.text, values);
  const asHtml = `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
  const html = own.html === undefined ? (own.text === undefined ? letter.html : asHtml) : fillIn(own.html, safe);
  const subject = own.subject === undefined ? letter.subject : oneLine(fillIn(own.subject, values));
  return { subject, text, html };
};
