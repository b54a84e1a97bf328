export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** The content of an email before layout. Plain text only, without markup. */
export interface Content {
  language: string;
  subject: string;
  /** What happened, in one sentence. */
  lead: string;
  /** A code to enter, shown large. */
  code?: string;
  /** A label and its value, for example the time or the place. */
  facts: readonly (readonly [string, string])[];
  paragraphs: readonly string[];
  closing: string;
}

export const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');

/** A subject is one line. A line break in a name must not start a header of its own (CWE-93). */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** Replaces `{name}`. A name without a value is replaced with nothing. */
export const fillIn = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));

const plain = ({ lead, code, facts, paragraphs, closing }: Content): string =>
  [
    lead,
    ...(code ? [`    ${code}`] : []),
    ...(facts.length > 0 ? [facts.map(([label, value]) => `${label}: ${value}`).join('\n')] : []),
    ...paragraphs,
    `-- \n${closing}`,
  ].join('\n\n');

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const CODE = 'font-family:Menlo,Consolas,monospace;font-size:32px;letter-spacing:6px;font-weight:600;margin:24px 0';

const factRow = ([label, value]: readonly [string, string]): string =>
  `<tr><td style="padding:2px 16px 2px 0;opacity:.75;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`;

const laidOut = ({ language, subject, lead, code, facts, paragraphs, closing }: Content): string =>
  [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head><body style="margin:0;padding:24px;${FONT};font-size:16px;line-height:1.5">`,
    `<div style="max-width:560px"><p>${escapeHtml(lead)}</p>`,
    code ? `<p style="${CODE}">${escapeHtml(code)}</p>` : '',
    facts.length > 0 ? `<table style="border-spacing:0;margin:16px 0">${facts.map(factRow).join('')}</table>` : '',
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    `<p style="opacity:.75;font-size:13px;margin-top:32px">${escapeHtml(closing)}</p></div></body></html>`,
  ].join('');

/** The same content as text and as HTML, without images, links, or anything to load. */
export const compose = (content: Content): Letter => ({
  subject: oneLine(content.subject),
  text: plain(content),
  html: laidOut(content),
});
