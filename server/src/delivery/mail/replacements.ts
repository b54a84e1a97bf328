import type { MfaConfig } from '../../platform';
import type { Language } from './languages';
import { escapeHtml, fillIn, oneLine, type Letter } from './letter';

type Templates = MfaConfig['mail']['templates'];

const PARTS = ['subject', 'text', 'html'];

/**
 * Keys are the name of an email, or the name and a language: `factor_added`, `factor_added.de`.
 * @throws if a key matches no email, or a part is not subject, text, or html, because a typo must not be ignored
 * silently
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

/** The site owner's own texts in place of ours, with `{name}` filled in. In HTML, every value is escaped. */
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
